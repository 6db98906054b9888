"""Drawing of charts: they have hundreds of marks, too many for a template's tags, so they are put together here.

Everything that comes from a row is escaped; numbers are written with a point whatever the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape  # Django's own is for lazy texts too, and three times as slow

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from articles.models.claim import Kind, Stage
from articles.templatetags.dates import when_words
from articles.templatetags.newsdash import drawn_name, named, pair_url, percent
from articles.timeline.facets import Facets, Year
from articles.timeline.heatmap import Row
from articles.timeline.lanes import Lane, Lanes, Mark

register = template.Library()

CROSSED = 1.5
"""Percent of the width under which a beginning and an end would cover each other: the end alone is drawn."""
YEAR_TALL = 64
"""Pixels of the tallest column of years."""
HEAD = (
    '<svg x="{x}%" y="-7" overflow="visible"><circle class="head" cy="7" r="7"/>'
    '<use href="#stage-{shape}" x="-7" width="14" height="14"/></svg>'
)
END = '<svg x="{x}%" y="-7" overflow="visible"><use href="#stage-ended" x="-7" width="14" height="14"/></svg>'
BAR = '<rect class="{what}" x="{x}%" y="-4" width="{width}%" height="8"{more}/>'
HIT = '<svg x="{x}%" y="-8" overflow="visible"><rect class="hit" x="-12" width="24" height="16"/></svg>'
REACH = (
    '<rect class="reach" x="{x}%" y="-8" width="{width}%" height="16"/>'
    '<svg x="{end}%" y="-8" overflow="visible"><rect class="reach" x="-12" width="30" height="16"/></svg>'
)
"""What can be pointed at besides the head: all of the bar, and the gap before the name."""
NAME = '<svg x="{x}%" overflow="visible"><text x="{dx}" y="4"{anchor}>{name}</text></svg>'


@register.simple_tag
def draw_lanes(lanes: Lanes, base: str) -> SafeString:
    """Every lane: whose it is, a link to ``base`` where the lane has a query, else to its page; its marks as links."""
    words = _labels(get_language())
    return mark_safe("".join(_draw_lane(lane, base, words) for lane in lanes.lanes))


def _draw_lane(lane: Lane, base: str, words: Mapping[str, str]) -> str:
    name = escape(named(lane.company))
    address = f"{base}?{escape(lane.query)}" if lane.query else lane.company.get_absolute_url()
    marks = "".join(_draw_mark(mark, words) for mark in lane.marks)
    return (
        f'\n  <div class="lane">\n    <div class="who"><a href="{address}">{name}</a></div>\n'
        f'    <svg height="{lane.height}" role="group" aria-label="{name}">{marks}</svg>\n  </div>'
    )


@lru_cache(maxsize=8)
def _labels(language: str | None) -> dict[str, str]:
    """What kinds and stages are called in the language that is active."""
    return {str(choice.value): str(choice.label) for choices in (Kind, Stage) for choice in choices}


def _draw_mark(mark: Mark, words: Mapping[str, str]) -> str:
    deal = mark.deal
    label = escape(describe_mark(mark, words))
    pieces = [HIT.format(x=mark.x)]
    if mark.end > mark.x:
        pieces.append(REACH.format(x=mark.x, end=mark.end, width=round(mark.end - mark.x, 2)))
    if mark.soft:
        pieces.append(BAR.format(what="soft", x=mark.x, width=mark.soft, more=' mask="url(#soften)"'))
    if mark.solid > mark.soft:
        pieces.append(
            BAR.format(what="solid", x=round(mark.x + mark.soft, 2), width=round(mark.solid - mark.soft, 2), more="")
        )
    if mark.tail:
        pieces.append(BAR.format(what="tail", x=mark.told, width=mark.tail, more=""))
    ended = deal.stage == Stage.ENDED
    if not ended or mark.end - mark.x > CROSSED:
        pieces.append(HEAD.format(x=mark.x, shape=Stage.ACTIVE.value if ended else deal.stage))
    if ended:
        pieces.append(END.format(x=mark.end))
    if mark.label:
        left = mark.label == "left"
        pieces.append(NAME.format(
            x=mark.x if left else mark.end, dx=-11 if left else 11, anchor=' text-anchor="end"' if left else "",
            name=escape(drawn_name(mark.other))))  # fmt: skip
    hollow = " hollow" if mark.hollow else ""
    return (
        f'<a class="mark k-{deal.kind}{hollow}" href="{pair_url(deal.a.slug, deal.b.slug)}" aria-label="{label}">'
        f'<title>{label}</title><g style="transform:translateY({mark.y}px)">{"".join(pieces)}</g></a>'
    )


def describe_mark(mark: Mark, words: Mapping[str, str]) -> str:
    """What a mark says, in words: both companies, kind, stage and days."""
    deal = mark.deal
    days = when_words(deal.first)
    if deal.ended:
        days = _("%(first)s until %(last)s") % {"first": days, "last": when_words(deal.ended)}
    doubt = ", " + _("unsure: %(n)s %%") % {"n": percent(deal.confidence)} if deal.unsure else ""
    return f"{named(deal.a)} – {named(deal.b)}: {words[deal.kind]}, {words[deal.stage]}, {days}{doubt}"


@register.simple_tag
def draw_cells(row: Row, base: str) -> SafeString:
    """The cells of one row of a heat-map: a number and a link in every filled one."""
    company = escape(named(row.company))
    return mark_safe("".join(
        f'<td class="l{cell.level}"><a href="{base}?{escape(cell.query)}" aria-label="{company}, {cell.quarter.name}: '
        f'{_count(cell.count)}">{cell.count}</a></td>' if cell.count else "<td></td>"
        for cell in row.cells
    ))  # fmt: skip


@register.simple_tag
def draw_years(facets: Facets, base: str) -> SafeString:
    """The histogram of years: a column a year, each a link to that year alone."""
    return mark_safe("".join(_draw_year(year, base) for year in facets.years))


def _draw_year(year: Year, base: str) -> str:
    # A telephone shows the last two digits alone.
    earlier = "≤" if year.earlier else ""
    short = f"<small>{earlier}{year.year // 100}</small>{year.year % 100:02}"
    return (
        f'<li class="{"" if year.inside else "out"}"><a href="{base}?{escape(year.query)}" data-year="{year.year}" '
        f'aria-label="{earlier}{year.year}: {_count(year.count)}"><b>{year.count or ""}</b>'
        f'<i style="height:{year.height * YEAR_TALL // 100}px"></i><span>{short}</span></a></li>'
    )


@register.simple_tag
def count_undated(lanes: Lanes) -> str:
    """ "2 deals: date unknown"."""
    unknown = _("date unknown")
    return f"{_count(lanes.undated)}: {unknown}"


def _count(deals: int) -> str:
    return escape(ngettext("%(n)s deal", "%(n)s deals", deals) % {"n": deals})
