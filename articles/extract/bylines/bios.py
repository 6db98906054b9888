"""What an author box tells: other names, and posts with employer, role, beat, since and until.

A sentence is read as a row of statements ("is TechNode's reporter", "moved to Sixth Tone", "joined X in 2019"), each of
which owns the words up to the next one; a day in those words dates the statement. A move ends the post before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.extract.bylines.desks import ROLES, fold
from articles.extract.bylines.eastbios import east_positions
from articles.extract.bylines.people import Person, Position, person_name
from articles.extract.dates import When, parse_date

LONGEST_BIO = 2500
"""Characters of an author box that are read."""

_WORD = r"[A-Z0-9À-Þ\u0400-\u042f](?:(?!['’](?:s\b|(?!\w)))[\w&.+!'’-])*"
_EMPLOYER = rf"(?:[Tt]he\s+)?{_WORD}(?:\s+(?:(?:of|the|for|de|du|la|des|für|der|&)\s+)?{_WORD}){{0,5}}"
_EMPLOYERS = rf"{_EMPLOYER}(?:,\s+{_EMPLOYER}){{0,6}}(?:,?\s+(?:and|und|et)\s+{_EMPLOYER})?"
_ROLE_WORD = rf"(?i:{ROLES})(?:[- ](?:in[- ]chief|at[- ]large))?"
_ROLE = (
    rf"(?:(?!(?i:at|for|with|from|who|where|until|since|was|is|and\s+(?:has|was|"
    rf"is))\b)[\w&/'’+-]+,?\s+){{0,7}}?{_ROLE_WORD}"
    rf"(?:\s+(?:and|&|und|"
    rf"et)\s+(?:[\w-]+\s+){{0,2}}{_ROLE_WORD})?(?:\s+of\s+[a-z][\w-]*(?:\s+(?:and\s+)?[a-z][\w-]*){{0,2}})?"
)
_BE = r"(?:is|was|are|were|became|become|has been|had been|served as|serves as|worked as|works as|started as|began as)"
_COVERING = (
    r"(?:covers?|covered|covering|to cover|writes? (?:mainly |mostly )?(?:about|on)|wrote about|writing (?:about|on)|"
    r"reports? on|"
    r"reported on|reporting on|focus(?:es|ed|ing|sed)? on|speciali[sz](?:es|ed|ing) in|tracks|tracking|follows)"
)
_BEAT_END = (
    r"(?=\s+(?:until|till|since|from|for|at|when|where|who|before|after|while|as well as for)\b|"
    r"\s+in\s+(?:\w+\s+)?\d{4}|"
    r",?\s+and\s+(?:is|was|has|previously|lives|writes|reports|he|she|they)\b|,\s+(?:based|where|when|who|and)\b|"
    r"\.(?:\s|$)|[;!?()]|$)"
)
_BEAT = rf"(?P<beat>[^.;()]{{2,160}}?){_BEAT_END}"
_DAY = r"(?:(?:early|late|mid-?)\s*)?(?:[A-Z][a-zäéû]+\.?\s+)?(?:\d{1,2},\s*)?\d{4}"
_STATEMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("post", re.compile(rf"\b{_BE}\s+(?:also\s+)?(?P<employer>{_EMPLOYER})['’]s?\s+(?P<role>{_ROLE})")),
    (
        "post",
        re.compile(
            rf"\b{_BE}\s+(?:also\s+)?(?:currently\s+|now\s+|formerly\s+|previously\s+)?(?:an?|the|our|"
            rf"one of the)?\s*(?P<role>{_ROLE})"
            rf"(?:,?\s+(?:based\s+)?in\s+[A-Z][\w.]*(?:\s[A-Z][\w.]*)?,?)?"
            rf"(?:,?\s+(?:who\s+)?(?:covers|covering|focus(?:ed|ing) on)\s+(?P<beat>[^.;()]{{2,120}}?))?"
            rf",?\s+(?:at|for|with|of|from)\s+(?P<employer>{_EMPLOYERS})"
        ),
    ),
    (
        "move",
        re.compile(
            r"\b(?:moved|moves|went|switched|transferred|left|departed)(?:\s+\w+)?\s+(?:over\s+)?(?:to|"
            r"for)\s+(?:join\s+)?"
            rf"(?P<employer>{_EMPLOYER})(?:\s+as\s+(?:an?\s+|its\s+|their\s+|the\s+)?(?P<role>{_ROLE}))?"
        ),
    ),
    ("leave", re.compile(rf"\b(?:left|departed|quit)\s+(?P<employer>{_EMPLOYER})(?:\s+in\s+(?P<left>{_DAY}))?")),
    (
        "post",
        re.compile(
            rf"\b(?P<gone>[Ff]ormer|[Ee]x-)\s*(?P<role>{_ROLE})\s+(?:at|for|with|of)\s+(?P<employer>{_EMPLOYER})"
        ),
    ),
    (
        "work",
        re.compile(
            rf"\b(?P<gone>spent)\s+(?:[\w-]+\s+){{1,4}}?(?:years?|months?|decades?)\s+(?:working\s+)?"
            rf"(?:(?:at|with|for)|as\s+(?:an?\s+)?(?P<role>{_ROLE})\s+(?:at|for|with))\s+(?P<employer>{_EMPLOYER})"
        ),
    ),
    (
        "post",
        re.compile(
            rf"\bleitet\s+(?:seit\s+(?P<day>\d{{4}})\s+)?(?:das|die|den)\s+(?:Ressort|Redaktion|Büro|Team)\s+"
            rf"(?P<beat>[^.;()]{{2,80}}?)\s+(?:bei|beim|von|der|des)\s+(?:der|dem)?\s*(?P<employer>{_EMPLOYER})"
        ),
    ),
    (
        "work",
        re.compile(
            rf"\b(?P<gone>arbeitete|schrieb|berichtete)\s+(?:[a-zäöüß]+\s+){{0,3}}?(?:für|bei|beim)\s+(?:die|den|das|der|dem)?"
            rf"\s*(?P<employer>{_EMPLOYER})"
        ),
    ),
    (
        "join",
        re.compile(
            rf"(?<!before )(?<!to )\b(?:joined|joins)\s+(?:the\s+)?(?P<employer>{_EMPLOYER})"
            rf"(?:['’]s?)?(?:\s+(?:newsroom|team|staff))?(?:\s+(?:in|since)\s+(?P<day>(?:[A-Z][a-z]+\s+)?\d{{4}}))?"
            rf"(?:,?\s+as\s+(?:an?\s+|its\s+|their\s+|the\s+)?(?P<role>{_ROLE}))?"
        ),
    ),
    ("beat", re.compile(rf"\b{_COVERING}\s+(?P<beat>[^.;()]{{2,160}}?)\s+(?:for|at)\s+(?P<employer>{_EMPLOYERS})")),
    (
        "work",
        re.compile(
            rf"\b(?:writes|wrote|reports|reported|works|worked|freelances?)\s+(?:for|at|"
            rf"with)\s+(?P<employer>{_EMPLOYERS})"
        ),
    ),
    (
        "post",
        re.compile(
            rf"\b(?:(?:ist|war)(?:\s+seit\s+(?:[A-ZÄ]\w+\s+)?(?P<begun>\d{{4}}))?|"
            rf"arbeitet(?:\s+seit\s+(?P<day>\d{{4}}))?\s+als)\s+(?:ein(?:e)?\s+)?(?P<role>(?:[\wäöüß-]+\s+){{0,4}}?"
            rf"(?i:{ROLES}))\s+(?:bei|beim|für|der|des|von)\s+(?:der|dem|den|das)?\s*(?P<employer>{_EMPLOYER})"
        ),
    ),
    (
        "work",
        re.compile(
            rf"\b(?:a|avait)\s+(?:auparavant\s+)?(?:travaillé|écrit|collaboré)\s+(?:auparavant\s+)?"
            rf"(?:à|au|aux|chez|pour|avec)\s+(?:la\s+|l['’])?(?P<employer>{_EMPLOYER})"
        ),
    ),
    (
        "post",
        re.compile(
            rf"^\s*(?P<role>(?:[Aa]ncienne?\s+)?(?i:{ROLES})(?:\s+[a-zé]+){{0,2}}?)"
            rf"\s+(?:au\s+service\s+\w+\s+)?(?:à|au|aux|chez|pour|de|du)\s+(?:la\s+|l['’])?(?P<employer>{_EMPLOYER})"
        ),
    ),
    (
        "work",
        re.compile(
            rf"\bschreibt\s+(?:seit\s+(?P<day>\d{{4}})\s+)?(?:für|bei)\s+(?:die|den|das|"
            rf"der)?\s*(?P<employer>{_EMPLOYER})(?:\s+über\s+(?P<beat>[^.;()]{{2,120}}))?"
        ),
    ),
    (
        "post",
        re.compile(
            rf"\b(?:est|était)\s+(?:une?\s+)?(?P<role>(?:[\wé-]+\s+){{0,3}}?(?i:{ROLES})(?:\s+[a-zé]+){{0,2}}?)"
            rf"\s+(?:à|au|aux|chez|pour|de|du)\s+(?:la\s+|l['’])?(?P<employer>{_EMPLOYER})"
        ),
    ),
)
_UNTIL = re.compile(rf"\b(?:until|till|through|bis|jusqu['’]en|to)\s+({_DAY})")
_SINCE = re.compile(rf"\b(?:since|from|between|beginning|starting|seit|depuis)\s+(?:in\s+)?({_DAY})")
_IN = re.compile(rf"\bin\s+({_DAY})")
_FORMER = re.compile(
    r"^\W*(?:previously|formerly|before\s+(?:that|joining|coming|moving)|prior\s+to|earlier|in the past|zuvor|"
    r"auparavant)\b|"
    r"\b(?:was|were|had been|worked|wrote|reported|served|formerly|previously|war|était|"
    r"ancien(?:ne)?|a (?:auparavant )?(?:travaillé|écrit|collaboré))\b",
    re.IGNORECASE,
)
_PRIOR_TO = re.compile(
    rf"\b(?:[Bb]efore|[Pp]rior to)\s+(?:joining|coming to|moving to)\s+{_EMPLOYER}(?:\s+in\s+(?P<day>{_DAY}))?"
)
_COVERED = re.compile(rf"\b{_COVERING}\s+{_BEAT}")
_SENTENCES = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\bDr\.)(?<!\bInc\.)\s+(?=[\"“A-ZÀ-Þ])|(?<=[。！？])|\n+")
_SECOND_NAME = re.compile(r"\s*[(（]\s*(?:a\.?k\.?a\.?\s+|born\s+|né[e]?\s+)?([^()（）]{2,40}?)\s*[)）]")


@dataclass(slots=True)
class _Statement:
    """One match and the words that belong to it."""

    kind: str
    match: re.Match[str]
    tail: str


def parse_bio(name: str, text: str, *, outlet: str = "") -> Person:
    """A person from an author box: other names in brackets and the positions the bio tells of.

    ``outlet`` is what "our" stands for. Positions come in the order in which the bio tells them.
    """
    bio = " ".join(text.replace("\xa0", " ").split())[:LONGEST_BIO]
    if _is_east_asian(bio):
        return Person(name=name, also_known_as=_second_names(name, bio), positions=east_positions(name, bio), bio=bio)
    positions: list[Position] = []
    for sentence in _SENTENCES.split(bio):
        _read_sentence(sentence or "", name, outlet, positions)
    return Person(name=name, also_known_as=_second_names(name, bio), positions=tuple(positions), bio=bio)


def _is_east_asian(bio: str) -> bool:
    return sum(char > "\u2e7f" for char in bio) * 3 > len(bio)


def _second_names(name: str, bio: str) -> tuple[str, ...]:
    """Names in brackets straight behind the person's name."""
    place = bio.find(name)
    if place < 0:
        return ()
    match = _SECOND_NAME.match(bio, place + len(name))
    second = person_name(match[1]) if match else ""
    return (second,) if second and fold(second) != fold(name) else ()


