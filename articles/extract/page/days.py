"""Days in a page's elements, words and address: each finder yields texts for ``moments`` to read, likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice

from htmldate import find_date
from lxml.html import HtmlElement

from articles.extract.page.moments import Moment, parse_moment
from articles.extract.page.trees import Named, all_words, is_elsewhere, is_small, text_of_element

LONGEST_SEARCHED = 300_000
"""Characters of text in which a day is searched where the markup gives none."""

MOST_MARKED = 3
"""Days marked as that of publication on one page; more are those of a list of other stories."""


def labelled_days(tree: HtmlElement) -> Iterator[str]:
    """The first day of a page's words that is called the day of publication, wherever it stands."""
    found = _LABELLED_DAY.search(all_words(tree)) if is_small(tree, LONGEST_SEARCHED) else None
    if found:
        yield f"20{found[1]}" if re.match(r"\d\d\D", found[1]) else found[1]


_LABELLED_DAY = re.compile(
    r"(?:(?:发布|发表|发稿|刊登)(?:时间|日期|于)|(?:公開|掲載|配信)日時?|"
    r"\b(?:(?:first |originally )?(?:published|posted)|date published|publication date|release date|veröffentlicht|"
    r"erschienen|publié|publicado|pubblicato|gepubliceerd)"
    r"(?= ?[:：]|(?: on| am| le| el| il| em| op)\b))(?: (?:on|am|le|el|il|em|op))?\s*[:：]?\s*(?:[^\W\d_]{5,10}day,? )?"
    r"((?:20\d\d|\d\d(?=-))[年./-]\d{1,2}[月./-]\d{1,2}|"
    r"\d{1,2}[. ][^\W\d]{3,9}\.? \d{4}|[^\W\d]{3,9}\.? \d{1,2}, \d{4})",
    re.IGNORECASE,
)


def microdata_days(named: Sequence[Named]) -> Iterator[str]:
    """Days of microdata and of microformats ("dt-published")."""
    dated = (item.element for item in named if _is_dated(item) and not is_elsewhere(item.element))
    for element in islice(dated, 5):
        yield (
            element.get("content") or element.get("datetime") or element.get("title") or text_of_element(element)[:100]
        )


def _is_dated(item: Named) -> bool:
    return "datePublished" in item.element.get("itemprop", "") or "dt-published" in item.name


def times_of(elements: Iterable[HtmlElement]) -> Iterator[str]:
    """Texts of <time> elements: first those that say "published" (if few do), "updated" not at all."""
    marked: list[str] = []
    plain: list[str] = []
    later: list[str] = []
    for element in elements:
        if is_elsewhere(element):
            continue
        about = f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('id', '')}".lower()
        text = element.get("datetime") or element.get("content") or text_of_element(element)[:100]
        text = _said_day(text_of_element(element)[:200], text)
        if re.search(r"updat|modif", about) or _UPDATED.match(text_of_element(element)):
            continue
        if _UPDATED.search(_label_before(element)):
            later.append(text)
            continue
        first = element.get("pubdate") is not None or re.search(r"publi|entry-date|post-?date|created", about)
        (marked if first else plain).append(text)
    if len(set(marked)) <= MOST_MARKED:
        yield from marked
    yield from plain
    yield from later


def _said_day(words: str, marked: str) -> str:
    """The day that a <time>'s words call the day of publication, where its attribute gives that of the last change:
    "Publié le 29 juin, modifié le 2 juillet"; else ``marked``, which has the hour too."""
    said = _SAID.search(words)
    if said is None:
        return marked
    text = _SAID_UPDATED.split(words[said.end() :])[0]
    shown, given = parse_moment(text), parse_moment(marked)
    return text if shown and given and abs((shown.day.first - given.day.first).days) > 1 else marked


