"""Tags of the pages: marks of kinds and stages, navigation, marked-up evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles import scripts
from articles.extract.claims import DEALS
from articles.models import Company
from articles.models.claim import Kind, Stage
from articles.reasons import say_reason
from articles.timeline.filters import Filters, Scope

register = template.Library()

NAVIGATION = (
    ("home", gettext_lazy("Home"), "h"),
    ("timeline", gettext_lazy("Timeline"), "t"),
    ("companies", gettext_lazy("Companies"), "c"),
    ("network", gettext_lazy("Network"), "n"),
    ("path", gettext_lazy("Path"), "p"),
    ("compare", gettext_lazy("Compare"), "m"),
    ("sources", gettext_lazy("Sources"), "s"),
    ("desk", gettext_lazy("Desk"), "d"),
    ("help", gettext_lazy("Help"), "e"),
)
"""Pages of the main navigation: address name, label, and the key after ``g``. Those without an address are left out."""
STAFF_ONLY = frozenset({"desk"})
THEMES = ("auto", "light", "dark")


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[dict[str, Any]]:
    """The pages that exist, as ``{"name", "label", "url", "key", "here"}``."""
    request = context.get("request")
    user = getattr(request, "user", None)
    here = getattr(getattr(request, "resolver_match", None), "url_name", "")
    pages = []
    for name, label, key in NAVIGATION:
        if name in STAFF_ONLY and not (user and user.is_staff):
            continue
        if url := find_url(name):
            pages.append({"name": name, "label": label, "url": url, "key": key, "here": name == here})
    return pages


@register.simple_tag
def find_url(name: str) -> str:
    """The address of a page without parameters, or nothing where this site has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The look this reader chose: ``light``, ``dark``, or ``auto`` to follow the machine's."""
    request = context.get("request")
    chosen = request.COOKIES.get("theme", "") if isinstance(request, HttpRequest) else ""
    return chosen if chosen in THEMES else "auto"


def in_chinese() -> bool:
    """Whether this page is in Chinese."""
    return (get_language() or "").startswith("zh")


@register.filter
def named(company: Company) -> str:
    """A company's name; on a page in Chinese in both scripts where the Chinese one is known: "百度 Baidu"."""
    chinese = scripts.chinese_name(company) if in_chinese() else ""
    return f"{chinese} {company.name}" if chinese and chinese not in company.name else company.name


def drawn_name(company: Company) -> str:
    """A company's name where there is room for one only, as in a drawing: the Chinese one on a page in Chinese."""
    return (scripts.chinese_name(company) if in_chinese() else "") or company.name


@register.simple_tag
def native_name(company: Company) -> SafeString:
    """The name in the company's own script, marked with its language, unless `named` has said it already."""
    said = in_chinese() and company.native_name == scripts.chinese_name(company)
    return _mark_language("" if said else company.native_name, company.country)


@register.simple_tag
def mark_language(code: str) -> SafeString:
    """`` lang="de"`` for a text in another language than the page's, so that it is read aloud as what it is."""
    here = (get_language() or "").partition("-")[0]
    return format_html(' lang="{}"', code) if code and code.partition("-")[0].lower() != here else SafeString("")


@register.simple_tag
def other_script(company: Company) -> SafeString:
    """The name to stand beside the Latin one: on a page in Chinese the Chinese one, else the company's own."""
    chinese = scripts.chinese_name(company) if in_chinese() else ""
    return _mark_language(chinese or company.native_name, company.country)


def _mark_language(name: str, country: str) -> SafeString:
    if not name:
        return SafeString("")
    language = scripts.language_of(name, country)
    return format_html(
        ' <span class="quiet"{}>{}</span>', format_html(' lang="{}"', language) if language else "", name
    )


@register.filter
def reason(text: str) -> str:
    """A sentence stored in English, such as why a feed waits, in the reader's language."""
    return say_reason(text)


@register.filter
def country_name(code: str) -> str:
    """Two letters → the country's name in the reader's language; the letters where nobody knows better."""
    return str(_locale(get_language() or "en").territories.get(code, code))


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


STAGE_SHAPES = {
    Stage.RUMOURED: '<circle cx="8" cy="8" r="5" class="line dotted"/>',
    Stage.PLANNED: '<circle cx="8" cy="8" r="5" class="line"/>',
    Stage.ACTIVE: '<circle cx="8" cy="8" r="5.5" class="fill"/>',
    Stage.EXPANDED: '<circle cx="8" cy="8" r="3.5" class="fill"/><circle cx="8" cy="8" r="6.5" class="line"/>',
    Stage.ENDED: '<path d="M3.5 3.5l9 9m0-9l-9 9" class="line thick"/>',
    Stage.DENIED: '<circle cx="8" cy="8" r="5.5" class="line"/><path d="M4.2 11.8l7.6-7.6" class="line"/>',
}
"""A shape a stage, in a box of 16: told apart without colour. Page and charts use the same ones."""


