"""How two companies are connected: the shortest chains of deals between them, each step with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from django.db.models import OuterRef, Subquery
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils

from articles.extract.claims import DEALS
from articles.ledger import STAGES, Ints, Ledger, read_ledger
from articles.models import Claim, Company, CompanyName, Partnership, Party
from articles.models.claim import Stage

LIVE = (Stage.ACTIVE, Stage.EXPANDED)
LONGEST = 8
"""Steps after which two companies count as unconnected."""
WAYS = 3
"""Chains shown when several are as short."""
CHAINS = 60
"""Chains looked at for the best known ones."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one company to the next, by the deals between them, the best known first; ``claim`` shows the first."""

    start: Company
    end: Company
    deals: list[Partnership]
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class Paths:
    """Equally short chains, the best known first; none when the two are not connected. ``given_up``: it was too far."""

    ways: list[list[Step]]
    given_up: bool = False

    @property
    def steps(self) -> int:
        return len(self.ways[0]) if self.ways else 0


def find_paths(start: Company, end: Company, *, live_only: bool) -> Paths:
    """The shortest chains of deals from one company to another.

    Breadth first from both ends in the ledger, always on from the side with fewer companies at its rim, `LONGEST` steps
    at most; then three queries for the companies, the deals and their evidence.
    """
    if start == end:
        return Paths([])
    ties = _find_ties(read_ledger(), live_only=live_only)
    chains, given_up = _search(ties, start.pk, end.pk)
    if not chains:
        return Paths([], given_up)
    chains = sorted(chains, key=lambda chain: _weakest(chain, ties), reverse=True)[:WAYS]
    deals = _read_deals({pk for chain in chains for pair in pairwise(chain) for pk in ties.deals_of(*pair)})
    # The ledger may name a deal for some minutes after it was deleted.
    chains = [chain for chain in chains if all(frozenset(pair) in deals for pair in pairwise(chain))]
    companies = Company.objects.for_lists().in_bulk({company for chain in chains for company in chain})
    shown = [deals[frozenset(pair)] for chain in chains for pair in pairwise(chain)]
    claims = Claim.objects.select_related("article__source").defer("article__text", "article__html").in_bulk(
        [rows[0].best_claim for rows in shown if rows[0].best_claim]  # type: ignore[attr-defined]
    )  # fmt: skip
    return Paths([_make_way(chain, companies, deals, claims) for chain in chains])


Chain = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """Every deal that may be a step, from both of its sides: entries of the arrays belong together.

    Those of one company stand side by side, from its entry in ``first`` (by company id) on.
    """

    starts: Ints
    ends: Ints
    ids: Ints
    confidence: NDArray[np.float64]
    first: Ints
    size: int

    def of(self, company: int) -> slice:
        """The places of one company's ties."""
        return slice(int(self.first[company]), int(self.first[company + 1]))

    def between(self, one: int, other: int) -> Ints:
        places = self.of(one)
        found: Ints = np.flatnonzero(self.ends[places] == other) + places.start
        return found

    def deals_of(self, one: int, other: int) -> list[int]:
        """Ids of a pair's deals."""
        return [int(pk) for pk in self.ids[self.between(one, other)]]


_kept: dict[bool, tuple[Ledger, Ties]] = {}


def _find_ties(ledger: Ledger, *, live_only: bool) -> Ties:
    """All of a ledger's ties; as long as it is the same one, sorted but once."""
    kept = _kept.get(live_only)
    if kept is None or kept[0] is not ledger:
        kept = _kept[live_only] = ledger, _make_ties(ledger, live_only=live_only)
    return kept[1]


def _make_ties(ledger: Ledger, *, live_only: bool) -> Ties:
    denied, live = STAGES.index(Stage.DENIED), [STAGES.index(stage) for stage in LIVE]
    may = ledger.deals & (np.isin(ledger.stages, live) if live_only else ledger.stages != denied)
    a, b, ids, sure = ledger.a[may], ledger.b[may], ledger.ids[may], ledger.confidence[may]
    starts, ends = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.argsort(starts, kind="stable")
    places = order % len(ids) if len(ids) else order  # a deal's second side follows half of the entries after its first
    size = len(ledger.sectors)
    first = np.searchsorted(starts[order], np.arange(size + 1))
    return Ties(starts[order], ends[order], ids[places], sure[places], first, size)