def _read_sentence(sentence: str, name: str, outlet: str, positions: list[Position]) -> None:
    prior = _PRIOR_TO.search(sentence)
    for statement in _statements(sentence):
        if statement.match.re.groupindex.get("employer") is None:
            continue
        for position in _positions(statement, sentence, outlet):
            if fold(position.employer) == fold(name):
                continue
            dated = prior and position.until is None and prior["day"]
            until = replace(position, until=parse_date(prior["day"]), former=False) if prior and dated else position
            _add(statement.kind, until, positions)


def _statements(sentence: str) -> Iterator[_Statement]:
    """The statements of a sentence from left to right, none inside another."""
    matches = [(kind, match) for kind, pattern in _STATEMENTS for match in pattern.finditer(sentence)]
    matches.sort(key=lambda pair: (pair[1].start(), -pair[1].end()))
    kept: list[tuple[str, re.Match[str]]] = []
    for kind, match in matches:
        if not kept or match.start() >= kept[-1][1].end():
            kept.append((kind, match))
    for place, (kind, match) in enumerate(kept):
        end = kept[place + 1][1].start() if place + 1 < len(kept) else len(sentence)
        yield _Statement(kind, match, sentence[match.end() : end])


def _positions(statement: _Statement, sentence: str, outlet: str) -> Iterator[Position]:
    """One position for each employer a statement names, dated by the words behind it."""
    match, tail = statement.match, statement.tail
    found = match.groupdict()
    since, until = _days(statement, found.get("day") or found.get("begun") or "")
    covered = _COVERED.search(tail)
    beat = found.get("beat") or (covered["beat"] if covered else "")
    if left := found.get("left"):
        until = parse_date(left)
    words = sentence[: match.start()][-40:] + match[0]
    gone = statement.kind == "leave" or bool(found.get("gone"))
    former = until is None and statement.kind not in ("move", "join") and (gone or bool(_FORMER.search(words)))
    for employer in _employers(found["employer"] or "", outlet):
        role = re.sub(r"^(?:an?|the|our|its|[Aa]ncienne?|[Ee]hemaliger?)\s+", "", (found.get("role") or "").strip(" ,"))
        yield Position(employer, role, _tidy_beat(beat), since=since, until=until, former=former)


