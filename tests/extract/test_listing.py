"""Listings of a site's history: what their addresses and names say, and how one page leads to the next."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from articles.extract.feed.listing import (
    Days,
    find_days,
    may_hold,
    names_article,
    parse_site_map,
    parse_wordpress,
    with_page,
    wordpress_url,
    words_of,
)
from articles.extract.feed.sitemap import Place

SPAN = (date(2018, 1, 1), date(2018, 12, 31))
SITE = "https://kerb.example"


def day(year: int, month: int, number: int) -> Days:
    return date(year, month, number), date(year, month, number)


@pytest.mark.parametrize(
    ("path", "days"),
    [
        ("/2019/05/12/waymo-launch/", day(2019, 5, 12)),
        ("/2019/5/2/waymo-launch", day(2019, 5, 2)),
        ("/2020/02/waymo-launch", (date(2020, 2, 1), date(2020, 2, 29))),
        ("/news/2019-05-12-waymo-launch.html", day(2019, 5, 12)),
        ("/a/20190512_33.html", day(2019, 5, 12)),
        ("/a/waymo-2019-05-12", day(2019, 5, 12)),
        ("/waymo-launch", None),
        ("/ces-2020-waymo", None),  # the year of a fair is no day of publication
        ("/level-4-by-2025-12", None),
        ("/2019/13/12/x", None),
        ("/2019/02/31/x", None),
        ("/a/201905123344", None),
        ("/12019/05/12/x", None),
        ("/x?day=2019-05-12", None),
    ],
)
def test_an_address_says_its_day_or_month(path: str, days: Days | None) -> None:
    assert find_days(SITE + path) == days


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("/waymo-and-zeekr-show-robotaxi", True),
        ("/2019/05/12/waymo", True),
        ("/p/5081234", True),
        ("/news/story.html", False),
        ("/", False),
        ("/tag/robotaxi-deals-of-waymo", False),
        ("/Author/jo-ann-doe-writer", False),
        ("/about-us", False),
        ("/wp-content/uploads/2019/05/12/a.jpg", False),
    ],
)
def test_an_articles_address_is_told_from_a_lists(path: str, is_one: bool) -> None:
    assert names_article(SITE + path) is is_one


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/2019/05/Waymo-Zeekr_robotaxi-2.html", "Waymo Zeekr robotaxi"),
        ("/a/%E6%97%A0%E4%BA%BA%E9%A9%BE%E9%A9%B6", "无人驾驶"),
        ("/", ""),
        ("/12345", ""),
    ],
)
def test_the_words_of_an_address_stand_for_its_headline(path: str, words: str) -> None:
    assert words_of(SITE + path) == words


@pytest.mark.parametrize(
    ("path", "changed", "held"),
    [
        ("/post-sitemap3.xml", None, True),
        ("/post-sitemap3.xml", datetime(2017, 12, 31, tzinfo=UTC), False),
        ("/post-sitemap3.xml", datetime(2024, 1, 1, tzinfo=UTC), True),
        ("/sitemap-2018-07.xml", None, True),
        ("/sitemap-2018.xml.gz", None, True),
        ("/sitemap-pt-post-2017-12.xml", None, False),
        ("/sitemap_20180704.xml", None, True),
        ("/sitemap_20190704.xml", None, False),
        ("/2018/sitemap-2019-01.xml", None, False),
        ("/sitemap.xml?yyyy=2018&mm=7&dd=4", None, True),
        ("/sitemap.xml?yyyy=2016", None, False),
        ("/sitemap-2018-3.xml", None, True),  # the third part of 2018
        ("/category-sitemap.xml", None, False),
        ("/post_tag-sitemap2.xml", None, False),
        ("/wp-sitemap-taxonomies-category-1.xml", None, False),
        ("/wp-sitemap-posts-post-1.xml", None, True),
        ("/sitemap-videos.xml", None, False),
        ("/news-sitemap.xml", None, True),
    ],
)
def test_a_sitemap_is_read_unless_its_name_or_change_rules_it_out(
    path: str, changed: datetime | None, held: bool
) -> None:
    assert may_hold(Place(SITE + path, changed), SPAN) is held


def test_posts_are_asked_for_oldest_first_and_a_day_wider_than_the_span() -> None:
    query = parse_qs(urlsplit(wordpress_url(f"{SITE}/blog/", SPAN)).query)
    assert query["after"] == ["2017-12-31T00:00:00"]
    assert query["before"] == ["2019-01-02T00:00:00"]
    assert (query["order"], query["page"]) == (["asc"], ["1"])


def test_turning_a_page_changes_nothing_else_of_the_address() -> None:
    turned = with_page(with_page(f"{SITE}/feed/?cat=3&x=#top", "paged", 1), "paged", 2)
    assert turned == f"{SITE}/feed/?cat=3&x=&paged=2"


@pytest.mark.parametrize(
    ("headers", "posts", "more"),
    [
        ({"x-wp-totalpages": "4", "x-wp-total": "301"}, 100, True),
        ({"x-wp-totalpages": "3", "x-wp-total": "300"}, 100, False),
        ({}, 100, True),
        ({}, 99, False),
        ({"x-wp-totalpages": "many", "x-wp-total": "-1"}, 100, True),
    ],
)
def test_there_are_more_posts_as_the_server_counts_or_while_pages_are_full(
    headers: dict[str, str], posts: int, more: bool
) -> None:
    body = "[" + ",".join(f'{{"link": "{SITE}/{number}"}}' for number in range(posts)) + "]"
    listing = parse_wordpress(body.encode(), with_page(wordpress_url(SITE, SPAN), "page", 3), headers)
    assert len(listing.entries) == posts
    assert [urlsplit(url).query.rpartition("=")[2] for url in listing.following] == (["4"] if more else [])


def test_no_posts_at_all_prove_nothing() -> None:
    assert not parse_wordpress(b"[]", wordpress_url(SITE, SPAN), {}).proof
    assert not parse_site_map(b"<urlset></urlset>", SITE, {}, SPAN).proof
