"""``manage.py poll``: what it asks, what it leaves in peace, and how ``--read`` keeps to a host's pace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from pytest_django import Settings

from articles import visits
from articles.models import Article, Feed
from tests.factory import make_feed, make_source
from tests.site import Reply, Site

pytestmark = pytest.mark.django_db
TEXT = "The jury gave the prize to a baker in the old town, who had baked the same lemon cake for forty years. " * 6


def test_every_new_page_is_read_though_its_host_is_asked_slowly(
    site: Site, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOST_GAP = 0.2
    visits.forget()
    items = "".join(
        f"<item><title>Cake {number}</title><link>{site.url(f'/{number}')}</link></item>" for number in range(3)
    )
    site.routes["/feed"] = Reply(body=f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode())
    for number in range(3):
        body = f"<html><head><title>Cake {number}</title></head><body><article><p>{number} {TEXT}</p></article></body>"
        site.routes[f"/{number}"] = Reply(body=body.encode(), headers={"Content-Type": "text/html"})
    make_feed(make_source("Local"), url=site.url("/feed"), next_poll_at=datetime.now(UTC))
    call_command("poll", "--read")
    assert sorted(Article.objects.values_list("title", flat=True)) == ["Cake 0", "Cake 1", "Cake 2"]
    assert capsys.readouterr().out.count("  Cake") == 3


def test_a_named_feed_whose_server_asked_for_rest_is_left_in_peace(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    later = datetime.now(UTC) + timedelta(hours=5)
    feed = make_feed(make_source("Local"), url=site.url("/feed"), next_poll_at=later, throttled=True)
    call_command("poll", "--feed", feed.url)
    assert site.log == []
    assert Feed.objects.get().next_poll_at == later
    assert "asked for fewer requests" in capsys.readouterr().err