_SAID = re.compile(
    r"\b(?:published|posted|publié|paru|veröffentlicht|erschienen|publicado|pubblicato|gepubliceerd|publicerad)\b"
    r"(?: (?:on|le|am|el|il|em|op|den))?[\s:]*|(?:发布|发表|公開|掲載)(?:时间|于|日時?)?\s*[:：]?\s*",
    re.IGNORECASE,
)
_SAID_UPDATED = re.compile(
    r"updated|modifi|mis à jour|aktualisiert|geändert|actualizad|aggiornat|atualizad|bijgewerkt|uppdaterad|更新",
    re.IGNORECASE,
)


def local_day(moment: Moment, times: Iterable[HtmlElement]) -> Moment:
    """The moment with the day the page's readers saw: systems that keep Greenwich's time call the evening in New York
    the next day. A <time> of the same instant tells it by its words. An address with another day does not: it may
    have been given when the writing began.
    """
    at = moment.at
    if at is None or at.utcoffset() or not (at.hour < WEST or at.hour >= EAST):
        return moment
    day = moment.day.first
    likely = day - timedelta(days=1) if at.hour < WEST else day + timedelta(days=1)
    shown = (
        text_of_element(it)[:100] for it in times if (given := parse_moment(it.get("datetime", ""))) and given.at == at
    )
    for text in islice(shown, 3):
        said = parse_moment(text) if text and not _SAID_UPDATED.search(text) else None
        if said is not None:
            return Moment(said.day, at) if said.day.first == likely else moment
    return moment


WEST, EAST = 10, 14
"""Hours in Greenwich before which it may be the day before elsewhere, and from which on the next day."""

_UPDATED = re.compile(
    r"(?:last )?updated(?: on| at)?\W*$|(?:last )?updated\b|(?:zuletzt )?aktualisiert|mis à jour|actualizado|"
    r"aggiornato|atualizado|更新",
    re.IGNORECASE,
)


def _label_before(element: HtmlElement) -> str:
    """The last words straight before an element: "Updated:"."""
    previous = element.getprevious()
    parent = element.getparent()
    words = (previous.tail or "").strip() if previous is not None else ""
    if previous is not None and not words:
        words = text_of_element(previous)
    if previous is None and parent is not None:
        words = parent.text or ""
    return words.strip()[-30:]


DATED_LINE = re.compile(
    r"(?:\d{4}|令和\s*\d+|平成\s*\d+)\s*[年./-]\s*\d{1,2}|"
    r"\d{1,2}\s*[./]\s*\d{1,2}\s*[./]\s*\d{4}|\b[^\W\d_]{3,10}\.? (?:\d{1,2}, )?\d{4}\b"
)
_ADDRESS_DAY = re.compile(
    r"/(20\d{2}|19\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)|"
    r"/(20\d{2}|19\d{2})/([1-9]|1[0-2])/([1-9]|[12]\d|3[01])(?=/)|"
    r"[-_/](20\d{2})(-?)(0[1-9]|1[0-2])\8(0[1-9]|[12]\d|3[01])(?!\d)"
)


def day_of_address(url: str) -> str:
    """The day an address carries, as ISO text: ``/2017/07/19/``, ``/2017/7/19/``, ``/20170719``; or ""."""
    match = _ADDRESS_DAY.search(url.split("//", 1)[-1])
    return "-".join(part.zfill(2) for part in match.groups() if part and part != "-") if match else ""


def guess_day(tree: HtmlElement, url: str) -> Moment | None:
    """htmldate's finding over the whole page. Its upper bound is fixed: without one it asks the clock."""
    try:
        text = find_date(tree, original_date=True, url=url or None, max_date="2100-01-01", deferred_url_extractor=True)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    if text and text.endswith("-01-01") and not _NEW_YEAR.search(all_words(tree)):
        return None  # only a year was found, in a copyright line as a rule
    return parse_moment(text) if text else None


_NEW_YEAR = re.compile(
    r"\b0?1[./-]0?1[./-]\d|[./-]0?1[./-]0?1\b|\bjan(?:uary|uar|vier)?\.? 0?1\b|"
    r"\b0?1(?:\.|st|er)? (?:de )?(?:jan|jän|janvier|enero|gennaio)|1月1日",
    re.IGNORECASE,
)
