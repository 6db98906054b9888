"""Polling and fetching against a server on loopback that logs its requests: polite, and nothing twice."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django import Settings
from redis.exceptions import RedisError

from articles import pipeline, visits
from articles.arrivals import make_page
from articles.fetch.answers import Answer
from articles.fetch.client import Client
from articles.fetch.pace import LocalPace, SharedPace
from articles.models import Article, Entry, Feed, Host, Page, Partnership, Revision, Source
from articles.subscribing import NoFeedError, export_opml, find_feeds, import_opml, subscribe
from tests.factory import load_few_companies, make_feed, make_source
from tests.site import Reply, Site

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
RSS = {"Content-Type": "application/rss+xml"}


def rss(*items: tuple[str, str, str], base: str = "", extra: str = "") -> bytes:
    """A feed of (guid, path, title)."""
    entries = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>{base}{path}</link><title>{title}</title>"
        f"<description>About {title}.</description>{extra}</item>"
        for guid, path, title in items
    )
    return f"<rss version='2.0'><channel><title>T</title><link>{base}/</link>{entries}</channel></rss>".encode()


def page(title: str, text: str) -> Reply:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    body = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
    return Reply(body=body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


CAKES = (
    "The baker in the old town has won the prize for the best lemon cake of the year, the jury said on Sunday.\n\n"
    "She takes the zest of three fruits and the juice of two, and lets the dough rest in the cellar for a night.\n\n"
    "Her grandmother wrote the recipe down sixty years ago, and nobody outside the family had ever seen it before."
)
DEAL_TITLE = "Magna to build robotaxis for Waymo"
DEAL = (
    "Magna International will supply Waymo with vehicles from a new plant in Arizona, the two companies said.\n\n"
    "The Canadian supplier already builds cars for several brands in Graz, and it has looked for a customer in the "
    "United States for its self-driving vehicle business for a long time.\n\n"
    "Waymo said that the first robotaxis from the plant should carry passengers before the end of next year."
)


def poll(feed: Feed, now: datetime = NOW) -> pipeline.Polled:
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=now, lease_until=None)
    polled = pipeline.check_feed(feed.pk, now)
    assert polled is not None
    feed.refresh_from_db()
    return polled


def feed_at(site: Site, path: str = "/feed", **fields: Any) -> Feed:
    return make_feed(make_source("Local", host="127.0.0.1", **fields), url=site.url(path))


@pytest.mark.slow
def test_from_feed_to_partnership(site: Site) -> None:
    load_few_companies()
    site.routes["/feed"] = Reply(body=rss(("1", "/a", "Magna to build for Waymo"), base=site.url("")), headers=RSS)
    site.routes["/a"] = page("Magna to build for Waymo", DEAL)
    polled = poll(feed_at(site))
    (waiting,) = polled.arrivals.pages
    fetched = pipeline.fetch_page(waiting, NOW)
    assert fetched is not None
    assert fetched.ready
    article = pipeline.read_page(waiting, NOW)
    assert article is not None
    pipeline.read_article(article.pk, NOW)
    assert Partnership.objects.filter(kind="supply", a__slug="magna", b__slug="waymo").exists()


def test_relisting_brings_nothing_new_and_an_expired_entry_does_not_return(site: Site) -> None:
    one, two = ("1", "/a", "One"), ("2", "/b", "Two")
    feed = feed_at(site)
    for number, items in enumerate([[one], [two, one], [two], [two, one]]):
        site.routes["/feed"] = Reply(body=rss(*items, base=site.url("")), headers=RSS)
        poll(feed, NOW + timedelta(hours=number))
    assert Entry.objects.count() == 2
    assert Page.objects.count() == 2


@pytest.mark.parametrize("guids", [("", ""), ("same", "same"), ("x1", "x2")], ids=["missing", "repeated", "changing"])
def test_identity_survives_guids(site: Site, guids: tuple[str, str]) -> None:
    feed = feed_at(site)
    for number in range(3):
        # A changing guid changes from poll to poll; the address stays.
        first, second = (f"{guid}{number}" if "x" in guid else guid for guid in guids)
        body = rss((first, "/a", "One"), (second, "/b", "Two"), base=site.url(""))
        site.routes["/feed"] = Reply(body=body, headers=RSS)
        poll(feed, NOW + timedelta(hours=number))
    assert sorted(Page.objects.values_list("url", flat=True)) == [site.url("/a"), site.url("/b")]
    assert Entry.objects.count() == 2


def test_one_address_in_two_feeds_is_one_page(site: Site) -> None:
    source = make_source("Local", host="127.0.0.1")
    for path in ("/one", "/two"):
        link = "/a?utm_source=x" if path == "/one" else "/a"
        site.routes[path] = Reply(body=rss(("1", link, "Same"), base=site.url("")), headers=RSS)
        poll(make_feed(source, url=site.url(path)))
    assert Page.objects.get().url == site.url("/a")
    assert Entry.objects.count() == 2


def test_an_edited_entry_has_its_page_fetched_again_and_keeps_the_old_text(site: Site) -> None:
    load_few_companies()
    feed = feed_at(site)
    for number, text in enumerate([DEAL, DEAL.replace("Arizona", "Arizona, correcting the place,")]):
        title = f"Magna to build for Waymo{' (corrected)' * number}"
        site.routes["/feed"] = Reply(body=rss(("1", "/a", title), base=site.url("")), headers=RSS)
        site.routes["/a"] = page(title, text)
        poll(feed, NOW + timedelta(hours=number))
        work = pipeline.find_work(NOW + timedelta(hours=number))
        for waiting in work.pages_to_fetch:
            pipeline.fetch_page(waiting, NOW)
            pipeline.read_page(waiting, NOW)
    assert "correcting" in Article.objects.get().text
    assert "correcting" not in Revision.objects.get().text


def test_a_poll_cut_off_between_pages_and_entries_loses_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.routes["/feed"] = Reply(body=rss(("1", "/a", "One"), ("2", "/b", "Two"), base=site.url("")), headers=RSS)
    feed = feed_at(site)
    with monkeypatch.context() as cut:
        cut.setattr("articles.feeds._save_known", raising(KeyError("cut off")))
        with pytest.raises(KeyError):
            poll(feed)
    assert (Page.objects.count(), Entry.objects.count()) == (2, 0)
    polled = poll(feed, NOW + timedelta(hours=1))
    assert (polled.arrivals.entries, len(polled.arrivals.pages)) == (2, 2)
    assert (Page.objects.count(), Entry.objects.count()) == (2, 2)


def raising(error: Exception) -> Any:
    def fail(*_args: object) -> None:
        raise error

    return fail


def test_future_dates_are_clamped(site: Site) -> None:
    extra = "<pubDate>Fri, 01 Jan 2038 00:00:00 GMT</pubDate>"
    site.routes["/feed"] = Reply(body=rss(("1", "/a", "One"), base=site.url(""), extra=extra), headers=RSS)
    poll(feed_at(site))
    moment = Entry.objects.get().published_at
    assert moment is not None
    assert moment <= NOW


def test_validators_are_echoed_and_the_same_bytes_are_no_work(site: Site) -> None:
    body = rss(("1", "/a", "One"), base=site.url(""))
    headers = {**RSS, "ETag": 'W/"v1"', "Last-Modified": "Tue, 03 Mar 2026 10:00:00 GMT"}
    site.routes["/feed"] = Reply(body=body, headers=headers)
    feed = feed_at(site)
    assert poll(feed).result == "fresh"
    assert poll(feed, NOW + timedelta(hours=1)).result == "same"
    first, second = (request for request in site.log if request.path == "/feed")
    assert first.header("If-None-Match") is None
    assert second.header("If-None-Match") == 'W/"v1"'
    assert second.header("If-Modified-Since") == "Tue, 03 Mar 2026 10:00:00 GMT"
    site.routes["/feed"] = Reply(status=304)
    assert poll(feed, NOW + timedelta(hours=2)).result == "unchanged"
    assert Entry.objects.count() == 1


def test_a_body_that_is_no_feed_is_said_on_the_row_and_leaves_no_validators(site: Site) -> None:
    site.routes["/feed"] = Reply(body=b"<html><body>Down for repairs</body></html>", headers={"ETag": '"bad"'})
    feed = feed_at(site)
    assert poll(feed).result == "unreadable"
    assert "web page" in feed.error
    assert (feed.etag, feed.failures) == ("", 1)


def test_a_broken_feed_is_reported_once_and_recovers_at_once(site: Site, settings: Settings) -> None:
    settings.ADMINS = [("Desk", "desk@example.org")]
    site.routes["/feed"] = Reply(status=500)
    feed = feed_at(site)
    moment = NOW
    for _ in range(100):
        moment += timedelta(days=1)
        poll(feed, moment)
    assert feed.failures == 100
    assert feed.next_poll_at is not None
    assert feed.next_poll_at <= moment + timedelta(hours=24)
    (told,) = mail.outbox
    assert (told.subject.partition(" ")[0], told.from_email) == ("[Newsdash]", settings.SERVER_EMAIL)
    assert told.from_email.startswith("Newsdash <")
    site.routes["/feed"] = Reply(body=rss(("1", "/a", "One"), base=site.url("")), headers=RSS)
    poll(feed, moment + timedelta(days=1))
    assert (feed.failures, feed.error, feed.reported_at) == (0, "", None)


def test_a_feed_that_is_gone_rests_is_reported_once_and_can_be_revived(site: Site, settings: Settings) -> None:
    settings.ADMINS = [("Desk", "desk@example.org")]
    site.routes["/feed"] = Reply(status=410)
    feed = feed_at(site)
    poll(feed)
    assert (feed.state, feed.next_poll_at, len(mail.outbox)) == ("gone", None, 1)
    assert pipeline.check_feed(feed.pk, NOW + timedelta(days=9)) is None
    Feed.objects.update(state="active")
    site.routes["/feed"] = Reply(body=rss(("1", "/a", "One"), base=site.url("")), headers=RSS)
    assert poll(feed, NOW + timedelta(days=10)).result == "fresh"


def test_a_permanent_redirect_is_stored_after_three_polls_and_the_old_address_kept(site: Site) -> None:
    site.routes["/feed"] = Reply(status=301, headers={"Location": "/new"})
    site.routes["/new"] = Reply(body=rss(("1", "/a", "One"), base=site.url("")), headers=RSS)
    feed = feed_at(site)
    for number in range(3):
        assert feed.url == site.url("/feed")
        poll(feed, NOW + timedelta(hours=number))
    assert feed.url == site.url("/new")
    assert feed.old_urls == [site.url("/feed")]


def test_one_poller_a_feed_and_a_killed_one_is_forgotten(site: Site) -> None:
    site.routes["/feed"] = Reply(body=rss(("1", "/a", "One"), base=site.url("")), headers=RSS)
    feed = feed_at(site)
    Feed.objects.update(next_poll_at=NOW, lease_until=NOW + timedelta(minutes=4))
    assert pipeline.check_feed(feed.pk, NOW) is None
    assert not site.log
    assert pipeline.find_work(NOW).feeds == []
    later = NOW + timedelta(minutes=5)
    assert pipeline.find_work(later).feeds == [feed.pk]
    assert pipeline.check_feed(feed.pk, later) is not None


def test_robots_txt_keeps_us_from_pages_with_the_reason_on_the_row(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(body=b"User-agent: Newsdash\nDisallow: /private/")
    site.routes["/private/a"] = page("One", DEAL)
    article, row = pipeline.ingest_url(site.url("/private/a"))
    assert article is None
    assert row.state == Page.State.LEFT_OUT
    assert "robots.txt" in row.reason
    assert "/private/a" not in [request.path for request in site.log]


def test_a_page_whose_robots_txt_cannot_be_asked_says_so_and_is_given_up_in_the_end(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(status=500)
    row = make_page(site.url("/a"), origin=Page.Origin.HISTORY)
    moment = NOW
    for attempt in range(1, pipeline.ATTEMPTS + 1):
        assert pipeline.fetch_page(row.pk, moment) is not None
        row.refresh_from_db()
        assert (row.attempts, "robots.txt cannot be read" in row.reason) == (attempt, True)
        moment = row.retry_at or moment
    assert row.state == Page.State.FAILED
    assert {request.path for request in site.log} == {"/robots.txt"}


@pytest.mark.parametrize("url", ["http://10.0.0.1/x", "http://[fd00::1]/x", "http://169.254.169.254/latest/"])
def test_an_address_inside_is_refused_at_once_and_for_good(url: str) -> None:
    article, row = pipeline.ingest_url(url)
    assert article is None
    assert (row.state, row.retry_at) == (Page.State.FAILED, None)
    assert row.reason


def test_a_page_that_fails_is_tried_again_later_and_then_given_up_with_its_teaser(site: Site) -> None:
    site.routes["/a"] = Reply(status=503)
    row = make_page(site.url("/a"), origin=Page.Origin.FEED, hints={"title": "T", "teaser": DEAL})
    moment = NOW
    for _ in range(pipeline.ATTEMPTS):
        assert pipeline.fetch_page(row.pk, moment) is not None
        assert pipeline.fetch_page(row.pk, moment) is None, "not again before its time"
        moment += timedelta(days=4)
    row.refresh_from_db()
    assert row.state == Page.State.FETCHED
    article = pipeline.read_page(row.pk, moment)
    assert article is not None
    assert article.text.startswith("Magna")
    row.refresh_from_db()
    assert "teaser" in row.marks[0]


def test_a_general_source_is_filtered_with_the_reason_and_a_person_can_take_a_page_in(site: Site) -> None:
    titles = [("1", "/cake", "The best lemon cakes of the season"), ("2", "/av", "Waymo robotaxis reach the airport")]
    site.routes["/feed"] = Reply(body=rss(*titles, base=site.url("")), headers=RSS)
    site.routes["/cake"] = page("The best lemon cakes", "Butter, sugar, lemons and patience. " * 20)
    poll(feed_at(site, topics_only=True))
    left = Page.objects.get(state=Page.State.LEFT_OUT)
    assert left.url == site.url("/cake")
    assert "not about autonomous driving" in left.reason
    Page.objects.filter(pk=left.pk).update(state=Page.State.NEW, hints={"wanted": "yes"})
    pipeline.fetch_page(left.pk, NOW)
    assert pipeline.read_page(left.pk, NOW) is not None


def test_a_sites_address_is_enough_to_find_its_feed(site: Site) -> None:
    home = b'<html><head><link rel="alternate" type="application/rss+xml" title="All" href="/all.rss"></head></html>'
    site.routes["/"] = Reply(body=home, headers={"Content-Type": "text/html"})
    site.routes["/all.rss"] = Reply(body=rss(("1", "/a", "One"), base=site.url("")), headers=RSS)
    (preview,) = find_feeds(site.url("/"))
    assert (preview.url, preview.title, preview.entries[0].title) == (site.url("/all.rss"), "T", "One")
    assert not Feed.objects.exists(), "looking follows nothing"
    assert subscribe(preview) == subscribe(preview)
    assert Source.objects.get().host == "127.0.0.1"


def test_a_site_that_links_no_feed_is_tried_at_the_usual_places(site: Site) -> None:
    site.routes["/"] = Reply(body=b"<html><body>Hello</body></html>", headers={"Content-Type": "text/html"})
    site.routes["/atom.xml"] = Reply(body=rss(("1", "/a", "One"), base=site.url("")), headers=RSS)
    assert find_feeds(site.url("/"))[0].url == site.url("/atom.xml")
    del site.routes["/atom.xml"]
    with pytest.raises(NoFeedError, match="usual places"):
        find_feeds(site.url("/"))


def test_opml_goes_out_and_comes_in() -> None:
    feed = make_feed(make_source("Kerb & Weekly"), url="https://kerb.example/feed?a=1&b=2")
    text = export_opml()
    assert import_opml(text.encode()) == (0, 1)
    Feed.objects.all().delete()
    assert import_opml(text.encode()) == (1, 0)
    assert Feed.objects.get().url == feed.url


@pytest.mark.parametrize("data", [b"", b"hello", b"<html></html>", b"<opml"])
def test_what_is_no_opml_is_refused(data: bytes, tmp_path: Any) -> None:
    path = tmp_path / "feeds.opml"
    path.write_bytes(data)
    if data != b"<opml":
        with pytest.raises(Exception, match="OPML"):
            call_command("opml", str(path))
    assert not Feed.objects.exists()


def test_a_redirect_to_another_host_asks_that_hosts_robots_txt_too(site: Site) -> None:
    other = site.url("/private/a").replace("127.0.0.1", "localhost")
    site.routes["/a"] = Reply(status=302, headers={"Location": other})
    site.routes["/robots.txt"] = lambda request: Reply(
        body=b"User-agent: *\nDisallow: /private/" if "localhost" in (request.header("Host") or "") else b""
    )
    site.routes["/private/a"] = page("One", DEAL)
    article, row = pipeline.ingest_url(site.url("/a"))
    assert article is None
    assert "robots.txt of localhost" in row.reason
    assert "/private/a" not in [request.path for request in site.log]


def test_a_redirect_on_the_same_host_does_not_lead_past_robots_txt(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /private/")
    site.routes["/a"] = Reply(status=302, headers={"Location": "/b"})
    site.routes["/b"] = Reply(status=302, headers={"Location": "/private/a"})
    site.routes["/private/a"] = page("One", DEAL)
    _article, row = pipeline.ingest_url(site.url("/a"))
    assert (row.state, "robots.txt" in row.reason) == (Page.State.LEFT_OUT, True)
    assert [request.path for request in site.log] == ["/robots.txt", "/a", "/b"]


def test_a_redirect_on_the_same_host_is_followed_in_the_place_that_is_held(site: Site, settings: Settings) -> None:
    settings.HOST_GAP, settings.HOST_SLOTS = 30.0, 1
    visits.forget()
    Host.objects.create(origin=site.url(""), robots_until=datetime.now(UTC) + timedelta(days=1))
    with Site({"/b": page("One", DEAL), "/robots.txt": Reply()}) as upgraded:  # as from http to https
        site.routes["/a"] = Reply(status=302, headers={"Location": upgraded.url("/b")})
        answer = visits.visit_page(site.url("/a"))
        assert isinstance(answer, Answer)
        assert [request.path for request in upgraded.log] == ["/robots.txt", "/b"]


def test_a_feed_that_was_only_built_anew_is_not_parsed_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    body = rss(("1", "/a", "One"), base=site.url(""))
    feed = feed_at(site)
    results = []
    for number in range(3):
        built = f"<channel><lastBuildDate>{NOW + timedelta(hours=number)}</lastBuildDate>".encode()
        site.routes["/feed"] = Reply(body=body.replace(b"<channel>", built), headers=RSS)
        results.append(poll(feed, NOW + timedelta(hours=number)).result)
    assert results == ["fresh", "same", "same"]
    assert feed.last_success_at == NOW + timedelta(hours=2)


def test_an_article_stays_when_an_edit_takes_it_off_the_topic_and_its_claims_fall(site: Site) -> None:
    load_few_companies()
    feed = feed_at(site, topics_only=True)
    for number, (title, text) in enumerate(((DEAL_TITLE, DEAL), ("Lemon cakes", CAKES))):
        site.routes["/feed"] = Reply(body=rss(("1", "/a", title), base=site.url("")), headers=RSS)
        site.routes["/a"] = page(title, text)
        moment = NOW + timedelta(hours=number)
        poll(feed, moment)
        (row,) = Page.objects.all()
        pipeline.fetch_page(row.pk, moment)
        article = pipeline.read_page(row.pk, moment)
        row.refresh_from_db()
        assert article is not None, row.reason
        pipeline.read_article(article.pk, moment)
    assert (Article.objects.get().title, Revision.objects.count()) == ("Lemon cakes", 1)
    assert not Partnership.objects.exists()


def test_threads_that_begin_at_once_share_one_client(monkeypatch: pytest.MonkeyPatch) -> None:
    visits.forget()
    made = Client

    def make_slowly(**words: Any) -> Any:
        time.sleep(0.05)
        return made(**words)

    monkeypatch.setattr(visits, "Client", make_slowly)
    with ThreadPoolExecutor(4) as threads:
        clients = set(threads.map(lambda _: visits.client(), range(4)))
    assert len(clients) == 1
    visits.forget()


def test_a_redis_that_was_away_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [RedisError("away"), None]

    class Server:
        @classmethod
        def from_url(cls, *_args: Any, **_words: Any) -> Any:
            return cls()

        def register_script(self, _script: str) -> None:
            pass

        def ping(self) -> None:
            if (answer := answers.pop(0)) is not None:
                raise answer

    visits.forget()
    monkeypatch.setattr("articles.visits.redis.Redis", Server)
    local = visits.pace()
    assert isinstance(local, LocalPace)
    assert visits.pace() is local, "not at once"
    monkeypatch.setattr(visits, "REDIS_AGAIN", 0.0)
    monkeypatch.setattr(visits, "_pace_again", 0.0)
    assert isinstance(visits.pace(), SharedPace)
    visits.forget()
