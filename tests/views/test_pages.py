"""Every page: what it shows, what it never does, and how many queries it asks."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Author, Company, Partnership, Source
from articles.stats import find_health, find_trouble
from articles.views.home import VISIT, read_visit
from articles.views.source import FEEDS
from tests import factory

pytestmark = pytest.mark.django_db


def fill(count: int) -> None:
    """A hub with ``count`` partners, an article each, all by one author of one source with one feed."""
    hub, rival = (
        factory.make_company("Hub", names=["Hub Inc"], sector="chips", country="US"),
        factory.make_company("Rival"),
    )
    source = factory.make_source("Wire")
    author = factory.make_author("Jo Doe", source, slug="jo-doe")
    feed = factory.make_feed(source, last_success_at=factory.NOW)
    factory.make_ownership(hub, factory.make_company("Daughter"))
    told = []
    for index in range(count):
        other = factory.make_company(f"Partner {index}", sector="supplier", country="DE")
        day = timezone.localdate() - timedelta(days=20 * index)
        article = factory.make_article(
            f"Hub supplies Partner {index}. So it is.", source=source, authors=[author], published=day, form="brief"
        )
        for company in (hub, other):
            factory.make_mention(article, company)
        claim = factory.make_claim(article, "supply", hub, other, on=day)
        factory.make_partnership("supply", hub, other, first_on=day, claims=[claim])
        told.append(
            factory.make_claim(article, "partnership", hub, rival, key=f"partnership|hub|rival|{index}", on=day)
        )
        factory.make_quote(article, "So it is.", company=hub, speaker="A. Chief")
        factory.make_entry(feed, first_seen_at=timezone.now() - timedelta(days=index % 90))
    factory.make_partnership("partnership", hub, rival, claims=told, first_on=date(2020, 1, 1))


PAGES = [
    "/", "/timeline/", "/timeline/?company=hub", "/timeline/?words=partner&sector=chips&country=US&source=wire",
    "/companies/", "/companies/?all=1&q=part", "/company/hub/", "/partnership/hub/rival/", "/author/jo-doe/",
    "/sources/", "/source/wire/", "/help/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.slow
def test_a_page_asks_no_more_queries_for_a_hundred_rows_than_for_ten(client: Client, path: str) -> None:
    fill(10)
    few = count_queries(client, path)
    Partnership.objects.all().delete()
    Article.objects.all().delete()
    Company.objects.all().delete()
    Author.objects.all().delete()
    Source.objects.all().delete()
    fill(100)
    many = count_queries(client, path)
    assert many <= few <= 20


def count_queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", [*PAGES, "/nowhere/"])
def test_pages_obey_the_content_policy_and_have_the_frame(client: Client, path: str) -> None:
    fill(3)
    response = client.get(path)
    html = response.content.decode()
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)", html), "no inline script"
    assert not re.search(r"\son\w+=", html), "no inline handler"
    assert html.count("<h1") == 1
    assert 'lang="en"' in html
    assert 'href="#main"' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "ids are unique"


@pytest.mark.parametrize("path", PAGES)
def test_pages_stand_without_any_data(client: Client, path: str) -> None:
    expected = 404 if re.search(r"/(company|partnership|author|source)/", path) else 200
    assert client.get(path).status_code == expected


def test_the_navigation_links_only_to_pages_that_exist(client: Client) -> None:
    html = client.get("/help/").content.decode()
    links = re.findall(r'<a href="([^"]+)" data-key', html)
    assert len(links) >= 4
    for link in links:
        assert client.get(link).status_code == 200, link


# Timeline


def test_the_timeline_shows_partnership_evidence_and_link(client: Client) -> None:
    fill(1)
    html = client.get("/timeline/").content.decode()
    assert "Hub supplies Partner 0." in html
    assert "/partnership/hub/partner-0/" in html
    assert 'class="mark k-supply"' in html


def test_htmx_gets_the_results_alone_and_no_cache_may_keep_them(client: Client) -> None:
    fill(3)
    response = client.get("/timeline/?company=hub", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert "Partner 2" in html
    assert response.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize("header", ["HX-History-Restore-Request", "HX-Boosted"])
def test_going_back_gets_the_whole_page(client: Client, header: str) -> None:
    html = client.get("/timeline/", headers={"HX-Request": "true", header: "true"}).content.decode()
    assert "<html" in html


def test_older_deals_come_as_a_piece_and_as_a_page(client: Client) -> None:
    fill(60)
    html = client.get("/timeline/?company=hub").content.decode()
    older = re.search(r'href="(\?[^"]*before=[^"#]+)', html)
    assert older
    path = "/timeline/" + older[1].replace("&amp;", "&")
    piece = client.get(path, headers={"HX-Request": "true", "HX-Target": "more"}).content.decode()
    page = client.get(path).content.decode()
    assert "<html" not in piece
    assert piece.count('class="deal ') == page.count('class="deal ') == 21
    assert "Back to the newest" in page


def test_the_address_of_htmx_results_is_the_clean_one(client: Client) -> None:
    fill(1)
    response = client.get("/timeline/?company=Hub+Inc&counterpart=&kind=supply&from=", headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == "/timeline/?company=hub&kind=supply"


def test_nonsense_in_the_address_is_said_on_the_page(client: Client) -> None:
    html = client.get("/timeline/?kind=banana&company=nobody&from=%3Cscript%3E").content.decode()
    assert html.count('class="complaint"') == 3
    assert "<script>" not in html


@pytest.mark.parametrize(
    "query",
    ["company=%00", "words=%00%ff", "before=%00", "kind=" + "x" * 5000, "from=%F0%9F%9A%97", "company=%22%3E%3Cblink"],
)
def test_hostile_queries_do_no_harm(client: Client, query: str) -> None:
    fill(1)
    response = client.get("/timeline/?" + query)
    assert response.status_code == 200
    assert "<blink" not in response.content.decode()
    assert client.get("/companies/?q=%00&after=%00&sector=%00").status_code == 200


# Companies and pairs


def test_a_merged_company_leads_on_for_good(client: Client) -> None:
    new = factory.make_company("New")
    factory.make_company("Old", merged_into=new)
    response = client.get("/company/old/")
    assert (response.status_code, response.headers["Location"]) == (301, "/company/new/")


def test_a_pair_has_one_address(client: Client) -> None:
    fill(1)
    new = Company.objects.get(slug="hub")
    factory.make_company("Zed", merged_into=new)
    for path in ("/partnership/rival/hub/", "/partnership/rival/zed/"):
        response = client.get(path)
        assert (response.status_code, response.headers["Location"]) == (301, "/partnership/hub/rival/")
    assert client.get("/partnership/hub/hub/").status_code == 404
    assert client.get("/partnership/hub/nobody/").status_code == 404
    assert client.get("/partnership/daughter/rival/").status_code == 404, "companies without a deal"


def test_a_merge_that_joins_both_sides_leads_to_the_company(client: Client) -> None:
    one = factory.make_company("One")
    factory.make_company("Two", merged_into=one)
    assert client.get("/partnership/one/two/").headers["Location"] == "/company/one/"


def test_the_companies_page_shows_those_with_deals_first_and_the_catalogue_on_demand(client: Client) -> None:
    fill(1)
    factory.make_company("Idle")
    assert "Idle" not in client.get("/companies/").content.decode()
    assert "Idle" in client.get("/companies/?all=1").content.decode()
    assert "Idle" in client.get("/companies/?q=idl").content.decode()


def test_companies_are_paged_by_name_whatever_its_case(client: Client) -> None:
    names = [f"{'abcABC'[index % 6]}corp {index}" for index in range(130)]
    for index, name in enumerate(names):
        factory.make_company(name, slug=f"c-{index}")
    first = client.get("/companies/?all=1").content.decode()
    after = re.search(r'href="\?([^"]*after=[^"]+)"', first)
    assert after
    second = client.get("/companies/?" + after[1].replace("&amp;", "&")).content.decode()
    shown = re.findall(r'href="/company/[^"]+" data-open>([^<]+)<', first + second)
    assert sorted(shown) == sorted(names)


def test_a_company_page_says_who_it_is_and_who_says_so(client: Client) -> None:
    fill(2)
    html = client.get("/company/hub/").content.decode()
    for piece in ("Hub Inc", "Daughter", "So it is.", "A. Chief", "Jo Doe", "Partner 1", "United States"):
        assert piece in html


# Articles


def test_a_brief_is_shown_as_our_summary_with_its_publisher_and_link(client: Client) -> None:
    source = factory.make_source("The Paper")
    article = factory.make_article("Text.", source=source, form="brief", url="https://paper.example/story")
    html = client.get(f"/article/{article.pk}/").content.decode()
    assert "Brief: our summary of a report by The Paper" in html
    assert html.index("https://paper.example/story") < html.index("<p>Text.</p>")


def test_an_article_shows_its_claims_in_place_and_its_copies(client: Client) -> None:
    fill(2)
    first, second = Article.objects.order_by("pk")[:2]
    factory.make_story(first, second)
    html = client.get(f"/article/{first.pk}/").content.decode()
    for claim in first.claims.all():
        assert f'id="claim-{claim.pk}"' in html
        assert f'data-claim="{claim.pk}"' in html
    assert f'href="/article/{second.pk}/"' in html


def test_an_article_page_asks_as_many_queries_for_many_claims_as_for_few(client: Client) -> None:
    counts = []
    for size in (2, 30):
        source = factory.make_source()
        names = [f"N{size}x{index}" for index in range(size)]
        article = factory.make_article(" and ".join(names) + " met.", source=source, authors=[factory.make_author()])
        companies = [factory.make_company(name) for name in names]
        for company in companies:
            factory.make_mention(article, company)
        for other in companies[1:]:
            factory.make_claim(article, "supply", companies[0], other)
        counts.append(count_queries(client, f"/article/{article.pk}/"))
    assert counts[0] == counts[1]


def test_markup_from_the_web_is_never_served_as_markup(client: Client) -> None:
    evil = '<img src=x onerror="alert(1)">'
    company = factory.make_company("Evil", note=evil, native_name=evil[:20])
    other = factory.make_company(evil, slug="evil-two")
    source = factory.make_source(evil, slug="evil-source", note=evil)
    author = factory.make_author(evil, source, slug="evil-author", bio=evil)
    article = factory.make_article(evil, title=evil, source=source, authors=[author], html=evil)
    claim = factory.make_claim(article, "supply", company, other, subject=evil, scope=evil)
    factory.make_partnership("supply", company, other, claims=[claim], subject=evil)
    factory.make_quote(article, evil, company=company, speaker=evil, office=evil)
    factory.make_feed(source, title=evil, error=evil, failures=1, interval_why=evil, interval_seconds=60)
    for path in (
        "/", "/timeline/", "/timeline/?company=evil", "/company/evil/", "/partnership/evil/evil-two/", "/companies/",
        f"/article/{article.pk}/", "/author/evil-author/", "/sources/", "/source/evil-source/",
    ):  # fmt: skip
        html = client.get(path).content.decode()
        assert "<img" not in html, path
        assert "&lt;img" in html, path


# Sources


def test_the_sources_page_says_in_plain_words_how_each_feed_fares(client: Client) -> None:
    source = factory.make_source("Wire")
    factory.make_feed(source, failures=3, error="The server did not answer within 20 seconds.")
    factory.make_feed(source, state="gone", error="The feed is gone.")
    factory.make_feed(source, state="paused")
    factory.make_feed(
        source, last_success_at=factory.NOW, interval_seconds=5400, interval_why="three entries a day",
        next_poll_at=timezone.now() + timedelta(minutes=40),
    )  # fmt: skip
    html = " ".join(re.sub(r"<[^>]+>", " ", client.get("/sources/").content.decode()).replace("\xa0", " ").split())
    for piece in (
        "failed 3 times", "did not answer within 20 seconds", "gone", "paused", "fine", "every 1 hour",
        "three entries a day", "2 feeds are in trouble",
    ):  # fmt: skip
        assert piece in html


def test_articles_without_a_day_come_last_and_every_one_is_shown_once(client: Client) -> None:
    source = factory.make_source("Wire")
    for index in range(70):
        day = date(2024, 1, 1) + timedelta(days=index // 3) if index % 2 else None
        factory.make_article(f"Story number {index}.", title=f"T{index}.", source=source, published=day)
    shown, path = list[str](), "/source/wire/"
    for _page in range(5):
        html = client.get(path).content.decode()
        shown += re.findall(r"data-open>(T\d+)\.<", html)
        older = re.search(r'href="\?(before=[^"]+)">Older', html)
        if not older:
            break
        path = "/source/wire/?" + older[1]
    assert len(shown) == len(set(shown)) == 70
    assert [int(name[1:]) % 2 for name in shown] == [1] * 35 + [0] * 35


# Home


def test_a_first_visit_shows_the_latest_deals_and_a_later_one_what_changed_since(client: Client) -> None:
    fill(3)
    Partnership.objects.update(changed_at=timezone.now() - timedelta(days=3))
    assert "The latest deals" in client.get("/").content.decode()
    before = timezone.now() - timedelta(days=1)
    client.cookies["seen"] = f"{before.timestamp():.0f}"
    assert "Nothing new since your last visit" in client.get("/").content.decode()
    Partnership.objects.filter(b__slug="partner-1").update(changed_at=timezone.now())
    client.cookies["seen"] = f"{before.timestamp():.0f}"
    html = client.get("/").content.decode()
    assert "1 deal is new or changed since your last visit" in html
    again = client.get("/").content.decode()
    assert "1 deal is new or changed" in again, "a reload is the same visit"


def test_a_visit_ends_when_nothing_was_asked_for_a_while() -> None:
    now = factory.NOW
    first = read_visit("", now)
    assert first.before is None
    soon = read_visit(first.text, now + VISIT / 2)
    assert soon.before is None
    later = read_visit(soon.text, now + VISIT * 3)
    assert later.before == now + VISIT / 2


@pytest.mark.parametrize("cookie", ["x", "1e99", "9" * 30, ".", "-1.-1.", "5.9", "99999999999", "\x00", "²"])
def test_a_damaged_cookie_is_a_first_visit(cookie: str) -> None:
    visit = read_visit(cookie, factory.NOW)
    assert (visit.last, visit.before) == (factory.NOW, None)


def test_sources_in_trouble_are_shown_to_staff_alone(client: Client) -> None:
    factory.make_feed(failures=2, error="It did not answer.")
    assert "It did not answer." not in client.get("/").content.decode()
    client.force_login(User.objects.create_user("ed", password="x", is_staff=True))
    assert "It did not answer." in client.get("/").content.decode()


# The site


def test_the_look_is_kept_in_a_cookie_and_leads_back(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": "/timeline/?kind=supply"})
    assert response.headers["Location"] == "/timeline/?kind=supply"
    assert 'data-theme="dark"' in client.get("/help/").content.decode()
    assert client.post("/theme/", {"theme": "pink", "next": "https://evil.example/"}).headers["Location"] == "/"
    assert 'data-theme="dark"' in client.get("/help/").content.decode()
    assert client.get("/theme/").status_code == 405


def test_the_error_page_stands_when_nothing_else_does() -> None:
    from django.template.loader import get_template

    html = get_template("500.html").render()
    assert "Home" in html
    assert "<link" not in html


def test_every_class_of_the_templates_has_a_rule_or_a_use_in_scripts() -> None:
    """A class nobody styles is a misspelt one."""
    root = Path(settings.BASE_DIR)
    known = "".join(path.read_text() for path in (root / "static").iterdir() if path.suffix in {".css", ".js"})
    used = set()
    for path in (root / "templates").glob("*.html"):
        for names in re.findall(r'class="([^"{]+)"', path.read_text()):
            used.update(names.split())
    assert len(used) > 50
    assert {name for name in used if not re.search(rf"\.{re.escape(name)}\b", known)} <= set()


def test_feeds_come_in_pages_by_source_and_those_in_trouble_apart(client: Client) -> None:
    for number in range(FEEDS + 2):
        factory.make_feed(factory.make_source(f"Wire {number:03}"), failures=int(number == 1))
    first = client.get("/sources/").content.decode()
    assert "Wire 000" in first
    assert f"Wire {FEEDS:03}" not in first
    after = re.search(r"after=(\d+)", first)
    assert after is not None
    second = client.get(f"/sources/?after={after[1]}").content.decode()
    assert [f"Wire {number:03}" in second for number in (FEEDS - 1, FEEDS, FEEDS + 1)] == [False, True, True]
    trouble = client.get("/sources/?trouble=1").content.decode()
    assert [f"Wire {number:03}" in trouble for number in (0, 1, 2)] == [False, True, False]
    assert client.get("/sources/?after=999999&trouble=x").status_code == 200


def test_the_feeds_counted_as_troubled_are_those_said_to_be(client: Client) -> None:
    states: list[dict[str, Any]] = [
        {}, {"state": "gone"}, {"state": "paused", "failures": 3}, {"throttled": True}, {"failures": 1},
        {"error": "HTTP 500"}, {"silence": "none for 4 days"},
    ]  # fmt: skip
    feeds = [factory.make_feed(**state) for state in states]
    assert find_health().troubled == sum(1 for feed in feeds if find_trouble(feed)) == 5


def test_a_sentence_in_another_language_is_marked_as_such(client: Client) -> None:
    a, b = factory.make_company("Erste"), factory.make_company("Zweite")
    article = factory.make_article("Erste beliefert Zweite.", language="de")
    claim = factory.make_claim(article, "supply", a, b)
    factory.make_partnership("supply", a, b, claims=[claim])
    chinese = Client(headers={"accept-language": "zh-CN"})

    assert '<p class="evidence" lang="de">' in client.get("/timeline/?company=erste").content.decode()
    assert '<blockquote class="said" lang="de">' in client.get("/partnership/erste/zweite/").content.decode()
    article.language = "en"
    article.save()
    assert '<p class="evidence">' in client.get("/timeline/?company=erste").content.decode()
    assert '<p class="evidence" lang="en">' in chinese.get("/timeline/?company=erste").content.decode()


def test_a_chart_says_what_its_bars_mean_and_how_much_it_leaves_out(client: Client) -> None:
    hub = factory.make_company("Hub")
    for number in range(41):
        other = factory.make_company(f"Partner {number}")
        factory.make_partnership("supply", hub, other, first_on=date(2020, 1, 1 + number % 28))

    page = client.get(hub.get_absolute_url()).content.decode()

    assert "nobody reported an end" in page
    assert "some day within this span" in page
    assert "The 40 fullest of 41 lanes are drawn; 1 deal lies in another one." in page
