"""The network's page: its state is its address, pieces are pieces, and files hold what is shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.joining import join_pairs
from articles.models import Company
from articles.timeline import passing
from tests.factory import make_article, make_claim, make_company, make_partnership

pytestmark = pytest.mark.django_db
PIECE = {"hx-request": "true", "hx-target": "results"}
DRAWING = {"hx-request": "true", "hx-target": "drawing"}


@pytest.fixture(autouse=True)
def deals() -> dict[str, Company]:
    rows = {name: make_company(name, sector=sector) for name, sector in
            (("Alpha", "chips"), ("Beta", "automaker"), ("Gamma", "automaker"))}  # fmt: skip
    make_partnership("supply", rows["Alpha"], rows["Beta"], first_on=date(2015, 5, 1))
    make_partnership("partnership", rows["Beta"], rows["Gamma"], first_on=date(2021, 1, 1), stage="planned")
    return rows


def get(client: Client, query: str = "", **headers: str) -> str:
    answer = client.get(f"/network/?{query}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_how_much_is_shown_and_every_mark_is_a_link(client: Client) -> None:
    html = get(client)
    assert "showing 3 of 3 companies, 2 of 2 deals" in html
    for address in ("/company/alpha/", "/company/beta/", "/partnership/alpha/beta/", "/partnership/beta/gamma/"):
        assert html.count(f'href="{address}"') >= 2  # in the drawing and in the list
    assert 'class="p"' in html


def test_the_day_is_in_the_address(client: Client) -> None:
    html = get(client, "day=2016")
    assert "As of 31 December 2016: showing 2 of 2 companies" in html
    assert "gamma" not in html
    assert "format=gexf" in html
    assert "day=2016&amp;format=gexf" in html
    assert "showing 2 of 2" in get(client, "day=2016-03-01")
    assert "Nothing stood on that day" in get(client, "day=2012")


def test_the_filters_count_what_stood_on_the_day(client: Client) -> None:
    for day, total in (("2016", 1), ("", 2), ("2012", 0)):
        facets = client.get("/network/", {"day": day}).context["facets"]
        assert (facets.total, sum(kind.count for kind in facets.kinds if kind.value != "ownership")) == (total, total)


@pytest.mark.parametrize("day", ["2016-13-01", "never", "99999999999", "2016-02-30", "<b>", "0000", "%00"])
def test_a_day_that_is_none_is_named_and_ignored(client: Client, day: str) -> None:
    html = get(client, f"day={day}")
    assert "is not a day" in html
    assert "As of today" in html
    assert "<b>”" not in html


def test_filters_are_those_of_the_timeline(client: Client) -> None:
    assert "showing 2 of 2 companies" in get(client, "kind=supply")
    assert "showing 2 of 2 companies" in get(client, "stage=planned")
    assert "showing 3 of 3" in get(client, "sector=automaker")


def test_a_company_stands_in_the_middle(client: Client) -> None:
    html = get(client, "company=alpha")
    assert "showing 1 of 1 partners of Alpha" in html
    assert "Network of Alpha" in html


def test_a_company_without_deals_gets_a_way_on(client: Client) -> None:
    make_company("Lonely")
    html = get(client, "company=lonely")
    assert "Nothing stood on that day" in html


def test_htmx_gets_pieces_and_a_restored_page_the_whole(client: Client) -> None:
    assert "<html" in get(client)
    piece = get(client, "kind=supply", **PIECE)
    assert "<html" not in piece
    assert "data-filters" in piece
    drawing = client.get("/network/?day=2016&kind=&words=", headers=DRAWING)
    assert drawing["Cache-Control"] == "no-store"
    assert drawing["HX-Replace-Url"] == "/network/?day=2016"
    assert "data-filters" not in drawing.content.decode()
    assert 'id="keep-day" name="day" value="2016" hx-swap-oob="true"' in drawing.content.decode()
    assert "<html" in get(client, **PIECE, **{"hx-history-restore-request": "true"})


def test_the_forms_carry_each_others_state(client: Client) -> None:
    html = get(client, "day=2022&show=30&kind=supply")
    assert '<input type="hidden" name="kind" value="supply">' in html
    assert '<input type="hidden" id="keep-day" name="day" value="2022">' in html
    assert "kind=supply&amp;day=2022&amp;show=30&amp;company=alpha" in html


@pytest.mark.parametrize(("form", "media"), [("graphml", "application/graphml+xml"), ("gexf", "application/gexf+xml")])
def test_files_are_sent_as_files(client: Client, form: str, media: str) -> None:
    answer = client.get(f"/network/?day=2016&format={form}")
    assert answer["Content-Type"].startswith(media)
    assert answer["Content-Disposition"] == f'attachment; filename="newsdash-2016-12-31.{form}"'
    assert b"http://testserver/partnership/alpha/beta/" in answer.content
    assert b"gamma" not in answer.content


def test_the_number_of_queries_does_not_grow(client: Client, deals: dict[str, Company]) -> None:
    def ask(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            get(client, query)
        return len(queries)

    few = {query: ask(query) for query in ("day=2022", "company=beta&day=2022", "format=gexf")}
    for number in range(25):
        make_partnership("supply", deals["Beta"], make_company(f"More {number}"), first_on=date(2020, 1, 1))
    assert {query: ask(query) for query in few} == few


@pytest.fixture
def grown() -> None:
    """A deal planned in 2018 and active since 2020, one active in 2018 and ended in 2022."""
    a, b, c = (make_company(name) for name in ("Delta", "Epsilon", "Zeta"))
    for other, told in (
        (b, [(date(2018, 3, 1), "planned"), (date(2020, 3, 1), "active")]),
        (c, [(date(2018, 3, 1), "active"), (date(2022, 3, 1), "ended")]),
    ):
        for number, (day, stage) in enumerate(told):
            article = make_article(f"{a} and {other} {number}.", published=day)
            make_claim(article, "investment", a, other, stage=stage, on=day)
    join_pairs([("investment", a.pk, b.pk), ("investment", a.pk, c.pk)])


@pytest.mark.usefixtures("grown")
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018", {"planned": ["epsilon"], "active": ["zeta"], "ended": []}),
        ("2021", {"planned": [], "active": ["epsilon", "zeta"], "ended": []}),
        ("", {"planned": [], "active": ["epsilon"], "ended": []}),
    ],
)
@pytest.mark.parametrize("centre", ["", "&company=delta"])
def test_a_stage_filter_asks_for_what_had_been_told_by_the_day(
    client: Client, day: str, expected: dict[str, list[str]], centre: str
) -> None:
    for stage, companies in expected.items():
        answer = client.get(f"/network/?kind=investment&day={day}&stage={stage}{centre}")
        shown = sorted(row.slug for row in answer.context["network"].companies if row.slug != "delta")
        assert shown == companies, stage
        (count,) = (one.count for one in answer.context["facets"].stages if one.value == stage)
        assert count == len(companies), f"the number beside the {stage} box"
        assert "Stages are those of today" not in answer.content.decode()


def test_ties_around_a_company_pass_the_stage_filter_as_of_the_day_too(client: Client) -> None:
    hub, a, b = (make_company(name) for name in ("Hub", "Spoke A", "Spoke B"))
    for one, other in ((hub, a), (hub, b), (a, b)):
        for number, (day, stage) in enumerate([(date(2018, 3, 1), "planned"), (date(2020, 3, 1), "active")]):
            article = make_article(f"{one} and {other} {number}.", published=day)
            make_claim(article, "supply", one, other, stage=stage, on=day)
    join_pairs([("supply", one.pk, other.pk) for one, other in ((hub, a), (hub, b), (a, b))])

    def ties(query: str) -> int:
        return len(client.get(f"/network/?company=hub&{query}").context["network"].ties)

    assert [ties(f"day={day}&stage={stage}") for day in ("2018", "2021") for stage in ("planned", "active")] == [
        3,
        0,
        0,
        3,
    ]


@pytest.mark.usefixtures("grown")
def test_too_many_deals_to_look_up_are_filtered_by_the_stages_of_today_and_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "LOOKED_UP", 1)
    html = get(client, "kind=investment&day=2018&stage=active")
    assert "/company/epsilon/" in html
    assert "Stages are those of today" in html
    assert "Counted by the stages of today." in html
    html = get(client, "kind=investment&day=2018")
    assert "Stages are those of today" not in html
    assert "Counted by the stages of today." in html
    assert "by the stages of today" not in get(client, "kind=investment&stage=active")


def test_a_company_s_page_asks_for_its_network_as_a_picture_alone(client: Client) -> None:
    page = client.get("/company/alpha/").content.decode()
    assert 'id="own-network"' in page
    assert 'hx-get="/network/?company=alpha&amp;show=30"' in page
    assert '<a href="/network/?company=alpha">Network of Alpha</a>' in page

    answer = client.get("/network/?company=alpha&show=30", headers={"hx-request": "true", "hx-target": "own-network"})
    piece = answer.content.decode()
    assert 'class="net ego"' in piece
    assert "/company/beta/" in piece
    assert "<html" not in piece
    assert "<table" not in piece
    assert "HX-Push-Url" not in answer
    assert "HX-Replace-Url" not in answer

    make_company("Lonely")
    assert "own-network" not in client.get("/company/lonely/").content.decode()
