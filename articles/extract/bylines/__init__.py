"""Author lines and author boxes → people, and where they worked until when.

A byline is cut into pieces at its separators; each piece loses its lead ("By", "Von", "文/"), its place, role and
agency,
and what is left counts as a person only if it looks like a name and is no desk, agency or the outlet itself. What an
author
box tells is read by ``bios``; what counts as a name, by ``people``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from articles.extract.bylines.bios import parse_bio
from articles.extract.bylines.desks import CHINESE_SURNAMES, CJK_DESKS, COMPOUND_SURNAMES, STAFF_WORDS, fold
from articles.extract.bylines.people import (
    NO_PERSON,
    Person,
    Position,
    bare_name,
    distinct_people,
    is_person_name,
    person_name,
)

__all__ = ["Person", "Position", "is_person_name", "parse_bio", "parse_byline", "people_from_names"]

LONGEST_BYLINE = 400
"""Characters of a byline that are read; what is longer is a paragraph, not a byline."""

_LEAD = re.compile(
    r"^\W*(?:interview|words|story|report|(?:pictures|photos) and words|words and (?:pictures|photos)|"
    r"entretien|intervista|entrevista)\s*[:：]\s*|^\W*(?:(?:(?:story|text|words?|written|reported|posted|published|submitted|photos?|"
    r"additional reporting|reporting|"
    r"analysis|opinion|review|essay|column|commentary|dispatch|conversation|questions|interview|article|"
    r"a guest post|guest post|contributed|compiled|edited and written)\s+"
    r"(?:and\s+\w+\s+)?)?by|authors?|autor(?:en|in|innen)?|auteurs?|te(?:x|ks)te?|"
    r"from|von(?: unser(?:e[mnr])? \w+(?: \w+)?(?= [A-ZÀ-Þ][^\s,]* [A-ZÀ-Þ]))?|"
    r"eine? (?:\w+ ){1,2}von|par|por|di|af|av|door|przez|"
    r"propos recueillis par|publi[ée] par|(?:de )?(?:notre|nos) "
    r"(?:envoyée?s?|correspondante?s?)(?: (?:spécia(?:ux|les?|l)|permanente?))?(?: à \w+)?|[ée]crit par|rédigé par|"
    r"ein beitrag von|gastbeitrag von|escrito por|"
    r"redactado por|"
    r"автор|текст)\b\s*[:：|]?\s+|^\W*(?:authors?|autor(?:en|in)?|text|texte|auteurs?)\s*[:：|]\s*|^\W*by[:：]\s*",
    re.IGNORECASE,
)
_HELPED = re.compile(
    r"(?:(?:photo(?:graph(?:y|s)?)?s?|pictures|images?|illustrations?|graphics?|video|edit(?:ed|ing|or)|translat(?:ed|ion)|"
    r"produced|fact[- ]check(?:ed|ing)|additional reporting|research|fotos?|bilder|grafik(?:en)?|redaktion|bearbeitung|"
    r"übersetzung|photographies?|infographies?|fotografías?|ilustraci[óo]n|foto(?:grafie)?)\s*(?:by\b|:|von\b|par\b)|"
    r"(?:edited|photographed|illustrated|translated) by\b)",
    re.IGNORECASE,
)
"""Begins the names of those who took pictures, edited or translated, up to the next lead of authors."""

_ACTING = re.compile(r"\W*[Bb]y [a-z]+ing\b")
""" "By submitting your address you agree …"."""

_PICTURED = re.compile(
    r"(?:^|[,;|]|\b(?:und|and|et|y)\b)(?:(?!\b(?:und|and|et|y)\b)[^,;|()]){3,50}"
    r"\((?:fotos?|photos?|bild(?:er)?|pictures|grafik|illustration(?:en|s)?|kamera|video|fotograf\w*)\)",
    re.IGNORECASE,
)
"""A name whose bracket says that its bearer took the pictures."""

_NOISE = re.compile(
    r"\S+@\S+\.\w+|https?://\S+|\bwww\.\S+|@\w+|\b(?:follow|bio|email|e-mail|twitter|linkedin|view profile|"
    r"see full bio|"
    r"see all posts?(?: by)?|(?:read )?more (?:about|by|from)|"
    r"(?:more|all) (?:stories|articles|posts) (?:by|from)|posts by|"
    r"view all posts(?: by)?|opens in (?:a )?new (?:tab|window))\b[:：]?",
    re.IGNORECASE,
)
_DAY_TAIL = re.compile(
    r"\b(?:published|posted)\b(?!\s+by\b).*$|"
    r"\b(?:updated|last modified|first published|veröffentlicht|aktualisiert|offentliggjort|publicerad|publisert|"
    r"opdateret|publié(?! par\b)|mis à jour|publicado|actualizado)\b.*$|"
    r"\b(?:on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-zä]*\.?\s+\d{1,2}(?:,|\b).*$|"
    r"\b(?:on\s+)?\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|"
    r"janv|févr|"
    r"avr|juin|juil|août|déc)[a-zéû]*\.?(?:\s+\d{4})?.*$|"
    r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.*$|\b\d{1,2}:\d{2}\b.*$|\b\d+\s+(?:min(?:ute)?s?|hours?|days?|weeks?)\b.*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*[;|/•·&＆、]\s*|\s+-+\s+|\s*[–—]\s*|\n+|,?\s+(?:[Aa]nd|AND|und|UND|et|ET|y|e|i|og|och|en|ja|with|WITH|mit|avec|con)\s+|\s*,\s*"
)
_DAY_FIRST = re.compile(
    r"(?:(?:first|published|posted|updated|on|at|um|le|publié|veröffentlicht|publicerad|am|pm|uhr|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juin|juil|août|déc)[a-zéû]*|"
    r"[ecmp][sd]t|cest|gmt|utc|bst|[ij]st|mes?z)\b|[\W\d])*(?=\b(?:by|von|par)\s)",
    re.IGNORECASE,
)
"""A day and an hour before the word that leads the names in: "May 3, 2024, 10:04 am EST by …"."""

_SURNAME_FIRST = re.compile(r"[A-ZÀ-Þ][\w'’-]+, [A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*)?")
"""One of several names of an index: "Doe, Jane A."."""

_BRACKETS = re.compile(r"\s*[(\[（【]([^()\[\]（）【】]{0,80})[)\]）】]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def parse_byline(text: str, *, outlet: str = "") -> tuple[Person, ...]:
    """People named in a byline. Agencies, desks, "Staff" and "admin" are not persons; ``outlet`` never is."""
    line = unicodedata.normalize("NFC", text)[:LONGEST_BYLINE].replace("\u200b", "").replace("\xa0", " ")
    if _ACTING.match(line):
        return ()
    line = _PICTURED.sub(" ", _NOISE.sub(" | ", line))
    if _CJK.search(line) and not _is_western(line):
        return distinct_people(_east_asian_people(line, outlet))
    line = re.sub(r"[ \t\r\f\v]+", " ", line).strip()
    if led := _DAY_FIRST.match(line):
        line = line[led.end() :]
    line = _HELPED.sub(r" | \g<0>", line)
    if ";" in line and all(_SURNAME_FIRST.fullmatch(part.strip()) for part in line.strip("; ").split(";")):
        line = "; ".join(" ".join(reversed(part.strip().split(", "))) for part in line.strip("; ").split(";"))
    return distinct_people(_people_in(_DAY_TAIL.sub("", line), outlet))


def _is_western(line: str) -> bool:
    """Whether East Asian signs stand in brackets only: "Emma Lee（李欣）"."""
    outside = _BRACKETS.sub(" ", line)
    return not _CJK.search(outside) and any(map(str.isalpha, outside))


def people_from_names(names: Iterable[str], *, outlet: str = "") -> tuple[Person, ...]:
    """People from a structured list of names (JSON-LD, meta tags), each of which may itself be a byline."""
    return distinct_people(person for name in names for person in parse_byline(name, outlet=outlet))


def _people_in(line: str, outlet: str) -> Iterator[Person]:
    """Persons of a byline in an alphabetic script."""
    alias_of: dict[str, str] = {}
    whole = _take_aliases(line, alias_of, outlet).strip()
    line = _LEAD.sub("", whole)
    pieces = [piece.strip() for piece in _SPLIT.split(line) if piece.strip()]
    helping = False
    for piece in _join_surname_first(pieces, line):
        helping = bool(_HELPED.match(piece)) or (helping and not _LEAD.match(piece))
        if helping:
            continue
        name = person_name(bare_name(_LEAD.sub("", piece)), outlet=outlet)
        if not name and len(pieces) == 1 and re.match(r"Di [A-Z]", whole):
            name = person_name(bare_name(whole), outlet=outlet)  # a first name in China, "by" in Italy
        if name:
            alias = alias_of.get(fold(name), "")
            yield Person(name=name, also_known_as=(alias,) if alias else ())


def _take_aliases(line: str, alias_of: dict[str, str], outlet: str) -> str:
    """Cut brackets out of the line; a bracket that holds a name is kept as the second name of what stands before it."""

    def cut(match: re.Match[str]) -> str:
        inner = match[1].strip()
        before = _SPLIT.split(line[: match.start()])[-1]
        first = person_name(bare_name(_LEAD.sub("", before)), outlet=outlet)
        second = person_name(inner, outlet=outlet)
        if first and second:
            alias_of[fold(first)] = second
            return " "
        return " " if first else f" | {inner} | "

    return _BRACKETS.sub(cut, line)


def _join_surname_first(pieces: list[str], line: str) -> list[str]:
    """ "Doe, Jane" is one person: two single words around the line's only comma."""
    if len(pieces) == 2 and line.count(",") == 1 and all(re.fullmatch(r"[A-ZÀ-Þ][\w'’-]+", piece) for piece in pieces):
        last, first = pieces
        if not {fold(last), fold(first)} & (STAFF_WORDS | NO_PERSON):
            return [f"{first} {last}"]
    return pieces