@register.simple_tag
def stage_shapes() -> SafeString:
    """The shapes as symbols ``stage-…`` for ``<use>``, once a page."""
    return format_html_join(
        "", '<symbol id="stage-{}" viewBox="0 0 16 16">{}</symbol>',
        ((stage.value, mark_safe(shape)) for stage, shape in STAGE_SHAPES.items()),
    )  # fmt: skip


@register.simple_tag
@lru_cache(maxsize=256)
def stage_mark(stage: str, kind: str = "") -> SafeString:
    """The shape of a stage, in the colour of a kind; the stage's word stands beside it or in its title."""
    return format_html(
        '<svg class="shape {}" width="14" height="14" aria-hidden="true"><use href="#stage-{}"/></svg>',
        f"k-{kind}" if kind else "", stage,
    )  # fmt: skip


@register.filter
def stage_label(stage: str) -> str:
    return str(dict(Stage.choices).get(stage, stage))


@register.filter
def kind_label(kind: str) -> str:
    return str(dict(Kind.choices).get(kind, kind))


@register.simple_tag
def show_amount(amount: Decimal | None, currency: str) -> SafeString:
    """ "USD 1.25 billion": in words where that loses nothing, with the full number on hover."""
    if amount is None:
        return format_html("")
    said = {"currency": _currency_name(currency), "amount": amount_words(amount)}
    return format_html('<span title="{} {}">{}</span>', currency, f"{amount:,.2f}", _("%(currency)s %(amount)s") % said)


def _currency_name(code: str) -> str:
    """Three letters as they stand; on a page in Chinese the currency's name, which follows the number: 12.5亿美元."""
    return str(_locale(get_language() or "en").currencies.get(code, code)) if in_chinese() else code


MAGNITUDES = {
    "en": ((Decimal(10**9), "%(n)s billion"), (Decimal(10**6), "%(n)s million")),
    "zh": ((Decimal(10**8), "%(n)s亿"), (Decimal(10**4), "%(n)s万")),
}
"""The words for big numbers by language. They are no translations of each other: Chinese counts in ten thousands."""


def amount_words(amount: Decimal) -> str:
    """An amount in billions or millions when three decimals are enough for it, else with all its digits."""
    for size, words in MAGNITUDES["zh" if in_chinese() else "en"]:
        share = amount / size
        if share >= 1 and share * 1000 == int(share * 1000):
            return words % {"n": f"{share.normalize():,f}"}
    return f"{amount:,.2f}".removesuffix(".00")


@register.filter
def percent(share: float) -> int:
    """0.873 → 87."""
    return round(100 * share)


@register.filter
def mark_evidence(text: str, marks: Sequence[tuple[int, int, str]]) -> SafeString:
    """A sentence with its marks, (start, end, what) without overlap, as ``<b class="what">``; all else is escaped."""
    pieces: list[tuple[SafeString]] = []
    at = 0
    for start, end, what in marks:
        if start < at:
            continue
        pieces.append((format_html('{}<b class="name-{}">{}</b>', text[at:start], what, text[start:end]),))
        at = end
    pieces.append((format_html("{}", text[at:]),))
    return format_html_join("", "{}", pieces)


@register.simple_tag
def weekly_sparkline(values: Sequence[int], total: int) -> SafeString:
    """The entries of each week, said to a screen reader as their sum."""
    return sparkline(values, _("%(n)s entries in %(weeks)s weeks") % {"n": total, "weeks": len(values)})


