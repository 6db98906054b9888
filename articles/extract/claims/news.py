"""What an article's own news is and on which day: which claims are part of it, and which only recall or describe."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from articles.extract.claims.cues import REPORT_VERBS, Stage
from articles.extract.claims.pairs import party_key
from articles.extract.claims.patterns import Candidate
from articles.extract.claims.recalls import Recall
from articles.extract.claims.study import Studied
from articles.extract.dates import DateSpan, When
from articles.extract.sentences import Sentence

CompanyPair = frozenset[str]
"""Two companies by their keys, in no order."""


@dataclass(slots=True)
class Story:
    """What the claims of one article share: its text, its day, the day of its news, and whom the news is about."""

    text: str
    day: date | None
    news: When | None
    lead_pairs: set[CompanyPair] = field(default_factory=set)


def pair_of(candidate: Candidate) -> CompanyPair:
    """The two companies a candidate is about."""
    return frozenset({party_key(candidate.a), party_key(candidate.b)})


_LEAD = 2
"""Sentences with a company that may name the day of the news."""
_FRESH = 10
"""Days from the news to the article."""


_OF_ANOTHER = re.compile(
    r"['’]s (?!(?:\w+ )?(?:announcement|news|deal|agreement|statement|release|event|report|order)\b)"
)
"""What follows a day that is only mentioned: "34 percent more than Friday's close"."""
_TOLD = re.compile(r"\b(?:said|announced|told|disclosed|revealed|reported|unveiled|confirmed|presented)\b[^.;]{0,30}$")


def find_news_day(
    text: str,
    dates: Sequence[DateSpan],
    studied: Sequence[Studied],
    sentences: Sequence[Sentence],
    *,
    recalls: Iterable[Recall],
    published: date | None,
) -> When | None:
    """The day of the article's own news, else the day it was published.

    It is the day on which the first paragraph says that it was told, which the first sentences with a company name, or
    on which the first paragraphs say that the deal was made ("The papers were signed on Monday").
    """
    lead = next((sentence.end for sentence in reversed(sentences) if sentence.paragraph == 0), 0)
    opening = dates[: bisect_left(dates, lead, key=lambda span: span.start)]
    spans = [span for span in opening if _TOLD.search(text, max(0, span.start - 60), span.start)]
    spans += [span for one in studied[:_LEAD] for span in one.dates]
    spans = [span for span in spans if not span.bound and span.role in {"", "after"}]
    days = [span.when for span in spans if not _OF_ANOTHER.match(text, span.end)]
    days += [recall.when for recall in recalls if sentences[recall.number].paragraph <= 1]
    for when in days:
        near = published is None or 0 <= (published - when.first).days <= _FRESH
        if near and (when.precision == "day" or (published is None and when.precision == "month")):
            return when
    return When(published) if published is not None else None


def news_for(story: Story, one: Studied, candidate: Candidate, stage: Stage) -> When | None:
    """The day of the article's news when the candidate is part of it: in its lead, about the lead's pair, or a plan."""
    if is_background(candidate) or is_lasting(candidate) or is_known(candidate):
        return None
    more = goes_on(one)
    if is_standing(candidate) and not more:
        return None
    pair = pair_of(candidate)
    if one.sentence.paragraph <= 1:
        story.lead_pairs.add(pair)
        return story.news
    group = candidate.group
    if more or (group is not None and _adds_news(candidate, stage)):
        return story.news
    of_the_lead = any(pair & lead for lead in story.lead_pairs)
    return story.news if pair in story.lead_pairs or (stage == "planned" and of_the_lead) else None


_MORE_NEWS = frozenset({"separately", "also", "additionally", "elsewhere"})
"""Words that open one more piece of the day's news."""
_DEAL = (
    r"(?:agreement|deal|pact|contract|accord|plan|partnership|alliance|arrangement|mou|terms|memorandum|cooperation|"
    r"collaboration|tie-up|transaction|venture|announcement|investment|news|takeover|acquisition|settlement)\b"
)
_OF_THE_DEAL = re.compile(
    rf"(?:under|as part of|in return for|along with|alongside|according to|as per|by|with) "
    rf"(?:the|this|its|that|their) (?:\w+ )?{_DEAL}|in (?:addition|return|exchange)\b"
    rf"|the {_DEAL} (?:also )?(?:provides|calls|foresees|includes|covers|envisages|gives|means|lets|allows)\b"
)
_ALSO_SAID = re.compile(
    r"(?:\S+ ){1,4}also (?:said|announced|disclosed|reported|revealed|told|confirmed|has|have|agreed|plans|will|signed|"
    r"unveiled)\b"
)
_OPENING = 9
"""Words that show how a sentence goes on from the ones before it."""


