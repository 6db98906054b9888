"""Two rows that are one company, or one that is two: merge and split, each with a preview, each undone exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.curation.names import free_slug, put_name
from articles.curation.trail import Act, Outcome, RefusedError, chunks
from articles.models import (
    Author,
    Byline,
    Claim,
    Company,
    CompanyName,
    Mention,
    Ownership,
    PartnerCount,
    Position,
    Quote,
)
from articles.models.claim import claim_key, side_key

REFERENCE = "reference"
"""Mentions such as "the Detroit carmaker": they name no spelling, and go where the article's other mentions go."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge or split moves, for its preview; counts are rows, ``names`` the spellings that change hands."""

    names: tuple[str, ...]
    names_kept: tuple[str, ...]
    """Spellings that stay where they are, since the other company has them too."""
    owners: tuple[str, ...]
    owners_dropped: tuple[str, ...]
    claims: int
    claims_judged: int
    claims_folded: tuple[str, ...]
    """Claims that say the same as one of the other company in the same article: one of the two goes."""
    claims_inward: int
    """Claims between the two companies: about one company they say nothing any more."""
    mentions: int
    quotes: int
    articles: int
    mixed_articles: int = 0
    """Articles that use spellings of both sides of a split: they are read again."""


def plan_merge(gone_id: int, kept_id: int) -> Plan:
    """What `merge` would move; `RefusedError` when it would be refused."""
    gone, kept = _two(gone_id, kept_id)
    moving, staying = _names_of(gone, kept)
    owners, dropped = _owners_of(gone, kept)
    claims = list(_claims_of(gone))
    judged = [claim for claim in claims if claim.review != Claim.Review.UNREVIEWED]
    mentions = Mention.objects.filter(company=gone)
    return Plan(
        names=tuple(row.text for row in moving),
        names_kept=tuple(row.text for row in staying),
        owners=tuple(str(row) for row in owners),
        owners_dropped=tuple(str(row) for row in dropped),
        claims=len(claims),
        claims_judged=len(judged),
        claims_folded=tuple(str(claim) for claim in _losers(_rivals(claims, gone, kept), gone, kept)),
        claims_inward=sum({claim.a_id, claim.b_id} == {gone.pk, kept.pk} for claim in claims),
        mentions=mentions.count(),
        quotes=Quote.objects.filter(company=gone).count(),
        articles=mentions.values("article").distinct().count(),
    )


@transaction.atomic
def merge(gone_id: int, kept_id: int, actor: User, *, why: str = "") -> Outcome:
    """Everything of ``gone`` becomes ``kept``'s; ``gone`` stays as a signpost, so that its address leads on."""
    gone, kept = _two(gone_id, kept_id)
    act = Act(actor, "merge", gone, reason=why, label=f"{gone} → {kept}")
    for name in _names_of(gone, kept)[0]:
        kind = CompanyName.Kind.ALIAS if name.kind == CompanyName.Kind.NAME else name.kind
        act.change(name, company=kept, kind=kind, origin=f"merge:{act.decision.pk}")
    owners, dropped = _owners_of(gone, kept)
    for row in dropped:
        act.drop(row)
    for row in owners:
        sides: dict[str, Any] = {side: kept for side in ("company", "owner") if getattr(row, f"{side}_id") == gone.pk}
        act.change(row, **sides)
    _move_claims(act, list(_claims_of(gone)), gone, kept)
    _move_readings(act, gone, kept)
    act.change(gone, merged_into=kept)
    return act.close(company=kept.pk)


def plan_split(company_id: int, name_ids: Collection[int]) -> Plan:
    """What `split` would move; `RefusedError` when it would be refused."""
    company, names = _parting(company_id, name_ids)
    whole, mixed = _articles_of(company, names)
    claims = list(_claims_of(company).filter(article__in=sorted(whole)))
    return Plan(
        names=tuple(row.text for row in names),
        names_kept=tuple(row.text for row in company.names.filter(retired_at__isnull=True) if row not in names),
        owners=(),
        owners_dropped=(),
        claims=len(claims),
        claims_judged=sum(claim.review != Claim.Review.UNREVIEWED for claim in claims),
        claims_folded=(),
        claims_inward=0,
        mentions=Mention.objects.filter(company=company, article__in=sorted(whole)).count(),
        quotes=Quote.objects.filter(company=company, article__in=sorted(whole)).count(),
        articles=len(whole),
        mixed_articles=len(mixed),
    )


