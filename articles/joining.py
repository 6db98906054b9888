"""Claims → partnerships: the stored rows of a pair, recomputed from the claims that stand.

Partnerships hold nothing of their own. `join_pairs` brings the rows of some pairs up to date, `find_differences`
says where stored and recomputed disagree (``manage.py rebuild --check``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from articles.extract.claims import SYMMETRIC
from articles.extract.dates import When
from articles.extract.partnerships import Statement, join_statements
from articles.models import Claim, Company, Partnership, Party
from articles.models.claim import use_of_judging
from articles.models.insertion import insert_new, insert_row
from articles.models.partnership import UNDATED
from articles.models.prepared import Given, Prepared, number_each, update_row, write_columns

Pair = tuple[str, int, int]
"""Kind and the ids of two companies, in the kind's direction; for symmetric kinds the smaller id first."""

BATCH = 200
"""Pairs a transaction: a query's parameters stay far below SQLite's limit, and writers wait little for each other."""

NEEDED = (
    "kind", "a", "b", "stage", "on", "precision", "ended_on", "ended_precision", "subject", "amount", "currency",
    "confidence", "review", "partnership", "desk_use", "article__published", "article__story",
)  # fmt: skip
"""Columns of a claim and its article that a partnership rests on."""

JUDGED = {Claim.Review.ACCEPTED, Claim.Review.EDITED, Claim.Review.ADDED}


def pair_of(kind: str, a: int, b: int) -> Pair:
    """The one key of a pair, whichever side a claim of a symmetric kind names first."""
    if kind in SYMMETRIC and b < a:
        a, b = b, a
    return kind, a, b


def join_pairs(pairs: Iterable[Pair], now: datetime | None = None) -> int:
    """Recompute the partnerships of these pairs; gives how many rows were made, changed or removed.

    Cost is linear in the claims of the pairs. Calling it twice, or from two workers at once, changes nothing more.
    """
    now = now or datetime.now(UTC)
    todo = iter(sorted({pair_of(*pair) for pair in pairs if pair[1] != pair[2]}))
    changed = 0
    while batch := list(islice(todo, BATCH)):
        with transaction.atomic(savepoint=False):
            changed += _join_batch(batch, now)
    return changed


def find_differences() -> Iterator[str]:
    """One line for each pair whose stored partnership is not what its claims add up to."""
    claimed = Claim.objects.joinable().values_list("kind", "a", "b").distinct()
    stored = Partnership.objects.values_list("kind", "a", "b")
    todo = iter(sorted({pair_of(*pair) for pair in [*claimed, *stored] if pair[1] != pair[2]}))
    while batch := list(islice(todo, BATCH)):
        claims, rows = _claims_of(batch), _rows_of(batch)
        for pair in batch:
            wanted = _fields_of(claims[pair]) if claims.get(pair) else None
            row = rows.get(pair)
            if wanted is None or row is None:
                if wanted is not None or row is not None:
                    yield f"{pair}: stored {'yes' if row else 'no'}, claims {'yes' if wanted else 'no'}"
                continue
            for name, value in wanted.items():
                if getattr(row, name) != value:
                    yield f"{pair}: {name} stored {getattr(row, name)!r}, recomputed {value!r}"


def _join_batch(batch: Sequence[Pair], now: datetime) -> int:
    _take_turns(batch)
    claims, rows = _claims_of(batch), _rows_of(batch)
    changed, kept = 0, list[Partnership]()
    for pair in batch:
        row, standing = rows.get(pair), claims.get(pair, [])
        if not standing:
            if row is not None:
                row.delete()
                changed += 1
            continue
        if row is not None:
            kept.append(row)
        fields = _fields_of(standing)
        if row is None or any(getattr(row, name) != value for name, value in fields.items()):
            row = _save_row(row or Partnership(kind=pair[0], a_id=pair[1], b_id=pair[2]), fields, now)
            changed += 1
        _attach(row, standing)
    if kept:
        standing_ids = [claim.pk for pair in batch for claim in claims.get(pair, [])]
        Claim.objects.filter(partnership__in=kept).exclude(pk__in=standing_ids).update(partnership=None)
    return changed


def _take_turns(batch: Sequence[Pair]) -> None:
    """Wait for whoever joins deals of the same companies, so that each sees the claims the other has saved.

    Where a whole database has one writer at a time, as SQLite does, the transaction is turn enough.
    """
    if connection.features.has_select_for_update:
        companies = {company for _, a, b in batch for company in (a, b)}
        list(Company.objects.select_for_update(no_key=True).filter(pk__in=companies).order_by("pk").values_list("pk"))


