"""One box for companies, people, deals and articles.

`find_everything` answers a search page, `find_instantly` the box while somebody types. Both ask a fixed number of
queries and look at a bounded set of the newest matches, whatever was typed and however big the archive is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TypeVar

from django.db.models import Count

from articles.extract.terms import Part, Query, find_parts, find_run, find_terms, parse_query
from articles.fulltext import Hit, find_docs, may_have_orphans, open_words
from articles.ledger import count_deals
from articles.models import Article, Author, Byline, Company, CompanyName, Indexed, Partnership

NEWEST = 2_000
"""Articles that are ranked: the newest that match. Ranking every match of a common word takes seconds."""
DEALS_RANKED = 500
NAMES_RANKED = 200
PAGE = 20
INSTANT = 5
PREFIX_LEAST = 4
"""Letters from which a word's beginning is looked for in articles; shorter ones begin half of all words."""
SNIPPET = 260
"""Characters of an article shown around a match."""

Row = TypeVar("Row")
Marks = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Snippet:
    """Some of a text with its matches as (start, end), sorted, without overlap; ``cut`` where the text goes on."""

    text: str
    marks: Marks
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One row found. ``name`` is what it is called with the matches in it; ``snippet`` is of its text, if any."""

    row: Company | Author | Partnership | Article
    name: Snippet
    snippet: Snippet | None = None
    deals: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a query. ``articles_count`` is of all matches, ``capped`` when there are more than counted.

    ``page`` of the articles, from 1; ``pages`` that there are.
    """

    query: Query
    companies: list[Found]
    people: list[Found]
    deals: list[Found]
    articles: list[Found]
    articles_count: int = 0
    capped: bool = False
    page: int = 1
    pages: int = 1
    newest_first: bool = False

    @property
    def count(self) -> int:
        """Rows in this answer."""
        return sum(map(len, (self.companies, self.people, self.deals, self.articles)))

    @property
    def empty(self) -> bool:
        return not self.count