@register.simple_tag
def sparkline(values: Iterable[int], label: str) -> SafeString:
    """Numbers over time as thin columns; ``label`` says to a screen reader what is seen."""
    values = list(values)
    peak = max(values, default=0) or 1
    heights = [max(1, 20 * value / peak) for value in values]
    # Numbers alone: a page of feeds has a thousand of these columns.
    bars = mark_safe("".join(
        f'<rect x="{6 * i}" y="{20 - height:.3g}" width="4" height="{height:.3g}"/>' for i, height in enumerate(heights)
    ))  # fmt: skip
    width = max(6 * len(values) - 2, 4)
    return format_html(
        '<svg class="spark" role="img" aria-label="{}" viewBox="0 0 {} 20" width="{}" height="20">{}</svg>', label,
        width, width, bars,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def here(context: template.Context) -> str:
    """This page's path and query, for forms that come back to it."""
    request = context.get("request")
    return request.get_full_path() if isinstance(request, HttpRequest) else "/"


@register.simple_tag
def deal_kinds() -> list[tuple[str, str]]:
    """Kinds that are deals, as (value, label): what charts show unless rivalries or ownership are asked for."""
    return [(kind.value, str(kind.label)) for kind in Kind if kind.value in DEALS]


@register.simple_tag
def stages() -> list[tuple[str, str]]:
    return [(stage.value, str(stage.label)) for stage in Stage]


@register.simple_tag
def confidence_steps(chosen: int) -> list[int]:
    """Percents to choose from, with the present one among them."""
    return sorted({50, 70, 80, 90} | ({chosen} if chosen else set()))


@register.simple_tag
def active_filters(scope: Scope) -> list[dict[str, str]]:
    """The filters at work as ``{"label", "query"}``: what each is, and the query without it."""
    filters, chips = scope.filters, list[tuple[str, Filters]]()
    if scope.company:
        chips.append((named(scope.company), filters.change(company=filters.counterpart, counterpart="")))
    if scope.counterpart:
        chips.append((_("with %(name)s") % {"name": named(scope.counterpart)}, filters.change(counterpart="")))
    for name, labels in (("kinds", Kind), ("stages", Stage)):
        chosen: tuple[str, ...] = getattr(filters, name)
        for value in chosen:
            rest = tuple(other for other in chosen if other != value)
            chips.append((str(labels(value).label), filters.change(**{name: rest})))
    if filters.sector:
        chips.append((str(Company.Sector(filters.sector).label), filters.change(sector="")))
    if filters.country:
        chips.append((country_name(filters.country), filters.change(country="")))
    chips += _span_chips(filters)
    if scope.source:
        chips.append((_("said by %(source)s") % {"source": scope.source.name}, filters.change(source="")))
    if filters.confidence:
        chips.append((_("at least %(n)s %% sure") % {"n": filters.confidence}, filters.change(confidence=0)))
    if filters.reviewed:
        label = _("reviewed") if filters.reviewed == "yes" else _("not reviewed")
        chips.append((label, filters.change(reviewed="")))
    if filters.words:
        chips.append((f"“{filters.words}”", filters.change(words="")))
    return [{"label": label, "query": rest.query} for label, rest in chips]


def _span_chips(filters: Filters) -> list[tuple[str, Filters]]:
    if filters.since and filters.since == filters.until:
        return [(filters.since, filters.change(since="", until=""))]
    chips = []
    if filters.since:
        chips.append((_("from %(period)s") % {"period": filters.since}, filters.change(since="")))
    if filters.until:
        chips.append((_("until %(period)s") % {"period": filters.until}, filters.change(until="")))
    return chips


@register.simple_tag
def pair_url(a: str, b: str) -> str:
    """The address of a pair, whichever way round it is named."""
    one, other = sorted((a, b))
    return _pair_address(one, other, get_script_prefix())


@lru_cache(maxsize=4_096)
def _pair_address(a: str, b: str, mounted_at: str) -> str:
    """Lists and drawings of one page name the same pairs; ``mounted_at`` is where the site is, which may change."""
    del mounted_at
    return reverse("partnership", args=[a, b])


KIND_HELP = {
    Kind.PARTNERSHIP: gettext_lazy("Two companies work together: tests, fleets, development, a shared service."),
    Kind.SUPPLY: gettext_lazy("The first delivers goods, software or services to the second."),
    Kind.INVESTMENT: gettext_lazy("The first puts money into the second without taking it over."),
    Kind.ACQUISITION: gettext_lazy("The first buys the second, or a part of its business."),
    Kind.JOINT_VENTURE: gettext_lazy("The two own a company together."),
    Kind.COMPETITOR: gettext_lazy("An article calls them rivals. Not a deal: shown only when asked for."),
    Kind.OWNERSHIP: gettext_lazy("The first owns the second. Not a deal: shown only when asked for."),
}
STAGE_HELP = {
    Stage.RUMOURED: gettext_lazy("Unnamed people say so, or it is said to be in talks."),
    Stage.PLANNED: gettext_lazy("Announced for later; no report says that it has begun."),
    Stage.ACTIVE: gettext_lazy("Announced as agreed, or under way."),
    Stage.EXPANDED: gettext_lazy("Enlarged: more places, vehicles or money than before."),
    Stage.ENDED: gettext_lazy("Over: ended, sold, dissolved or called off."),
    Stage.DENIED: gettext_lazy("One of the two says that it is not so."),
}


@register.simple_tag
def help_kinds() -> list[dict[str, Any]]:
    return [{"value": kind.value, "label": kind.label, "text": KIND_HELP[kind]} for kind in Kind]


@register.simple_tag
def help_stages() -> list[dict[str, Any]]:
    return [{"value": stage.value, "label": stage.label, "text": STAGE_HELP[stage]} for stage in Stage]
