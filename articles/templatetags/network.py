"""Drawing of the network, its list, and what a search found: put together here, since it is hundreds of marks.

Everything that comes from a row is escaped; numbers are written with a point whatever the language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from html import escape  # Django's own is for lazy texts too, and three times as slow
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from articles.models import Company
from articles.models.claim import Kind, Stage
from articles.network.drawing import ASLANT, Drawing, Line, Node
from articles.search import Snippet
from articles.templatetags.newsdash import STAGE_SHAPES, drawn_name, in_chinese, named, stage_mark

register = template.Library()

Sector = Company.Sector
GROUPS = (
    ("cars", gettext_lazy("carmakers"), (Sector.AUTOMAKER,)),
    ("driving", gettext_lazy("self-driving developers"), (Sector.AV_DEVELOPER,)),
    ("parts", gettext_lazy("suppliers, sensors"), (Sector.SUPPLIER, Sector.SENSORS)),
    ("chips", gettext_lazy("chips"), (Sector.CHIPS,)),
    ("data", gettext_lazy("software, maps, cloud, telecom"),
     (Sector.SOFTWARE, Sector.MAPPING, Sector.CLOUD, Sector.TELECOM)),
    ("rides", gettext_lazy("mobility, logistics, retail"), (Sector.MOBILITY, Sector.LOGISTICS, Sector.RETAIL)),
    ("money", gettext_lazy("investors, insurers"), (Sector.INVESTOR, Sector.INSURER)),
    ("rest", gettext_lazy("alliances and others"), (Sector.ALLIANCE, Sector.PUBLIC, Sector.OTHER)),
)  # fmt: skip
"""Sectors by colour: eight can be told apart, sixteen cannot. The sector itself is in every name read aloud."""
GROUP_OF = {str(sector): name for name, _label, sectors in GROUPS for sector in sectors}
TWICE = 400
"""Ties up to which each is listed with both of its companies."""
_LOOKS: dict[str, str] = {
    Stage.RUMOURED: "r", Stage.PLANNED: "p", Stage.EXPANDED: "e", Stage.ENDED: "x", Stage.DENIED: "d",
}  # fmt: skip
"""A line's class by its stage: a letter, as there are a thousand lines. One that goes on is as lines are."""
_MARK = "0123456789abcdef"  # stands for a slug while an address is taken apart


@register.simple_tag
def draw_network(drawing: Drawing) -> SafeString:
    """Lines, then dots, as the inside of an SVG. Lines are links too, for pointers; the list has them for all."""
    before, after = reverse("company", args=[_MARK]).split(_MARK)
    pair = reverse("partnership", args=[_MARK, _MARK]).split(_MARK)
    slugs = {node.company.slug: escape(node.company.slug) for node in drawing.nodes}
    lines = "".join(_draw_line(line, pair, slugs) for line in drawing.lines)
    sectors = {str(value): str(label) for value, label in Sector.choices}
    words = _("%(name)s, %(sector)s: %(deals)s, tied to %(partners)s shown")
    named, drawn = name_companies(drawing)
    nodes = "".join(
        _draw_node(node, before, after, describe_node(node, name, sectors, words), short)
        for node, name, short in zip(drawing.nodes, named, drawn, strict=True)
    )
    return mark_safe(f'<g class="ties" aria-hidden="true">{lines}</g><g class="nodes">{nodes}</g>')


def _draw_line(line: Line, pair: list[str], slugs: dict[str, str]) -> str:
    a, b = line.a, line.b
    stage = _LOOKS.get(line.tie.stage, "")
    look = f"{stage} w{line.weight}".strip() if line.weight > 1 else stage
    looks = f' class="{look}"' if look else ""
    # In this order what is said of the second company stands together, and so does what is said of the first: the same
    # words come again with every line of theirs, and the drawing is packed a tenth smaller.
    return (
        f'<a tabindex="-1" href="{pair[0]}{slugs[a.company.slug]}{pair[1]}{slugs[b.company.slug]}{pair[2]}">'
        f'<line x2="{b.x:g}%" y2="{b.y:g}%"{looks} x1="{a.x:g}%" y1="{a.y:g}%"/></a>'
    )


_LABELS = {
    "": 'x="{right}" y="4"',
    "right": 'x="{right}" y="4"',
    "left": 'x="-{right}" y="4" class="l"',
    "under": 'y="{under}" class="m"',
    "over": 'y="-{over}" class="m"',
    "over right": 'x="{aslant}" y="-{up}"',
    "under right": 'x="{aslant}" y="{down}"',
    "over left": 'x="-{aslant}" y="-{up}" class="l"',
    "under left": 'x="-{aslant}" y="{down}" class="l"',
}


def name_companies(drawing: Drawing) -> tuple[list[str], list[str]]:
    """What each company is called in words, as `named` says it, and beside its dot, as `drawn_name` does."""
    companies = [node.company for node in drawing.nodes]
    if not in_chinese():  # asked once, not six hundred times
        names = [row.name for row in companies]
        return names, names
    return [named(row) for row in companies], [drawn_name(row) for row in companies]


