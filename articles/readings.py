"""What was read in an article → its rows: mentions, claims, quotes and counts, without stepping on a person's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.db import transaction

from articles.extract import claims as extract
from articles.extract.claims import RULES_VERSION
from articles.extract.companies import Catalogue
from articles.extract.mentions import Party
from articles.extract.names import name_key
from articles.extract.reading import Reading, read_text
from articles.joining import Pair
from articles.models import Article, Claim, Company, Mention, PartnerCount, Quote, RuleHold
from articles.models.claim import Rejected, claim_key, side_key, use_of_judging
from articles.models.insertion import insert_new
from articles.models.prepared import Given, Prepared, number_each, update_row

PARTNERS_LIMIT = 1_000_000

_ON_HOLD = Prepared(lambda: RuleHold.objects.values_list("rule"))
_STANDING = Prepared(
    lambda: (
        Article.objects.select_for_update()
        .only("content_hash", "asked_at", "read_at")
        .filter(pk=Given("pk"))
        .order_by()
    )
)
_CLAIMS = Prepared(lambda: Claim.objects.filter(article=Given("article")))

SPANS = frozenset({"start", "end", "cue_start", "cue_end"})


@dataclass
class Changes:
    """What a reading changes in an article: claims new, gone and changed, as readable lines; the pairs to join anew."""

    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    pairs: set[Pair] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed)


def read_stored(article: Article, catalogue: Catalogue) -> Reading:
    """The reader's answer for a stored article, with the rules on hold left out."""
    return read_text(
        article.text,
        catalogue,
        title=article.title,
        published=article.published,
        publisher=article.source.name if article.source else "",
        on_hold=frozenset(rule for (rule,) in _ON_HOLD.rows()),
    )


@transaction.atomic(savepoint=False)
def save_reading(article: Article, reading: Reading, now: datetime, *, dry_run: bool = False) -> Changes:
    """Write a reading. Rows a person decided keep what the person said; with ``dry_run`` nothing is written.

    Nothing is written either when the article's text has changed since it was read, or a person has asked for it to be
    read again (a name, its title or its day changed): its own reading is on the way.
    """
    if not dry_run:
        # Two readers of one article take turns, and the second sees what the first has written.
        row = _STANDING.get(pk=article.pk)
        if (row.content_hash, row.asked_at) != (article.content_hash, article.asked_at):
            return Changes()
        article.read_at = row.read_at
    slugs = sorted(_slugs_of(reading))
    ids = dict(_ids_of(len(slugs)).rows(**number_each("slug", slugs))) if slugs else {}
    changes = _match_claims(article, reading, ids, dry_run=dry_run)
    if not dry_run:
        if article.read_at is not None:
            for rows in (article.mentions, article.partner_counts, article.quotes):
                rows.all().delete()
        _save_mentions(article, reading, ids)
        _save_quotes(article, reading, ids)
        update_row(Article, {"rules_version": RULES_VERSION, "read_at": now}, pk=article.pk)
    return changes


@lru_cache(64)
def _ids_of(number: int) -> Prepared:
    return Prepared(lambda: Company.objects.filter(slug__in=Given.each("slug", number)).values_list("slug", "pk"))


def _slugs_of(reading: Reading) -> set[str]:
    parties: list[Party | None] = [*reading.companies, *(count.party for count in reading.counts)]
    parties += [quote.company for quote in reading.quotes]
    parties += [side for claim in reading.claims for side in (claim.a, claim.b)]
    return {party.slug for party in parties if party and party.slug} | {m.slug for m in reading.mentions if m.slug}


def _match_claims(article: Article, reading: Reading, ids: Mapping[str, int], *, dry_run: bool) -> Changes:
    changes = Changes()
    rows: list[Claim] = _CLAIMS.all(article=article.pk)
    by_key = {row.key: row for row in rows}
    by_pair = {(row.kind, row.a_id, row.b_id): row for row in rows if row.a_id and row.b_id}
    # All of them, and as they were: the article's day or story may have changed under an unchanged claim.
    _pairs_into(changes, rows)
    judged = any(row.review == Claim.Review.REJECTED for row in rows)
    rejected = Claim.objects.rejected_in(article.pk) if judged else []
    seen: set[int] = set()
    fresh: dict[str, Claim] = {}
    for claim in reading.claims:
        values, key = values_of(claim, ids), key_of(claim)
        # A company merged since the last reading has another slug in the key: then kind and pair tell who is meant.
        row = by_key.get(key) or by_pair.get((values["kind"], values["a_id"], values["b_id"]))
        if row is not None and row.pk not in seen:
            seen.add(row.pk)
            _update(row, values, changes, dry_run=dry_run)
        elif row is None and key not in fresh and not _is_blocked(rejected, claim):
            # On no timeline until it is joined: claims with a side nobody knows stay at the desk's far end.
            use = use_of_judging(claim.confidence, None, 1)
            fresh[key] = Claim(article=article, key=key, rules_version=RULES_VERSION, desk_use=use, **values)
    changes.new += [_line(row) for row in fresh.values()]
    _pairs_into(changes, [*rows, *fresh.values()])
    _let_go([row for row in rows if row.pk not in seen], changes, dry_run=dry_run)
    if not dry_run:
        insert_new(fresh.values())
    return changes


