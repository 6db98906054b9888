"""robots.txt: RFC 9309's rules, and what a site's faults mean."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.fetch.client import Client
from articles.fetch.robots import KEEP_AFTER_ERROR_SECONDS, fetch_robots, parse_robots
from tests.site import Reply, Site


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(deadline=2.0, allow_loopback=True)
    yield made
    made.close()


def allows(text: str, path: str) -> bool:
    return parse_robots(text, "Newsdash").allows(path)


@pytest.mark.parametrize(
    ("rules", "path", "expected"),
    [
        ("", "/anything", True),
        ("Disallow:", "/anything", True),
        ("Disallow: /", "/anything", False),
        ("Disallow: /", "/robots.txt", True),
        ("Disallow: /fish", "/fish", False),
        ("Disallow: /fish", "/fishheads/yummy.html", False),
        ("Disallow: /fish", "/Fish", True),
        ("Disallow: /fish", "/catfish", True),
        ("Disallow: /fish/", "/fish", True),
        ("Disallow: /*.php", "/folder/filename.php?parameters", False),
        ("Disallow: /*.php$", "/filename.php", False),
        ("Disallow: /*.php$", "/filename.php?x", True),
        ("Disallow: /*.php$", "/filename.php5", True),
        ("Disallow: /fish*.php", "/fishheads/catfish.php?parameters", False),
        ("Disallow: /$", "/", False),
        ("Disallow: /$", "/page", True),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /a*a$", "/aba", False),
        ("Disallow: *", "/x", False),
        ("Allow: /p\nDisallow: /", "/page", True),
        ("Disallow: /\nAllow: /p", "/page", True),
        ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
        ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
        ("Allow: /$\nDisallow: /", "/page.htm", False),
        ("Disallow: /caf%C3%A9", "/café", False),
        ("Disallow: /café", "/caf%c3%a9/menu", False),
        ("Disallow: /%7Ejoe", "/~joe", False),
        ("Disallow: /a?b=c", "/a?b=c&d", False),
        ("Disallow: /private # secret", "/private", False),
        ("Disallow : /private", "/private", False),
        ("dissallow: /private", "/private", False),
        ("Disallow: /p", "https://a.example/page?x=1", False),
    ],
)
def test_the_longest_rule_decides_and_allowing_wins_a_tie(rules: str, path: str, expected: bool) -> None:
    assert allows(f"User-agent: *\n{rules}", path) is expected


def test_our_own_group_wins_over_that_for_all() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: NewsDash/2.0\nAllow: /news\nDisallow: /news/private\n"
    assert allows(text, "/elsewhere")
    assert not allows(text, "/news/private")


def test_groups_for_one_product_are_read_as_one_and_names_may_be_listed() -> None:
    text = "User-agent: other\nUser-agent: newsdash\nDisallow: /a\nUser-agent: newsdash\nDisallow: /b\n"
    assert not allows(text, "/a")
    assert not allows(text, "/b")


def test_another_product_whose_name_begins_like_ours_is_not_us() -> None:
    assert allows("User-agent: newsdashboard\nDisallow: /\n", "/")
    assert allows("User-agent: news\nDisallow: /\n", "/")


def test_rules_before_any_group_are_nobodys() -> None:
    assert allows("Disallow: /\nUser-agent: other\nDisallow: /\n", "/")


def test_crawl_delay_and_sitemaps_are_read() -> None:
    robots = parse_robots("Sitemap: https://a.example/map.xml\nUser-agent: *\nCrawl-delay: 2.5\n", "Newsdash")
    assert robots.crawl_delay == 2.5
    assert robots.sitemaps == ("https://a.example/map.xml",)
    assert parse_robots("User-agent: *\nCrawl-delay: soon\n", "Newsdash").crawl_delay is None


@settings(max_examples=100, deadline=None)
@given(st.text(), st.text())
def test_no_text_and_no_path_makes_it_raise(text: str, path: str) -> None:
    parse_robots("User-agent: *\n" + text, "Newsdash").allows(path)


def test_a_hostile_file_costs_no_more_than_its_length() -> None:
    begun = time.monotonic()
    stars = "User-agent: *\n" + ("Disallow: /" + "*a" * 200 + "$\n") * 1000
    assert allows(stars, "/" + "a" * 199 + "b" * 2000)
    assert allows("User-agent: *\nDisallow: /" + " " * 10_000_000 + "x", "/y")
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("reply", "allowed", "kept_long"),
    [
        (Reply(body=b"User-agent: *\nDisallow: /private"), True, True),
        (Reply(body=b"\xef\xbb\xbfUser-agent: *\nDisallow: /"), False, True),
        (Reply(404), True, True),
        (Reply(403), True, True),
        (Reply(500), False, False),
        (Reply(503), False, False),
        (Reply(429), False, False),
        (Reply(raw=b""), False, False),
        (Reply(302, headers={"Location": "/elsewhere"}), False, True),
        (Reply(302, headers={"Location": "/robots.txt"}), True, True),
    ],
)
def test_what_a_sites_faults_mean(client: Client, reply: Reply, allowed: bool, kept_long: bool) -> None:
    routes = {"/robots.txt": reply, "/elsewhere": Reply(body=b"User-agent: newsdash\nDisallow: /")}
    with Site(routes) as site:
        answer = fetch_robots(client, site.url("/deep/page?x=1"))
    assert parse_robots(answer.text, client.product).allows("/deep/page") is allowed
    assert (answer.keep_seconds > KEEP_AFTER_ERROR_SECONDS) is kept_long
    assert site.log[0].path == "/robots.txt"


def test_a_huge_robots_txt_is_read_up_to_its_cap(client: Client) -> None:
    text = b"User-agent: *\nDisallow: /private\n" + b"# padding\n" * 200_000
    with Site({"/robots.txt": Reply(body=text)}) as site:
        answer = fetch_robots(client, site.url("/"))
    assert len(answer.text) == 500 * 1024
    assert not parse_robots(answer.text, "Newsdash").allows("/private")
