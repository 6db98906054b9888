"""The catalogue as rows: loaded from ``companies.csv``, changed by people, handed to the reader.

What a person changed stays: a loaded catalogue touches no held field, brings back no retired name, leaves every name
that did not come from it alone, and gives no owners to a company that was merged into another. A company that a person
made before the catalogue knew it keeps what the person said of it; the catalogue's word is kept beside it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from articles.extract import companies as extract
from articles.models import Company, CompanyName, Feed, IgnoredName, Ownership, Source

CATALOGUE = "catalogue"
"""Where a name comes from that people did not give."""

FIELDS = ("name", "sector", "country", "website", "note")

HOST_LIMIT = 253
"""Characters of a host's name (RFC 1035, 2.3.4)."""

FIRST_POLLS = 300
"""Seconds over which the first polls of feeds added together are spread."""

_kept: tuple[tuple[Any, ...], extract.Catalogue] | None = None
_lock = Lock()


def catalogue_of_rows() -> extract.Catalogue:
    """The reader's catalogue from the rows; built again only when a row changed, since preparing its names costs."""
    global _kept  # noqa: PLW0603 - one catalogue a process: the matcher behind it takes megabytes
    stamp = _stamp()
    with _lock:
        if _kept is None or _kept[0] != stamp:
            _kept = stamp, _build()
        return _kept[1]


@transaction.atomic
def load_catalogue(catalogue: extract.Catalogue) -> tuple[int, int]:
    """Bring the rows up to the shipped catalogue; gives how many companies are new and how many changed.

    ``ValueError`` names a company whose sector there is none of: pages have a word and a colour for those we know.
    """
    _check_sectors(catalogue)
    rows = {row.slug: row for row in Company.objects.all()}
    own = _made_by_people()
    made = changed = 0
    for company in catalogue.companies.values():
        wanted = _fields_of(company)
        row = rows.get(company.slug)
        if row is None:
            rows[company.slug] = Company.objects.create(slug=company.slug, **wanted)
            made += 1
            continue
        differing = {
            name: value for name, value in wanted.items() if getattr(row, name) != value and name not in row.held
        }
        if differing:
            if row.pk in own:
                row.held |= {name: differing.pop(name) for name in list(differing) if _says(row, name)}
            for name, value in differing.items():
                setattr(row, name, value)
            row.save(update_fields=[*differing, "held", "changed_at"])
            changed += 1
    _load_names(catalogue, rows)
    _load_owners(catalogue, rows)
    return made, changed


def load_sources(rows: list[dict[str, str]]) -> int:
    """Make the sources and feeds of ``sources.csv`` that are not there yet; gives how many feeds are new."""
    made = 0
    now = datetime.now(UTC)
    for row in rows:
        source, _ = Source.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "name": row["name"],
                "site_url": row["site_url"],
                "host": host_of(row["site_url"]),
                "kind": row["kind"],
                "country": row["country"],
                "language": row["language"],
                "topics_only": row["topics_only"] == "yes",
                "note": row["note"],
            },
        )
        known = Feed.objects.filter(url=row["feed_url"]).exists()
        moved = any(row["feed_url"] in feed.old_urls for feed in source.feeds.all())
        if row["feed_url"] and not known and not moved:
            first = now + timedelta(seconds=random.uniform(0, FIRST_POLLS))  # noqa: S311 - jitter
            Feed.objects.create(source=source, url=row["feed_url"], next_poll_at=first)
            made += 1
    return made