@transaction.atomic
def split(
    company_id: int, name_ids: Collection[int], actor: User, fields: Mapping[str, Any], *, why: str = ""
) -> Outcome:
    """Some spellings of a company become a company of their own (``fields``: name, sector, country).

    Articles that use only those spellings go over as they stand; articles that use others too are read again.
    """
    company, names = _parting(company_id, name_ids)
    own = " ".join(str(fields.get("name", "")).split())
    if not own:
        raise RefusedError(_("Give the new company a name."), field="name")
    whole, mixed = _articles_of(company, names)
    act = Act(actor, "split", company, reason=why, label=f"{own} out of {company}")
    sector, country = fields.get("sector") or company.sector, fields.get("country") or ""
    fresh = act.make(Company(name=own[:200], slug=free_slug(own), sector=sector, country=country))
    for name in names:
        # Retired here rather than moved: else the next catalogue would bring it back.
        act.change(name, retired_at=timezone.now())
        kind = CompanyName.Kind.NAME if name.text == own else name.kind
        put_name(act, fresh, name.text, origin=f"split:{act.decision.pk}", kind=kind, since=name.since,
                 until=name.until, needs_context=name.needs_context)  # fmt: skip
    if own not in {name.text for name in names}:
        put_name(act, fresh, own[:200], kind=CompanyName.Kind.NAME)
    _move_claims(act, list(_claims_of(company).filter(article__in=sorted(whole))), company, fresh)
    _move_readings(act, company, fresh, articles=whole)
    act.articles.update(mixed)
    return act.close(company=fresh.pk)


@transaction.atomic
def merge_authors(gone_id: int, kept_id: int, actor: User, *, why: str = "") -> Outcome:
    """Two rows of one person: bylines and posts go over, the name stays known, the address leads on."""
    rows = Author.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([gone_id, kept_id])
    if gone_id == kept_id or len(rows) < 2:
        raise RefusedError(_("Choose two authors."), field="kept")
    gone, kept = rows[gone_id], rows[kept_id]
    for row in (gone, kept):
        if row.merged_into is not None:
            raise RefusedError(
                _("%(row)s was merged into %(survivor)s already.") % {"row": row, "survivor": row.survivor()},
                field="kept",
            )
    act = Act(actor, "merge authors", gone, reason=why, label=f"{gone} → {kept}")
    signed = set(kept.bylines.values_list("article", flat=True))
    for byline in Byline.objects.filter(author=gone).order_by("pk"):
        if byline.article_id in signed:
            act.drop(byline)
        else:
            act.change(byline, author=kept)
    held = set(kept.positions.values_list("employer", "role", "beat"))
    for position in Position.objects.filter(author=gone).order_by("pk"):
        if (position.employer, position.role, position.beat) not in held:
            act.change(position, author=kept)
    others = [*kept.also_known_as, *gone.also_known_as, gone.name]
    known = [name for name in dict.fromkeys(others) if name != kept.name]
    act.change(kept, also_known_as=known, bio=kept.bio or gone.bio)
    act.change(gone, merged_into=kept)
    return act.close()


def _two(gone_id: int, kept_id: int) -> tuple[Company, Company]:
    rows = Company.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([gone_id, kept_id])
    if gone_id == kept_id or len(rows) < 2:
        raise RefusedError(_("Choose two companies."), field="kept")
    gone, kept = rows[gone_id], rows[kept_id]
    for row in (gone, kept):
        if row.merged_into is not None:
            raise RefusedError(
                _("%(row)s was merged into %(survivor)s already.") % {"row": row, "survivor": row.survivor()},
                field="kept",
            )
    return gone, kept


def _parting(company_id: int, name_ids: Collection[int]) -> tuple[Company, list[CompanyName]]:
    company = Company.objects.select_for_update(of=("self",)).filter(pk=company_id).first()
    if company is None:
        raise RefusedError(_("There is no such company."))
    if company.merged_into is not None:
        raise RefusedError(
            _("%(company)s was merged into %(survivor)s: split that one.")
            % {"company": company, "survivor": company.survivor()}
        )
    standing = list(company.names.filter(retired_at__isnull=True).order_by("pk"))
    names = [row for row in standing if row.pk in set(name_ids)]
    if not names:
        raise RefusedError(_("Choose the names that go to the new company."), field="names")
    if len(names) == len(standing):
        raise RefusedError(
            _("%(company)s must keep a name: leave at least one with it.") % {"company": company}, field="names"
        )
    return company, names