_AUTHOR_LABEL = (
    r"(?:聞き手|本报记者|本报|特约记者|见习记者|实习记者|记者|記者|撰文|撰稿|采写|作者|编译|"
    r"執筆者?|著者|取材[・･]?文|文[・･]?写真|文|ライター|筆者|글)"
)
_OTHER_LABEL = (
    r"(?:责任编辑|責任編集|编辑|編集|责编|編輯|来源|來源|出典|出处|图片?|摄影|攝影|写真|撮影|审校|校对|校對|设计|监制|提供|翻訳|翻译|编审|"
    r"主编|发自|报道|讯|電|电|点击(?:量|数|率|次数)?|浏览(?:量|数|次数)?|阅读(?:量|数|次数)?|(?:发布)?(?:时间|日期)|字号|热度|人气|评论)"
)
_LABEL = re.compile(
    rf"({_AUTHOR_LABEL}|{_OTHER_LABEL})\s*[/／｜|:：丨・·=＝]\s*|(?:(?<=^)|(?<=[\s(（|｜:：]))("
    r"(?:本[报刊网台社]|新华社|中新社|中新网|人民网|央视)?(?:驻[\u3400-\u9fff]{1,6}?)?(?:特派|特约|见习|实习|首席|高级)?(?:记者|記者)|通讯员|实习生|(?:執筆者|筆者|著者|ライター)(?=\s)|"
    r"(?:《[^》]{1,12}》|[\u3400-\u9fff]{2,10}?)(?:特派|特约|见习|实习|首席|高级)?(?:记者|記者|作者)(?=\s))\s*"
)
_EAST_SPLIT = re.compile(
    r"[、,，;；/／|｜&＆\n（）()\[\]【】［］〔〕\t\u3000]+|\s+(?:and|和|与)\s+|(?<=[\u4e00-\u9fff])(?:和|与)(?=[\u4e00-\u9fff])|\s{2,}"
)


