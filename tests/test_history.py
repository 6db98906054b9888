"""A source's history by every kind of listing, against a site on loopback: bounded, resumable, and nothing twice."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qs, urlsplit

import pytest
from celery import Task
from django.core.management import CommandError, call_command
from django.db import OperationalError

from articles import history, tasks
from articles.arrivals import make_page
from articles.extract.feed.sitemap import MAX_PLACES
from articles.history import Step, find_due, haul, plan_backfill, start_backfill, step_backfill
from articles.models import Backfill, Page, Source
from articles.setbacks import CRASHES
from newsdash import celery
from tests.factory import make_feed, make_source
from tests.site import Reply, Request, Site

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
SINCE, UNTIL = date(2018, 1, 1), date(2019, 12, 31)
JSON, XML = {"Content-Type": "application/json"}, {"Content-Type": "text/xml"}
POSTS = "/wp-json/wp/v2/posts"


def source_at(site: Site, *feeds: str, **fields: Any) -> Source:
    source = make_source("Local", host="127.0.0.1", site_url=site.url("/"), **fields)
    for path in feeds:
        make_feed(source, url=site.url(path))
    return source


def start(source: Source, since: date, until: date | None = None, method: str = "") -> Backfill:
    return start_backfill(source, since, until, method=method, now=NOW)


def walk(backfill: Backfill, most: int = 60, now: datetime = NOW) -> list[str]:
    """Step to the end, each step at the moment it is due; the lines it said."""
    lines = []
    for _ in range(most):
        step = step_backfill(backfill.pk, now)
        assert step is not None
        lines.append(step.line)
        backfill.refresh_from_db()
        if backfill.state != Backfill.State.RUNNING:
            return lines
        now = max(now, backfill.next_at)
    raise AssertionError(f"not over after {most} steps: {lines[-3:]}")


def paths(state: str = Page.State.NEW) -> list[str]:
    rows = Page.objects.filter(state=state, origin=Page.Origin.HISTORY).order_by("url")
    return [urlsplit(url).path for url in rows.values_list("url", flat=True)]


def post(site: Site, number: int, day: date, title: str = "") -> dict[str, Any]:
    return {
        "link": site.url(f"/post-{number}/"),
        "date_gmt": f"{day}T09:00:00",
        "title": {"rendered": title or f"Robotaxi news &#8211; number {number}"},
        "excerpt": {"rendered": f"<p>About {number}.</p>"},
    }


def wordpress(posts: list[dict[str, Any]], *, totals: bool = True) -> Callable[[Request], Reply]:
    """A site's posts, as many a page as it is asked for, and an error after the last page as WordPress gives it."""

    def answer(request: Request) -> Reply:
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
        size, page = int(query["per_page"]), int(query["page"])
        found = [each for each in posts if query["after"] < each["date_gmt"] < query["before"]]
        found.sort(key=lambda each: each["date_gmt"])
        pages = -(-len(found) // size)
        if page > max(pages, 1):
            return Reply(400, json.dumps({"code": "rest_post_invalid_page_number"}).encode(), JSON)
        headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)} if totals else {}
        return Reply(200, json.dumps(found[(page - 1) * size : page * size]).encode(), {**JSON, **headers})

    return answer


def rss(*items: tuple[str, date], head: str = "") -> Reply:
    """A feed of (address, day)."""
    entries = "".join(
        f"<item><link>{url}</link><title>Robotaxi {url[-6:]}</title>"
        f"<pubDate>{day:%a, %d %b %Y} 08:00:00 GMT</pubDate></item>"
        for url, day in items
    )
    body = f"<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel>{head}{entries}</channel></rss>"
    return Reply(body=body.encode(), headers=XML)


def sitemap(*places: tuple[str, str], index: bool = False) -> bytes:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    rows = "".join(
        f"<{inner}><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{inner}>" for url, day in places
    )
    return f"<?xml version='1.0'?><{outer}>{rows}</{outer}>".encode()


