"""Companies and ties → places, sizes and labels on a canvas that stretches to any screen.

Places are percent of the canvas, sizes are pixels: on a telephone the dots stay as big as a finger while the space
between them shrinks. Which names fit is worked out for two canvases, `WIDE` and `NARROW`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, pi, sin, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from articles.models import Company, NodePosition
from articles.network.graph import Network, Tie

Canvas = tuple[int, int]
WIDE: Canvas = (880, 610)
NARROW: Canvas = (320, 420)
"""Pixels of the canvas on a desk and on a telephone."""
MARGIN = 4.0
"""Percent kept free at each border."""
LEAST, MOST = 4.0, 18.0
"""Radii in pixels of a company with one deal and of the one with most (`MANY` at least)."""
MANY = 9
"""Deals that make the biggest dot where nobody has more: among companies with one deal each, none looks big."""
MAJOR = 12
"""Companies whose names are set bold at most: those with more deals than any that is not."""
SIDES = ("right", "left", "under", "over", "over right", "under right", "over left", "under left")
"""Where a name may stand beside its dot, the best first."""
STRAIGHT = 4
"""So many of them stand beside, under or over; the rest stand aslant, for companies whose name must be somewhere."""
EVERY_SIDE = 60
"""Companies whose names may stand aslant: the biggest."""
ASLANT = 0.7
"""How far from a dot's middle a name begins that stands aslant, in radii: on its rim."""
LETTER = 7.2
"""Pixels a letter takes at the labels' size, bold ones too."""
LINE = 13

Place = tuple[float, float]
Floats = NDArray[np.float64]


class Node(NamedTuple):
    """``x``, ``y`` in percent, ``r`` in pixels. ``label``: where its name stands (`SIDES`); empty: it does not fit.

    ``major`` sets its name bold; ``narrow``: the name fits on a telephone too.
    """

    company: Company
    x: float
    y: float
    r: float
    deals: int
    partners: int
    label: str
    major: bool
    narrow: bool


class Line(NamedTuple):
    """A tie as a line between two nodes, ``a`` before ``b`` by slug; ``weight`` 1 to 3 by the number of its deals."""

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
    center = network.center.id if network.center else None
    most = max([MANY, *(network.deals.get(row.id, 0) for row in network.companies if row.id != center)])
    radii = {row.id: _radius(network.deals.get(row.id, 0), most) for row in network.companies}
    labels = fit_labels(network.companies, places, radii)
    narrow = fit_labels(network.companies, places, radii, NARROW, labels)
    ranked = sorted((network.deals.get(row.id, 0) for row in network.companies), reverse=True)
    common = ranked[MAJOR] if len(ranked) > MAJOR else 0
    nodes = [
        Node(
            company=row,
            x=places[row.id][0],
            y=places[row.id][1],
            r=radii[row.id],
            deals=network.deals.get(row.id, 0),
            partners=network.partners.get(row.id, 0),
            label=labels.get(row.id, ""),
            major=network.deals.get(row.id, 0) > common,
            narrow=row.id in narrow,
        )
        for row in network.companies
    ]
    by_id = {node.company.id: node for node in nodes}
    lines = [_make_line(tie, by_id[tie.a.id], by_id[tie.b.id]) for tie in network.ties]
    return Drawing(nodes, sorted(lines, key=_order_line))


def _make_line(tie: Tie, one: Node, other: Node) -> Line:
    a, b = (one, other) if one.company.slug < other.company.slug else (other, one)
    return Line(tie, a, b, min(tie.deals, 3))


def _order_line(line: Line) -> tuple[int, str, str, str]:
    """The strongest last: they lie on top. Then those of one company together, which packs well."""
    return line.weight, line.a.company.slug, line.tie.stage, line.b.company.slug


def _radius(deals: int, most: int) -> float:
    """Areas grow with the number of deals; in halves of a pixel, which nobody sees and which pack well."""
    return round(2 * (LEAST + (MOST - LEAST) * sqrt(min(deals, most) / max(most, 1)))) / 2