def _draw_node(node: Node, before: str, after: str, said: str, name: str) -> str:
    row = node.company
    classes = f"mark node g-{GROUP_OF.get(row.sector, 'rest')}"
    classes += f"{'' if node.label else ' unnamed'}{' major' if node.major else ''}"
    classes += " narrow" if node.narrow else ""
    at = _place_label(node.label, node.r)
    return (
        f'<svg x="{node.x:g}%" y="{node.y:g}%"><a href="{before}{escape(row.slug)}{after}" aria-label="{escape(said)}" '
        f'class="{classes}"><circle r="{node.r:g}"/>'
        f"<text {at}>{escape(name)}</text></a></svg>"
    )


@lru_cache(maxsize=1_024)
def _place_label(label: str, radius: float) -> str:
    aslant = ASLANT * radius
    return _LABELS[label].format(
        right=round(radius + 3), under=round(radius + 12), over=round(radius + 4),
        aslant=round(aslant), up=round(aslant + 3), down=round(aslant + 10),
    )  # fmt: skip


def describe_node(node: Node, name: str, sectors: dict[str, str], words: str) -> str:
    """What a dot says, in words; ``words`` are the sentence with its gaps, in the reader's language."""
    language = get_language()
    said = {
        "name": name,
        "sector": sectors.get(node.company.sector, ""),
        "deals": _count_deals(node.deals, language),
        "partners": _count_companies(node.partners, language),
    }
    return words % said


@lru_cache(maxsize=1_024)
def _count_deals(count: int, language: str | None) -> str:
    return ngettext("%(n)s deal", "%(n)s deals", count) % {"n": count}


@lru_cache(maxsize=1_024)
def _count_companies(count: int, language: str | None) -> str:
    return ngettext("%(n)s company", "%(n)s companies", count) % {"n": count}


@register.simple_tag
def list_ties(drawing: Drawing, ego: str) -> SafeString:
    """The same as rows of a table: a company, its deals, and every tie with its stage and year.

    ``ego`` begins the address of a company's own network. More ties than `TWICE` stand with one of their companies
    alone, the one with more deals.
    """
    twice = len(drawing.lines) <= TWICE
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    marks = {stage.value: stage_mark(stage.value) for stage in Stage}
    words = {str(value): escape(str(label)) for value, label in (*Stage.choices, *Kind.choices)}
    names = {
        node.company.id: escape(name) for node, name in zip(drawing.nodes, name_companies(drawing)[0], strict=True)
    }
    pair = reverse("partnership", args=[_MARK, _MARK]).split(_MARK)
    before, after = reverse("company", args=[_MARK]).split(_MARK)
    sectors = {str(value): escape(str(label)) for value, label in Sector.choices}
    around = escape(_("around it"))
    for line in drawing.lines:
        tie = line.tie
        first, second = line.a.company.slug, line.b.company.slug
        said = f"{', '.join(words[kind] for kind in tie.kinds)}; {words[tie.stage]}"
        said += f"; {tie.since.year}" if tie.since else ""
        begin = f'<a href="{pair[0]}{first}{pair[1]}{second}{pair[2]}" title="{said}">{marks[tie.stage]}'
        found[tie.a.id].append((tie.b.name, f"{begin}{names[tie.b.id]}</a>"))
        if twice:
            found[tie.b.id].append((tie.a.name, f"{begin}{names[tie.a.id]}</a>"))
    rows = []
    for node in drawing.nodes:
        row = node.company
        ties = ", ".join(link for _name, link in sorted(found[row.id]))
        rows.append(
            f'<tr data-item><th scope="row"><a href="{before}{row.slug}{after}" data-open>{names[row.id]}</a></th>'
            f'<td>{sectors[row.sector]}</td><td class="number">{node.deals}</td><td>{ties}</td>'
            f'<td><a href="{escape(ego)}{row.slug}">{around}</a></td></tr>'
        )
    return mark_safe("".join(rows))


@register.filter
def listed_once(drawing: Drawing) -> bool:
    """Whether the list names each tie with one of its companies alone."""
    return len(drawing.lines) > TWICE


@register.simple_tag
def sector_groups(drawing: Drawing) -> list[tuple[str, str]]:
    """The colours that occur, with what they stand for."""
    there = {GROUP_OF.get(node.company.sector, "rest") for node in drawing.nodes}
    return [(name, str(label)) for name, label, _sectors in GROUPS if name in there]


@register.simple_tag
def line_stages(drawing: Drawing) -> list[tuple[str, str]]:
    """The dashes that occur, with what they stand for."""
    there = {line.tie.stage for line in drawing.lines}
    return [(stage.value, str(stage.label)) for stage in STAGE_SHAPES if stage.value in there]


@register.filter
def item(values: Sequence[Any], index: int) -> Any:
    """The value at this place."""
    return values[index]


@register.simple_tag
def show_snippet(snippet: Snippet | None) -> SafeString:
    """Some of a text with its matches marked; everything else is escaped."""
    if snippet is None:
        return SafeString("")
    pieces, at = [], 0
    for start, end in snippet.marks:
        pieces.append((snippet.text[at:start], snippet.text[start:end]))
        at = end
    body = format_html_join("", "{}<mark>{}</mark>", pieces)
    before, after = "… " if snippet.cut_before else "", " …" if snippet.cut_after else ""
    return format_html("{}{}{}{}", before, body, snippet.text[at:], after)