def _employers(text: str, outlet: str) -> Iterator[str]:
    for employer in re.split(r",\s+(?:and\s+)?|\s+(?:and|und|et)\s+", text):
        name = re.sub(r"^(?:our|Our)\b.*", outlet, employer.strip(" .,'’"))
        if name and not re.fullmatch(r"\d+|I|He|She|They", name):
            yield name


def _days(statement: _Statement, day: str) -> tuple[When | None, When | None]:
    """From when until when, out of the statement's own words."""
    until = _UNTIL.search(statement.tail)
    since = _SINCE.search(statement.tail)
    began = day or (since[1] if since else "")
    if not began and statement.kind in ("move", "join"):
        at = _IN.search(statement.tail)
        began = at[1] if at else ""
    return (parse_date(began) if began else None, parse_date(until[1]) if until else None)


def _tidy_beat(beat: str) -> str:
    return re.sub(r"^(?:the|all things|everything|topics such as)\s+", "", beat.strip(" ,.")).strip()


def _add(kind: str, position: Position, positions: list[Position]) -> None:
    """Append a position; a move begins when the last post ended, and ends it when it did not."""
    last = positions[-1] if positions else None
    if kind == "move" and last is not None:
        if position.since is None:
            position = replace(position, since=last.until)
        elif last.until is None:
            positions[-1] = replace(last, until=position.since, former=False)
    same = next(
        (place for place, known in enumerate(positions) if fold(known.employer) == fold(position.employer)), None
    )
    if same is None:
        positions.append(position)
    elif kind in ("join", "beat", "work") or not positions[same].role:
        known = positions[same]
        positions[same] = replace(
            known,
            role=known.role or position.role,
            beat=known.beat or position.beat,
            since=known.since or position.since,
        )
    elif positions[same].role != position.role:
        positions.append(position)