def find_everything(text: str, *, page: int = 1, newest_first: bool = False) -> Answer:
    """A page of everything that matches. At most nineteen queries; nothing that is typed raises.

    Articles are ranked among the newest `NEWEST` matches, or stand ``newest_first``.
    """
    query = parse_query(text)
    if not query.parts:
        return Answer(query, [], [], [], [])
    companies, people = _find_names(query, PAGE)
    hits = find_docs("search_articles", _for_articles(query), NEWEST + 1, scored=not newest_first)
    capped, hits = len(hits) > NEWEST, hits[:NEWEST]
    count, page, ids = _cut_page(hits if newest_first else _ranked(hits), page)
    return Answer(
        query=query,
        companies=companies,
        people=people,
        deals=_find_deals(query, PAGE // 2),
        articles=_read_articles(query, ids),
        articles_count=count,
        capped=capped,
        page=page,
        pages=_count_pages(count),
        newest_first=newest_first,
    )


def find_instantly(text: str) -> Answer:
    """The best few of each while somebody types: the last word may go on."""
    query = parse_query(text, open_end=True)
    if not query.parts:
        return Answer(query, [], [], [], [])
    companies, people = _find_names(query, INSTANT)
    hits = _ranked(find_docs("search_articles", _for_articles(query), NEWEST // 4))
    ids = _rows_of(Indexed.Kind.ARTICLE, hits[: INSTANT * 4])
    articles = _read_articles(query, ids[:INSTANT], snippets=False)
    return Answer(query, companies, people, _find_deals(query, INSTANT), articles, len(ids))


def find_names(text: str) -> list[Company]:
    """Companies whose names begin as typed, for the fields of forms."""
    query = parse_query(text, open_end=True)
    return [found.row for found in _find_names(query, PAGE)[0] if isinstance(found.row, Company)] if query.parts else []


def _for_articles(query: Query) -> Query:
    """The same query without beginnings of words that are too short to be looked for in articles."""
    return replace(query, parts=tuple(_whole_if_short(part) for part in query.parts))


def _whole_if_short(part: Part) -> Part:
    return replace(part, prefix="") if part.prefix.isascii() and len(part.prefix) < PREFIX_LEAST else part


def _ranked(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.score, -hit.number))


def _cut_page(hits: Sequence[Hit], page: int) -> tuple[int, int, list[int]]:
    """How many articles were found, the page there is nearest to the one asked for, and the ids on it. One query.

    Where there may be orphans among the hits, all of them are looked up to count the articles; else one page of them.
    """
    rows = _rows_of(Indexed.Kind.ARTICLE, hits) if may_have_orphans("search_articles") else None
    count = len(hits if rows is None else rows)
    page = min(max(page, 1), _count_pages(count))
    cut = slice((page - 1) * PAGE, page * PAGE)
    return count, page, _rows_of(Indexed.Kind.ARTICLE, hits[cut]) if rows is None else rows[cut]


def _count_pages(count: int) -> int:
    return max(1, -(-count // PAGE))


def _rows_of(kind: str, hits: Sequence[Hit]) -> list[int]:
    """Hits → ids of the rows they stand for, in the same order; orphans of the index fall away. One query."""
    docs = Indexed.objects.filter(kind=kind, doc__in=[hit.number for hit in hits])
    rows = dict(docs.values_list("doc", "row"))
    return [rows[hit.number] for hit in hits if hit.number in rows]


def _find_names(query: Query, limit: int) -> tuple[list[Found], list[Found]]:
    """Companies and people: those called exactly so first, then those with most deals or articles. Six queries."""
    hits = find_docs("search_names", open_words(query), NAMES_RANKED)
    companies = Company.objects.for_lists().in_bulk([hit.number // 2 for hit in hits if hit.number % 2 == 0])
    people = Author.objects.select_related("source").in_bulk([hit.number // 2 for hit in hits if hit.number % 2])
    score = {hit.number: hit.score for hit in hits}
    deals = count_deals(companies)
    bylines: dict[int, int] = dict(
        Byline.objects.filter(author__in=people).order_by().values_list("author").annotate(Count("pk"))
    )
    firms = _order(
        companies.values(), query, lambda row: row.name, lambda row: (-deals.get(row.pk, 0), -score[row.pk * 2])
    )
    authors = _order(people.values(), query, lambda row: row.name, lambda row: (-bylines.get(row.pk, 0),))
    return (
        _name_firms(query, firms[:limit], deals),
        [Found(row, mark(row.name, query), deals=bylines.get(row.pk, 0)) for row in authors[:limit]],
    )


def _name_firms(query: Query, firms: Sequence[Company], deals: Mapping[int, int]) -> list[Found]:
    """Companies as found; one found by another name than the one shown says by which. One query."""
    called = {row.pk: mark(row.name, query) for row in firms}
    others = CompanyName.objects.filter(
        company__among=[pk for pk, name in called.items() if not name.marks], retired_at=None
    )
    also: dict[int, Snippet] = {}
    for pk, text in others.order_by("-pk").values_list("company", "text"):
        if (name := mark(text, query)).marks:
            also[pk] = name
    return [Found(row, called[row.pk], also.get(row.pk), deals=deals.get(row.pk, 0)) for row in firms]


def _order(
    rows: Iterable[Row], query: Query, name: Callable[[Row], str], weight: Callable[[Row], tuple[float, ...]]
) -> list[Row]:
    """Rows whose name is what was typed first, then those whose name begins so, then by weight."""
    typed = query.text.casefold().strip('"“”')

    def key(row: Row) -> tuple[bool, bool, tuple[float, ...], str]:
        called = name(row).casefold()
        return called != typed, not called.startswith(typed), weight(row), called

    return sorted(rows, key=key)


def _find_deals(query: Query, limit: int) -> list[Found]:
    """Deals by the names of both companies and by what they are about, the best of the newest. Two queries."""
    hits = _ranked(find_docs("search_deals", open_words(query), DEALS_RANKED))
    rows = Partnership.objects.select_related("a", "b").in_bulk([hit.number for hit in hits[: limit * 2]])
    found = [rows[hit.number] for hit in hits if hit.number in rows][:limit]
    return [
        Found(row, mark(f"{row.a.name} – {row.b.name}", query), mark(row.subject, query) if row.subject else None)
        for row in found
    ]


def _read_articles(query: Query, ids: Sequence[int], *, snippets: bool = True) -> list[Found]:
    """The articles of these ids, in their order, those taken out left out. One query."""
    rows: dict[int, Article] = Article.objects.shown().select_related("source").defer("html", "cut").in_bulk(ids)
    if not snippets:
        return [Found(rows[pk], mark(rows[pk].title, query)) for pk in ids if pk in rows]
    return [Found(rows[pk], mark(rows[pk].title, query), cut_out(rows[pk].text, query)) for pk in ids if pk in rows]


def mark(text: str, query: Query) -> Snippet:
    """A short text whole, with the matches of the query's single parts in it."""
    return Snippet(text, _join_marks((start, end) for _part, start, end in find_parts(text, query)))


def cut_out(text: str, query: Query, size: int = SNIPPET) -> Snippet:
    """The stretch of a text, ``size`` characters wide, that holds most of the query's parts, the earliest of them."""
    hits = find_parts(text, query)
    first = _best_start(hits, size)
    start, end = _at_words(text, max(0, first - size // 4), size)
    while start < end and text[start].isspace():
        start += 1
    # A snippet is one line: a paragraph's end becomes a space, and offsets stay as they are.
    shown = text[start:end].replace("\n", " ")
    marks = _join_marks((s - start, e - start) for _part, s, e in hits if start <= s and e <= end)
    return Snippet(shown, marks, cut_before=start > 0, cut_after=end < len(text))


def _best_start(hits: Sequence[tuple[int, int, int]], size: int) -> int:
    """Where the stretch begins that holds the most different parts; two pointers, linear in the hits."""
    best, most, left = 0, 0, 0
    inside: dict[int, int] = {}
    for right, (part, _start, end) in enumerate(hits):
        inside[part] = inside.get(part, 0) + 1
        while left < right and end - hits[left][1] > size // 2:
            gone = hits[left][0]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            left += 1
        if len(inside) > most:
            best, most = hits[left][1], len(inside)
    return best


def _at_words(text: str, start: int, size: int) -> tuple[int, int]:
    """A window moved to the borders of words."""
    behind = (term.start for term in find_terms(text, find_run(text, start)) if term.start >= start)
    begin = next(behind, 0) if start else 0
    end = begin + size
    if end >= len(text):
        return begin, len(text)
    inside = takewhile(lambda term: term.start < end, find_terms(text, begin))
    return begin, max((term.end for term in inside if term.end <= end), default=end)


def _join_marks(marks: Iterable[tuple[int, int]]) -> Marks:
    """Marks in any order → sorted, with those that touch or overlap made one."""
    joined: Marks = []
    for start, end in sorted(marks):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
