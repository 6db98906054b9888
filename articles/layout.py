"""Where companies stand in the drawn network: worked out in the background, stored, the same on every drawing.

`place_companies` places those that have deals and no place yet and moves nobody else. Only when a fifth of them are
new does everybody move a little (``relax``), starting from where they stand. Which companies wait is a query.

The biggest `CORE` companies are laid out by networkx's spring layout (Fruchterman and Reingold, 1991), which costs the
square of their number; the others stand around the middle of their partners. Afterwards each axis is stretched so that
every company has room by its number of deals: the sixty biggest then fill the canvas as evenly as all of them do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import cos, log1p, pi, sin, sqrt
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from articles.extract.claims import DEALS
from articles.models import Company, NodePosition, Partnership

if TYPE_CHECKING:
    import networkx as nx

CORE = 450
"""Companies that are laid out exactly; networkx needs its sparse method, and scipy, from 500 on."""
RELAX_FROM = 0.2
SEED = 7
FIRST_STEPS, RELAX_STEPS = 120, 15
GOLDEN = 0.618034

Place = tuple[float, float]
Weights = Mapping[tuple[int, int], int]
"""Two company ids, the smaller first → their number of deals."""


def unplaced() -> QuerySet[Company]:
    """Companies with deals that have no place yet."""
    return Company.objects.filter(
        position__isnull=True, merged_into__isnull=True, parties__kind__in=sorted(DEALS)
    ).distinct()


def place_companies(*, relax: bool = False, fresh: bool = False) -> int:
    """Give a place to every company that has deals and none; gives how many places were written.

    ``relax`` moves everybody a little towards a better place, ``fresh`` forgets the old places. Idempotent otherwise.
    """
    weights = read_weights()
    sizes = _sizes(weights)
    old: dict[int, Place] = (
        {} if fresh else {pk: (x, y) for pk, x, y in NodePosition.objects.values_list("company", "x", "y")}
    )
    new = sizes.keys() - old.keys()
    if not new and not relax:
        return 0
    step = lay_out if relax or len(new) >= RELAX_FROM * len(sizes) else add_places
    places = step(weights, old)
    changed = {pk: place for pk, place in places.items() if old.get(pk) != place}
    NodePosition.objects.bulk_create(
        [NodePosition(company_id=pk, x=x, y=y) for pk, (x, y) in changed.items()],
        batch_size=500, update_conflicts=True, unique_fields=["company"], update_fields=["x", "y", "placed_at"],
    )  # fmt: skip
    return len(changed)


def read_weights() -> Weights:
    """How many deals each pair of companies has, whatever became of them. One query over all deals."""
    weights: Counter[tuple[int, int]] = Counter()
    pairs = Partnership.objects.filter(kind__in=sorted(DEALS)).order_by().values_list("a_id", "b_id")
    for a, b in pairs.iterator(10_000):
        weights[min(a, b), max(a, b)] += 1
    return weights


def _sizes(weights: Weights) -> Counter[int]:
    """Company → deals."""
    sizes: Counter[int] = Counter()
    for (a, b), deals in weights.items():
        sizes[a] += deals
        sizes[b] += deals
    return sizes


def lay_out(weights: Weights, start: Mapping[int, Place]) -> dict[int, Place]:
    """Places in the unit square for every company, starting from ``start``. The same input gives the same places.

    The companies that hang together lie in the middle; pairs and trios without a tie to them along the border.
    """
    import networkx as nx  # noqa: PLC0415 - eleven megabytes that a worker needs once an hour

    sizes = _sizes(weights)
    core = {pk for pk, _deals in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:CORE]}
    graph = _graph(weights, core)
    graph = graph.subgraph(max(nx.connected_components(graph), key=len, default=set()))
    known = {pk: start[pk] for pk in graph if pk in start}
    steps = RELAX_STEPS if len(known) > len(graph) / 2 else FIRST_STEPS
    found = nx.spring_layout(
        graph, pos=known or None, iterations=steps, seed=SEED, k=1.6 / sqrt(max(len(graph), 1)), weight="weight"
    )
    places = spread({int(pk): (float(x), float(y)) for pk, (x, y) in found.items()}, sizes)
    return add_places(weights, places)


def add_places(weights: Weights, old: Mapping[int, Place]) -> dict[int, Place]:
    """The old places in the unit square, and new ones: near the middle of a company's partners, else at the border.

    The biggest come first, so that small ones find their partners placed.
    """
    sizes = _sizes(weights)
    partners: dict[int, list[int]] = {}
    for a, b in weights:
        partners.setdefault(a, []).append(b)
        partners.setdefault(b, []).append(a)
    found = dict(old)
    for pk in sorted((pk for pk in sizes if pk not in old), key=lambda pk: (-sizes[pk], pk)):
        near = [found[other] for other in partners[pk] if other in found]
        found[pk] = _beside(near, pk) if near else _at_border(pk)
    return found


def _beside(near: Sequence[Place], pk: int) -> Place:
    angle = pk * pi * (3 - sqrt(5))  # the golden angle: neighbours in number do not land on each other
    reach = 0.03 + 0.05 * ((pk * GOLDEN) % 1)
    x, y = (sum(place[axis] for place in near) / len(near) for axis in (0, 1))
    return _clip(x + reach * cos(angle)), _clip(y + reach * sin(angle))


def _at_border(pk: int) -> Place:
    """A point of the square's border, walked around by the golden ratio so that no two are near."""
    side, along = divmod(4 * ((pk * GOLDEN) % 1), 1)
    return ((along, 0.0), (1.0, along), (1 - along, 1.0), (0.0, 1 - along))[int(side)]


def _clip(share: float) -> float:
    """Into the square: what would lie outside is mirrored at the border, so that it does not land on its neighbour."""
    inside = -share if share < 0 else 2 - share if share > 1 else share
    return min(max(round(inside, 4), 0.0), 1.0)


def _graph(weights: Weights, core: set[int]) -> nx.Graph[int]:
    import networkx as nx  # noqa: PLC0415 - as above

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(sorted(core))
    graph.add_weighted_edges_from(
        (a, b, log1p(deals)) for (a, b), deals in sorted(weights.items()) if a in core and b in core
    )
    return graph


def spread(places: Mapping[int, Place], sizes: Mapping[int, int]) -> dict[int, Place]:
    """The same order along each axis, every company with room by its size: places in the unit square."""
    if not places:
        return {}
    axes = [_spread_axis({pk: place[axis] for pk, place in places.items()}, sizes) for axis in (0, 1)]
    return {pk: (axes[0][pk], axes[1][pk]) for pk in places}


def _spread_axis(along: Mapping[int, float], sizes: Mapping[int, int]) -> dict[int, float]:
    """One axis from 0 to 1: mostly by how much company stands before, a little by distance, so that clusters stay."""
    order = sorted(along, key=lambda pk: (along[pk], pk))
    total = sum(sizes.get(pk, 1) for pk in order) or 1
    # A few companies with one tie fly far out; nine tenths of them set the scale.
    low, high = along[order[len(order) // 20]], along[order[-1 - len(order) // 20]]
    before, found = 0.0, {}
    for pk in order:
        size = sizes.get(pk, 1)
        even = (before + size / 2) / total
        far = min(max((along[pk] - low) / ((high - low) or 1), 0.0), 1.0)
        found[pk] = round(0.06 + 0.88 * (0.75 * even + 0.25 * far), 4)
        before += size
    return found
