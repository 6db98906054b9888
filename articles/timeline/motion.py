"""Companies in motion: those with more deals of late than their own average."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from articles.ledger import Ints, Ledger, read_ledger
from articles.models import Company

YEARS = 4
"""The years before the last one that make up a company's own average."""
LEAST = 2


@dataclass(frozen=True, slots=True)
class Motion:
    """``deals`` in the last twelve months against ``usual``, its average a year over the `YEARS` before."""

    company: Company
    deals: int
    usual: float


def find_motion(today: date, *, limit: int = 8) -> list[Motion]:
    """Companies with at least `LEAST` deals in twelve months and more than their own average, the busiest first."""
    ledger, year = read_ledger(), timedelta(days=365)
    recent = _count_sides(ledger, today - year, today)
    usual = _count_sides(ledger, today - year * (1 + YEARS), today - year) / YEARS
    gain = np.where(recent >= LEAST, recent - usual, 0)
    order = [int(pk) for pk in np.lexsort((np.arange(len(gain)), -gain))[:limit] if gain[pk] > 0]
    companies = Company.objects.for_lists().in_bulk(order)
    return [Motion(companies[pk], int(recent[pk]), float(usual[pk])) for pk in order if pk in companies]


def _count_sides(ledger: Ledger, after: date, until: date) -> Ints:
    """Deals first shown after one day until another, by company id; a deal counts for both of its companies."""
    inside = ledger.deals & (ledger.days > after.toordinal()) & (ledger.days <= until.toordinal())
    return np.bincount(np.concatenate([ledger.a[inside], ledger.b[inside]]), minlength=len(ledger.sectors))
