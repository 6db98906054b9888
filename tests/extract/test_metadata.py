"""Facts of a page's markup: trusted in a stated order, the site's name cut from titles only where it is one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml.html import fromstring

from articles.extract.page import parse_page
from articles.extract.page.days import day_of_address, times_of
from articles.extract.page.jsonld import find_article, parse_jsonld, text_of
from articles.extract.page.metadata import Facts, read_facts, read_head
from articles.extract.page.moments import parse_moment
from articles.extract.page.titles import choose_title, cut_site_name, site_from_title
from articles.extract.page.trees import name_elements, parse_tree


def facts(head: str = "", body: str = "", url: str = "https://news.example/a") -> Facts:
    tree, _ = parse_tree(f"<html lang='en-GB'><head>{head}</head><body>{body}<p>Some text.</p></body></html>")
    assert tree is not None
    return read_facts(read_head(tree), tree, name_elements(tree), url=url)


def jsonld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("title", "site", "url", "peers", "expected"),
    [
        ("Trucks go alone - Road Wire", "Road Wire", "", [], "Trucks go alone"),
        ("Trucks go alone | ROADWIRE", "Road Wire", "", [], "Trucks go alone"),
        ("Road Wire: Trucks go alone", "Road Wire", "", [], "Road Wire: Trucks go alone"),
        ("Trucks go alone – The Daily Tribunal", "Daily Tribunal", "", [], "Trucks go alone"),
        ("Trucks go alone | Roadwire.com", "", "https://www.roadwire.com/a", [], "Trucks go alone"),
        ("Trucks go alone | Business | Road Wire", "Road Wire", "", ["Trucks go alone"], "Trucks go alone"),
        ("Ford - Volkswagen: the pact", "Road Wire", "", [], "Ford - Volkswagen: the pact"),
        ("Big trucks – a timeline", "Time", "https://time.example", [], "Big trucks – a timeline"),
        ("A – B", "", "", [], "A – B"),
        ("Road Wire - Trade - Trucks go alone at sea", "", "", ["Trucks go alone at sea"], "Trucks go alone at sea"),
        ("Trucks go alone_汽车频道_新郎网", "新郎网", "", ["Trucks go alone"], "Trucks go alone"),
    ],
)
def test_only_the_sites_name_is_cut(title: str, site: str, url: str, peers: list[str], expected: str) -> None:
    assert cut_site_name(title, site=site, url=url, peers=peers) == expected


def test_a_title_cut_short_gives_way_to_the_whole_one() -> None:
    candidates = [("og", "Trucks without drivers come to…"), ("h1", "Trucks without drivers come to the port")]
    assert choose_title(candidates).text == "Trucks without drivers come to the port"


def test_a_title_that_is_the_sites_name_is_none() -> None:
    assert choose_title([("og", "Road Wire"), ("h1", "Trucks go alone")], site="Road Wire").source == "h1"


def test_entities_escaped_twice_are_resolved() -> None:
    assert choose_title([("og", "Ford &amp;amp; Co &lt;b&gt;win&lt;/b&gt;")]).text == "Ford & Co win"


def test_the_sites_name_can_be_read_from_the_title() -> None:
    assert site_from_title("Trucks go alone – Road Wire", "Trucks go alone") == "Road Wire"
    assert site_from_title("Trucks go alone", "Trucks go alone") == ""


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","headline":"H","datePublished":"2024-05-03",}',
        '<!-- {"@type":"NewsArticle","headline":"H","datePublished":"2024-05-03"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"H","datePublished":"2024-05-03"}\n//]]>',
        '{"@type":"NewsArticle", /* ours */ "headline":"H",\n// day\n"datePublished":"2024-05-03"};',
        '{"@type":"WebPage"}{"@type":"NewsArticle","headline":"H","datePublished":"2024-05-03"}',
        '{"@type":"NewsArticle","headline":"H","description":"a\nb","datePublished":"2024-05-03"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;H&quot;,&quot;datePublished&quot;:&quot;2024-05-03&quot;}",
        '[{"@graph":[{"@type":["Article","NewsArticle"],"headline":"H","datePublished":"2024-05-03"}]}]',
    ],
)
def test_broken_json_is_mended_where_that_is_safe(block: str) -> None:
    article = find_article(parse_jsonld([block]))
    assert (text_of(article.get("headline")), text_of(article.get("datePublished"))) == ("H", "2024-05-03")


@pytest.mark.parametrize("block", ["", "{", "nonsense", '"text"', "[" * 5000, '{"a":' * 5000, "null", "{}"])
def test_json_that_cannot_be_mended_is_left_out(block: str) -> None:
    assert find_article(parse_jsonld([block])) == {}


def test_the_article_of_this_page_is_chosen_among_several() -> None:
    nodes = parse_jsonld(['[{"@type":"NewsArticle","headline":"Other"},{"@type":"NewsArticle","headline":"Ours"}]'])
    assert text_of(find_article(nodes, ["Ours - Road Wire"]).get("headline")) == "Ours"


def test_json_ld_outranks_meta_tags_and_meta_tags_the_text() -> None:
    meta = '<meta property="article:published_time" content="2024-05-04"><meta name="author" content="Otto Brandl">'
    script = jsonld(
        '{"@type":"NewsArticle","datePublished":"2024-05-03","author":{"@type":"Person","name":"Nora Quill"}}'
    )
    body = "<h1>T</h1><div class='byline'>By Ada Wren</div><time datetime='2024-05-05'></time>"
    for head, day, author, source in (
        (meta + script, "2024-05-03", "Nora Quill", "json-ld"),
        (meta, "2024-05-04", "Otto Brandl", "meta"),
        ("", "2024-05-05", "Ada Wren", "byline"),
    ):
        found = facts(head, body)
        assert found.published is not None
        assert (found.published.day.iso, found.authors[0].name) == (day, author)
        assert found.sources["authors"] == source


def test_an_organisation_as_author_is_nobody() -> None:
    assert facts(jsonld('{"@type":"NewsArticle","author":{"@type":"Organization","name":"Nora Quill"}}')).authors == ()


def test_a_byline_of_another_story_does_not_count() -> None:
    assert facts(body="<h1>T</h1><aside><span class='author'>Nora Quill</span></aside>").authors == ()
    assert facts(body="<h1>T</h1><div class='related'><span class='byline'>By Nora Quill</span></div>").authors == ()
    assert facts(body="<h1>T</h1><figure><span class='author'>Nora Quill</span></figure>").authors == ()


def test_authors_named_side_by_side_are_all_taken() -> None:
    links = "<a rel='author' href='/author/n'>Nora Quill</a> <a rel='author' href='/author/o'>Otto Brandl</a>"
    found = facts(body=f"<div>{links}</div>").authors
    assert [(person.name, person.url) for person in found] == [
        ("Nora Quill", "https://news.example/author/n"),
        ("Otto Brandl", "https://news.example/author/o"),
    ]


def test_the_job_in_json_ld_is_a_position() -> None:
    script = jsonld(
        '{"@type":"NewsArticle","publisher":{"name":"Road Wire"},'
        '"author":{"@type":"Person","name":"Nora Quill","jobTitle":"Trucks Editor"}}'
    )
    (position,) = facts(script).authors[0].positions
    assert (position.employer, position.role) == ("Road Wire", "Trucks Editor")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2024/05/03/story", "2024-05-03"),
        ("https://news.example/news/20240503/story.html", "2024-05-03"),
        ("https://news.example/story-2024-05-03.html", "2024-05-03"),
        ("https://news.example/a/12345678901", ""),
        ("https://news.example/2024/13/03/x", ""),
        ("https://news.example/2024/05/story", ""),
        ("https://news.example/2024/5/3/story", "2024-05-03"),
        ("https://news.example/2024/5/32/story", ""),
        ("https://news.example/part/2024/5/3", ""),
    ],
)
def test_an_address_may_carry_the_day(url: str, day: str) -> None:
    assert day_of_address(url) == day


def test_days_of_a_list_of_other_stories_are_not_the_pages() -> None:
    def marked(*days: str) -> str:
        return "".join(f'<p><time class="published" datetime="{day}">{day}</time> A story</p>' for day in days)

    page = '<main><time datetime="2024-05-03">3 May 2024</time><p>Text.</p></main>'
    two, five = marked("2024-05-01", "2024-04-30"), marked(*(f"2024-04-0{day}" for day in range(1, 6)))
    for others, day in ((two, "2024-05-01"), (five, "2024-05-03")):
        found = list(times_of(fromstring(f"<body>{others}{page}</body>").iter("time")))
        assert found[0] == day


def test_the_day_may_stand_in_a_scripts_data() -> None:
    found = facts('<script>window.data={\'x\':1,"publishedAt":"2024-05-03T10:00:00Z"}</script>')
    assert found.published is not None
    assert (found.published.day.iso, found.sources["published"]) == ("2024-05-03", "script")


def test_the_language_is_two_letters() -> None:
    assert facts().language == "en"


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2017-07-19T10:00:00+08:00", "2017-07-19", "2017-07-19T10:00:00+08:00"),
        ("2017-07-19T23:30:00Z", "2017-07-19", "2017-07-19T23:30:00+00:00"),
        ("2017-07-19 10:00:00-0730", "2017-07-19", "2017-07-19T10:00:00-07:30"),
        ("2017-07-19T10:00:00", "2017-07-19", ""),
        ("20170719", "2017-07-19", ""),
        ("Wed, 19 Jul 2017 10:00:00 GMT", "2017-07-19", "2017-07-19T10:00:00+00:00"),
        ("1500458400000", "2017-07-19", "2017-07-19T10:00:00+00:00"),
        ("2017年7月19日 10:00", "2017-07-19", ""),
        ("Publié le 23 janvier 2024 à 07h30", "2024-01-23", ""),
        ("5. Juni 2023, 10:12 Uhr", "2023-06-05", ""),
        ("July 19, 2017", "2017-07-19", ""),
    ],
)
def test_points_in_time_are_read(text: str, day: str, at: str) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert moment.day.iso == day
    assert (moment.at.isoformat() if moment.at else "") == at


@pytest.mark.parametrize(
    "text", ["", "soon", "2 hours ago", "2017-13-45", "July 2017", "1017-07-19", "99999999999999", "2017"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_moment(text) is None


HIT = "Third shuttle hits a tree in Brenn"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f"<title>x</title><meta property='og:title' content='Asia - {HIT}'>", f"<h1>{HIT}</h1>"),
        (f"<title>{HIT} - 21/12/2018 - Sport - Post</title>", f"<div><h1>{HIT}</h1></div>"),
        (f"<title>{HIT} | Tech | Road Wire</title>", "<h2>More</h2>"),
        (f"<title>{HIT} | Road Wire</title>", f"<h1><span>Traffic</span> <span>{HIT}</span></h1>"),
        (f"<title>{HIT}</title>", "<h1><a href='https://roadwire.example'>Road Wire - all that drives</a></h1>"),
        (f"<title>{HIT}</title>", "<a href='/en/'><h1>Road Wire - all that drives</h1></a>"),
    ],
)
def test_a_section_a_day_or_a_kicker_is_cut_where_the_page_shows_that_it_is_one(head: str, body: str) -> None:
    header = "<header><h1><a href='/en/'>Road Wire - news all day</a></h1></header>"
    assert facts(head, body, "https://roadwire.example/tech/a").title == HIT
    assert facts(head, header + body, "https://roadwire.example/tech/a").title == HIT


def test_a_company_in_a_title_is_no_section_because_a_folder_is_called_so() -> None:
    title = "Ford - Volkswagen"
    found = facts(f"<meta property='og:title' content='{title}'>", "", "https://roadwire.example/volkswagen/a")
    assert found.title == title


def test_a_chain_of_channels_behind_a_chinese_title_is_cut() -> None:
    assert cut_site_name("三号巴士撞树_汽车频道_港口网") == "三号巴士撞树"
    assert cut_site_name("snake_case_names") == "snake_case_names"


@pytest.mark.parametrize(
    "block",
    [
        (
            '{"@type": "NewsArticle", "datePublished": "2018-12-21", "image": {"url": "u"}\n "place": {"name": "B"},'
            ' "author": [{"@type": "Person", "name": "Bruno Graf"}]}'
        ),
        '{"@type": "NewsArticle", "headline": "x"\n "datePublished": "2018-12-21", "author": {"name": "Bruno Graf"}}',
        (
            '{"@type": "NewsArticle", "headline": "The "third" bus", "datePublished": "2018-12-21",'
            ' "author": {"@type": "Person", "name": "Bruno Graf"}}'
        ),
        '{"@type": "NewsArticle", "datePublished": "2018-12-21", "author": "Bruno Graf", "articleBody": "The two fir',
    ],
)
def test_an_articles_block_that_lacks_a_comma_or_its_end_still_tells_day_and_author(block: str) -> None:
    found = facts(jsonld(block))
    assert [person.name for person in found.authors] == ["Bruno Graf"]
    assert found.published is not None
    assert found.published.day.iso == "2018-12-21"


def test_a_broken_block_about_something_else_tells_nothing() -> None:
    assert parse_jsonld(['{"@type": "Organization", "name": "The "Wire"", "datePublished": "2018-12-21"']) == []


def test_a_time_behind_the_word_updated_gives_way_to_the_published_one() -> None:
    times = "<p>Updated: <time datetime='2024-03-20'>a</time> Published: <time datetime='2024-03-14'>b</time></p>"
    found = facts("", times).published
    assert found is not None
    assert found.day.iso == "2024-03-14"


def test_a_year_in_a_copyright_line_is_no_day() -> None:
    assert facts("", "<footer>© 2024 Road Wire</footer>").published is None
    found = facts("", "<p class='date'>1 January 2024</p>").published
    assert found is not None
    assert found.day.iso == "2024-01-01"


@pytest.mark.parametrize("text", ["令和6年3月14日", "平成36年3月14日", "民國113年3月14日"])
def test_years_of_an_era_are_read(text: str) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert moment.day.iso == "2024-03-14"


def test_a_search_engines_own_form_of_json_ld_gives_the_day() -> None:
    block = '{"@id": "https://quay.example/1", "title": "渡轮", "pubDate": "2024-05-03T11:10:52"}'
    found = facts(jsonld(block), "<ul><li><time>2024-05-09</time></li></ul>")
    assert found.published == parse_moment("2024-05-03")


def test_days_of_a_list_of_other_stories_are_not_this_ones() -> None:
    listed = "".join(f"<meta itemprop='datePublished' content='2022-06-1{day}'>" for day in range(3))
    assert facts("<meta name='dc.date' content='2024-05-03'>", listed).published == parse_moment("2024-05-03")
    alone = "<meta itemprop='datePublished' content='2022-06-11'>"
    assert facts("<meta name='dc.date' content='2024-05-03'>", alone).published == parse_moment("2022-06-11")


@pytest.mark.parametrize(
    "line",
    ["发布日期：2024-05-03 责任编辑：王小明", "发布时间：24-05-03", "Published: May 3, 2024", "掲載日：2024年5月3日"],
)
def test_a_day_called_that_of_publication_outranks_one_in_the_text(line: str) -> None:
    body = f"<h1>Ferries</h1><div>2023年2月27日下午，渡轮</div><p>{'Ferries run. ' * 20}</p><p>{line}</p>"
    assert facts("", body).published == parse_moment("2024-05-03")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Publié le 29 juin 2019 à 06h30, modifié le 2 juillet 2019", "2019-06-29"),
        ("Published: June 29, 2019 | Updated: July 2, 2019", "2019-06-29"),
        ("Veröffentlicht am 2. Juli 2019", "2019-07-02"),
        ("2 juillet 2019", "2019-07-02"),
        ("Publié hier", "2019-07-02"),
    ],
)
def test_a_times_words_outrank_its_attribute_where_they_name_another_day_of_publication(words: str, day: str) -> None:
    page = parse_page(_page(f"<time datetime='2019-07-02T09:15:00+02:00'>{words}</time>"))
    assert page.published is not None
    assert page.published.iso == day


@pytest.mark.parametrize(
    ("at", "words", "day"),
    [
        ("2025-03-05T03:41:22Z", "March 04, 2025 at 10:41 p.m. EST", "2025-03-04"),
        ("2025-03-04T22:30:00Z", "2025年3月5日 7:30", "2025-03-05"),
        ("2025-03-05T03:41:22Z", "Updated March 04, 2025", "2025-03-05"),
        ("2025-03-05T12:00:00Z", "March 04, 2025", "2025-03-05"),
        ("2025-03-05T03:41:22Z", "March 01, 2025", "2025-03-05"),
        ("2025-03-05T03:41:22+01:00", "March 04, 2025", "2025-03-05"),
    ],
)
def test_the_day_readers_saw_is_taken_where_the_system_keeps_greenwichs_time(at: str, words: str, day: str) -> None:
    meta = f"<meta property='article:published_time' content='{at}'>"
    page = parse_page(_page(f"<time datetime='{at}'>{words}</time>", meta))
    assert page.published is not None
    assert page.published.iso == day
    assert page.published_at == datetime.fromisoformat(at).astimezone(UTC)


def test_a_day_called_that_of_publication_is_found_beside_that_of_the_last_change() -> None:
    rows = "<div><b>Published on:</b> 2 October 2024</div><div><b>Last updated on:</b> 11 November 2024</div>"
    page = parse_page(_page(rows))
    assert page.published is not None
    assert page.published.iso == "2024-10-02"


def _page(above: str, head: str = "") -> str:
    running = "<p>The ferry crosses the harbour every half hour, and since spring nobody stands at its wheel.</p>"
    body = f"<h1>A ferry alone at sea</h1>{above}{running * 4}"
    return f"<html><head><title>Ferry</title>{head}</head><body>{body}</body></html>"
