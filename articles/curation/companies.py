"""A company's fields and its owners over time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.curation.names import PERSON, articles_that_say, check_free, free_slug, put_name
from articles.curation.trail import Act, Outcome, RefusedError, check_version, plain_fields, version_of
from articles.curation.undo import assign
from articles.models import Claim, Company, CompanyName, Ownership

FIELDS = ("name", "sector", "country", "native_name", "ticker", "website", "note")
"""What a person may correct; a corrected field is held against the catalogue."""


def company_version(company: Company) -> str:
    return version_of(company, FIELDS)


@transaction.atomic
def add_company(actor: User, fields: Mapping[str, Any], *, needs_context: bool = False) -> Outcome:
    """A company that no article was needed for; its name becomes its first spelling."""
    name = " ".join(str(fields.get("name", "")).split())
    if not name:
        raise RefusedError(_("Give the company a name."), field="name")
    check_free(name, needs_context=needs_context, field="name")
    company = Company(**{**fields, "name": name, "slug": free_slug(name)})
    act = Act(actor, "make company", company, label=name)
    act.make(company)
    act.decision.row = company.pk
    act.decision.save(update_fields=["row"])
    put_name(act, company, name, kind=CompanyName.Kind.NAME, needs_context=needs_context)
    act.articles.update(articles_that_say(name))
    return act.close(company=company.pk)


@transaction.atomic
def correct(company_id: int, actor: User, fields: Mapping[str, Any], version: str | None = None) -> Outcome:
    """Set `FIELDS`; what they were is kept as the catalogue's word. A new name is a further spelling too."""
    company = _take(company_id, version)
    differing = {name: value for name, value in fields.items() if name in FIELDS and getattr(company, name) != value}
    if "name" in differing and not str(differing["name"]).strip():
        raise RefusedError(_("A company needs a name."), field="name")
    if "name" in differing:
        check_free(str(differing["name"]), field="name", but=company.pk)
    act = Act(actor, "edit company", company)
    held = {**plain_fields(company, differing), **company.held}
    act.change(company, **differing, held=held)
    if "name" in differing:
        _rename(act, company)
    return act.close(company=company.pk)


@transaction.atomic
def restore(company_id: int, field: str, actor: User, version: str | None = None) -> Outcome:
    """Give one field back to the catalogue."""
    company = _take(company_id, version)
    if field not in company.held:
        raise RefusedError(_("Nobody corrected %(field)s of %(company)s.") % {"field": field, "company": company})
    if field == "owners":
        return _restore_owners(company, actor)
    back = Company()
    assign(back, {field: company.held[field]})
    held = {name: value for name, value in company.held.items() if name != field}
    act = Act(actor, "restore company", company, label=f"{company}: {field}")
    act.change(company, **{field: getattr(back, field)}, held=held)
    if field == "name":
        _rename(act, company)
    return act.close(company=company.pk)


@transaction.atomic
def add_owner(
    company_id: int, owner_id: int, actor: User, since: date | None = None, until: date | None = None
) -> Outcome:
    """``owner`` owned ``company`` from ``since`` (None: always) to ``until`` (None: still)."""
    company, owner = _take(company_id, None), _take(owner_id, None)
    _check_owner(company, owner, since, until)
    act = Act(actor, "add owner", company, label=f"{owner} owns {company}")
    _hold_owners(act, company)
    act.make(Ownership(company=company, owner=owner, since=since, until=until, origin=PERSON))
    act.articles.update(_articles_of(company))
    return act.close(company=company.pk)


@transaction.atomic
def edit_owner(ownership_id: int, actor: User, since: date | None, until: date | None) -> Outcome:
    row = _ownership(ownership_id)
    _check_owner(row.company, row.owner, since, until)
    act = Act(actor, "edit owner", row.company, label=str(row))
    _hold_owners(act, row.company)
    act.change(row, since=since, until=until)
    act.articles.update(_articles_of(row.company))
    return act.close(company=row.company_id)


@transaction.atomic
def drop_owner(ownership_id: int, actor: User) -> Outcome:
    """It never owned it."""
    row = _ownership(ownership_id)
    act = Act(actor, "drop owner", row.company, label=str(row))
    _hold_owners(act, row.company)
    act.drop(row)
    act.articles.update(_articles_of(row.company))
    return act.close(company=row.company_id)


def _hold_owners(act: Act, company: Company) -> None:
    """From now on the catalogue leaves the company's owners alone; what it said is kept."""
    if "owners" not in company.held:
        said = [plain_fields(row, ("owner_id", "since", "until", "origin")) for row in company.owners.order_by("pk")]
        act.change(company, held={**company.held, "owners": said})


def _restore_owners(company: Company, actor: User) -> Outcome:
    act = Act(actor, "restore company", company, label=f"{company}: owners")
    for row in company.owners.order_by("pk"):
        act.drop(row)
    for said in company.held["owners"]:
        row = Ownership(company=company)
        assign(row, said)
        act.make(row)
    act.change(company, held={name: value for name, value in company.held.items() if name != "owners"})
    act.articles.update(_articles_of(company))
    return act.close(company=company.pk)


def _rename(act: Act, company: Company) -> None:
    """The new name is a spelling, and what was said of the company is said under it."""
    if not company.names.filter(text=company.name, retired_at__isnull=True).exists():
        put_name(act, company, company.name, kind=CompanyName.Kind.NAME)
        act.articles.update(articles_that_say(company.name))
    act.move(Claim.objects.filter(a=company), a_name=company.name[:200])
    act.move(Claim.objects.filter(b=company), b_name=company.name[:200])


def _articles_of(company: Company) -> set[int]:
    return set(company.mentions.values_list("article", flat=True))


def _check_owner(company: Company, owner: Company, since: date | None, until: date | None) -> None:
    if company.pk == owner.pk:
        raise RefusedError(_("No company owns itself."), field="owner")
    if since and until and until < since:
        raise RefusedError(_("It ends before it begins."), field="until")


def _ownership(ownership_id: int) -> Ownership:
    row = Ownership.objects.select_related("company", "owner").filter(pk=ownership_id).first()
    if row is None:
        raise RefusedError(_("This ownership is gone."))
    return row


def _take(company_id: int, version: str | None) -> Company:
    company = Company.objects.select_for_update().filter(pk=company_id).first()
    if company is None:
        raise RefusedError(_("There is no such company."))
    if company.merged_into_id is not None:
        raise RefusedError(
            _("%(company)s was merged into %(survivor)s: edit that one.")
            % {"company": company, "survivor": company.survivor()}
        )
    check_version(company, FIELDS, version)
    return company
