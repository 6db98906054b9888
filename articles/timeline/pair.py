"""The life of one pair: every deal between two companies, claim by claim, and what nobody has said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from articles.models import Byline, Claim, Company, Mention, Partnership
from articles.models.claim import Kind, Stage

CLAIMS = 400
"""Claims shown for one pair at most, the newest left out last; a pair with more has them counted, not listed."""


@dataclass(frozen=True, slots=True)
class Report:
    """One claim as first told, the marks in its sentence, and the reprints of it.

    ``marks``: (start, end, what) in the evidence, what is ``a``, ``b`` or ``cue``; sorted, without overlap.
    """

    claim: Claim
    marks: list[tuple[int, int, str]]
    reprints: list[Claim]

    @property
    def told(self) -> date | None:
        return self.claim.article.published


@dataclass(frozen=True, slots=True)
class Life:
    """One kind of deal between the pair: its row, its reports in the order told, what nobody says."""

    row: Partnership
    reports: list[Report]
    unknown: list[str]

    @property
    def articles(self) -> int:
        return len({claim.article_id for report in self.reports for claim in (report.claim, *report.reprints)})

    @property
    def reprints(self) -> int:
        return sum(len(report.reprints) for report in self.reports)


def find_lives(a: Company, b: Company) -> list[Life]:
    """All deals between two companies, the oldest first. Four queries, whatever their number."""
    rows = list(
        Partnership.objects.filter(Q(a=a, b=b) | Q(a=b, b=a)).select_related("a", "b").order_by("shown_on", "pk")
    )
    people = Prefetch("article__bylines", Byline.objects.select_related("author"))
    claims = list(
        Claim.objects.standing()
        .filter(partnership__in=[row.pk for row in rows])
        .select_related("article__source", "a", "b")
        .defer("article__text", "article__html", "article__cut")
        .prefetch_related(people)
        .order_by("article__published", "article_id", "start")[:CLAIMS]
    )
    mentions = _find_mentions(claims, (a, b))
    lives = []
    for row in rows:
        reports = _join_reprints([claim for claim in claims if claim.partnership_id == row.pk], row, mentions)
        lives.append(Life(row, reports, find_unknown(row, reports)))
    return lives


def _find_mentions(claims: Sequence[Claim], pair: tuple[Company, Company]) -> dict[int, list[Mention]]:
    """Where the two companies stand in the claims' articles: article id → mentions. One query."""
    found: dict[int, list[Mention]] = {}
    rows = Mention.objects.filter(article__in={claim.article_id for claim in claims}, company__in=pair)
    for mention in rows.exclude(place="title").order_by("start"):
        found.setdefault(mention.article_id, []).append(mention)
    return found


def _join_reprints(claims: Iterable[Claim], row: Partnership, mentions: dict[int, list[Mention]]) -> list[Report]:
    """Claims in the order told → reports: a claim of a story that was told before is a reprint of the first one."""
    reports: dict[tuple[str, int], Report] = {}
    for claim in claims:
        story = claim.article.story_id
        key = ("story", story) if story else ("article", claim.article_id)
        if key in reports:
            reports[key].reprints.append(claim)
        else:
            reports[key] = Report(claim, mark_claim(claim, row, mentions.get(claim.article_id, [])), [])
    return list(reports.values())


def mark_claim(claim: Claim, row: Partnership, mentions: Iterable[Mention]) -> list[tuple[int, int, str]]:
    """Where the pair's names and the words that told stand in a claim's sentence."""
    marks = []
    length = len(claim.evidence)
    for mention in mentions:
        start, end = mention.start - claim.start, mention.end - claim.start
        if 0 <= start < end <= length:
            marks.append((start, end, "a" if mention.company_id == row.a_id else "b"))
    start, end = claim.cue_start - claim.start, claim.cue_end - claim.start
    if claim.cue_end and 0 <= start < end <= length and not any(s < end and start < e for s, e, _what in marks):
        marks.append((start, end, "cue"))
    return sorted(marks)


def find_unknown(row: Partnership, reports: Sequence[Report]) -> list[str]:
    """What no report says, in sentences."""
    said = []
    if row.first_on is None and reports:
        said.append(_("No report says when it began; the day shown is that of the first report."))
    elif row.first_precision not in ("", "day"):
        said.append(_("The day it began is not known, only the %(width)s.") % {"width": _width(row)})
    if row.stage == Stage.ENDED and row.ended_on is None:
        said.append(_("It has ended, but no report says when."))
    if row.stage in (Stage.RUMOURED, Stage.PLANNED):
        said.append(_("No report says that it has begun."))
    if row.stage in (Stage.ACTIVE, Stage.EXPANDED) and row.last_on:
        said.append(_("Whether it still goes on is not known beyond the latest report."))
    if row.kind in (Kind.INVESTMENT, Kind.ACQUISITION) and row.amount is None:
        said.append(_("No report gives the amount."))
    if not row.subject:
        said.append(_("No report says what it is about."))
    if len(reports) == 1:
        said.append(_("Only one independent report says so."))
    return said


def _width(row: Partnership) -> str:
    return str(row.get_first_precision_display())
