"""What a network shows → GraphML and GEXF, for Gephi, yEd, Cytoscape and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from articles.network.drawing import WIDE, Drawing, Node

if TYPE_CHECKING:
    import networkx as nx

FORMATS = {"graphml": "application/graphml+xml", "gexf": "application/gexf+xml"}
"""Format → its media type."""
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters XML 1.0 has no way to write."""


def write_graph(drawing: Drawing, form: str, site: str) -> bytes:
    """The drawing's companies and ties as a file. ``form`` is a key of `FORMATS`; ``site`` begins every address.

    Companies bear name, sector, country, deals and their place; ties bear kinds, stage, days, deals and the address of
    the page with the evidence.
    """
    import networkx as nx  # noqa: PLC0415 - eleven megabytes that only this needs

    graph = _make_graph(drawing, site, with_places=form == "gexf")
    out = BytesIO()
    writer = nx.write_gexf if form == "gexf" else nx.write_graphml
    writer(graph, out, encoding="utf-8")
    return out.getvalue()


def _make_graph(drawing: Drawing, site: str, *, with_places: bool) -> nx.Graph[str]:
    import networkx as nx  # noqa: PLC0415 - as above

    graph: nx.Graph[str] = nx.Graph()
    for node in drawing.nodes:
        graph.add_node(_clean(node.company.slug), **_describe(node, site, with_places=with_places))
    for line in drawing.lines:
        tie = line.tie
        graph.add_edge(
            _clean(tie.a.slug),
            _clean(tie.b.slug),
            kinds=_join(tie.kinds),
            stage=str(tie.stage),
            since=tie.since.isoformat() if tie.since else "",
            until=tie.until.isoformat() if tie.until else "",
            deals=tie.deals,
            reports=tie.reports,
            url=f"{site}{reverse('partnership', args=sorted((tie.a.slug, tie.b.slug)))}",
        )
    return graph


def _describe(node: Node, site: str, *, with_places: bool) -> dict[str, Any]:
    row = node.company
    said: dict[str, Any] = {
        "label": _clean(row.name),
        "native_name": _clean(row.native_name),
        "sector": row.sector,
        "country": row.country,
        "deals": node.deals,
        "url": f"{site}{row.get_absolute_url()}",
    }
    # GEXF has words of its own for places; in GraphML they are data like any other. The picture's y runs downwards.
    x, y = round(node.x * WIDE[0] / 100, 1), round((100 - node.y) * WIDE[1] / 100, 1)
    if with_places:
        said["viz"] = {"position": {"x": x, "y": y, "z": 0.0}, "size": node.r}
    else:
        said |= {"x": x, "y": y}
    return said


def _join(words: Iterable[str]) -> str:
    return "; ".join(map(str, words))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
