"""Which character set bytes are in, judged by what they say when read so: the letters a language uses, or gibberish.

A page's own word is wrong often enough to be checked: a server that calls everything Latin-1, a template copied from a
Chinese site. A reading is scored by the share of its characters beyond ASCII that texts in that set are made of. The
Western sets share most of their letters, so the commoner of two that fit alike is taken: "À Metz" is no "Ŕ Metz".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_SAMPLE = 6_000
"""Bytes that are judged, from where the first byte beyond ASCII stands."""

FEWEST_FOREIGN = 3
"""Characters beyond ASCII below which nothing can be told."""

MARGIN = 0.02
"""By how much a later set must beat an earlier one: the sets share most letters, and the earlier are commoner."""

SURE = 0.3
"""Share of everyday characters from which on an East Asian text is what it seems."""

_SIGNS = "«»‹›‘’‚“”„–—…•·°§©®™€£´ªº¡¿½²³×\xa0\xad"
_WEST = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÿ")
_CENTRE = frozenset("áăâąäçćčďđéęěëíîľĺłńňóôőöŕřśšşťţúůűüýźžż")
_TURKISH = frozenset("çğıöşüâîû")
_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三"
    "之进着等部度家电里如高自二理起小现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天日那社事平形相全表间与关各重新内数正"
    "心你明看原么利比或但气第向道此变条只没结解问意建月公无系情者最立代想已通并提直题位入常文总品式设及特件长求基资边流路级少图接知较将组见"
    "计别手期根论运区强放被做先回则任取据处给即保北海口东金增交受联认六共权收改清美再更单切白教速安场身车例真务具万每目至达示报完名确科信"
    "話這為個國時來們會對學發說經過還後產業車開關無電動將與從進點現實應該種體間問題實線運協議約場報導總統員長區營務費證號認讓數見給級結網連達選門難類顯條機設備製線園輛覆蓋箱憑驗"
    "社氏円市者東京回県初付新約込取払込売気図決済広労働予築験"
)
_SYLLABLES = frozenset("이다는에의을를가은하고지한로기사도인리자어서대해과시으라일스정있나보만수그들전제것였부성안")
_WIDE_SIGNS = frozenset("，。、：；？！「」『』（）《》“”‘’…—·％・ー　〇々")


@dataclass(frozen=True, slots=True)
class _Set:
    """A character set, and the letters of the languages written in it; None for those of the East."""

    encoding: str
    letters: frozenset[str] | None = None
    script: str = ""
    """First and last letter of the script, where the letters are a range."""


_SETS = (
    _Set("gb18030"), _Set("big5hkscs"), _Set("cp932"), _Set("euc_jp"), _Set("cp949"),
    _Set("cp1252", _WEST), _Set("cp1254", _TURKISH), _Set("cp1250", _CENTRE), _Set("iso8859_2", _CENTRE),
    _Set("cp1251", script="ая"), _Set("koi8_r", script="ая"), _Set("cp1253", script="ΐώ"), _Set("cp1255", script="את"),
    _Set("cp1256", script="ءي"), _Set("cp874", script="ก๛"),
)  # fmt: skip


_EAST = tuple(known.encoding for known in _SETS if known.letters is None and not known.script)


def choose_set(data: bytes, named: list[str]) -> str:
    """The set ``data`` is in, as Python calls it: the first of ``named`` unless another reading makes far better sense;
    "" where none makes any."""
    sample = _sample(data)
    scores = {known.encoding: _score(sample, known) for known in _SETS}
    best, top = _best(scores)
    if not top and len(re.findall(rb"[\x80-\xff]", sample)) < 2 * FEWEST_FOREIGN:
        return next((name for name in named if _is_latin(name)), "cp1252")  # a few quotation marks
    for name in named:
        if name == "utf-8":
            continue
        score = scores.get(name)
        if score is None:
            # A set of its own ("mac-roman", "iso-8859-15"): believed unless the bytes say East Asian or Cyrillic.
            return best if top > SURE and not _is_latin(best) else name
        if score + MARGIN >= top and (name in _EAST or best not in _EAST):
            return name
    return best


def _best(scores: dict[str, float]) -> tuple[str, float]:
    """The likeliest set and its score. East Asian text read as another script is letters all through, too."""
    best, top = max(((name, scores[name]) for name in _EAST), key=lambda pair: pair[1])
    if top >= SURE:
        return best, top
    best, top = "", 0.0
    for encoding, score in scores.items():
        if encoding not in _EAST and score > top + (MARGIN if top else 0.0):
            best, top = encoding, score
    return best, top


def _is_latin(encoding: str) -> bool:
    return any(known.encoding == encoding and known.letters for known in _SETS)


def _sample(data: bytes) -> bytes:
    """The bytes to judge: without tags and scripts, those from the first one beyond ASCII on, and of lines that have
    one."""
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", data)), 0)
    part = re.sub(
        rb"<(?:script|style)\b.*?</|<[^>]*>", b"\n", data[max(0, first - 200) : first + 60_000], flags=re.DOTALL
    )
    lines = [line for line in re.split(rb"\s*\n\s*", part) if not line.isascii()]
    # Behind half a character of two bytes nothing could be read: lines are kept whole.
    kept, size = [], 0
    for line in lines:
        if size and size + len(line) > LONGEST_SAMPLE:
            break
        kept.append(line)
        size += len(line)
    return b"\n".join(kept)[: 4 * LONGEST_SAMPLE]


def _score(sample: bytes, known: _Set) -> float:
    try:
        text = sample.decode(known.encoding, "replace")
    except LookupError:
        return 0.0
    foreign = [char for char in text if char > "\x7f"]
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    if len(foreign) < FEWEST_FOREIGN or broken > 2 + len(foreign) / 100:
        return 0.0
    if known.letters is None and not known.script:
        return _score_east(foreign)
    return _score_letters(text, known)


def _score_east(foreign: list[str]) -> float:
    """The share of signs that Chinese, Japanese and Korean texts are mostly made of."""
    good = sum(
        "\u3041" <= char <= "\u30fe" or char in _HAN or char in _SYLLABLES or char in _WIDE_SIGNS for char in foreign
    )
    return good / len(foreign)


_MIXED = re.compile(r"[A-Za-z](?=[^\W\d_a-zA-Z])|[^\W\d_a-zA-Z](?=[A-Za-z])")
MOST_MIXED = 0.2
"""Changes between Latin letters and others within words, for each letter of another script."""

_RUN = re.compile(r"[^\x00-\x7f\s]{4,}")
_CAPITAL = re.compile(r"(?<![^\W\d_])[^\W\d_a-z](?=[a-z '’]|[^\W\d_])")


def _score_letters(text: str, known: _Set) -> float:
    """The share of the set's small letters, capitals that begin words, and signs among all beyond ASCII."""
    letters = known.letters or frozenset(map(chr, range(ord(known.script[0]), ord(known.script[-1]) + 1)))
    letters = letters - _impossible(text)
    foreign = [char for char in text if char > "\x7f"]
    capitals = sum(match[0].isupper() and match[0].lower() in letters for match in _CAPITAL.finditer(text))
    good = sum(char in letters for char in foreign) + capitals * bool(known.letters or known.script == "ая")
    signs = sum(char in _SIGNS for char in foreign)
    if not good and known.encoding != "cp1252":
        return 0.0  # Quotation marks and dashes alone, as in English, are Western by habit.
    if known.script and len(_MIXED.findall(text)) > MOST_MIXED * len(foreign):
        return 0.0
    # Words of a Latin script are ASCII for the most part: long runs of other letters are another script read wrong.
    odd = sum(len(match[0]) for match in _RUN.finditer(text)) if known.letters else 0
    return max(0.0, min(1.0, (good + signs - odd) / len(foreign)))


def _impossible(text: str) -> frozenset[str]:
    """Letters that go with none of the languages whose other letters the text has."""
    out = set("ìùø") if "ø" in text and {"ì", "ù"} & set(text) else set()  # Czech "ř", "ě" and "ů" read as Western
    if "ì" in text and "à" not in text:
        out.add("ì")
    if "õ" in text and "ã" not in text:
        out.add("õ")  # Hungarian "ő" read as Western
    if "ř" in text or "ů" in text:
        out.update("ąęłľ")
    if not {"č", "š", "ž", "ł", "ą", "ő"} & set(text):
        out.update("ŕę")
    return frozenset(out)