_EAST_LED = re.compile(r"^\W*(?:(?:text|words|written|reported|story)\s+)?by\b[\s:：]*", re.IGNORECASE)
_EAST_DAY = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?(?:\s*\d{1,2}\s*[:：時时]\s*\d{2}\s*分?)?")
_KOREAN = re.compile(r"(?<![\uac00-\ud7af])([\uac00-\ud7af]{2,4})\s*기자(?![\uac00-\ud7af])")


def _east_asian_people(line: str, outlet: str) -> Iterator[Person]:
    """Persons of an East Asian byline: what stands behind an author label, else before any other label."""
    line = _EAST_LED.sub("", re.sub(r"\s*\|\s*\|\s*", " | ", _EAST_DAY.sub(" | ", line)).strip())
    if "기자" in line:
        yield from (Person(name=name) for name in _KOREAN.findall(line) if person_name(name, outlet=outlet))
        return
    japanese = bool(re.search(r"[\u3040-\u30ff]", line))
    for segment in _author_segments(line):
        for piece in _EAST_SPLIT.split(segment):
            bare = re.sub(
                r"\s*(?:기자|氏|さん|記者|记者)$|\s+(?:[\u3400-\u9fff]{2,4})?(?:报道|報道|摄)$",
                "",
                piece.strip(' .:：・*"“”'),
            )
            for name in _east_asian_words(bare, japanese):
                shown = person_name(name, outlet=outlet)
                if shown:
                    yield Person(name=shown)


