"""Names: organisations the catalogue does not know, and the spellings a company goes by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.curation.trail import Act, Outcome, RefusedError, check_version, version_of
from articles.extract.names import name_key, slugify
from articles.models import Article, Claim, Company, CompanyName, IgnoredName, Mention
from articles.models.claim import claim_key, side_key

DEPTH = 50_000
"""Mentions of unknown organisations that are looked through, the newest: bounded however large the archive is."""

TEXT_DEPTH = 20_000
"""Newest articles whose text is searched for a new spelling that nothing was found under so far."""

NAME_FIELDS = ("text", "kind", "needs_context", "since", "until")
SHARING = ("needs_context", "since", "until")
"""What lets two companies share a spelling: context tells them apart, or the years do."""
PERSON = "person"
SPELLINGS = 12
"""Spellings of one organisation that become names of a company at once."""


@dataclass(frozen=True, slots=True)
class UnknownName:
    """An organisation nobody knows: its key, its spellings with counts, and where it was last seen."""

    key: str
    text: str
    mentions: int
    articles: int
    spellings: tuple[tuple[str, int], ...]
    examples: tuple[Mention, ...]


def find_unknown(limit: int = 25, *, search: str = "", examples: int = 3) -> list[UnknownName]:
    """Unknown organisations by how many articles name them, among the newest `DEPTH` mentions of such."""
    rows = Mention.objects.filter(company__isnull=True).exclude(key="").order_by("-pk")
    counts: Counter[str] = Counter()
    articles: dict[str, set[int]] = defaultdict(set)
    for key, article in rows.values_list("key", "article")[:DEPTH].iterator(chunk_size=5000):
        counts[key] += 1
        articles[key].add(article)
    ignored = set(IgnoredName.objects.values_list("key", flat=True))
    wanted = name_key(search)
    keys = [key for key in counts if key not in ignored and wanted in key]
    keys.sort(key=lambda key: (-len(articles[key]), -counts[key], key))
    return [_describe(key, counts[key], len(articles[key]), examples) for key in keys[:limit]]


def find_unknown_one(key: str, examples: int = 3) -> UnknownName:
    """One unknown organisation by its key; `RefusedError` when nothing names it any more."""
    rows = Mention.objects.filter(company__isnull=True, key=key)
    count = rows.count() if key else 0
    if not count:
        raise RefusedError(_("No article names this organisation any more: somebody has dealt with it."))
    return _describe(key, count, rows.values("article").distinct().count(), examples)


@transaction.atomic
def make_company(key: str, actor: User, fields: Mapping[str, Any]) -> Outcome:
    """The organisation becomes a company; ``fields``: name, and sector, country, website, needs_context where known."""
    unknown = find_unknown_one(key)
    name = " ".join(str(fields["name"]).split())[:200]
    if not name:
        raise RefusedError(_("Give the company a name."), field="name")
    check_free(name, field="name")
    company = Company(
        name=name,
        slug=free_slug(name),
        sector=fields.get("sector") or Company.Sector.OTHER,
        country=fields.get("country") or "",
        website=fields.get("website") or "",
    )
    act = Act(actor, "make company", company, label=name)
    act.make(company)
    act.decision.row = company.pk
    act.decision.save(update_fields=["row"])
    act.make(CompanyName(company=company, text=name, kind=CompanyName.Kind.NAME, origin=PERSON,
                         needs_context=bool(fields.get("needs_context"))))  # fmt: skip
    _take_in(act, company, unknown, needs_context=bool(fields.get("needs_context")))
    return act.close(company=company.pk)


@transaction.atomic
def add_alias(key: str, company_id: int, actor: User, *, needs_context: bool = False) -> Outcome:
    """The organisation is a company we know: its spellings become aliases of it."""
    unknown = find_unknown_one(key)
    company = _standing(company_id)
    act = Act(actor, "add alias", company, label=f"{unknown.text} → {company}")
    _take_in(act, company, unknown, needs_context=needs_context)
    return act.close(company=company.pk)


@transaction.atomic
def ignore(key: str, actor: User) -> Outcome:
    """No company, for ever: the spelling is not shown again and no longer read."""
    unknown = find_unknown_one(key)
    row = IgnoredName(key=key, text=unknown.text[:200])
    act = Act(actor, "ignore name", row, label=unknown.text)
    act.make(row)
    act.decision.row = row.pk
    act.decision.save(update_fields=["row"])
    act.articles.update(Mention.objects.filter(company__isnull=True, key=key).values_list("article", flat=True))
    return act.close()


@transaction.atomic
def add_name(company_id: int, actor: User, fields: Mapping[str, Any]) -> Outcome:
    """A further spelling of a company; ``fields`` as `NAME_FIELDS`."""
    company = _standing(company_id)
    text = " ".join(str(fields.get("text", "")).split())
    if not name_key(text):
        raise RefusedError(_("Give a spelling with at least one letter or digit."), field="text")
    if company.names.filter(text=text, retired_at__isnull=True).exists():
        raise RefusedError(_("%(company)s has this name already.") % {"company": company}, field="text")
    check_free(text, **{name: fields[name] for name in SHARING if name in fields})
    act = Act(actor, "add name", company, label=f"{company}: {text}")
    put_name(act, company, text, **{name: value for name, value in fields.items() if name != "text"})
    act.articles.update(articles_that_say(text))
    return act.close(company=company.pk)


@transaction.atomic
def edit_name(name_id: int, actor: User, fields: Mapping[str, Any], version: str | None = None) -> Outcome:
    """Change a spelling, its need of context or its years; the catalogue may no longer change it."""
    row = _name(name_id, version)
    act = Act(actor, "edit name", row.company, label=f"{row.company}: {row.text}")
    act.articles.update(articles_that_say(row.text))
    text = " ".join(str(fields.get("text", row.text)).split())
    if not name_key(text):
        raise RefusedError(_("Give a spelling with at least one letter or digit."), field="text")
    rest = {name: value for name, value in fields.items() if name != "text"}
    wanted = {name: rest.get(name, getattr(row, name)) for name in SHARING}
    if text != row.text or (row.retired_at is None and _loosens(row, wanted)):
        check_free(text, but=row.company_id, **wanted)
    if text != row.text:
        # The old spelling stays as a retired row: else the next catalogue would bring it back.
        kept = {name: getattr(row, name) for name in NAME_FIELDS if name != "text"}
        act.change(row, retired_at=timezone.now())
        put_name(act, row.company, text, **{**kept, **rest})
        act.articles.update(articles_that_say(text))
    else:
        act.change(row, **rest, held=True)
    return act.close(company=row.company_id)


@transaction.atomic
def retire_name(name_id: int, actor: User, version: str | None = None) -> Outcome:
    """The company is no longer found by this spelling; the row stays, so that no catalogue brings it back."""
    row = _name(name_id, version)
    if row.retired_at is not None:
        raise RefusedError(_("“%(text)s” is retired already.") % {"text": row.text})
    standing = row.company.names.filter(retired_at__isnull=True).exclude(pk=row.pk)
    if not standing.exists():
        raise RefusedError(
            _("“%(text)s” is the last name of %(company)s: add another one first.")
            % {"text": row.text, "company": row.company}
        )
    act = Act(actor, "retire name", row.company, label=f"{row.company}: {row.text}")
    act.change(row, retired_at=timezone.now())
    act.articles.update(articles_that_say(row.text))
    return act.close(company=row.company_id)


@transaction.atomic
def bring_back_name(name_id: int, actor: User, version: str | None = None) -> Outcome:
    """A retired spelling counts again."""
    row = _name(name_id, version)
    if row.retired_at is None:
        raise RefusedError(_("“%(text)s” is not retired.") % {"text": row.text})
    check_free(row.text, but=row.company_id, **{name: getattr(row, name) for name in SHARING})
    act = Act(actor, "bring back name", row.company, label=f"{row.company}: {row.text}")
    act.change(row, retired_at=None)
    act.articles.update(articles_that_say(row.text))
    return act.close(company=row.company_id)


def name_version(row: CompanyName) -> str:
    return version_of(row, (*NAME_FIELDS, "retired_at"))


def articles_that_say(text: str) -> set[int]:
    """Articles a spelling bears on: where it was found under a company or as unknown, and the newest that hold it."""
    found = set(Mention.objects.filter(Q(text=text) & ~Q(company=None)).values_list("article", flat=True))
    found.update(Mention.objects.filter(company__isnull=True, key=name_key(text)).values_list("article", flat=True))
    newest = Article.objects.shown().order_by("-pk").values("pk")[:TEXT_DEPTH]
    says = Q(text__contains=text) | Q(title__contains=text)
    found.update(Article.objects.filter(says, pk__in=newest).values_list("pk", flat=True))
    return found


def put_name(act: Act, company: Company, text: str, *, origin: str = PERSON, **fields: Any) -> CompanyName:
    """A spelling of a company: a new row, or the retired one that says the same, brought back."""
    retired = company.names.filter(text=text, retired_at__isnull=False).first()
    if retired is not None:
        act.change(retired, **fields, retired_at=None, held=True)
        return retired
    return act.make(CompanyName(company=company, text=text, origin=origin, **fields))


def free_slug(name: str) -> str:
    """An address part that no company has yet."""
    stem = slugify(name)[:110]
    slug, number = stem, 1
    while Company.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _take_in(act: Act, company: Company, unknown: UnknownName, *, needs_context: bool) -> None:
    """Give a company an organisation's spellings, and link the claims people judged about it."""
    present = set(company.names.values_list("text", flat=True))
    for text, _count in unknown.spellings[:SPELLINGS]:
        if text not in present and name_key(text) not in {name_key(other) for other in present}:
            act.make(CompanyName(company=company, text=text[:200], kind=CompanyName.Kind.ALIAS, origin=PERSON,
                                 needs_context=needs_context))  # fmt: skip
            present.add(text)
    mentions = Mention.objects.filter(company__isnull=True, key=unknown.key)
    act.articles.update(mentions.values_list("article", flat=True))
    judged = Claim.objects.filter(Q(a__isnull=True) | Q(b__isnull=True), article__in=sorted(act.articles))
    for claim in judged.exclude(review=Claim.Review.UNREVIEWED).select_related("a", "b"):
        _link(act, claim, company, unknown.key)


