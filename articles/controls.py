"""What a person does to a feed or to a page left out: poll now, pause, resume, revive, take in.

Each is one conditional update, done whole or not at all; the answer is empty, or says in plain words why not.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from articles import schedule
from articles.arrivals import OFF_TOPIC
from articles.feeds import REMEMBERED, state_of
from articles.models import Feed, Page


def poll_now(feed: Feed, now: datetime) -> str:
    """Make a feed due. A server that asked for rest is left in peace until then: a person's hurry is no leave."""
    if feed.state != Feed.State.ACTIVE:
        return _("It rests: take it up again or revive it first.")
    if feed.throttled and feed.next_poll_at and feed.next_poll_at > now:
        left = schedule.say_duration((feed.next_poll_at - now).total_seconds())
        return _("Its server asked for fewer requests; it is asked again in %s.") % left
    Feed.objects.filter(pk=feed.pk, state=Feed.State.ACTIVE).update(next_poll_at=now)
    return ""


def pause(feed: Feed, now: datetime) -> str:
    """Stop asking until a person resumes."""
    paused = Feed.objects.filter(pk=feed.pk, state=Feed.State.ACTIVE).update(state=Feed.State.PAUSED)
    return "" if paused else _("It rests already.")


def resume(feed: Feed, now: datetime) -> str:
    """Take a paused feed up again where it was; what it is known by is kept, so nothing comes twice."""
    again = Feed.objects.filter(pk=feed.pk, state=Feed.State.PAUSED)
    return "" if again.update(state=Feed.State.ACTIVE, next_poll_at=now) else _("It is not paused.")


def revive(feed: Feed, now: datetime) -> str:
    """Ask a feed again that said it is gone, or that fails: its troubles are forgotten, everything else is kept."""
    if feed.throttled and feed.state == Feed.State.ACTIVE:
        return poll_now(feed, now)
    state = schedule.revive(state_of(feed))
    fields = {name: getattr(state, name) for name in REMEMBERED if getattr(state, name) != getattr(feed, name)}
    fields |= {"next_poll_at": now, "reported_at": None, "silence": ""}
    troubled = Q(state=Feed.State.GONE) | Q(failures__gt=0)
    return "" if Feed.objects.filter(troubled, pk=feed.pk).update(**fields) else _("Nothing is wrong with it.")


ACTS = {"poll": poll_now, "pause": pause, "resume": resume, "revive": revive}


def take_in(page: Page) -> str:
    """Have a page read that the relevance filter left out; it is not weighed again."""
    if not may_take_in(page):
        return _("Only what was left out as off topic can be taken in.")
    state = Page.State.FETCHED if page.body_hash else Page.State.NEW
    waiting = Page.objects.filter(pk=page.pk, state=Page.State.LEFT_OUT)
    taken = waiting.update(
        state=state, hints={**page.hints, "wanted": "yes"}, reason="", attempts=0, retry_at=None, lease_until=None
    )
    return "" if taken else _("It was taken in already.")


def may_take_in(page: Page) -> bool:
    """Whether a person's word is all that is missing: not a copy, nor kept out by robots.txt."""
    return page.state == Page.State.LEFT_OUT and page.reason.startswith(OFF_TOPIC) and page.url.startswith("http")
