"""A source's history end to end: beat finds the backfill, workers list, fetch and read, and old deals are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.test_whole_way import PAGE
from tests.running import Running, running, wait_for
from tests.site import Reply, Site

pytestmark = pytest.mark.integration

DAYS = ("2019-03-05", "2020-06-09", "2021-11-02")


def serve_history(site: Site) -> None:
    """A WordPress site with one deal and two articles without any, none of them in a feed any more."""
    posts = [
        {
            "link": site.url(f"/{number}/"), "date_gmt": f"{day}T09:00:00",
            "title": {"rendered": f"Robotaxi news of {day}"}, "excerpt": {"rendered": "<p>News.</p>"},
        }
        for number, day in enumerate(DAYS)
    ]  # fmt: skip
    totals = {"Content-Type": "application/json", "X-WP-Total": str(len(posts)), "X-WP-TotalPages": "1"}
    site.routes["/wp-json/wp/v2/posts"] = Reply(body=json.dumps(posts).encode(), headers=totals)
    for number, day in enumerate(DAYS):
        page = PAGE.format(base=site.url(""), iso=f"{day}T09:00:00+00:00").replace(
            "/2025/03/zoox-magna/", f"/{number}/"
        )
        if number:
            page = page.replace("Magna", "a supplier").replace("Zoox", "A start-up")
            page = page.replace("The Canadian supplier", f"Number {number} of the list, in Canada,")
        site.routes[f"/{number}/"] = Reply(body=page.encode(), headers={"Content-Type": "text/html"})


def test_a_backfill_is_walked_by_the_workers_and_brings_an_old_deal(tmp_path: Path) -> None:
    with Site() as site:
        serve_history(site)
        with running(tmp_path / "data", NEWSDASH_ALLOW_LOOPBACK="1", NEWSDASH_TICK="1", NEWSDASH_HOST_GAP="0.1") as app:
            app.manage("shell", "-c", start(site.url("/")))
            timeline = wait_for(
                lambda: (shown := app.get("/timeline/?company=zoox")) and "partnership/magna/zoox" in shown and shown,
                90, "the old deal on the timeline",
            )  # fmt: skip
            assert "2019" in timeline
            told = wait_for(lambda: tell_when_over(app), 60, "every page read or set aside")
        assert told == "done wordpress 3 found 3 made wait 0"
        paths = [request.path for request in site.log]
        assert paths.count("/robots.txt") == 1
        assert [paths.count(f"/{number}/") for number in range(len(DAYS))] == [1, 1, 1], "each page is fetched once"
        assert sum(path.startswith("/wp-json/") for path in paths) == 1


TELL = (
    "from articles.models import *; b = Backfill.objects.get(); "
    "waiting = Page.objects.filter(state__in=('new', 'fetched')).count(); "
    "print(b.state, b.method, b.found, 'found', b.made, 'made', 'wait', waiting)"
)


def tell_when_over(app: Running) -> str:
    told = app.manage("shell", "-c", TELL).strip().splitlines()[-1]
    return told if told.endswith("wait 0") else ""


def start(home: str) -> str:
    """Shipped feeds rest while the test runs; nothing but the row is written, so beat has to find it."""
    return (
        "from datetime import date; from articles.models import *; from articles.history import start_backfill; "
        "Feed.objects.update(state='paused'); "
        f"source = Source.objects.create(name='Kerb Weekly', slug='kerb-weekly', host='127.0.0.1', site_url='{home}'); "
        "start_backfill(source, date(2018, 1, 1))"
    )
