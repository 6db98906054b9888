"""Rows → the full-text index: what an article, a deal, a company and a person can be found by.

What waits to be indexed, since it is new or was read again, is a query: `index_waiting`, asked at each tick. What is
indexed as it stands is not written again. ``manage.py reindex`` goes through everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.utils import translation

from articles import fulltext
from articles.bulk import Rows, put_rows
from articles.extract.terms import list_terms
from articles.models import Article, Author, Byline, Claim, Company, CompanyName, Indexed, Partnership, Party

BATCH = 500
"""Rows a transaction: far below SQLite's limit of parameters, and other writers wait little."""
BULK = 5_000
"""Rows a transaction where nobody waits."""
DEPTH = 5_000
"""Rows of a table `index_waiting` looks through."""
TEXT_LIMIT = 200_000
"""Characters of an article that are indexed."""
VERSION_BITS, ROW_BITS = 12, 28

TABLES: dict[str, fulltext.Table] = {
    Indexed.Kind.ARTICLE: "search_articles",
    Indexed.Kind.DEAL: "search_deals",
    Indexed.Kind.COMPANY: "search_names",
    Indexed.Kind.PERSON: "search_names",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to be indexed; ``day`` orders articles in the index."""

    row: int
    title: str
    body: str
    day: date | None = None

    @property
    def stamp(self) -> str:
        text = "\0".join((self.title, self.body, str(self.day or "")))
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def index_articles(ids: Iterable[int]) -> int:
    """Index these articles with their people and deals; gives how many documents were written.

    Idempotent: what is indexed as it stands is not written again.
    """
    ids = sorted(set(ids))
    written = 0
    for batch in _cut(ids):
        written += save_entries(Indexed.Kind.ARTICLE, _articles(Article.objects.filter(pk__in=batch)))
        deals = Claim.objects.filter(article__in=batch, partnership__isnull=False)
        written += index_deals(deals.values_list("partnership_id", flat=True))
        written += index_people(Byline.objects.filter(article__in=batch).values_list("author_id", flat=True))
    return written


def index_deals(ids: Iterable[int]) -> int:
    """Index these partnerships: their companies' names, what they are about, their kind and stage."""
    written = 0
    for batch in _cut(sorted(set(ids))):
        written += save_entries(Indexed.Kind.DEAL, _deals(Partnership.objects.filter(pk__in=batch)))
    return written


def index_companies(ids: Iterable[int]) -> int:
    """Index these companies by every name they go by; merged ones are forgotten."""
    written = 0
    for batch in _cut(sorted(set(ids))):
        rows = Company.objects.filter(pk__in=batch)
        forget(Indexed.Kind.COMPANY, rows.filter(merged_into__isnull=False).values_list("pk", flat=True))
        written += save_entries(Indexed.Kind.COMPANY, _companies(rows.filter(merged_into__isnull=True)))
    return written


def index_people(ids: Iterable[int]) -> int:
    """Index these authors by their names; merged ones are forgotten."""
    written = 0
    for batch in _cut(sorted(set(ids))):
        rows = Author.objects.filter(pk__in=batch)
        forget(Indexed.Kind.PERSON, rows.filter(merged_into__isnull=False).values_list("pk", flat=True))
        written += save_entries(Indexed.Kind.PERSON, _people(rows.filter(merged_into__isnull=True)))
    return written


def index_waiting(limit: int = BATCH) -> int:
    """Index what is new or changed and was missed, among the rows changed last; cheap when nothing waits.

    A company under another name takes its deals with it.
    """
    written = _index_read(limit)
    deals = Partnership.objects.order_by("-changed_at", "-pk")
    written += index_deals(_waiting(Indexed.Kind.DEAL, deals, "changed_at")[:limit])
    companies = {*_waiting(Indexed.Kind.COMPANY, _unmerged(Company), "changed_at")[:limit], *_renamed()[:limit]}
    written += index_companies(companies)
    written += index_deals(Party.objects.filter(company__in=companies).values_list("partnership", flat=True))
    written += index_people(_waiting(Indexed.Kind.PERSON, _unmerged(Author), "changed_at")[:limit])
    for kind, table in ((Indexed.Kind.COMPANY, Company), (Indexed.Kind.PERSON, Author)):
        forget(kind, _merged(kind, table)[:limit])
    return written


def _index_read(limit: int) -> int:
    """Articles among the newest, and among those read last: an old one may have been edited, or corrected by a person.

    Most that are read again say what they said: they are looked at to the last, else they would hide the others.
    """
    written = 0
    for rows in (Article.objects.order_by("-pk"), Article.objects.filter(read_at__isnull=False).order_by("-read_at")):
        for _ in range(0, DEPTH, limit):
            if not (ids := list(_waiting(Indexed.Kind.ARTICLE, rows, "read_at")[:limit])):
                break
            written += index_articles(ids)
    return written


def index_all(progress: Callable[[int], object] = lambda count: None) -> int:
    """Bring the whole index up to the rows and forget what is gone; ``progress`` is told of each batch's rows."""
    steps: list[tuple[type[models.Model], Callable[[Iterable[int]], int]]] = [
        (Company, index_companies),
        (Author, index_people),
        (Partnership, index_deals),
        (Article, lambda ids: save_entries(Indexed.Kind.ARTICLE, _articles(Article.objects.filter(pk__in=list(ids))))),
    ]
    written = 0
    for table, index in steps:
        for batch in _walk(table):
            written += index(batch)
            progress(len(batch))
    _forget_gone()
    return written


def fill_index(
    progress: Callable[[int], object] = lambda count: None, terms: Callable[[str], Sequence[str]] = list_terms
) -> int:
    """Index everything into an empty index, while nobody else writes: nothing is looked up or compared.

    ``terms`` gives a text's terms as `list_terms` does. Gives how many documents were written.
    """
    written = 0
    steps: list[tuple[str, models.QuerySet[Any], Callable[[Any], Iterator[Entry]]]] = [
        (Indexed.Kind.COMPANY, Company.objects.filter(merged_into=None), _companies),
        (Indexed.Kind.PERSON, Author.objects.filter(merged_into=None), _people),
        (Indexed.Kind.DEAL, Partnership.objects.all(), _deals),
        (Indexed.Kind.ARTICLE, Article.objects.all(), _articles),
    ]
    for kind, rows, read in steps:
        last = 0
        while entries := list(read(rows.order_by("pk").filter(pk__gt=last)[:BULK])):
            _fill(kind, entries, terms)
            last = entries[-1].row
            written += len(entries)
            progress(len(entries))
    return written


@transaction.atomic
def _fill(kind: str, entries: Sequence[Entry], terms: Callable[[str], Sequence[str]]) -> None:
    now = str(datetime.now(UTC).replace(tzinfo=None))
    fulltext.fill_docs(
        TABLES[kind],
        (fulltext.Doc(_first_number(kind, entry), terms(entry.title), terms(entry.body)) for entry in entries),
    )
    put_rows(Rows(Indexed, ("kind", "row", "doc", "stamp", "indexed_at"), [
        (str(kind), entry.row, _first_number(kind, entry), entry.stamp, now) for entry in entries
    ]))  # fmt: skip


def count_rows() -> int:
    """How many rows `index_all` goes through."""
    return sum(table._default_manager.count() for table in (Company, Author, Partnership, Article))


def clear_index() -> None:
    """Forget everything, for a reindex from nothing."""
    for table in sorted(set(TABLES.values())):
        fulltext.clear_docs(table)
    Indexed.objects.all().delete()


@transaction.atomic
def save_entries(kind: str, entries: Iterable[Entry]) -> int:
    """Write what is new or changed; gives how many documents were written."""
    entries = list(entries)
    table, now = TABLES[kind], datetime.now(UTC)
    known = {row.row: row for row in Indexed.objects.filter(kind=kind, row__in=[entry.row for entry in entries])}
    docs, rows, replaced = [], [], []
    for entry in entries:
        old, stamp = known.get(entry.row), entry.stamp
        if old is not None and old.stamp == stamp:
            continue
        number = _number(kind, entry)
        if old is not None and old.doc != number:
            replaced.append(old.doc)
        docs.append(fulltext.Doc(number, list_terms(entry.title), list_terms(entry.body)))
        rows.append(Indexed(kind=kind, row=entry.row, doc=number, stamp=stamp, indexed_at=now))
    fulltext.drop_docs(table, replaced)
    fulltext.put_docs(table, docs)
    Indexed.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "row"], update_fields=["doc", "stamp", "indexed_at"]
    )
    same = known.keys() - {row.row for row in rows}
    Indexed.objects.filter(kind=kind, row__in=same).update(indexed_at=now)
    return len(docs)