def _link(act: Act, claim: Claim, company: Company, key: str) -> None:
    sides: dict[str, Any] = {}
    for side in ("a", "b"):
        if getattr(claim, f"{side}_id") is None and name_key(getattr(claim, f"{side}_name")) == key:
            sides[side] = company
            sides[f"{side}_name"] = company.name[:200]
    if not sides:
        return
    a, b = sides.get("a", claim.a), sides.get("b", claim.b)
    wanted = claim_key(
        claim.kind, side_key(a.slug if a else None, claim.a_name), side_key(b.slug if b else None, claim.b_name)
    )
    taken = Claim.objects.filter(article=claim.article_id, key=wanted).exclude(pk=claim.pk).exists()
    act.change(claim, **sides, **({} if taken else {"key": wanted}))


def _describe(key: str, mentions: int, articles: int, examples: int) -> UnknownName:
    rows = Mention.objects.filter(company__isnull=True, key=key)
    spellings = Counter(rows.order_by("-pk").values_list("name", flat=True)[:2000]).most_common()
    shown = rows.select_related("article").order_by("-pk")[: examples * 5]
    seen: dict[int, Mention] = {}
    for mention in shown:
        seen.setdefault(mention.article_id, mention)
    return UnknownName(
        key,
        spellings[0][0] if spellings else key,
        mentions,
        articles,
        tuple(spellings),
        tuple(seen.values())[:examples],
    )


