"""A text with companies and claims marked in place: from offsets, with everything escaped."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Claim, Mention


@dataclass(frozen=True, slots=True)
class Span:
    """``start:end`` of the text; ``claims`` ids for a sentence, else ``url`` of the company meant (or none)."""

    start: int
    end: int
    claims: tuple[int, ...] = ()
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    html: SafeString
    claims: tuple[int, ...]


def find_spans(claims: Iterable[Claim], mentions: Iterable[Mention], length: int) -> list[Span]:
    """Claims (one span a sentence, however many rest on it) and mentions → spans within a text of this length."""
    sentences: dict[tuple[int, int], list[int]] = {}
    for claim in claims:
        sentences.setdefault((claim.start, claim.end), []).append(claim.pk)
    spans = [Span(start, end, claims=tuple(found)) for (start, end), found in sentences.items()]
    for mention in mentions:
        if mention.place != "title":
            company = mention.company
            url, title = (company.get_absolute_url(), company.name) if company else ("", mention.name)
            spans.append(Span(mention.start, mention.end, url=url, title=title))
    return [span for span in spans if 0 <= span.start < span.end <= length]


def mark_paragraphs(text: str, spans: Iterable[Span]) -> list[Paragraph]:
    """Paragraphs of a text as HTML, each span marked where it stands. Linear in the text and its spans."""
    parts = text.split("\n\n")
    starts = list(accumulate((len(part) + 2 for part in parts), initial=0))[:-1]
    inside: list[list[Span]] = [[] for _part in parts]
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        index = bisect_right(starts, span.start) - 1
        while index < len(parts) and starts[index] < span.end:
            inside[index].append(span)
            index += 1
    paragraphs, begun = [], set[int]()
    for part, at, found in zip(parts, starts, inside, strict=True):
        new = dict.fromkeys(pk for span in found for pk in span.claims if pk not in begun)
        begun.update(new)
        if part.strip():
            paragraphs.append(Paragraph(_mark(part, at, found, set(new)), tuple(new)))
    return paragraphs


def _mark(part: str, at: int, spans: Sequence[Span], new: set[int]) -> SafeString:
    """One paragraph: cut at every border of a span, each piece wrapped in what covers it."""
    borders = {0, len(part)}
    for span in spans:
        borders |= {max(span.start - at, 0), min(span.end - at, len(part))}
    cuts = sorted(borders)
    pieces, waiting, covering = [], deque(spans), list[Span]()
    for start, end in pairwise(cuts):
        covering = [span for span in covering if span.end - at > start]
        while waiting and waiting[0].start - at <= start:
            covering.append(waiting.popleft())
        pieces.append((_wrap(part[start:end], covering, new),))
    return format_html_join("", "{}", pieces)


def _wrap(text: str, covering: Sequence[Span], new: set[int]) -> SafeString:
    html = format_html("{}", text)
    for span in covering:
        if span.url:
            html = format_html('<a class="co" href="{}" title="{}">{}</a>', span.url, span.title, html)
            break
        if not span.claims:
            html = format_html('<span class="co new" title="{}">{}</span>', span.title, html)
            break
    claims = [pk for span in covering for pk in span.claims]
    if not claims:
        return html
    anchors = format_html_join("", '<span id="claim-{}" class="anchor"></span>', ((pk,) for pk in claims if pk in new))
    new.difference_update(claims)
    return format_html('<mark data-claims="{}">{}{}</mark>', " ".join(map(str, claims)), anchors, html)
