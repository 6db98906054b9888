"""Deals and companies in lists: a page shows dozens with a dozen facts each, so no template puts them together.

Everything that comes from a row is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape  # Django's own is for lazy texts too, and three times as slow

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from articles.extract.claims import SYMMETRIC
from articles.models import Article, Claim, Company, Partnership
from articles.models.claim import Kind, Stage
from articles.templatetags.dates import show_day, show_when
from articles.templatetags.newsdash import (
    country_name,
    mark_language,
    named,
    native_name,
    pair_url,
    percent,
    show_amount,
    stage_mark,
)
from articles.timeline.deals import Deal

register = template.Library()

SUBJECT = 120
"""Characters of what a deal is about that a row of a table shows."""


@register.simple_tag
def draw_deal(deal: Deal) -> SafeString:
    """One deal of a list: its day, its companies, its stage, how well it is known, and the sentence that says it."""
    row = deal.row
    reported, ended = _("reported"), pgettext("before a date", "ended")
    day = show_when(deal.when) if deal.dated or deal.when is None else f"{reported} {show_when(deal.when)}"
    facts: list[str] = [draw_stage(row, title=_("The life of this deal, claim by claim"))]
    if row.ended:
        facts.append(f"<span>{ended} {show_when(row.ended)}</span>")
    if row.amount:
        facts.append(f"<span>{show_amount(row.amount, row.currency)}</span>")
    facts.append(f'<span class="quiet">{_how_known(row)}</span>')
    return mark_safe(
        f'<li class="deal k-{row.kind}" data-item>'
        f'<div class="day">{day}</div>'
        f'<div><div class="pair">{draw_pair(row)}</div><div class="facts">{"".join(facts)}</div>'
        f"{_draw_evidence(deal.claim) if deal.claim else ''}</div></li>"
    )


def _how_known(row: Partnership) -> str:
    """ "3 reports · 87 % sure · reviewed"."""
    said = [
        ngettext("%(n)s report", "%(n)s reports", row.reports_count) % {"n": row.reports_count},
        *([] if row.unsure else [_("%(n)s %% sure") % {"n": percent(row.confidence)}]),
    ]
    return escape(" · ".join([*said, _("reviewed")] if row.reviewed else said))


def _draw_evidence(claim: Claim) -> str:
    article, said = claim.article, _("Brief")
    told = f", {show_day(article.published)}" if article.published else ""
    brief = f' · <span class="brief">{said}</span>' if article.form == Article.Form.BRIEF else ""
    return (
        f'<p class="evidence"{mark_language(article.language)}>{escape(claim.evidence)}</p>'
        f'<p class="from"><a href="{claim.get_absolute_url()}">{escape(str(article.source or article.title))}</a>'
        f"{told}{brief}</p>"
    )


@register.simple_tag
def draw_pair(row: Partnership) -> SafeString:
    """The names of a deal's two companies, with the direction of its kind."""
    if row.kind in SYMMETRIC:
        arrow, said = "–", _("and")
    else:
        arrow, said = "→", pgettext("direction of a deal", "to")
    a, b = (f'<a href="{side.get_absolute_url()}">{escape(named(side))}</a>' for side in (row.a, row.b))
    return mark_safe(
        f'<span class="k-{row.kind}">{a}<span class="arrow" aria-hidden="true"> {arrow} </span>'
        f'<span class="sr"> {said} </span>{b}</span>'
    )


@register.simple_tag
def draw_stage(row: Partnership, title: str = "") -> SafeString:
    """A deal's kind and stage, in words and as a mark: a link to the life of its pair; and that it is unsure."""
    words = _labels(get_language())
    hint = f' title="{escape(title)}"' if title else ""
    address = pair_url(row.a.slug, row.b.slug)
    return mark_safe(
        f'<a class="tag k-{row.kind}" href="{address}" data-open{hint}>{stage_mark(row.stage, row.kind)}'
        f'<span class="kind">{words[row.kind]}</span> {words[row.stage]}</a>{_draw_doubt(row)}'
    )


def _draw_doubt(row: Partnership) -> str:
    if not row.unsure:
        return ""
    said = escape(_("unsure: %(n)s %%") % {"n": percent(row.confidence)})
    return f' <span class="tag doubt" title="{escape(str(_DOUBT))}">{said}</span>'


_DOUBT = gettext_lazy("Read by the machine and seen by nobody; about every second such deal is wrong.")


@lru_cache(maxsize=8)
def _labels(language: str | None) -> dict[str, str]:
    """What kinds and stages are called in the language that is active, escaped."""
    return {str(choice.value): escape(str(choice.label)) for choices in (Kind, Stage) for choice in choices}


@register.simple_tag
def draw_rows(deals: Iterable[Partnership]) -> SafeString:
    """Deals as rows of a table: since when, who with whom and about what, the stage, the number of reports."""
    return mark_safe("".join(
        f'<tr data-item><td>{_draw_since(row)}</td><td>{draw_pair(row)}{_draw_subject(row.subject)}</td>'
        f'<td>{draw_stage(row)}</td><td class="number">{row.reports_count}</td></tr>'
        for row in deals
    ))  # fmt: skip


def _draw_since(row: Partnership) -> str:
    if row.first or not row.reported_on:
        return show_when(row.first)
    reported = _("reported")
    return f'<span class="unknown">{reported} {show_day(row.shown_on)}</span>'


def _draw_subject(subject: str) -> str:
    return f'<br><span class="quiet">{escape(Truncator(subject).chars(SUBJECT))}</span>' if subject else ""


@register.simple_tag
def draw_company(row: Company, deals: int) -> SafeString:
    """One company of a list: its names, sector and country, and how many deals it has."""
    where = _sectors(get_language())[row.sector]
    if row.country:
        where += pgettext("between a sector and a country", ", ") + escape(country_name(row.country))
    count = escape(ngettext("%(n)s deal", "%(n)s deals", deals) % {"n": deals}) if deals else ""
    return mark_safe(
        f'<li data-item><span><a href="{row.get_absolute_url()}" data-open>{escape(named(row))}</a>{native_name(row)}'
        f'<br><span class="small quiet">{where}</span></span><span class="small quiet">{count}</span></li>'
    )


@lru_cache(maxsize=8)
def _sectors(language: str | None) -> dict[str, str]:
    """What sectors are called in the language that is active, escaped."""
    return {str(value): escape(str(label)) for value, label in Company.Sector.choices}
