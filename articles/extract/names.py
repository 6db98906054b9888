"""One key for the spellings of a name: case, spaces, hyphens, accents, legal forms.

Only what the law adds to a name is taken off ("Inc.", "GmbH & Co. KG", 株式会社). Words that set one company apart
from another stay: "Volvo Group" builds trucks and "Volvo" cars, "Daimler Truck" left "Daimler" in 2021.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TRAILING_FORMS = _words("""
    ab abp ag aktiengesellschaft aktiebolag amba ans aps as asa bhd bv bvba co coltd coop company corp corporation cv
    dac doo eood fzco fzllc gbr gesmbh gie gmbh gmbhcokg hf holding holdings inc incorporated jsc kabushikikaisha kft
    kg kgaa kk kommanditgesellschaft lda limitada limited llc llp lp ltd ltda mbh nv nyrt ohg oao ojsc ooo oy oyj pao
    pbc pcl pjsc plc pllc pte pty pvt pvtltd sa sab sabcv sadecv sarl sas sasu sca sdn sdnbhd se sicav sl slu snc spa
    spzoo sro srl srls tbk ug ulc vof zao zrt ао зао оао ооо пао
""")
_LEADING_FORMS = _words("firma kabushikikaisha oao ojsc ooo pao pjsc pt societa tov zao ао зао оао ооо пао тов тоо")
_LEADING_PHRASES = ("kabushiki kaisha ", "societe anonyme ")
_TRAILING_PHRASES = (
    re.compile(r"[\s,]+s\.?\s?a\.?\s+de\s+c\.?\s?v\.?$", re.IGNORECASE),
    re.compile(r"[\s,]+sp\.?\s*z\s*o\.?\s?o\.?$", re.IGNORECASE),
    re.compile(r"[\s,]+d\.?\s?o\.?\s?o\.?$", re.IGNORECASE),
    re.compile(r"[\s,]+kabushiki[\s-]+(?:kaisha|gaisha)$", re.IGNORECASE),
    re.compile(r"[\s,]+societ[àa] per azioni$", re.IGNORECASE),
    re.compile(r"[\s,]+soci[ée]t[ée] anonyme$", re.IGNORECASE),
    re.compile(r"[\s,]+(?:public|private) limited company$", re.IGNORECASE),
    re.compile(r"[\s,]+(?:anonim şirketi|a\.ş\.|aş)$", re.IGNORECASE),
)
_NATIVE_FORMS = (
    "股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "株式会社", "株式會社", "有限会社", "合同会社",
    "合資会社", "주식회사", "유한회사", "公司", "(株)", "(有)", "(주)", "㈱", "㈲", "㈜",
)  # fmt: skip
# Letters that Unicode does not take apart into a base letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_JOINERS = frozenset({"&", "and", "und", "et", "e", "y", "+"})
_TRIMMED = " \t\r\n\u00a0\u2009\u202f,;·-–—"
_HONORIFICS = frozenset({"dr", "prof", "mr", "mrs", "ms", "miss", "sir", "dame", "herr", "frau", "ing", "dipl"})
_DEGREES = frozenset({"phd", "md", "mba", "esq", "cfa", "msc", "bsc"})


def _fold(text: str) -> str:
    """Lower case without accents; full-width letters narrowed. Native scripts keep their marks (ガ is not カ)."""
    folded: list[str] = []
    for char in unicodedata.normalize("NFKC", text).casefold():
        if char < "\u0080":
            folded.append(char)
        elif char < "\u0600" or "\u1e00" <= char < "\u2000":  # Latin, Greek, Cyrillic, and the combining marks
            bare = unicodedata.normalize("NFD", char)
            folded.extend(part for part in bare if not unicodedata.combining(part))
        else:
            folded.append(char)
    return "".join(folded).translate(_WHOLE_LETTERS)


def _bare(token: str) -> str:
    """A token as the tables of legal forms hold it: ``S.p.A.`` → ``spa``, ``Co.,Ltd.`` → ``coltd``."""
    return "".join(char for char in _fold(token) if char.isalnum())


def _without_native_form(name: str) -> str:
    """``株式会社デンソー`` → ``デンソー``; a form that is the whole name stays."""
    for form in _NATIVE_FORMS:
        if name.endswith(form) and len(name) > len(form):
            return name[: -len(form)].strip(_TRIMMED)
        if form != "公司" and name.startswith(form) and len(name) > len(form):
            return name[len(form) :].strip(_TRIMMED)
    return name


def _without_phrase(name: str) -> str:
    """Forms written as several words: ``S.A. de C.V.``, ``Sp. z o.o.``, ``Kabushiki Kaisha``."""
    lowered = name.lower()
    for phrase in _LEADING_PHRASES:
        if lowered.startswith(phrase) and len(name) > len(phrase):
            return name[len(phrase) :]
    for pattern in _TRAILING_PHRASES:
        found = pattern.search(name, max(0, len(name) - 48))
        if found and found.start() > 0:
            return name[: found.start()]
    return name


def _without_forms(name: str) -> str:
    """The name without the legal forms at its two ends; never empty when the name is not."""
    name = _without_phrase(_without_native_form(name.strip(_TRIMMED)))
    tokens = name.split()
    if len(tokens) > 1 and _bare(tokens[0]) in _LEADING_FORMS:
        del tokens[0]
    while len(tokens) > 1 and _bare(tokens[-1]) in _TRAILING_FORMS:
        del tokens[-1]
        while len(tokens) > 1 and (tokens[-1].lower() in _JOINERS or not _bare(tokens[-1])):
            del tokens[-1]
    head, _, tail = tokens[-1].rpartition(",") if tokens else ("", "", "")
    if head and _bare(tail) in _TRAILING_FORMS:  # "Apple,Inc."
        tokens[-1] = head
    return " ".join(tokens).strip(_TRIMMED) or name


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A key equal for spellings of one company name: ``Robert Bosch GmbH`` → ``robertbosch``, ``Pony AI`` → ``ponyai``.

    Case, accents, spaces, hyphens, dots, a leading "The" and the legal form do not count; "&" is "and", "+" is "plus".
    Empty only for a text without a letter or digit.
    """
    folded = _fold(_without_forms(" ".join(name.split())))
    if folded.startswith("the ") and len(folded) > 4:
        folded = folded[4:]
    spoken = folded.replace("&", " and ").replace("+", " plus ")
    return "".join(char for char in spoken if char.isalnum())


