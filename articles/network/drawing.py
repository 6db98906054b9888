"""Companies and ties → places, sizes and labels on a canvas that stretches to any screen.

Places are percent of the canvas, sizes are pixels: on a telephone the dots stay as big as a finger while the space
between them shrinks. Which names fit is worked out for a canvas of `WIDTH` × `HEIGHT`; narrower screens show fewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import atan2, cos, pi, sin, sqrt

from articles.models import Company, NodePosition
from articles.network.graph import Network, Tie

WIDTH, HEIGHT = 960, 640
MARGIN = 4.0
"""Percent kept free at each border."""
LEAST, MOST = 4.0, 18.0
"""Radii in pixels of a company with one deal and of the one with most (`MANY` at least)."""
MANY = 9
"""Deals that make the biggest dot where nobody has more: among companies with one deal each, none looks big."""
NAMED_ALWAYS = 12
"""Names shown on narrow screens too."""
LETTER = 6.4
"""Pixels a letter takes at the labels' size, on average."""
LINE = 13

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """``x``, ``y`` in percent, ``r`` in pixels. ``label``: "" when its name does not fit, ``left``, ``right``."""

    company: Company
    x: float
    y: float
    r: float
    deals: int
    partners: int
    label: str
    major: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A tie as a line between two nodes; ``weight`` 1 to 3 by the number of its deals."""

    tie: Tie
    a: Node
    b: Node
    weight: int


@dataclass(frozen=True, slots=True)
class Drawing:
    nodes: list[Node]
    lines: list[Line]


def draw(network: Network) -> Drawing:
    """Places, sizes and labels for what a network shows. One query."""
    places = _arrange(network)
    most = max([MANY, *(network.deals.get(row.pk, 0) for row in network.companies if row != network.center)])
    radii = {row.pk: _radius(network.deals.get(row.pk, 0), most) for row in network.companies}
    labels = fit_labels(network.companies, places, radii)
    nodes = [
        Node(
            company=row,
            x=places[row.pk][0],
            y=places[row.pk][1],
            r=radii[row.pk],
            deals=network.deals.get(row.pk, 0),
            partners=network.partners.get(row.pk, 0),
            label=labels.get(row.pk, ""),
            major=rank < NAMED_ALWAYS,
        )
        for rank, row in enumerate(network.companies)
    ]
    by_id = {node.company.pk: node for node in nodes}
    lines = [Line(tie, by_id[tie.a.pk], by_id[tie.b.pk], min(len(tie.deals), 3)) for tie in network.ties]
    # The strongest last: they lie on top.
    return Drawing(nodes, sorted(lines, key=lambda line: (line.weight, line.tie.a.slug, line.tie.b.slug)))


def _radius(deals: int, most: int) -> float:
    """Areas grow with the number of deals."""
    return round(LEAST + (MOST - LEAST) * sqrt(min(deals, most) / max(most, 1)), 1)


def _arrange(network: Network) -> dict[int, Place]:
    """Company id → place in percent: as stored, or in rings around the one in the middle."""
    stored: dict[int, Place] = {
        pk: (x, y)
        for pk, x, y in NodePosition.objects.filter(company__in=network.companies).values_list("company", "x", "y")
    }
    places = add_missing(stored, [row.pk for row in network.companies], network.ties)
    if network.center is not None:
        return arrange_rings(network.center.pk, places)
    return {pk: (_percent(x), _percent(y)) for pk, (x, y) in places.items()}


def _percent(share: float) -> float:
    return round(MARGIN + (100 - 2 * MARGIN) * share, 1)


def add_missing(stored: Mapping[int, Place], ids: Sequence[int], ties: Iterable[Tie]) -> dict[int, Place]:
    """Places for companies the layout has not placed yet: beside the neighbour of theirs that was, else on a spiral.

    Pure, and the same for the same company whatever else is shown, so that nobody moves until the layout has run.
    """
    places = dict(stored)
    neighbour: dict[int, int] = {}
    for tie in ties:
        for one, other in ((tie.a.pk, tie.b.pk), (tie.b.pk, tie.a.pk)):
            if one not in stored and other in stored:
                neighbour.setdefault(one, other)
    for pk in ids:
        if pk in places:
            continue
        angle = pk * pi * (3 - sqrt(5))  # the golden angle: no two of them near each other
        if pk in neighbour:
            x, y = stored[neighbour[pk]]
            reach = 0.07
        else:
            x, y, reach = 0.5, 0.5, 0.5 * sqrt((pk * 0.618034) % 1)
        places[pk] = (_clip(x + reach * cos(angle)), _clip(y + reach * sin(angle)))
    return places


def _clip(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def arrange_rings(center: int, places: Mapping[int, Place]) -> dict[int, Place]:
    """The one company in the middle, the others on up to three rings, in the direction they have in the big picture."""
    x, y = places[center]
    others = sorted(
        (pk for pk in places if pk != center), key=lambda pk: (atan2(places[pk][1] - y, places[pk][0] - x), pk)
    )
    rings = 1 if len(others) <= 14 else 2 if len(others) <= 44 else 3
    found = {center: (50.0, 50.0)}
    for number, pk in enumerate(others):
        angle = 2 * pi * number / len(others) - pi / 2
        reach = 46.0 * (1 - 0.28 * (number % rings))
        found[pk] = (round(50 + reach * cos(angle), 1), round(50 + reach * sin(angle), 1))
    return found


def fit_labels(companies: Sequence[Company], places: Mapping[int, Place], radii: Mapping[int, float]) -> dict[int, str]:
    """Company id → ``right`` or ``left`` for names that cover neither another nor a dot, the biggest first.

    Cost: companies shown squared at worst, 300 of them at most.
    """
    dots = {row.pk: _dot(places[row.pk], radii[row.pk]) for row in companies}
    taken: list[Box] = []
    labels: dict[int, str] = {}
    for row in companies:
        for side in ("right", "left"):
            box = _label_box(row.name, places[row.pk], radii[row.pk], side)
            inside = box[0] >= 0 and box[2] <= WIDTH
            others = (dot for pk, dot in dots.items() if pk != row.pk)
            if inside and not any(meets(box, other) for other in chain(taken, others)):
                labels[row.pk] = side
                taken.append(box)
                break
    return labels


Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


def _dot(place: Place, radius: float) -> Box:
    x, y = place[0] * WIDTH / 100, place[1] * HEIGHT / 100
    return x - radius, y - radius, x + radius, y + radius


def _label_box(name: str, place: Place, radius: float, side: str) -> Box:
    x, y = place[0] * WIDTH / 100, place[1] * HEIGHT / 100
    width = LETTER * sum(1 if char < "\u2e80" else 1.9 for char in name) + 4
    left = x + radius + 2 if side == "right" else x - radius - 2 - width
    return left, y - LINE / 2, left + width, y + LINE / 2


def meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
