"""What a person is here, and which words name one.

The test is strict on purpose. A page's readers take an author for a human being, so a desk, an agency or the outlet
itself
shown as one is worse than no author at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from articles.extract.bylines.desks import (
    AGENCIES,
    CHINESE_SURNAMES,
    CJK_DESKS,
    LEGAL_FORM,
    ORGANISATION_ENDINGS,
    PAPERS,
    PARTICLES,
    ROLE_MODIFIERS,
    ROLES,
    STAFF_WORDS,
    TWO_WORD_PLACES,
    fold,
)
from articles.extract.dates import When


@dataclass(frozen=True, slots=True)
class Position:
    """A post a person holds or held: for whom, as what, on which beat, from when until when.

    ``former`` says that the post is over although the bio gives no day for it.
    """

    employer: str
    role: str = ""
    beat: str = ""
    since: When | None = None
    until: When | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    also_known_as: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    bio: str = ""
    url: str = ""


NO_PERSON = frozenset(fold(name) for name in (*AGENCIES, *PAPERS))
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]*)*\.?")
_ROLE_TAIL = re.compile(rf"(?:^|\s+)(?:{ROLE_MODIFIERS}\s+)*{ROLES}\b.*$", re.IGNORECASE)
_HONORIFIC = re.compile(
    r"^(?:dr|prof|professor|mr|mrs|ms|mx|sir|dame|dipl\.?-ing|ing|rev)\b\.?\s+(?:dr\b\.?\s+)?", re.IGNORECASE
)
_DEGREE = re.compile(r",?\s+(?:ph\.?\s?d\.?|m\.?d\.?|mba|cfa|esq\.?|j\.?d\.?|m\.?sc\.?|b\.?a\.?)$", re.IGNORECASE)
_PLACE_TAIL = re.compile(
    r"\s+(?:for|of|at|in|from|via|on|near|aus|bei|für|à|chez|pour|is|was|has|who|as|special to|"
    r"For|Of The|At|In|From|Via|FOR|AT|IN|FROM|VIA)\s+.*$"
)
_DAY_LEAD = re.compile(r"\s+(?:le|am|vom|on|el)$")
"""What is left in front of a day that was cut off."""

_SCOTTISH = re.compile(r"\bMa?c(?=[A-Z]{2})")
_BIO_EAST = re.compile(r"(?:关注|专注|负责|长期|曾任|现任|毕业|从事|致力|主要|热爱|擅长)")
"""How a Chinese bio goes on behind the name."""

_NOBODY_EAST = re.compile(r"未知|不详|不明|佚名|匿名|无名|本站|原创|转载|网络|网友|管理员|今日|昨日|游客|用户")
_TWO_HAN = re.compile(r"[\u3400-\u9fff]{2}")
_EDGES = " \t,:*_\"“”'’‘-–—"
_SHORT_LAST = re.compile(r"\b(?:Jr|Sr|[A-ZÀ-Þ])\.$")
_NICKNAME = re.compile(r"[“\"‘'(]([^\W\d_]+)[”\"’')]|[“\"]([^\W\d_]+(?: [^\W\d_]+){1,2})[”\"]")
_TITLE_WORDS = frozenset(
    ("and", "or", "of", "the", "for", "with", "from", "how", "why", "what", "your", "our", "about")
)
_OPENING_WORDS = frozenset(
    ("the", "our", "your", "all", "about", "by", "a", "an", "this", "in", "more", "read", "follow", "contact", "meet")
)


def is_person_name(name: str, *, outlet: str = "") -> bool:
    """Whether a few words look like the name of one human being; ``outlet`` never does."""
    return bool(person_name(name, outlet=outlet))


def is_mononym(name: str, *, outlet: str = "") -> bool:
    """Whether a single word may be all the name a person signs with. Only to be asked where markup says "person"."""
    if not re.fullmatch(r"[^\W\d_]{3,20}", name) or not name.istitle() or _CJK.search(name):
        return False
    key, house = fold(name), fold(outlet)
    return key not in NO_PERSON and key not in STAFF_WORDS and not (house and (key in house or house in key))


def bare_name(piece: str) -> str:
    """A piece of a byline without honorifics, degrees, places and roles: "Dr. Jane Doe in Bonn" → "Jane Doe"."""
    name = _DEGREE.sub("", piece.strip(_EDGES))
    name = _DAY_LEAD.sub("", _HONORIFIC.sub("", _ROLE_TAIL.sub("", _PLACE_TAIL.sub("", name)))).strip(_EDGES)
    name = _without_agency(name)
    # A dot that ends an initial or "Jr." belongs to the name.
    return name if _SHORT_LAST.search(name) else name.rstrip(".")


def _without_agency(name: str) -> str:
    """ "Ada Brun Associated Press" → "Ada Brun": the agency stands straight behind the name in some papers' bylines."""
    words = name.split(" ")
    for count in (2, 1):
        if len(words) >= count + 2 and len(tail := " ".join(words[-count:])) > 1 and fold(tail) in NO_PERSON:
            return " ".join(words[:-count]) if count > 1 or tail.isupper() or len(tail) > 4 else name
    return name