def _search(ties: Ties, start: int, end: int) -> tuple[list[Chain], bool]:
    """Up to some dozens of the shortest chains, and whether the search was given up."""
    if max(start, end) >= ties.size:
        return [], False  # younger than the ledger, and so without a deal in it
    rims = [np.array([start]), np.array([end])]
    steps = [_begin(ties, start), _begin(ties, end)]
    for _step in range(LONGEST):
        side = 0 if len(rims[0]) <= len(rims[1]) else 1
        if not len(rims[side]):
            return [], False
        rims[side] = _go_on(ties, rims[side], steps[side])
        meeting = rims[side][steps[1 - side][rims[side]] >= 0]
        if len(meeting):
            return _chains(ties, meeting.tolist(), steps), False
    return [], True


def _begin(ties: Ties, company: int) -> Ints:
    """By company id: how many steps away it is; -1: not reached yet."""
    steps = np.full(ties.size, -1, np.int64)
    steps[company] = 0
    return steps


def _go_on(ties: Ties, rim: Ints, steps: Ints) -> Ints:
    """One step farther: notes the newly reached companies in ``steps`` and gives them."""
    inside = np.zeros(ties.size, np.bool_)
    inside[rim] = True
    reached = np.zeros(ties.size, np.bool_)
    reached[ties.ends[inside[ties.starts]]] = True
    fresh = np.flatnonzero(reached & (steps < 0))
    steps[fresh] = steps[rim[0]] + 1
    return fresh


def _chains(ties: Ties, meeting: Sequence[int], steps: Sequence[Ints]) -> list[Chain]:
    """Whole chains through the companies where both searches met; at most `CHAINS`, in a fixed order."""
    chains: list[Chain] = []
    for middle in meeting:
        heads, tails = (_walk_back(ties, middle, side) for side in steps)
        chains += [(*head[::-1], *tail[1:]) for head in heads for tail in tails]
        if len(chains) >= CHAINS:
            break
    return chains[:CHAINS]


def _walk_back(ties: Ties, company: int, steps: Ints) -> list[Chain]:
    """From a company back to where the search began; at most eight ways."""
    ways: list[Chain] = [(company,)]
    for left in range(int(steps[company]) - 1, -1, -1):
        ways = [(*way, previous) for way in ways for previous in _partners_at(ties, way[-1], steps, left)][:8]
    return ways


def _partners_at(ties: Ties, company: int, steps: Ints, distance: int) -> list[int]:
    """A company's partners that are so many steps away, by id."""
    partners = np.unique(ties.ends[ties.of(company)])
    return [int(pk) for pk in partners[steps[partners] == distance][:8]]


def _weakest(chain: Chain, ties: Ties) -> tuple[float, float]:
    """How sure the least sure step is, and all together: a chain is as good as its weakest link."""
    sure = [float(ties.confidence[ties.between(*pair)].max()) for pair in pairwise(chain)]
    return round(min(sure), 3), sum(sure)


def _read_deals(ids: Iterable[int]) -> dict[frozenset[int], list[Partnership]]:
    """Pair → its deals, the best known first, each naming its best claim. One query."""
    best = Claim.objects.standing().filter(partnership=OuterRef("pk")).order_by("-confidence", "on", "pk").values("pk")
    rows = Partnership.objects.filter(pk__in=list(ids)).select_related("a", "b")
    found: dict[frozenset[int], list[Partnership]] = defaultdict(list)
    for row in rows.annotate(best_claim=Subquery(best[:1])).order_by(
        "-reviewed", "-reports_count", "-confidence", "pk"
    ):
        found[frozenset((row.a_id, row.b_id))].append(row)
    return found


def _make_way(
    chain: Chain,
    companies: dict[int, Company],
    deals: dict[frozenset[int], list[Partnership]],
    claims: dict[int, Claim],
) -> list[Step]:
    way = []
    for start, end in pairwise(chain):
        rows = deals[frozenset((start, end))]
        claim = claims.get(rows[0].best_claim)  # type: ignore[attr-defined]
        way.append(Step(companies[start], companies[end], rows, claim))
    return way


def suggest_companies(text: str, *, limit: int = 5) -> list[Company]:
    """Companies whose names look most like what was typed, for "did you mean". Two queries."""
    names = dict(
        CompanyName.objects.filter(retired_at=None, company__merged_into=None).values_list("pk", "text").order_by("pk")
    )
    close = process.extract(
        text[:100], names, scorer=fuzz.QRatio, processor=utils.default_process, limit=limit * 4, score_cutoff=60
    )
    rows = CompanyName.objects.select_related("company").in_bulk([key for _text, _score, key in close])
    found = dict.fromkeys(rows[key].company for _text, _score, key in close)
    return list(found)[:limit]


def find_connected(companies: Sequence[Company]) -> set[int]:
    """Which of these have any deal at all. One query."""
    parties = Party.objects.filter(company__in=companies, kind__in=sorted(DEALS))
    return set(parties.order_by().values_list("company", flat=True).distinct())