def goes_on(one: Studied) -> bool:
    """Whether a sentence goes on with the day's news: "Separately, …", "Under the agreement …", "GM also said …"."""
    words = [token.low for token in one.skeleton.tokens[:_OPENING]]
    if words[0] in _MORE_NEWS:
        return True
    opening = " ".join(words)
    return _OF_THE_DEAL.match(opening) is not None or _ALSO_SAID.match(opening) is not None


def _adds_news(candidate: Candidate, stage: Stage) -> bool:
    """ "now uses", "said that it would buy": told of today wherever it stands."""
    assert candidate.group is not None
    return "now" in candidate.group.words or (stage == "planned" and _is_reported(candidate))


_HAPPENS = frozenset({"become", "win", "make", "name", "choose", "pick", "appoint", "welcome", "sign"})
"""Verbs that tell when somebody came to be a partner, a customer, a shareholder."""


def is_background(candidate: Candidate) -> bool:
    """Claims that tell what is, not what happened: never dated by the day of the news."""
    if candidate.kind in {"competitor", "ownership"}:
        return True
    happens = candidate.group is not None and candidate.group.main in _HAPPENS
    return candidate.rule.startswith("relation/") and not happens


_FORMING = REPORT_VERBS | {
    "sign", "strike", "agree", "begin", "start", "enter", "form", "date", "close", "ink", "establish", "create",
    "set up", "found", "plan", "launch",
}  # fmt: skip
_SOME = frozenset({"a", "an", "new", "first", "planned", "no", "any"})
_THE = frozenset({"its", "their", "the", "our"})
_REACH = 5
"""Words from an article or owner to its noun."""


def is_known(candidate: Candidate) -> bool:
    """ "its joint venture with Aptiv", "the venture of SoftBank and Toyota": a child the reader is told of as known."""
    if candidate.kind != "joint_venture" or not candidate.rule.startswith("noun/"):
        return False
    if candidate.group is not None and candidate.group.main in _FORMING:
        return False
    here = candidate.level.tokens
    place = next((k for k, token in enumerate(here) if token is candidate.cue), 0)
    for token in reversed(here[max(0, place - _REACH) : place]):
        if token.low in _SOME:
            return False
        if token.possessive or token.low in _THE:
            return True
    return False


_HOLDING = frozenset({"hold", "own", "keep", "retain", "back", "fund", "finance"})
_CHOOSING = frozenset(
    {"tap", "pick", "choose", "select", "enlist", "hire", "order", "opt", "name", "commission", "turn"}
)
"""What is chosen is news also in the present tense of a headline; what is used is not."""


def is_lasting(candidate: Candidate) -> bool:
    """ "has been working", "has already sold", "had sold": told as known, so not the news of the day."""
    group = candidate.group
    if group is None:
        return False
    words = group.words
    if candidate.kind == "investment" and group.main in _HOLDING:
        holds = not group.infinitive and len(words) == 1 and group.form in {"s", "base"}
        if holds or group.reduced:  # "the startup backed by Ford"
            return True
    perfect = words[:2] in {("has", "been"), ("have", "been"), ("had", "been")} and not group.passive
    return perfect or "already" in words or (words[0] == "had" and not _is_reported(candidate))


def is_standing(candidate: Candidate) -> bool:
    """ "uses its sensors": what goes on, unless a deal is said to provide for it."""
    group = candidate.group
    if group is None or candidate.kind != "supply":
        return False
    return group.form == "s" and len(group.words) == 1 and group.main not in _CHOOSING


def _is_reported(candidate: Candidate) -> bool:
    """ "disclosed that it had bought": in the past's past only because somebody tells it."""
    assert candidate.group is not None
    before = [group for group in candidate.level.groups if group.last < candidate.group.first]
    return bool(before) and before[-1].main in REPORT_VERBS and before[-1].form == "ed"
