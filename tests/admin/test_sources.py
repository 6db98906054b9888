"""Feeds in the admin: what a person adds, changes or steers there, beside workers that may be asking them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Feed, Source
from tests.factory import make_feed, make_source

pytestmark = pytest.mark.django_db
LATER = datetime.now(UTC) + timedelta(days=3)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def act(client: Client, action: str, *feeds: Feed) -> str:
    data = {"action": action, "_selected_action": [feed.pk for feed in feeds]}
    return client.post(reverse("admin:articles_feed_changelist"), data, follow=True).content.decode()


def change(client: Client, feed: Feed, **fields: Any) -> Feed:
    data = {"source": feed.source_id, "url": feed.url, "title": feed.title, "state": feed.state, **fields}
    assert client.post(reverse("admin:articles_feed_change", args=[feed.pk]), data).status_code == 302
    return Feed.objects.get(pk=feed.pk)


def inline(source: Source, /, **fields: Any) -> dict[str, Any]:
    """A source's form with one row of feeds."""
    data = {name: getattr(source, name) for name in ("name", "slug", "site_url", "host", "kind")}
    counts = {"feeds-TOTAL_FORMS": 1, "feeds-INITIAL_FORMS": source.feeds.count()}
    return {**data, **counts, **{f"feeds-0-{name}": value for name, value in fields.items()}}


def is_due(feed: Feed) -> bool:
    return Feed.objects.due(datetime.now(UTC)).filter(pk=feed.pk).exists()


def test_a_feed_added_in_the_admin_is_due(staff: Client) -> None:
    source = make_source()
    data = {"source": source.pk, "url": "https://one.example/feed", "state": "active"}
    assert staff.post(reverse("admin:articles_feed_add"), data).status_code == 302
    assert is_due(Feed.objects.get())


def test_a_feed_added_beside_its_source_is_due(staff: Client) -> None:
    source = make_source()
    data = inline(source, url="https://one.example/feed", state="active", source=source.pk)
    assert staff.post(reverse("admin:articles_source_change", args=[source.pk]), data).status_code == 302
    assert is_due(Feed.objects.get())


def test_a_feed_at_rest_that_is_made_active_is_due(staff: Client) -> None:
    gone, paused = make_feed(state="gone", next_poll_at=None), make_feed(state="paused", next_poll_at=LATER)
    assert is_due(change(staff, gone, state="active"))
    data = inline(paused.source, id=paused.pk, url=paused.url, state="active", source=paused.source_id)
    staff.post(reverse("admin:articles_source_change", args=[paused.source_id]), data)
    assert is_due(paused)


def test_nothing_of_the_old_address_is_said_to_a_new_one(staff: Client) -> None:
    feed = make_feed(etag='"v1"', last_modified="Mon", body_hash="0" * 64, failures=7, error="gone", last_full_at=LATER)
    old = feed.url
    feed = change(staff, feed, url="https://new.example/feed")
    assert (feed.etag, feed.last_modified, feed.body_hash, feed.failures, feed.error) == ("", "", "", 0, "")
    assert (feed.last_full_at, feed.old_urls) == (None, [old])
    assert is_due(feed)


def test_a_change_of_title_leaves_alone_when_a_feed_is_asked(staff: Client) -> None:
    feed = change(staff, make_feed(next_poll_at=LATER, etag='"v1"'), title="Better")
    assert (feed.title, feed.next_poll_at, feed.etag) == ("Better", LATER, '"v1"')


def test_a_server_that_asked_for_rest_is_left_in_peace(staff: Client) -> None:
    feed, free = make_feed(throttled=True, next_poll_at=LATER), make_feed(next_poll_at=LATER)
    told = act(staff, "poll_now", feed, free)
    assert "asked for fewer requests" in told
    assert "1 row changed" in told
    assert Feed.objects.get(pk=feed.pk).next_poll_at == LATER
    assert is_due(free)


def test_taking_up_again_revives_what_was_gone_and_resumes_what_was_paused(staff: Client) -> None:
    gone = make_feed(state="gone", error="gone for good", reported_at=LATER)
    paused = make_feed(state="paused", next_poll_at=LATER)
    act(staff, "resume", gone, paused)
    assert is_due(gone)
    assert is_due(paused)
    gone.refresh_from_db()
    assert (gone.error, gone.reported_at) == ("", None)
    act(staff, "pause", gone)
    assert Feed.objects.get(pk=gone.pk).state == "paused"