def test_wordpress_posts_between_two_days_become_pages_with_what_the_listing_knows(site: Site) -> None:
    days = [SINCE + timedelta(days=3 * number) for number in range(230)]
    posts = [post(site, number, day) for number, day in enumerate(days)]
    outside = [post(site, 900, date(2017, 5, 5)), post(site, 901, date(2020, 2, 2))]
    site.routes[POSTS] = wordpress(posts + outside)
    backfill = start(source_at(site), SINCE, UNTIL)
    walk(backfill)
    assert (backfill.state, backfill.method, backfill.found, backfill.made) == ("done", "wordpress", 230, 230)
    assert len([request for request in site.log if request.path.startswith(POSTS)]) == 3
    page = Page.objects.get(url=site.url("/post-7/"))
    assert page.hints == {"title": "Robotaxi news – number 7", "published": "2018-01-22", "teaser": "About 7."}
    assert page.source == backfill.source


def test_without_totals_the_error_after_the_last_page_is_the_end(site: Site) -> None:
    posts = [post(site, number, SINCE + timedelta(days=number)) for number in range(200)]
    site.routes[POSTS] = wordpress(posts, totals=False)
    backfill = start(source_at(site), SINCE, UNTIL)
    walk(backfill)
    assert (backfill.state, backfill.found, backfill.error) == ("done", 200, "")


def test_a_stop_loses_nothing_and_brings_nothing_twice(site: Site) -> None:
    posts = [post(site, number, SINCE + timedelta(days=number)) for number in range(250)]
    site.routes[POSTS] = wordpress(posts)
    source = source_at(site)
    backfill = start(source, SINCE, UNTIL)
    step_backfill(backfill.pk, NOW)
    # The worker at the second listing is killed: its lease stands, nobody else steps until it is over.
    Backfill.objects.update(lease_until=NOW + timedelta(minutes=5))
    assert step_backfill(backfill.pk, NOW + timedelta(minutes=1)) is None
    assert start(source, SINCE, UNTIL).pk == backfill.pk, "the unfinished one goes on"
    walk(backfill, now=NOW + timedelta(minutes=6))
    assert (backfill.state, backfill.found, backfill.made, Page.objects.count()) == ("done", 250, 250, 250)
    first = [request for request in site.log if "&page=1&" in request.path]
    assert len(first) == 1, "what was read is not read again"
    again = start(source, SINCE, UNTIL)
    assert again.pk != backfill.pk
    walk(again)
    assert (again.found, again.made, Page.objects.count()) == (250, 0, 250)