def _arrange(network: Network) -> dict[int, Place]:
    """Company id → place in percent: as stored, or in rings around the one in the middle."""
    stored: dict[int, Place] = {
        pk: (x, y)
        for pk, x, y in NodePosition.objects.filter(company__among=[row.id for row in network.companies]).values_list(
            "company", "x", "y"
        )
    }
    places = add_missing(stored, [row.id for row in network.companies], network.ties)
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
    if all(pk in stored for pk in ids):
        return places
    neighbour: dict[int, int] = {}
    for tie in ties:
        for one, other in ((tie.a.id, tie.b.id), (tie.b.id, tie.a.id)):
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


def fit_labels(
    companies: Sequence[Company],
    places: Mapping[int, Place],
    radii: Mapping[int, float],
    canvas: Canvas = WIDE,
    sides: Mapping[int, str] | None = None,
) -> dict[int, str]:
    """Company id → one of `SIDES` for names that cover neither another nor a dot, the biggest first.

    ``sides`` leaves each company only the side given there, or none. Cost: companies shown squared, in arrays; 300 of
    them take some milliseconds.
    """
    if not companies:
        return {}
    ids = [row.id for row in companies]
    spots = np.array([places[pk] for pk in ids]).T * np.array([[canvas[0]], [canvas[1]]]) / 100
    sizes = np.array([radii[pk] for pk in ids])
    boxes = _label_boxes(spots, sizes, np.array([_label_width(row.name) for row in companies]))
    free = _find_free(boxes, np.vstack([spots - sizes, spots + sizes]), canvas)
    free[EVERY_SIDE:, STRAIGHT:] = False
    labels: dict[int, str] = {}
    # Left, top, right, bottom in pixels of the names as they are set.
    taken = np.full((4, len(ids)), np.inf)
    for number, side in zip(*(places.tolist() for places in np.nonzero(free)), strict=True):
        box, wanted = boxes[:, number, side], sides is None or sides.get(ids[number]) == SIDES[side]
        if wanted and ids[number] not in labels and not _cover(taken[:, : len(labels)], box).any():
            taken[:, len(labels)] = box
            labels[ids[number]] = SIDES[side]
    return labels


def _label_boxes(spots: Floats, radii: Floats, widths: Floats) -> Floats:
    """Left, top, right, bottom in pixels of each company's name on each of `SIDES`: 4 × companies × sides."""
    x, y = spots
    right, down = x + ASLANT * radii, y + ASLANT * radii
    before, up = x - ASLANT * radii - widths, y - ASLANT * radii - LINE
    left = np.stack(
        [x + radii + 2, x - radii - 2 - widths, x - widths / 2, x - widths / 2, right, right, before, before], axis=1
    )
    top = np.stack([y - LINE / 2, y - LINE / 2, y + radii + 1, y - radii - 1 - LINE, up, down, up, down], axis=1)
    return np.stack([left, top, left + widths[:, None], top + LINE])


def _find_free(boxes: Floats, dots: Floats, canvas: Canvas) -> NDArray[np.bool_]:
    """Which boxes, by company and side, lie within the canvas and on no dot but that of their owner."""
    left, top, right, bottom = boxes
    inside = (left >= 0) & (right <= canvas[0]) & (top >= 0) & (bottom <= canvas[1])
    covered = _cover(dots, boxes[..., None])
    owners = np.arange(len(covered))
    covered[owners, :, owners] = False
    free: NDArray[np.bool_] = inside & ~covered.any(axis=2)
    return free


def _cover(boxes: Floats, box: Floats) -> NDArray[np.bool_]:
    """Which of the boxes, one a column, cover a box, or each of several."""
    left, top, right, bottom = box
    found: NDArray[np.bool_] = (boxes[0] < right) & (boxes[2] > left) & (boxes[1] < bottom) & (boxes[3] > top)
    return found


def _label_width(name: str) -> float:
    return LETTER * (len(name) if name.isascii() else sum(1 if char < "\u2e80" else 1.9 for char in name)) + 4
