"""Following feeds: addresses that are none, and addresses with a name and a password in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from articles.fetch.errors import FetchError
from articles.models import Feed
from articles.schedule import Decision, FeedState
from articles.subscribing import find_feeds, import_opml, subscribe
from articles.troubles import report_trouble
from tests.factory import make_feed
from tests.site import Reply, Request, Site

pytestmark = pytest.mark.django_db
SECRET = "https://joe:hush@feeds.example/all.xml"
RSS = b"<rss version='2.0'><channel><title>Kerb</title><item><title>One</title></item></channel></rss>"


def outline(url: str) -> bytes:
    return f'<opml><body><outline xmlUrl="{url}" htmlUrl="https://site.example/"/></body></opml>'.encode()


@pytest.mark.parametrize(
    "url", ["http://[x/feed", "https://", "https://a b/feed", "ftp://a.example/feed", "//a.example"]
)
def test_what_can_be_no_address_is_not_followed(url: str) -> None:
    assert import_opml(outline(url)) == (0, 0)
    assert not Feed.objects.exists()


def test_a_mistyped_address_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FetchError, match="is no address"):
        find_feeds("http://[x")
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("subscribe", "http://[x")
    assert "is no address" in capsys.readouterr().err


def test_a_feed_behind_a_password_is_asked_with_it_when_it_is_followed(site: Site) -> None:
    def answer(request: Request) -> Reply:
        known = request.header("authorization") is not None
        return Reply(body=RSS, headers={"Content-Type": "application/rss+xml"}) if known else Reply(status=401)

    site.routes["/all.xml"] = answer
    address = site.url("/all.xml").replace("//", "//joe:hush@")
    (preview,) = find_feeds(address)
    assert preview.shown_url == site.url("/all.xml")
    assert subscribe(preview).url == address


def test_passwords_in_addresses_are_shown_to_nobody_who_may_not_configure(client: Client) -> None:
    feed = make_feed(url=SECRET, state="gone", error="gone for good")
    pages = ("/", "/sources/", feed.source.get_absolute_url(), "/sources.opml")
    for page in pages:
        assert "hush" not in client.get(page).content.decode(), page
    assert 'xmlUrl="https://feeds.example/all.xml"' in client.get("/sources.opml").content.decode()
    editor = User.objects.create_user("ed", is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    client.force_login(editor)
    assert SECRET in client.get("/sources.opml").content.decode(), "a copy to restore from is whole"
    for page in pages[:-1]:
        assert "hush" not in client.get(page).content.decode(), page
    assert "hush" not in str(feed)


def test_a_message_about_a_feed_goes_out_whatever_its_source_is_called(settings: Settings) -> None:
    settings.ADMINS = [("Ann", "ann@example.org")]
    import_opml(outline(SECRET).replace(b"xmlUrl", b'title="Two&#10;lines" xmlUrl'))
    feed = Feed.objects.get()
    assert "\n" in feed.source.name
    assert report_trouble(feed.pk, Decision(FeedState(feed.url), None, report="gone"), "", datetime.now(UTC))
    (message,) = mail.outbox
    assert "Two lines: gone" in message.subject
    assert "hush" not in message.body