def person_name(name: str, *, outlet: str = "") -> str:
    """The name as it should be shown, or "" when the words do not name one human being."""
    name = " ".join(name.split())
    if not name or _CJK.search(name):
        return _east_asian_name(name, outlet)
    words = _NICKNAME.sub(r"\1\2", name).split(" ")
    if not 2 <= len(words) <= 6 or len(name) > 60 or not _reads_like_name(words):
        return ""
    return "" if _is_organisation(name, words, outlet) else _proper_case(name.split(" "))


def distinct_people(people: Iterable[Person]) -> tuple[Person, ...]:
    """Each person once, in order; a second name, a bio or an address found later is kept."""
    found: dict[str, Person] = {}
    for person in people:
        key = fold(person.name)
        known = found.get(key, person)
        found[key] = replace(
            known,
            also_known_as=known.also_known_as or person.also_known_as,
            positions=known.positions or person.positions,
            bio=known.bio or person.bio,
            url=known.url or person.url,
        )
    return tuple(found.values())


def _reads_like_name(words: list[str]) -> bool:
    """Capitalised words of letters, particles allowed within, and at least two words that are no particle."""
    full = [word for word in words if word.casefold() not in PARTICLES or word[0].isupper()]
    if len(full) < 2 or (words[-1].islower() and words[-1] in PARTICLES):
        return False
    if any(word.casefold() in _TITLE_WORDS for word in words):
        return False
    small = all(word.islower() for word in words)
    if not all(_WORD.fullmatch(word) for word in full) or (small and len(words) != 2):
        return False
    if not small and any(word[0].islower() and not re.match(r"(?:d|l|al|el)['’-]", word) for word in full):
        return False
    return any(len(word.strip(".")) > 1 for word in full)


def _is_organisation(name: str, words: list[str], outlet: str) -> bool:
    """Whether the words name an agency, a desk, a paper, a place or the outlet."""
    key, house = fold(name), fold(outlet)
    if key in NO_PERSON or name.casefold() in TWO_WORD_PLACES or words[0].casefold() in _OPENING_WORDS:
        return True
    if house and (key == house or (len(house) > 4 and house in key) or (len(key) > 6 and key in house)):
        return True
    if any(fold(word) in STAFF_WORDS for word in words) or LEGAL_FORM.fullmatch(words[-1]):
        return True
    return bool(ORGANISATION_ENDINGS.search(name)) and (len(words) > 2 or not _is_surname_too(words[-1]))


def _is_surname_too(word: str) -> bool:
    """Words that end both papers' names and people's: Emily Post and Bill Press are people."""
    return word.casefold() in {"post", "press", "weekly", "day", "center", "herald"}


def _proper_case(words: list[str]) -> str:
    """JANE DOE and jane doe become Jane Doe; anything mixed stays as written."""
    name = " ".join(words)
    plain = _SCOTTISH.sub(lambda match: match[0].upper(), name)
    if not (plain.isupper() or name.islower()) or all(len(word) <= 2 for word in words):
        return name
    return " ".join(
        word.lower() if word.casefold() in PARTICLES and place else _capitalised(word)
        for place, word in enumerate(words)
    )


def _capitalised(word: str) -> str:
    if re.fullmatch(r"(?:\w\.)+", word):
        return word.upper()
    scottish = _SCOTTISH.match(word)
    if scottish:
        return scottish[0] + word[scottish.end() :].capitalize()
    return re.sub(r"(^|[-'’.])(\w)", lambda match: match[1] + match[2].upper(), word.lower())


def _east_asian_name(name: str, outlet: str) -> str:
    if not name or CJK_DESKS.search(name) or fold(name) in NO_PERSON or (outlet and fold(name) == fold(outlet)):
        return ""
    compact = name.replace(" ", "")
    if _NOBODY_EAST.fullmatch(compact) or _BIO_EAST.match(compact):
        return ""
    if _TWO_HAN.fullmatch(compact) and compact[0] not in CHINESE_SURNAMES:
        return ""
    if re.fullmatch(r"[\u3400-\u9fff々]{2,4}|[\uac00-\ud7af]{2,4}", compact):
        return name
    if re.fullmatch(r"[\u3040-\u30ff\u3400-\u9fff々]{2,8}", compact) and " " in name:
        return name
    return name if re.fullmatch(r"[\u30a0-\u30ff]+(?:[・=＝][\u30a0-\u30ff]+)+", compact) else ""