@transaction.atomic
def forget(kind: str, ids: Iterable[int]) -> None:
    """Take rows out of the index."""
    rows = Indexed.objects.filter(kind=kind, row__in=list(ids))
    fulltext.drop_docs(TABLES[kind], rows.values_list("doc", flat=True))
    rows.delete()


def _number(kind: str, entry: Entry) -> int:
    """The document's number: an article may have to evade its own orphans."""
    first = _first_number(kind, entry)
    if kind == Indexed.Kind.ARTICLE:
        return fulltext.free_number(TABLES[kind], first, first + (1 << VERSION_BITS) - 1)
    return first


def _first_number(kind: str, entry: Entry) -> int:
    """The number a document gets at first. An article's begins with its day: the newest one has the highest."""
    if kind == Indexed.Kind.ARTICLE:
        day = entry.day.toordinal() if entry.day else 0
        return ((day << ROW_BITS) | entry.row) << VERSION_BITS
    if kind == Indexed.Kind.DEAL:
        return entry.row
    return entry.row * 2 + (kind == Indexed.Kind.PERSON)


def _articles(rows: models.QuerySet[Article]) -> Iterator[Entry]:
    for pk, title, text, day in rows.values_list("pk", "title", "text", "published"):
        yield Entry(pk, title, text[:TEXT_LIMIT], day)