def _is_blocked(rejected: Iterable[Rejected], claim: extract.Claim) -> bool:
    """A person rejected this pair in these words: it does not come back in another guise."""
    pair = claim.a.name, claim.b.name
    return any(row.blocks(claim.kind, pair, claim.start, claim.end, claim.evidence) for row in rejected)


def key_of(claim: extract.Claim) -> str:
    """A claim's identity within its article: kind and sides; organisations nobody knows by their folded name."""
    return claim_key(claim.kind, side_key(claim.a.slug, claim.a.name), side_key(claim.b.slug, claim.b.name))


def values_of(claim: extract.Claim, ids: Mapping[str, int]) -> dict[str, Any]:
    """A claim as the columns of its row."""
    return {
        "kind": claim.kind,
        "a_id": ids.get(claim.a.slug or ""),
        "b_id": ids.get(claim.b.slug or ""),
        "a_name": claim.a.name[:200],
        "b_name": claim.b.name[:200],
        "stage": claim.stage,
        "on": claim.when.first if claim.when else None,
        "precision": claim.when.precision if claim.when else "",
        "as_of": claim.as_of.iso if claim.as_of else "",
        "ended_on": claim.ended.first if claim.ended else None,
        "ended_precision": claim.ended.precision if claim.ended else "",
        "subject": claim.subject[:500],
        "scope": claim.scope[:300],
        "amount": _money(claim.amount),
        "currency": claim.currency[:3],
        "evidence": claim.evidence,
        "start": claim.start,
        "end": claim.end,
        "cue_start": claim.cue_start,
        "cue_end": claim.cue_end,
        "confidence": claim.confidence,
        "rule": claim.rule[:80],
    }


def _money(amount: float | None) -> Decimal | None:
    """An amount the column can hold (16 digits before the point), else None: a misread figure stops no reading."""
    if amount is None:
        return None
    try:
        money = Decimal(str(amount)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return money if abs(money) < Decimal(10) ** 16 else None


def _update(row: Claim, values: dict[str, Any], changes: Changes, *, dry_run: bool) -> None:
    """Bring one claim up to the new reading; a judged one keeps its columns and remembers the reading beside them."""
    if row.review != Claim.Review.UNREVIEWED:
        if not dry_run:
            row.machine = {name: _plain(value) for name, value in values.items()}
            row.gone = False
            row.locate()
            row.save(update_fields=["machine", "gone", *SPANS])
        return
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    if not differing and row.rules_version == RULES_VERSION and not row.gone and not row.machine:
        return
    if set(differing) - SPANS - {"confidence", "rule", "evidence"}:
        changes.changed.append(f"{_line(row)}: {', '.join(sorted(set(differing) - SPANS))}")
    for name in differing:
        setattr(row, name, values[name])
    row.rules_version, row.gone, row.machine = RULES_VERSION, False, {}
    if not dry_run:
        row.save()


def _let_go(rows: Iterable[Claim], changes: Changes, *, dry_run: bool) -> None:
    """Claims the rules no longer read: those nobody judged are deleted, the others stay and are marked."""
    for row in rows:
        if row.review == Claim.Review.UNREVIEWED:
            changes.gone.append(_line(row))
            if not dry_run:
                row.delete()
        elif not dry_run:
            row.locate()
            row.gone = row.review != Claim.Review.ADDED
            row.save(update_fields=["gone", *SPANS])


def _pairs_into(changes: Changes, rows: Iterable[Claim]) -> None:
    changes.pairs.update((row.kind, row.a_id, row.b_id) for row in rows if row.a_id and row.b_id)


def _line(row: Claim) -> str:
    return f"{row.kind}: {row.a_name} – {row.b_name} ({row.stage})"


def _plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _save_mentions(article: Article, reading: Reading, ids: Mapping[str, int]) -> None:
    insert_new(
        Mention(
            article=article,
            company_id=ids.get(mention.slug or ""),
            name=mention.name[:200],
            key="" if mention.slug else name_key(mention.name)[:200],
            text=mention.text[:300],
            kind=mention.kind,
            role=mention.role[:200],
            place=mention.place,
            start=mention.start,
            end=mention.end,
        )
        for mention in reading.mentions
    )
    # "billions of partners" is a misread figure, and more than the column holds.
    counts = [count for count in reading.counts if count.partners <= PARTNERS_LIMIT]
    known = [(count, ids[slug]) for count in counts if (slug := count.party.slug) and slug in ids]
    PartnerCount.objects.bulk_create(
        PartnerCount(
            article=article,
            company_id=company,
            partners=count.partners,
            approximate=count.approximate,
            as_of=count.as_of.iso if count.as_of else "",
            start=count.start,
            end=count.end,
        )
        for count, company in known
    )


def _save_quotes(article: Article, reading: Reading, ids: Mapping[str, int]) -> None:
    insert_new(
        Quote(
            article=article,
            company_id=ids.get(quote.company.slug or "") if quote.company else None,
            company_name=quote.company.name[:200] if quote.company else "",
            speaker=quote.speaker[:200],
            office=quote.office[:300],
            text=quote.text,
            start=quote.start,
            end=quote.end,
        )
        for quote in reading.quotes
    )