def test_what_a_step_made_is_undone_when_its_lease_was_lost(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.routes[POSTS] = wordpress([post(site, 1, SINCE)])
    backfill = start(source_at(site), SINCE, UNTIL)
    real = history._read_next

    def slow(*args: Any) -> Any:
        found = real(*args)
        Backfill.objects.update(lease_until=NOW + timedelta(hours=1))  # another worker took it over meanwhile
        return found

    monkeypatch.setattr(history, "_read_next", slow)
    assert step_backfill(backfill.pk, NOW) is None
    assert not Page.objects.exists()


def test_a_page_known_from_a_feed_or_held_as_a_brief_is_not_made_again(site: Site) -> None:
    site.routes[POSTS] = wordpress([post(site, number, SINCE) for number in range(3)])
    make_page(site.url("/post-0/?utm_source=feed"), origin=Page.Origin.FEED)
    brief = make_page(site.url("/post-1/"), origin=Page.Origin.BRIEF)
    Page.objects.filter(pk=brief.pk).update(state=Page.State.READ)
    backfill = start(source_at(site), SINCE, UNTIL)
    walk(backfill)
    brief.refresh_from_db()
    assert (backfill.found, backfill.made, Page.objects.count()) == (3, 2, 3)
    assert (brief.origin, brief.state) == (Page.Origin.HISTORY, Page.State.NEW)


def test_a_feed_is_turned_page_by_page_until_it_is_older_than_the_span(site: Site) -> None:
    def turned(request: Request) -> Reply:
        page = int(parse_qs(urlsplit(request.path).query).get("paged", ["1"])[0])
        newest = date(2020, 6, 1) - timedelta(days=200 * (page - 1))
        return rss(*((site.url(f"/p{page}-{n}/"), newest - timedelta(days=20 * n)) for n in range(10)))

    site.routes["/feed/"] = turned
    backfill = start(source_at(site, "/feed/"), SINCE, UNTIL)
    walk(backfill)
    assert (backfill.state, backfill.method) == ("done", "paged")
    every = [date(2020, 6, 1) - timedelta(days=20 * number) for number in range(100)]
    days = {page.hints["published"] for page in Page.objects.all()}
    assert days == {day.isoformat() for day in every if SINCE <= day <= UNTIL}
    asked = [request for request in site.log if "paged=" in request.path]
    assert len(asked) == 6, "and not one page further"
    assert backfill.found == backfill.made == len(days)


def test_a_feed_that_shows_the_same_page_for_every_number_is_no_paged_feed(site: Site) -> None:
    site.routes["/feed/"] = rss((site.url("/a"), date(2019, 1, 1)))
    backfill = start(source_at(site, "/feed/"), SINCE, UNTIL)
    walk(backfill)
    assert backfill.state == "failed"
    assert "no history was found" in backfill.error
    assert len([request for request in site.log if "paged=" in request.path]) == 2


def test_an_archive_is_followed_by_its_links_and_a_circle_of_them_ends(site: Site) -> None:
    def archive(older: str, *items: tuple[str, date]) -> Reply:
        return rss(*items, head=f"<atom:link rel='prev-archive' href='{older}'/>" if older else "")

    site.routes["/feed.xml"] = archive("/2019.xml", (site.url("/new"), date(2019, 12, 1)))
    site.routes["/2019.xml"] = archive("/2018.xml", (site.url("/mid"), date(2019, 3, 1)))
    site.routes["/2018.xml"] = archive("/2019.xml", (site.url("/old"), date(2018, 3, 1)))
    backfill = start(source_at(site, "/feed.xml"), SINCE, UNTIL, method="archive")
    walk(backfill)
    assert (backfill.state, backfill.method, paths()) == ("done", "archive", ["/mid", "/new", "/old"])
    assert len(site.asked("/2019.xml")) == 1


def test_sitemaps_are_found_by_robots_txt_and_only_those_that_may_hold_the_span_are_read(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(body=f"Sitemap: {site.url('/maps/index.xml')}".encode())
    children = [
        (site.url("/maps/posts-2018-07.xml.gz"), "2024-01-01"),
        (site.url("/maps/posts-2016-07.xml"), "2024-01-01"),  # by its name
        (site.url("/maps/old.xml"), "2017-03-04"),  # nothing in it changed since
        (site.url("/maps/category-sitemap.xml"), "2024-01-01"),
        ("https://elsewhere.example/map.xml", "2019-01-01"),
    ]
    site.routes["/maps/index.xml"] = Reply(body=sitemap(*children, index=True), headers=XML)
    places = [
        (site.url("/2018/07/04/waymo-robotaxi-deal"), "2023-11-11"),
        (site.url("/news/zoox-shows-a-robotaxi-shuttle"), "2018-07-09"),
        (site.url("/2013/07/04/waymo-robotaxi-history"), "2018-07-09"),  # the address says when
        (site.url("/news/aurora-trucks-on-the-road"), "2021-07-09"),
        (site.url("/tag/waymo-robotaxi-deals"), "2018-07-09"),
        (site.url("/about-us"), "2018-07-09"),
        ("https://elsewhere.example/2018/07/04/waymo-robotaxi", "2018-07-04"),
    ]
    packed = gzip.compress(sitemap(*places))
    site.routes["/maps/posts-2018-07.xml.gz"] = Reply(body=packed, headers={"Content-Type": "application/x-gzip"})
    backfill = start(source_at(site), SINCE, UNTIL)
    walk(backfill)
    assert (backfill.state, backfill.method, backfill.error) == ("done", "sitemap", "")
    assert paths() == ["/2018/07/04/waymo-robotaxi-deal", "/news/zoox-shows-a-robotaxi-shuttle"]
    hints = {urlsplit(page.url).path: page.hints for page in Page.objects.all()}
    assert hints["/2018/07/04/waymo-robotaxi-deal"] == {"published": "2018-07-04"}
    assert hints["/news/zoox-shows-a-robotaxi-shuttle"] == {}, "a last change is no day of publication"
    for path in ("/maps/posts-2016-07.xml", "/maps/old.xml", "/maps/category-sitemap.xml"):
        assert not site.asked(path)


def test_a_general_sources_history_is_filtered_by_headline_or_slug_with_the_reason(site: Site) -> None:
    places = [(site.url("/2018/01/05/best-lemon-cakes"), ""), (site.url("/2018/01/05/waymo-robotaxi-launch"), "")]
    site.routes["/sitemap.xml"] = Reply(body=sitemap(*places), headers=XML)
    backfill = start(source_at(site, topics_only=True), SINCE, UNTIL)
    walk(backfill)
    assert paths() == ["/2018/01/05/waymo-robotaxi-launch"]
    assert paths(Page.State.LEFT_OUT) == ["/2018/01/05/best-lemon-cakes"]
    assert (backfill.found, backfill.made, backfill.left_out) == (2, 1, 1)
    assert "not about autonomous driving" in Page.objects.get(state="left_out").reason


def test_new_pages_are_set_to_be_fetched_one_after_another_at_the_hosts_pace(site: Site, settings: Any) -> None:
    site.routes["/robots.txt"] = Reply(body=b"User-agent: *\nCrawl-delay: 20")
    site.routes[POSTS] = wordpress([post(site, number, SINCE) for number in range(4)])
    backfill = start(source_at(site), SINCE, UNTIL)
    walk(backfill)
    times = sorted(page.retry_at for page in Page.objects.all() if page.retry_at)
    assert [(moment - NOW).total_seconds() for moment in times] == [20, 40, 60, 80]
    assert Page.objects.unread(NOW + timedelta(seconds=45)).count() == 2


def test_robots_txt_keeps_us_from_listings_too(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(body=b"User-agent: *\nDisallow: /wp-json/\nDisallow: /sitemap")
    site.routes[POSTS] = wordpress([post(site, 1, SINCE)])
    site.routes["/sitemap.xml"] = Reply(body=sitemap((site.url("/2018/01/05/robotaxi"), "")))
    backfill = start(source_at(site), SINCE, UNTIL)
    walk(backfill)
    assert backfill.state == "failed"
    assert "robots.txt" in backfill.error
    assert not site.asked("/sitemap.xml")


def test_a_busy_server_is_waited_for_and_then_the_walk_goes_on(site: Site) -> None:
    posts = [post(site, number, SINCE + timedelta(days=number)) for number in range(150)]
    answer, busy = wordpress(posts), [True]

    def sometimes(request: Request) -> Reply:
        if "&page=2" in request.path and busy:
            busy.pop()
            return Reply(429, headers={"Retry-After": "600"})
        return answer(request)

    site.routes[POSTS] = sometimes
    backfill = start(source_at(site), SINCE, UNTIL)
    step_backfill(backfill.pk, NOW)
    step = step_backfill(backfill.pk, NOW + timedelta(minutes=1))
    assert step is not None
    assert step.wait == 600
    backfill.refresh_from_db()
    assert (backfill.state, backfill.attempts) == ("running", 1)
    assert find_due(NOW + timedelta(minutes=10)) == []
    assert find_due(NOW + timedelta(minutes=12)) == [backfill.pk]
    walk(backfill, now=NOW + timedelta(minutes=12))
    assert (backfill.state, backfill.made, backfill.attempts, backfill.error) == ("done", 150, 0, "")


def test_a_server_that_breaks_half_way_fails_the_backfill_which_can_go_on_later(site: Site) -> None:
    posts = [post(site, number, SINCE + timedelta(days=number)) for number in range(150)]
    answer = wordpress(posts)
    site.routes[POSTS] = lambda request: Reply(500) if "&page=2" in request.path else answer(request)
    source = source_at(site)
    backfill = start(source, SINCE, UNTIL)
    walk(backfill)
    assert (backfill.state, backfill.made) == ("failed", 100)
    assert backfill.error
    site.routes[POSTS] = answer
    assert start(source, SINCE, UNTIL).pk == backfill.pk
    walk(backfill)
    assert (backfill.state, backfill.made) == ("done", 150)


WRONG = {
    "words": b"hello",
    "an object": b'{"code": "rest_no_route"}',
    "numbers": b"[1, 2, 3]",
    "posts without address": b'[{"link": 7}, {"title": {"rendered": "x"}}, {"link": "javascript:alert(1)"}]',
    "odd fields": b'[{"link": ["x"], "date_gmt": {}}]',
    "deep": b"[" * 100_000,
    "long number": b"[" + b"9" * 10_000 + b"]",
    "cut": b'[{"link": "http://127.0.0.1/a", "date_gmt": "20',
    "nothing": b"",
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
def test_wrong_json_is_no_wordpress_site(site: Site, body: bytes) -> None:
    site.routes[POSTS] = Reply(body=body, headers=JSON)
    backfill = start(source_at(site), SINCE, UNTIL, method="wordpress")
    walk(backfill)
    assert backfill.state == "failed"
    assert not Page.objects.exists()


def test_a_wordpress_site_that_repeats_one_page_for_ever_is_read_twice_at_most(site: Site) -> None:
    body = json.dumps([post(site, number, SINCE) for number in range(100)]).encode()
    site.routes[POSTS] = Reply(body=body, headers={**JSON, "X-WP-Total": "999999999", "X-WP-TotalPages": "999999999"})
    backfill = start(source_at(site), SINCE, UNTIL)
    walk(backfill)
    assert (backfill.state, backfill.found, len(site.log)) == ("done", 100, 3)  # and robots.txt


@pytest.mark.parametrize("bound", ["MAX_LISTINGS", "MAX_FOUND"])
def test_endless_new_pages_are_cut_with_the_reason(site: Site, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(history, bound, {"MAX_LISTINGS": 5, "MAX_FOUND": 500}[bound])

    def endless(request: Request) -> Reply:
        page = int(parse_qs(urlsplit(request.path).query)["page"][0])
        return Reply(body=json.dumps([post(site, page * 100 + n, SINCE) for n in range(100)]).encode(), headers=JSON)

    site.routes[POSTS] = endless
    backfill = start(source_at(site), SINCE, UNTIL)
    walk(backfill)
    assert (backfill.state, backfill.made) == ("failed", 500)
    assert "shorter span" in backfill.error


BOMBS = {
    "one endless word": lambda url: b"<urlset><url><loc>" + b"a" * 60_000_000,
    "one address for ever": lambda url: b"<urlset>" + f"<url><loc>{url}</loc></url>".encode() * 800_000,
}


@pytest.mark.parametrize(("bomb", "found"), list(zip(BOMBS.values(), (0, 1), strict=True)), ids=BOMBS.keys())
@pytest.mark.slow
def test_a_gzip_bomb_of_a_sitemap_is_read_to_its_bound_only(
    site: Site, bomb: Callable[[str], bytes], found: int
) -> None:
    body = gzip.compress(bomb(site.url("/2018/05/05/robotaxi")), 1)
    assert len(body) < 1_000_000
    site.routes["/sitemap.xml.gz"] = Reply(body=body, headers={"Content-Type": "application/gzip"})
    backfill = start(source_at(site), SINCE, UNTIL, method="sitemap")
    walk(backfill)
    assert (backfill.state, backfill.found) == ("done" if found else "failed", found)
    assert Page.objects.count() == found


def test_an_index_that_lists_itself_and_others_without_end_is_bounded(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MAX_QUEUE", 3)
    children = [(site.url("/sitemap.xml"), ""), *((site.url(f"/map-{n}.xml"), "") for n in range(10))]
    site.routes["/sitemap.xml"] = Reply(body=sitemap(*children, index=True), headers=XML)
    site.routes["/map-0.xml"] = Reply(body=sitemap((site.url("/2018/05/05/robotaxi-one"), "")), headers=XML)
    backfill = start(source_at(site), SINCE, UNTIL)
    walk(backfill)
    assert (backfill.state, len(site.asked("/sitemap.xml")), paths()) == ("done", 1, ["/2018/05/05/robotaxi-one"])
    assert backfill.error.startswith("9 of its listings could not be read"), "seven beyond the bound, two not there"


def test_left_out_rows_are_bounded_and_the_rest_is_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(haul, "LISTED", 3)
    site.routes[POSTS] = wordpress([post(site, number, SINCE, "Lemon cakes") for number in range(8)])
    backfill = start(source_at(site, topics_only=True), SINCE, UNTIL)
    walk(backfill)
    assert (backfill.left_out, Page.objects.count()) == (8, 3)


@pytest.mark.parametrize(
    ("since", "until", "method", "message"),
    [
        (date(2020, 1, 1), date(2019, 1, 1), "", "begin before it ends"),
        (NOW.date() + timedelta(days=3), None, "", "not in the future"),
        (SINCE, None, "magic", "wordpress"),
    ],
)
def test_a_span_or_way_that_makes_no_sense_is_refused(
    since: date, until: date | None, method: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plan_backfill(make_source("Local"), since, until, method=method)


def test_the_command_lists_resumes_and_reports(site: Site) -> None:
    site.routes[POSTS] = wordpress([post(site, number, SINCE + timedelta(days=number)) for number in range(120)])
    source_at(site)
    told = StringIO()
    span = ["--since", SINCE.isoformat(), "--until", UNTIL.isoformat()]
    call_command("backfill", "local", *span, "--dry-run", stdout=told)
    assert "120 addresses, 120 of them new" in told.getvalue()
    assert "Nothing was written" in told.getvalue()
    assert not Page.objects.exists()
    assert not Backfill.objects.exists()
    call_command("backfill", "127.0.0.1", *span, stdout=told)
    assert Page.objects.count() == 120
    with pytest.raises(CommandError, match="no day"):
        call_command("backfill", "local", "--since", "last year")
    with pytest.raises(CommandError, match="Like it: local"):
        call_command("backfill", "loc")


def test_the_task_takes_one_step_and_nudges_itself_until_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    nudges: list[tuple[Any, Any]] = []
    monkeypatch.setattr(
        tasks.step_backfill, "apply_async", lambda args, **how: nudges.append((args, how.get("countdown")))
    )
    answers: list[Step | None] = [Step("one", 1.5), None, Step("a server asks for rest", 4860.0), Step("over", None)]
    monkeypatch.setattr(history, "step_backfill", lambda _id: answers.pop(0))
    for _ in range(4):
        tasks.step_backfill(7)
    assert nudges == [((7,), 1.5)], "what is farther off is found by its row: no message outlives the broker's patience"
    assert celery.defaults()["broker_transport_options"]["visibility_timeout"] > tasks.NEAR + tasks.STALE


def test_a_backfill_whose_nudge_was_lost_is_found_by_its_row(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    nudged: list[tuple[str, tuple[int, ...]]] = []
    monkeypatch.setattr(Task, "apply_async", lambda task, args=(), **how: nudged.append((task.name, args)))
    running = start(source_at(site), SINCE, UNTIL)
    start(running.source, SINCE, UNTIL - timedelta(days=9))
    Backfill.objects.exclude(pk=running.pk).update(state="done")
    tasks.tick()
    assert [args for name, args in nudged if name == "articles.tasks.step_backfill"] == [(running.pk,)]


TWO_CLICKS = """
import os, time
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import date
from articles.history import start_backfill
from articles.models import Backfill, Source
save = Backfill.save
Backfill.save = lambda row: (time.sleep(0.3), save(row))
source = Source.objects.create(name="Local", slug="local", host="a.example", site_url="https://a.example/")
with ThreadPoolExecutor(2) as clicks:
    begun = list(clicks.map(lambda _: start_backfill(source, date(2018, 1, 1)).pk, range(2)))
print(begun, Backfill.objects.count())
"""


def test_a_double_click_starts_one_backfill(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "newsdash.settings", "NEWSDASH_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", TWO_CLICKS], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.strip() == "[1, 1] 1", done.stderr


def test_a_bug_puts_a_backfill_off_and_in_the_end_stops_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.routes[POSTS] = wordpress([post(site, 1, SINCE)])
    backfill = start(source_at(site), SINCE, UNTIL)
    with monkeypatch.context() as broken:
        broken.setattr(history, "save_haul", raising(KeyError("a bug \0")))
        now = NOW
        for number in range(1, CRASHES + 1):
            with pytest.raises(KeyError):
                step_backfill(backfill.pk, now)
            backfill.refresh_from_db()
            assert (backfill.attempts, backfill.lease_until, backfill.found) == (number, None, 0)
            assert "KeyError" in backfill.error
            assert backfill.next_at > now + timedelta(minutes=10), "not again at once"
            now = backfill.next_at
    assert backfill.state == Backfill.State.FAILED
    assert find_due(now) == []
    again = start(backfill.source, SINCE, UNTIL)
    walk(again)
    assert (again.pk, again.state, paths()) == (backfill.pk, "done", ["/post-1/"]), "it goes on where it stood"


def test_a_database_that_is_away_is_no_fault_of_the_backfill(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    backfill = start(source_at(site), SINCE, UNTIL)
    monkeypatch.setattr(history, "visit_listing", raising(OperationalError("database is locked")))
    with pytest.raises(OperationalError):
        step_backfill(backfill.pk, NOW)
    backfill.refresh_from_db()
    assert (backfill.attempts, backfill.state, backfill.lease_until) == (0, "running", None)
    assert backfill.next_at > NOW


def test_what_a_server_says_is_stored_without_what_no_database_takes(site: Site) -> None:
    body = b'{"code": "x"}'
    site.routes[POSTS] = Reply(200, body, JSON)
    backfill = start(source_at(site), SINCE, UNTIL, method="wordpress")
    backfill.cursor["failed"] = ["wordpress: \0 and \ud800"]
    backfill.save()
    walk(backfill)
    assert "\0" not in backfill.error + json.dumps(backfill.cursor)
    assert "\ud800" not in backfill.error + "".join(backfill.cursor["failed"])


@pytest.mark.slow
def test_a_sitemap_as_long_as_may_be_takes_little_memory(site: Site) -> None:
    day = SINCE.isoformat()
    places = ((site.url(f"/2018/05/05/robotaxi-number-{number}-on-the-road"), day) for number in range(MAX_PLACES))
    site.routes["/sitemap.xml"] = Reply(body=sitemap(*places), headers=XML)
    backfill = start(source_at(site), SINCE, UNTIL, method="sitemap")
    tracemalloc.start()
    try:
        walk(backfill)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert Page.objects.count() == MAX_PLACES
    assert most < 28_000_000, f"{most:,} bytes"


def raising(error: Exception) -> Callable[..., NoReturn]:
    def fail(*_args: Any, **_words: Any) -> NoReturn:
        raise error

    return fail
