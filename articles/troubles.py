"""Feeds in trouble: said once to the people in charge, when one breaks, is gone, or falls silent."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import mail_admins

from articles.models import Feed
from articles.schedule import Decision

BROKEN_AFTER = 5
"""Failed polls in a row before a feed is called broken: with back-off that is about half a day."""


def report_trouble(feed_id: int, decision: Decision, silence: str, now: datetime) -> bool:
    """Write to the people in charge when a feed has just got into trouble; True when a message went out.

    One message a trouble: ``reported_at`` is set by a conditional update and cleared by the next good poll.
    """
    trouble = find_trouble(decision, silence)
    if not trouble:
        return False
    if not Feed.objects.filter(pk=feed_id, reported_at__isnull=True).update(reported_at=now):
        return False
    feed = Feed.objects.select_related("source").get(pk=feed_id)
    subject = " ".join(f"{feed.source.name}: {trouble[:120]}".split())  # a line break would stop the message
    mail_admins(subject, f"{feed.shown_url}\n\n{trouble}\n", fail_silently=True)
    return True


def find_trouble(decision: Decision, silence: str) -> str:
    """What is wrong with a feed in plain words, or nothing."""
    if decision.report:
        return decision.report
    if decision.state.failures >= BROKEN_AFTER and not decision.state.throttled:
        return f"cannot be read since {decision.state.failures} polls: {decision.state.error}"
    return f"has fallen silent: {silence}" if silence else ""
