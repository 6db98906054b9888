"""How two companies are connected: the shortest chains of deals between them, each step with its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import OuterRef, Subquery
from rapidfuzz import fuzz, process, utils

from articles.extract.claims import DEALS
from articles.models import Claim, Company, CompanyName, Partnership, Party
from articles.models.claim import Stage

LIVE = (Stage.ACTIVE, Stage.EXPANDED)
LONGEST = 8
"""Steps after which two companies count as unconnected."""
LOOKED_AT = 200_000
"""Ties looked at before giving up."""
WAYS = 3
"""Chains shown when several are as short."""


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

    Breadth first from both ends, always on from the side with fewer companies at its rim: one query a step, at most
    `LONGEST`, and three for the deals and their evidence.
    """
    if start == end:
        return Paths([])
    chains, given_up = _search(start.pk, end.pk, live_only=live_only)
    if not chains:
        return Paths([], given_up)
    pairs = {pair for chain in chains for pair in pairwise(chain)}
    deals = _find_deals(pairs, live_only=live_only)
    chains = [chain for chain in chains if all(frozenset(pair) in deals for pair in pairwise(chain))]
    chains = sorted(chains, key=lambda chain: _weakest(chain, deals), reverse=True)[:WAYS]
    companies = Company.objects.in_bulk({company for chain in chains for company in chain})
    shown = [deals[frozenset(pair)] for chain in chains for pair in pairwise(chain)]
    claims = Claim.objects.select_related("article__source").defer("article__text", "article__html").in_bulk(
        [rows[0].best_claim for rows in shown if rows[0].best_claim]  # type: ignore[attr-defined]
    )  # fmt: skip
    return Paths([_make_way(chain, companies, deals, claims) for chain in chains])


Chain = tuple[int, ...]


def _search(start: int, end: int, *, live_only: bool) -> tuple[list[Chain], bool]:
    """Up to some dozens of the shortest chains, and whether the search was given up."""
    before: tuple[dict[int, set[int]], dict[int, set[int]]] = ({start: set()}, {end: set()})
    rims = [{start}, {end}]
    looked_at = 0
    for _step in range(LONGEST):
        side = 0 if len(rims[0]) <= len(rims[1]) else 1
        if not rims[side]:
            return [], False
        found: dict[int, set[int]] = defaultdict(set)
        for company, other in _ties_of(rims[side], live_only=live_only):
            looked_at += 1
            if other not in before[side]:
                found[other].add(company)
        before[side].update(found)
        rims[side] = set(found)
        meeting = rims[side] & before[1 - side].keys()
        if meeting:
            return _chains(meeting, before), False
        if looked_at > LOOKED_AT:
            return [], True
    return [], True


def _ties_of(companies: Iterable[int], *, live_only: bool) -> Iterable[tuple[int, int]]:
    ties = Party.objects.filter(company__in=list(companies), kind__in=sorted(DEALS))
    ties = ties.filter(stage__in=LIVE) if live_only else ties.exclude(stage=Stage.DENIED)
    return ties.order_by().values_list("company", "other").distinct()[: LOOKED_AT + 1]


def _chains(meeting: Iterable[int], before: tuple[dict[int, set[int]], dict[int, set[int]]]) -> list[Chain]:
    """Whole chains through the companies where both searches met; at most sixty, in a fixed order."""
    chains: list[Chain] = []
    for middle in sorted(meeting):
        heads = _walk_back(middle, before[0])
        tails = _walk_back(middle, before[1])
        chains += [(*head[::-1], *tail[1:]) for head in heads for tail in tails]
        if len(chains) >= 60:
            break
    return chains[:60]


def _walk_back(company: int, before: dict[int, set[int]]) -> list[Chain]:
    """From a company back to where the search began; at most eight ways."""
    ways: list[Chain] = [(company,)]
    while before[ways[0][-1]]:
        ways = [(*way, previous) for way in ways for previous in sorted(before[way[-1]])][:8]
    return ways


def _find_deals(pairs: Iterable[tuple[int, int]], *, live_only: bool) -> dict[frozenset[int], list[Partnership]]:
    """Pair → its deals, the best known first, each naming its best claim. One query."""
    wanted = {frozenset(pair) for pair in pairs}
    ids = {company for pair in wanted for company in pair}
    best = Claim.objects.standing().filter(partnership=OuterRef("pk")).order_by("-confidence", "on", "pk").values("pk")
    rows = Partnership.objects.filter(a__in=ids, b__in=ids, kind__in=sorted(DEALS)).select_related("a", "b")
    rows = rows.filter(stage__in=LIVE) if live_only else rows.exclude(stage=Stage.DENIED)
    found: dict[frozenset[int], list[Partnership]] = defaultdict(list)
    for row in rows.annotate(best_claim=Subquery(best[:1])).order_by(
        "-reviewed", "-reports_count", "-confidence", "pk"
    ):
        pair = frozenset((row.a_id, row.b_id))
        if pair in wanted:
            found[pair].append(row)
    return dict(found)


def _weakest(chain: Chain, deals: dict[frozenset[int], list[Partnership]]) -> tuple[float, float]:
    """How sure the least sure step is, and all together: a chain is as good as its weakest link."""
    sure = [max(row.confidence for row in deals[frozenset(pair)]) for pair in pairwise(chain)]
    return round(min(sure), 3), sum(sure)


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
