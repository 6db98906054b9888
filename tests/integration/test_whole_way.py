"""The whole way by feed: beat finds it due, the workers poll, fetch and read, and the timeline shows the deal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.running import running, wait_for
from tests.site import Reply, Site

pytestmark = pytest.mark.integration

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Kerb Weekly</title><link>{base}/</link><description>Cars that drive themselves</description>
<item><title>Zoox picks Magna to build its next robotaxi</title><link>{base}/2025/03/zoox-magna/?utm_source=rss</link>
<guid isPermaLink="false">{base}/?p=11</guid><pubDate>{day}</pubDate><dc:creator>Ada Verne</dc:creator>
<description>The contract covers several thousand vehicles.</description></item>
</channel></rss>"""

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Zoox picks Magna to build its next robotaxi - Kerb Weekly</title>
<meta property="og:site_name" content="Kerb Weekly"><link rel="canonical" href="{base}/2025/03/zoox-magna/">
<meta property="article:published_time" content="{iso}"></head>
<body class="post-template-default single"><header class="site-header"><nav><a href="/">Home</a>
<a href="/deals/">Deals</a></nav></header><main><article class="post hentry">
<h1 class="entry-title">Zoox picks Magna to build its next robotaxi</h1>
<div class="entry-meta">By <a rel="author" href="/author/ada-verne/">Ada Verne</a></div>
<div class="entry-content"><p>Zoox has chosen Magna to supply the bodies of its next robotaxi, the two companies said
on Tuesday. The contract covers several thousand vehicles over five years and is the largest of its kind so far.</p>
<p>Magna International will build them at a plant in Michigan. “We looked for a partner who has done this before,”
said Joan Marsh, chief executive of Zoox, which belongs to Amazon and carries passengers in Las Vegas and San
Francisco.</p>
<p>The Canadian supplier already assembles cars for several brands in Graz, and had been looking for an American
customer for its driverless business for some time, people in the industry say.</p></div></article>
<section id="comments"><h2>Leave a Reply</h2><form><textarea></textarea></form></section></main>
<footer>Kerb Weekly, all rights reserved</footer></body></html>"""


def test_a_feed_becomes_a_line_on_the_timeline(tmp_path: Path) -> None:
    published = datetime.now(UTC) - timedelta(days=2)
    with Site() as site:
        base = site.url("")
        feed = FEED.format(base=base, day=format_datetime(published))
        page = PAGE.format(base=base, iso=published.isoformat())
        site.routes["/feed/"] = Reply(body=feed.encode(), headers={"Content-Type": "application/rss+xml"})
        site.routes["/2025/03/zoox-magna/"] = Reply(body=page.encode(), headers={"Content-Type": "text/html"})
        with running(tmp_path / "data", NEWSDASH_ALLOW_LOOPBACK="1", NEWSDASH_TICK="1", NEWSDASH_HOST_GAP="0.1") as app:
            app.manage("shell", "-c", subscribe(base))
            timeline = wait_for(
                lambda: (shown := app.get("/timeline/?company=zoox")) and "partnership/magna/zoox" in shown and shown,
                60, "the deal on the timeline",
            )  # fmt: skip
            assert "Magna" in timeline
            deal = app.get("/partnership/magna/zoox/")
            assert "Zoox has chosen" in deal.replace("<mark>", "").replace("</mark>", "") or "chosen" in deal
            assert f"{base}/2025/03/zoox-magna/" in deal
            assert "Ada Verne" in deal
            assert "Leave a Reply" not in app.get("/article/1/")
        paths = [request.path for request in site.log]
        assert "/robots.txt" in paths
        assert paths.count("/feed/") == 1, "the feed is not due again within seconds"
        assert sum(path.startswith("/2025/03/") for path in paths) == 1, "one article is fetched once"


def subscribe(base: str) -> str:
    """Shipped feeds rest while the test runs: only its own site is asked."""
    return (
        "from articles.models import *; from django.utils.timezone import now; "
        "Feed.objects.update(state='paused'); "
        "source = Source.objects.create(name='Kerb Weekly', slug='kerb-weekly', host='127.0.0.1'); "
        f"Feed.objects.create(source=source, url='{base}/feed/', next_poll_at=now())"
    )
