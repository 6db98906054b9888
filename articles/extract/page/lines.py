"""Lines as people write them around a text: what is a sentence, a byline, a day, a name, a post, a bio.

Patterns of single lines; where on a page such a line counts is decided by ``saved``.
"""

from __future__ import annotations

import re

from articles.extract.bylines import parse_byline
from articles.extract.bylines.desks import ROLE_MODIFIERS, ROLES
from articles.extract.page.furniture import is_furniture
from articles.extract.page.moments import parse_moment

LONGEST_NAME_LINE = 60
"""Characters of a line that is a name, or a byline below the text."""

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
SENTENCE_END = re.compile(r"[.!?…:;。！？；：]['\"”’」』)）\]]*$")
BYLINE = re.compile(
    r"^[\s*_]*(?:(?:written |reported |story |posted |words |text )?by\b|von\b|par\b|por\b|di\b|af\b|av\b|text\s*:|"
    r"autor(?:in|en)?\s*:|author\s*:|"
    r"文\s*[/／｜|:：・]|作者\s*[:：]|原创\s|[\u3400-\u9fff]{0,10}(?:特派|特约|见习|实习|首席)?(?:记者|記者)[\s:：]|撰文|執筆\s*[:：]?|著者\s*[:：]?|取材・文|글\s*[:：])",
    re.IGNORECASE,
)
AUTHOR_LABEL = re.compile(r"(?:作者|记者|記者|撰文|執筆|著者)\s*[:：]")
"""Names the author on a line that may begin with a day or a source."""
DAY_LINE = re.compile(
    r"^\W*(?:(?:published|posted|updated|last updated|first published|originally published|article date|date|"
    r"on|veröffentlicht|aktualisiert|stand|"
    r"(?:[^\W\d]{2,12}(?: avec [^\W\d]{2,12})?, ?)?publié|mis à jour|"
    r"le|am|vom|发布(?:时间)?|发表于|更新(?:日|時間)?|公開(?:日)?|掲載日)[\s:：]*)*"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)[a-z]*[.,]*\s*)?"
    r"(?:\d{1,2}[./ -]|\d{4}\s*[./年-]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d).{0,60}$",
    re.IGNORECASE,
)
_CUT_LINE = re.compile(r"(?:by|von|par|por)|(?-i:[A-ZÀ-Ý][A-ZÀ-Ý .'’-]+(?:, \w+)?) ?\|", re.IGNORECASE)
"""What is left of a byline whose name stands in an element of its own, and of a dateline."""
_BIO = re.compile(
    r"\b(?:is|was|covers?|writes|reports|works|joined|has (?:been|written|covered|worked))\b|\b(?:ist|war|schreibt|"
    r"arbeitet|berichtet)\b|"
    r"\b(?:est|était|écrit|couvre)\b|是|记者|編集|記者|担当|ライター",
)
_ROLE_LINE = re.compile(rf"(?:{ROLE_MODIFIERS}\s+)*{ROLES}", re.IGNORECASE)
"""A line of its own below a name: "Staff Writer"."""
POST = re.compile(rf"(?:{ROLE_MODIFIERS}\s+)*{ROLES}\b[^.!?]{{0,60}}$", re.IGNORECASE)
_POST_BEHIND = re.compile(rf"[\s,|–-]*(?:{ROLE_MODIFIERS}\s+)*{ROLES}\b[^.!?]{{0,40}}$", re.IGNORECASE)
"""A post and what it is about: "Senior Editor, Dock & Quay"."""
_ABOUT_WORK = re.compile(
    r"\b(?:reporter|editor|journalist|correspondent|writer|columnist|contributor|analyst|author|founder|covers?|"
    r"has (?:covered|written)|"
    r"writes|reports|"
    r"redakteur|redakteurin|autorin?|journaliste|schreibt|rédact|covering|freelance|newsroom|reach (?:him|her|them)|"
    r"get in touch|contact (?:him|her|them)|follow (?:him|her|them))\b|记者|编辑|作者|記者|編集|執筆|ライター",
    re.IGNORECASE,
)
CHANGED = re.compile(
    r"\W*(?:(?:last )?(?:updated|modified|changed)|aktualisiert|geändert|mis à jour|modifié|更新|最終更新)",
    re.IGNORECASE,
)
"""Tells the day of the last change."""


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph is a sentence or more of running text."""
    least = 25 if CJK.search(paragraph) else 70
    return len(paragraph) >= least and bool(SENTENCE_END.search(paragraph.rstrip())) and not is_furniture(paragraph)


def is_bio(paragraph: str, name: str) -> bool:
    """Whether a paragraph tells who ``name`` is."""
    start = paragraph[: len(name) + 60]
    known = name in start or name.split(maxsplit=1)[0] in start[:30]
    return known and bool(_BIO.search(paragraph[:300])) and bool(_ABOUT_WORK.search(paragraph))


def name_line(paragraph: str, outlet: str) -> str:
    """The name a short paragraph consists of, or ""."""
    people = parse_byline(paragraph, outlet=outlet) if len(paragraph) <= LONGEST_NAME_LINE else ()
    return people[0].name if len(people) == 1 else ""


def is_head_line(text: str, names: set[str], outlet: str) -> bool:
    """Whether a block above the text is a byline or a day."""
    if len(text) > 160 or is_prose(text):
        return False
    if (
        text in names
        or _CUT_LINE.fullmatch(text)
        or _ROLE_LINE.fullmatch(text)
        or (DAY_LINE.match(text) and parse_moment(text) is not None)
    ):
        return True
    return bool(BYLINE.match(text) and parse_byline(text, outlet=outlet))


def tells_of(line: str, name: str) -> bool:
    """Whether a line is the bio of an author, or the name with nothing but a post behind it."""
    return line.startswith(name) and (is_bio(line, name) or bool(_POST_BEHIND.match(line[len(name) :])))


def is_day_alone(line: str) -> bool:
    """Whether a line is "Published 5 June 2023" and nothing else."""
    return len(line) <= 60 and bool(_LABELLED.match(line) and DAY_LINE.match(line)) and parse_moment(line) is not None


_LABELLED = re.compile(
    r"\W*(?:(?:last |first |originally )?(?:published|posted|updated)|veröffentlicht|aktualisiert|publié|mis à jour|"
    r"发布|更新|公開|掲載)",
    re.IGNORECASE,
)