def short_name(name: str) -> str:
    """The name as a newspaper says it, without its legal form: ``Baidu, Inc.`` → ``Baidu``.

    "The Boring Company" stays whole: after an article the word is part of what people say.
    """
    spoken = " ".join(name.split()).strip(_TRIMMED)
    if spoken.lower().startswith("the ") and spoken.lower().endswith(" company"):
        return spoken
    short = _without_forms(spoken)
    return spoken if short.lower() == "the" else short


def person_key(name: str) -> str:
    """A key equal for spellings of one person's name: case, accents, initials' dots and spaces folded.

    ``Dr. J. K. Müller`` and ``JK Muller`` share one; titles before and degrees after the name do not count.
    """
    tokens = [_bare(part) for part in re.split(r"[\s,]+", name)]
    tokens = [token for token in tokens if token]
    while len(tokens) > 1 and tokens[0] in _HONORIFICS:
        del tokens[0]
    while len(tokens) > 1 and tokens[-1] in _DEGREES:
        del tokens[-1]
    return "".join(tokens)


def slugify(name: str) -> str:
    """An address part: ASCII lower case and hyphens; never empty (a digest for names without ASCII letters)."""
    spoken = _fold(name).replace("&", " and ").replace("'", "").replace("’", "")
    slug = "-".join(re.findall(r"[a-z0-9]+", spoken))
    if not any("a" <= char <= "z" for char in slug):
        digest = hashlib.sha256(_fold(name).encode("utf-8", "surrogatepass")).hexdigest()[:10]
        return f"{slug}-{digest}" if slug else f"n-{digest}"
    return slug