def _loosens(row: CompanyName, wanted: Mapping[str, Any]) -> bool:
    """Whether a spelling would count where it does not count now."""
    years = (wanted["since"], wanted["until"]) != (row.since, row.until)
    return years or (row.needs_context and not wanted["needs_context"])


def check_free(
    text: str,
    *,
    needs_context: bool = False,
    since: date | None = None,
    until: date | None = None,
    field: str = "text",
    but: int | None = None,
) -> None:
    """Two companies may share a spelling only where context or the years tell them apart. ``but``: who asks."""
    if not name_key(text):
        raise RefusedError(_("Give a spelling with at least one letter or digit."), field=field)
    others = CompanyName.objects.filter(text__iexact=text, retired_at__isnull=True, company__merged_into__isnull=True)
    if needs_context:
        others = others.filter(needs_context=False)
    if until is not None:
        others = others.filter(Q(since=None) | Q(since__lte=until))
    if since is not None:
        others = others.filter(Q(until=None) | Q(until__gte=since))
    other = others.exclude(company=but).select_related("company").first()
    if other is not None:
        raise RefusedError(
            _("“%(text)s” is a name of %(company)s already.") % {"text": text, "company": other.company}, field=field
        )


def _standing(company_id: int) -> Company:
    company = Company.objects.filter(pk=company_id).first()
    if company is None:
        raise RefusedError(_("There is no such company."), field="company")
    if company.merged_into is not None:
        raise RefusedError(
            _("%(company)s was merged into %(survivor)s: choose that one.")
            % {"company": company, "survivor": company.survivor()},
            field="company",
        )
    return company


def _name(name_id: int, version: str | None) -> CompanyName:
    row = CompanyName.objects.select_for_update(of=("self",)).select_related("company").filter(pk=name_id).first()
    if row is None:
        raise RefusedError(_("This name is gone."))
    check_version(row, (*NAME_FIELDS, "retired_at"), version)
    return row
