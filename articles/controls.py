"""What a person does to a feed or to a page left out: poll now, pause, resume, revive, take in.

Each is one conditional update, done whole or not at all; the answer is empty, or says in plain words why not. `steer`
puts what a person does to a feed on the trail.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles import schedule
from articles.arrivals import OFF_TOPIC
from articles.curation.trail import Act
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


@transaction.atomic
def steer(feed: Feed, do: str, actor: User, now: datetime) -> str:
    """One of `ACTS` by a person, with a decision on the trail where it was done.

    Only the feed's state can be taken back: what else changes (when it is asked next) is the machine's by then.
    """
    locked = Feed.objects.select_for_update(of=("self",)).select_related("source").get(pk=feed.pk)
    before = locked.state
    if why_not := ACTS[do](locked, now):
        return why_not
    locked.refresh_from_db()
    after, locked.state = locked.state, before
    act = Act(actor, f"{do} feed", locked)
    act.change(locked, state=after)
    act.close()
    return ""


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