def _names_of(gone: Company, kept: Company) -> tuple[list[CompanyName], list[CompanyName]]:
    """The names that go over, and those that stay because the other company has the same."""
    present = set(kept.names.values_list("text", flat=True))
    rows = list(gone.names.order_by("pk"))
    return [row for row in rows if row.text not in present], [row for row in rows if row.text in present]


def _owners_of(gone: Company, kept: Company) -> tuple[list[Ownership], list[Ownership]]:
    """The ownerships that go over, and those that fall away: one of the two owned the other, or it is there already."""
    held = set(Ownership.objects.filter(Q(company=kept) | Q(owner=kept)).values_list("company", "owner", "since"))
    moving: list[Ownership] = []
    dropped: list[Ownership] = []
    for row in (
        Ownership.objects.filter(Q(company=gone) | Q(owner=gone)).select_related("company", "owner").order_by("pk")
    ):
        company = kept.pk if row.company_id == gone.pk else row.company_id
        owner = kept.pk if row.owner_id == gone.pk else row.owner_id
        twin = (company, owner, row.since)
        (dropped if company == owner or twin in held else moving).append(row)
        held.add(twin)
    return moving, dropped


def _claims_of(company: Company) -> Any:
    return Claim.objects.filter(Q(a=company) | Q(b=company)).select_related("a", "b").order_by("pk")


def _key_after(claim: Claim, gone: Company, kept: Company) -> str:
    """A claim's key once ``gone`` is ``kept``: as the next reading will write it."""
    kind, _, sides = claim.key.partition("|")
    a, _, b = sides.partition("|")
    a, b = (side_key(kept.slug, "") if side == gone.slug else side for side in (a, b))
    return claim_key(kind, a, b)


def _rivals(claims: Iterable[Claim], gone: Company, kept: Company) -> list[Claim]:
    """The claims that go over, and what the same articles say of the other company."""
    rows = {claim.pk: claim for claim in claims}
    for chunk in chunks(sorted({claim.article_id for claim in rows.values()})):
        others = Claim.objects.filter(Q(a=kept) | Q(b=kept) | Q(key__contains=kept.slug), article__in=chunk)
        rows.update((claim.pk, claim) for claim in others.order_by("pk") if claim.pk not in rows)
    return list(rows.values())


def _losers(claims: Iterable[Claim], gone: Company, kept: Company) -> list[Claim]:
    """Of claims that would bear one key in one article, all but the weightiest."""
    places: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        places[claim.article_id, _key_after(claim, gone, kept)].append(claim)
    return [claim for group in places.values() for claim in sorted(group, key=_weight)[:-1]]


def _weight(claim: Claim) -> tuple[bool, bool, float, int]:
    """Of two claims that become one, a person's word outweighs the machine's, then the surer reading."""
    return claim.review != Claim.Review.UNREVIEWED, not claim.gone, claim.confidence, -claim.pk


def _move_claims(act: Act, claims: list[Claim], gone: Company, kept: Company) -> None:
    losers = _losers(_rivals(claims, gone, kept), gone, kept)
    dropped = {claim.pk for claim in losers}
    for claim in losers:
        act.drop(claim)
    for claim in claims:
        if claim.pk in dropped:
            continue
        fields: dict[str, Any] = {"key": _key_after(claim, gone, kept)}
        for side in ("a", "b"):
            if getattr(claim, f"{side}_id") == gone.pk:
                fields[side], fields[f"{side}_name"] = kept, kept.name[:200]
        act.change(claim, **fields)


def _move_readings(act: Act, gone: Company, kept: Company, *, articles: set[int] | None = None) -> None:
    """What the machine read of the company; it is linked again without reading the articles anew."""

    def of(table: Any) -> Any:
        rows = table.objects.filter(company=gone)
        return rows if articles is None else rows.filter(article__in=sorted(articles))

    act.move(of(Mention), company=kept, name=kept.name[:200])
    act.move(of(Quote), company=kept, company_name=kept.name[:200])
    act.move(of(PartnerCount), company=kept)


def _articles_of(company: Company, names: Iterable[CompanyName]) -> tuple[set[int], set[int]]:
    """Articles that name the company by the parting spellings alone, and those that use others of it too."""
    texts = {name.text.casefold() for name in names}
    parting: set[int] = set()
    others: set[int] = set()
    rows = Mention.objects.filter(company=company).exclude(kind=REFERENCE)
    for article, text in rows.values_list("article", "text").iterator(chunk_size=5000):
        (parting if text.casefold() in texts else others).add(article)
    return parting - others, parting & others