def _deals(rows: models.QuerySet[Partnership]) -> Iterator[Entry]:
    deals = list(rows.only("pk", "a_id", "b_id", "subject", "kind", "stage"))
    names = _names_of({company for deal in deals for company in (deal.a_id, deal.b_id)})
    labels = {language: _labels(language) for language in ("en", "zh-hans")}
    for deal in deals:
        words = [deal.subject]
        words += [text for found in labels.values() for text in (found["kind", deal.kind], found["stage", deal.stage])]
        sides = f"{names.get(deal.a_id, '')} / {names.get(deal.b_id, '')}"
        yield Entry(deal.pk, sides, " / ".join(words))


def _labels(language: str) -> dict[tuple[str, str], str]:
    """What kinds and stages are called in a language."""
    with translation.override(language):
        found = {("kind", str(value)): str(label) for value, label in Partnership._meta.get_field("kind").flatchoices}
        stages = Partnership._meta.get_field("stage").flatchoices
        return found | {("stage", str(value)): str(label) for value, label in stages}


def _companies(rows: models.QuerySet[Company]) -> Iterator[Entry]:
    companies = list(rows.only("pk", "name", "native_name", "ticker"))
    names = _names_of({company.pk for company in companies})
    for company in companies:
        own = " / ".join(text for text in (company.name, company.native_name) if text)
        yield Entry(company.pk, own, " / ".join((names.get(company.pk, ""), company.ticker)))


def _names_of(ids: Iterable[int]) -> dict[int, str]:
    """Company id → all names it goes by, parted by slashes. One query."""
    found: dict[int, list[str]] = {}
    names = CompanyName.objects.filter(company__in=list(ids), retired_at=None).order_by("company_id", "pk")
    for company, text in names.values_list("company_id", "text"):
        found.setdefault(company, []).append(text)
    return {company: " / ".join(texts) for company, texts in found.items()}


def _people(rows: models.QuerySet[Author]) -> Iterator[Entry]:
    for author in rows.only("pk", "name", "also_known_as"):
        yield Entry(author.pk, author.name, " / ".join(map(str, author.also_known_as)))


def _waiting(kind: str, rows: models.QuerySet[Any], changed: str) -> models.QuerySet[Any, int]:
    """Ids that are not indexed, or changed since, among the first `DEPTH` rows. ``changed``: their moment of change."""
    entry = Indexed.objects.filter(kind=kind, row=OuterRef("pk"))
    entry = entry.filter(indexed_at__gte=Coalesce(OuterRef(changed), F("indexed_at")))
    first = rows.values("pk")[:DEPTH]
    return rows.filter(~Exists(entry), pk__in=first).values_list("pk", flat=True)


def _unmerged(table: type[Company] | type[Author]) -> models.QuerySet[Any]:
    return table._default_manager.filter(merged_into=None).order_by("-changed_at", "-pk")


def _merged(kind: str, table: type[Company] | type[Author]) -> models.QuerySet[Any, int]:
    """Merged rows that are still indexed."""
    entry = Indexed.objects.filter(kind=kind, row=OuterRef("pk"))
    return table._default_manager.filter(Exists(entry), merged_into__isnull=False).values_list("pk", flat=True)


def _renamed() -> models.QuerySet[CompanyName, int]:
    """Companies with a name that changed since they were indexed."""
    entry = Indexed.objects.filter(
        kind=Indexed.Kind.COMPANY, row=OuterRef("company"), indexed_at__lt=OuterRef("changed_at")
    )
    return CompanyName.objects.filter(Exists(entry)).order_by("company").values_list("company", flat=True).distinct()


def _forget_gone() -> None:
    """Forget rows that are no more."""
    tables: list[tuple[str, type[models.Model]]] = [
        (Indexed.Kind.ARTICLE, Article), (Indexed.Kind.DEAL, Partnership),
        (Indexed.Kind.COMPANY, Company), (Indexed.Kind.PERSON, Author),
    ]  # fmt: skip
    for kind, table in tables:
        there = table._default_manager.filter(pk=OuterRef("row"))
        gone = Indexed.objects.filter(~Exists(there), kind=kind).values_list("row", flat=True)
        for batch in _cut(list(gone)):
            forget(kind, batch)


def _walk(table: type[models.Model]) -> Iterator[list[int]]:
    """All ids of a table in batches, by key: no cursor stays open while the batches are written."""
    ids = table._default_manager.order_by("pk").values_list("pk", flat=True)
    batch = list(ids[:BATCH])
    while batch:
        yield batch
        batch = list(ids.filter(pk__gt=batch[-1])[:BATCH])


def _cut(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    """Ids → batches of at most `BATCH`."""
    batch: list[int] = []
    for row in ids:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
