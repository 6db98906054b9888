"""Sentences that are stored in English, said in the reader's language: why a feed waits, is silent or cannot be read.

The pure parts (`articles.schedule`, `articles.fetch`, `articles.extract`) know no languages and write plain English,
which is stored with its row. Here each of their sentences stands as a pattern: what fits one is said anew in the
reader's language, with what stood in its gaps; what fits none is shown as it was stored.
"""

from __future__ import annotations

import re

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

SENTENCES = (
    # When a feed is asked again (schedule.py)
    _("the site says that this feed is gone for good"),
    _("the server asks for fewer requests; asked ever more rarely until it answers"),
    _("the server asked for %(span)s of rest"),
    _("failed %(n)s time in a row; asked ever more rarely until it answers"),
    _("failed %(n)s times in a row; asked ever more rarely until it answers"),
    _("the server says it stays the same for %(span)s"),
    _("the feed says (ttl) it stays the same for %(span)s"),
    _("the feed says it is updated every %(span)s"),
    _("nothing is known of its rhythm yet"),
    _("it brings something about every %(span)s"),
    _("the feed asks not to be read on certain hours"),
    _("the feed asks not to be read on %(days)s"),
    _("usually %(rate)s, none for %(span)s"),
    _("less than one a month"),
    _("%(n)s a day"),
    _("%(n)s a week"),
    _("%(n)s a month"),
    _("%(n)s second"),
    _("%(n)s seconds"),
    _("%(n)s minute"),
    _("%(n)s minutes"),
    _("%(n)s hour"),
    _("%(n)s hours"),
    _("%(n)s day"),
    _("%(n)s days"),
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
    # Why something was left out (arrivals.py)
    _("not about autonomous driving: no word of it"),
    _("not about autonomous driving: %(words)s"),
    # Why an address could not be fetched (fetch/)
    _("the name %(host)s cannot be found"),
    _("%(host)s hung up without an answer"),
    _("%(host)s broke off in the middle of its answer"),
    _("%(host)s did not answer in full within %(n)s seconds"),
    _("%(host)s does not accept connections on port %(port)s"),
    _("%(host)s cannot prove who it is: %(why)s"),
    _("%(host)s does not speak proper HTTP: %(why)s"),
    _("%(address)s redirects more than %(n)s times"),
    _("%(address)s is not fetched: %(why)s"),
    _(
        "No feed was found at %(address)s: its page links none, and none of the usual places on %(host)s has one. "
        "Look for a feed's own address (often behind an RSS sign) and give that."
    ),
    # Why a history cannot be fetched (history/)
    _("there was no web before %(n)s: give a later day than %(day)s"),
    _("the span must begin before it ends, and not in the future: %(first)s to %(last)s"),
    _("%(source)s has neither a site nor a feed to look at; give it an address first"),
    # Why an answer could not be read (extract/)
    _("the answer is empty; a feed was expected"),
    _("the page is empty"),
    _("this is a picture, a sound or a film, not a page"),
    _("this is a feed or a sitemap, not a page: add it as a source instead"),
    _("the PDF is locked with a password"),
)
"""Those without gaps are tried first."""

_GAP = re.compile(r"%\((\w+)\)s")
_NUMBERS = {"n", "port"}
_DEPTH = 3
"""Gaps hold sentences of this list again (“usually 5 a day, none for 4 days”), never deeper."""


def _compile(sentence: str) -> re.Pattern[str]:
    pieces = _GAP.split(sentence)
    told = [
        (rf"(?P<{piece}>\d+(?:\.\d+)?)" if piece in _NUMBERS else rf"(?P<{piece}>.+)") if at % 2 else re.escape(piece)
        for at, piece in enumerate(pieces)
    ]
    return re.compile("".join(told), re.DOTALL)


_PATTERNS = [(sentence, _compile(sentence)) for sentence in sorted(SENTENCES, key=lambda text: bool(_GAP.search(text)))]


def say_reason(text: str) -> str:
    """A stored sentence in the reader's language; as it was stored where nobody has translated it."""
    if (get_language() or "en").startswith("en"):
        return text
    return _say(text[:500], _DEPTH)


def _say(text: str, depth: int) -> str:
    if depth == 0:
        return text
    for sentence, pattern in _PATTERNS:
        if found := pattern.fullmatch(text):
            gaps = {name: _say_gap(name, value, depth) for name, value in found.groupdict().items()}
            return gettext(sentence) % gaps if gaps else gettext(sentence)
    return text


def _say_gap(name: str, value: str, depth: int) -> str:
    if name == "days":
        return gettext(", ").join(_say(day, 1) for day in value.split(", "))
    return _say(value, depth - 1)