def _save_row(row: Partnership, fields: dict[str, Any], now: datetime) -> Partnership:
    """Save what the claims say, and the row each of the two companies has of it."""
    made = row.pk is None
    for name, value in fields.items():
        setattr(row, name, value)
    row.changed_at = now
    if made:
        insert_row(row)
    else:
        write_columns(row, *fields, "changed_at")
    shown = {"kind": row.kind, "stage": row.stage, "shown_on": row.shown_on}
    if made or not update_row(Party, shown, partnership=row.pk):
        sides = ((row.a_id, row.b_id), (row.b_id, row.a_id))
        insert_new(Party(partnership=row, company_id=company, other_id=other, **shown) for company, other in sides)
    return row


def _claims_of(batch: Sequence[Pair]) -> dict[Pair, list[Claim]]:
    ids = sorted({company for _, a, b in batch for company in (a, b)})
    wanted = set(batch)
    claims: dict[Pair, list[Claim]] = defaultdict(list)
    for claim in _joinable(len(ids)).all(**number_each("company", ids)):
        pair = pair_of(claim.kind, claim.a_id, claim.b_id)
        if pair in wanted:
            claims[pair].append(claim)
    return claims


def _rows_of(batch: Sequence[Pair]) -> dict[Pair, Partnership]:
    kinds, sides, others = zip(*batch, strict=True)
    given = number_each("kind", kinds) | number_each("a", sides) | number_each("b", others)
    return {(row.kind, row.a_id, row.b_id): row for row in _stored(len(batch)).all(**given)}


@lru_cache(64)
def _joinable(number: int) -> Prepared:
    """The claims among so many companies, without their articles' texts: a much reported deal has hundreds of them."""
    ids = Given.each("company", number)
    found = Claim.objects.joinable().filter(a__pk__in=ids, b__pk__in=ids).select_related("article").order_by("pk")
    return Prepared(lambda: found.only(*NEEDED))


@lru_cache(64)
def _stored(number: int) -> Prepared:
    """The partnerships of so many pairs."""
    match = models.Q()
    for kind, a, b in zip(*(Given.each(name, number) for name in ("kind", "a", "b")), strict=True):
        match |= models.Q(kind=kind, a=a, b=b)
    return Prepared(lambda: Partnership.objects.filter(match).order_by())


def _fields_of(claims: Sequence[Claim]) -> dict[str, Any]:
    """What a partnership row says, from its standing claims; the order of the claims does not matter."""
    history = join_statements(_statement_of(claim) for claim in claims)
    days = [claim.article.published for claim in claims if claim.article.published]
    best = max(claims, key=lambda claim: (claim.review in JUDGED, bool(claim.subject), claim.confidence, -claim.pk))
    paid = max(
        (claim for claim in claims if claim.amount is not None),
        key=lambda claim: (claim.review in JUDGED, claim.confidence, -claim.pk),
        default=None,
    )
    return {
        "stage": history.stage,
        "first_on": history.first.first if history.first else None,
        "first_precision": history.first.precision if history.first else "",
        "ended_on": history.ended.first if history.ended else None,
        "ended_precision": history.ended.precision if history.ended else "",
        "last_on": history.last,
        "shown_on": _shown_on(history.first, days),
        "subject": best.subject,
        "amount": paid.amount if paid else None,
        "currency": paid.currency if paid else "",
        "claims_count": history.claims,
        "articles_count": history.articles,
        "reports_count": history.reports,
        "confidence": round(history.confidence, 4),
        "reviewed": any(claim.review in JUDGED for claim in claims),
    }


def _shown_on(first: When | None, days: Sequence[date]) -> date:
    """Where a timeline puts the deal: its first day, else the first report's, else nobody's (`UNDATED`)."""
    if first is not None:
        return first.first
    return min(days, default=UNDATED)


def _statement_of(claim: Claim) -> Statement:
    article = claim.article
    return Statement(
        stage=claim.stage,  # type: ignore[arg-type]  # the column's choices are the type's literals
        when=claim.when,
        told=article.published,
        article=article.pk,
        # An article without a story is a report of its own: negative numbers cannot meet a story's id.
        story=article.story_id or -article.pk,
        confidence=claim.confidence,
        judged=claim.review in JUDGED,
        ended=claim.ended,
    )


def _attach(row: Partnership, standing: Sequence[Claim]) -> None:
    """Point the claims at their partnership and say how useful judging each is, where that changes."""
    moved: dict[float, list[int]] = defaultdict(list)
    # In powers of two: else each new report of a much reported deal would write all claims before it anew.
    crowd = 1 << (row.claims_count - 1).bit_length()
    for claim in standing:
        use = use_of_judging(claim.confidence, row.shown_on, crowd)
        if claim.partnership_id != row.pk or claim.desk_use != use:
            moved[use].append(claim.pk)
    for use, ids in moved.items():
        Claim.objects.filter(pk__in=ids).update(partnership=row, desk_use=use)