def host_of(url: str) -> str:
    """An address's host, lower case, without ``www.``; empty when there is none, or none that a name server knows."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return host if len(host) <= HOST_LIMIT else ""


def _stamp() -> tuple[Any, ...]:
    """Differs whenever a row that the reader's catalogue rests on was added, changed, retired or deleted.

    Every article asks, so ``changed_at`` has an index in each table: without it this takes as long as reading one.
    """
    tables = [table._meta.db_table for table in (Company, CompanyName, Ownership, IgnoredName)]
    asked = ", ".join(f"(SELECT MAX(changed_at) FROM {name}), (SELECT COUNT(*) FROM {name})" for name in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")  # one round trip, since every article asks; the names are our own
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def _build() -> extract.Catalogue:
    names: dict[int, list[extract.Name]] = defaultdict(list)
    owners: dict[int, list[extract.Owner]] = defaultdict(list)
    for name in CompanyName.objects.filter(retired_at__isnull=True).order_by("company_id", "pk"):
        names[name.company_id].append(
            extract.Name(name.text, name.kind, name.needs_context, name.since, name.until)  # type: ignore[arg-type]
        )
    for link in Ownership.objects.select_related("owner").order_by("company_id", "pk"):
        owners[link.company_id].append(extract.Owner(link.owner.slug, link.since, link.until))
    return extract.make_catalogue(
        (
            extract.Company(
                slug=row.slug,
                name=row.name,
                sector=row.sector,
                country=row.country,
                names=tuple(names[row.pk]),
                owners=tuple(owners[row.pk]),
                website=row.website,
                note=row.note,
            )
            for row in Company.objects.filter(merged_into__isnull=True).order_by("slug")
        ),
        IgnoredName.objects.values_list("key", flat=True),
    )


def _fields_of(company: extract.Company) -> dict[str, str]:
    fields = {name: getattr(company, name) for name in FIELDS}
    fields["sector"] = company.sector or Company.Sector.OTHER.value
    fields["native_name"] = next((name.text for name in company.names if name.kind == "native"), "")
    fields["ticker"] = next((name.text for name in company.names if name.kind == "ticker"), "")
    return fields


def _check_sectors(catalogue: extract.Catalogue) -> None:
    for company in catalogue.companies.values():
        if company.sector and company.sector not in Company.Sector.values:
            known = ", ".join(Company.Sector.values)
            raise ValueError(f"{company.slug}: there is no sector {company.sector!r}; write one of {known}, or nothing")


def _made_by_people() -> set[int]:
    """Companies whose names are all a person's: the catalogue has never known them."""
    named = CompanyName.objects.filter(company=OuterRef("pk"))
    unknown = Company.objects.filter(Exists(named), ~Exists(named.filter(origin=CATALOGUE)))
    return set(unknown.values_list("pk", flat=True))


def _says(row: Company, name: str) -> bool:
    """Whether a company's field says anything; "other" as a sector says as little as an empty country."""
    return getattr(row, name) not in ("", Company.Sector.OTHER)


def _load_names(catalogue: extract.Catalogue, rows: dict[str, Company]) -> None:
    present: dict[tuple[int, str], CompanyName] = {
        (name.company_id, name.text): name for name in CompanyName.objects.filter(company__in=rows.values())
    }
    fresh: list[CompanyName] = []
    for company in catalogue.companies.values():
        row = rows[company.slug]
        if row.merged_into_id is not None:
            continue
        for name in company.names:
            known = present.get((row.pk, name.text))
            if known is None:
                known = CompanyName(company=row, text=name.text, kind=name.kind, needs_context=name.needs_context)
                known.since, known.until = name.since, name.until
                present[row.pk, name.text] = known
                fresh.append(known)
            elif known.origin == CATALOGUE and known.needs_context != name.needs_context and not known.held:
                known.needs_context = name.needs_context
                known.save(update_fields=["needs_context", "changed_at"])
    CompanyName.objects.bulk_create(fresh, batch_size=500)


def _load_owners(catalogue: extract.Catalogue, rows: dict[str, Company]) -> None:
    known = set(Ownership.objects.values_list("company", "owner", "since"))
    for company in catalogue.companies.values():
        row = rows[company.slug]
        if "owners" in row.held or row.merged_into_id is not None:
            continue  # a person corrected them, or they went over to the company that stays
        for owner in company.owners:
            holder = rows[owner.slug].survivor() if owner.slug in rows else row
            if holder.pk != row.pk and (row.pk, holder.pk, owner.since) not in known:
                known.add((row.pk, holder.pk, owner.since))
                Ownership.objects.create(company=row, owner=holder, since=owner.since, until=owner.until)