def _author_segments(line: str) -> list[str]:
    marks = list(_LABEL.finditer(line))
    if not marks:
        return [re.sub(r"\s*(?:编辑|編集|来源|来源于)\s.*$", "", line)]
    segments = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        if mark[2] or re.fullmatch(_AUTHOR_LABEL, mark[1]):
            segments.append(line[mark.end() : following.start() if following else len(line)])
    return segments or ([line[: marks[0].start()]] if marks[0].start() else [])


_JAPANESE_SURNAME = re.compile(
    r"[^王李张張刘劉陈陳杨楊黄赵趙吴吳周徐孙孫马馬朱胡郭何罗羅宋郑鄭谢謝韩韓唐冯馮于董萧程曹袁邓鄧许許傅沈曾彭吕呂]"
    r"[村田川木山本野井上下原口島嶋崎沢澤谷橋藤部倉岡塚内森松浦池瀬々]"
)
"""Two signs that are a Japanese surname rather than a whole Chinese name."""


def _is_chinese_name(word: str) -> bool:
    return bool(re.fullmatch(r"[\u3400-\u9fff]{2,3}", word)) and word[0] in CHINESE_SURNAMES


def _east_asian_words(piece: str, japanese: bool) -> list[str]:
    """Names in a piece: "张三 李四" are two, "山田 太郎" and "Jane Doe" are one."""
    words = [word for word in piece.split() if not CJK_DESKS.search(word)] or [piece]
    if not japanese and any(_is_chinese_name(word) for word in words):
        # An account's name beside its writer's: "原创 苏简 送货笔记".
        words = [word for word in words if len(word) != 4 or word[:2] in COMPOUND_SURNAMES]
    if len(words) == 2 and all(re.fullmatch(r"[\u3040-\u30ff\u3400-\u9fff々]{1,4}", word) for word in words):
        chinese = not (japanese or _JAPANESE_SURNAME.fullmatch(words[0])) and all(
            len(word) > 1 and word[0] in CHINESE_SURNAMES for word in words
        )
        return words if chinese else [" ".join(words)]
    if len(words) > 2 and all(re.fullmatch(r"[\u3400-\u9fff]{2,4}", word) for word in words):
        return words
    return [" ".join(words)]
