"""The read side of deals: filters, facets, heat-map, lanes, list, pair."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from articles import ledger
from articles.indexing import index_all
from articles.models import Company, Partnership
from articles.timeline.company import find_profile
from articles.timeline.deals import list_deals
from articles.timeline.facets import Facets, count_facets
from articles.timeline.filters import Filters, Scope, find_deals, parse_filters, parse_period, resolve
from articles.timeline.heatmap import HeatMap, Quarter, make_heatmap
from articles.timeline.lanes import make_lanes
from articles.timeline.motion import find_motion
from articles.timeline.pair import find_lives
from articles.timeline.passing import find_passing
from tests import factory

TODAY = date(2026, 3, 2)


def read(query: str) -> tuple[Filters, list[str]]:
    return parse_filters(QueryDict(query))


def found(query: str) -> set[tuple[str, str, str]]:
    return {(row.kind, row.a.slug, row.b.slug) for row in find_deals(resolve(QueryDict(query)))}


def facets_of(query: str) -> Facets:
    scope = resolve(QueryDict(query))
    return count_facets(find_passing(scope), scope.filters, TODAY)


def heatmap_of(query: str) -> HeatMap:
    scope = resolve(QueryDict(query))
    return make_heatmap(find_passing(scope), scope, TODAY)


# Addresses


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
    ],
)
def test_a_period_is_a_year_a_quarter_or_a_month(text: str, first: date, last: date) -> None:
    assert parse_period(text) == (first, last)


@pytest.mark.parametrize("text", ["24", "2024-Q5", "2024-13", "2024-00", "1800", "2024-1", "²⁰²⁴", "2024 or so", "'"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        parse_period(text)


def test_filters_survive_the_way_through_an_address() -> None:
    filters = Filters(
        company="waymo", counterpart="lyft", kinds=("supply", "investment"), stages=("ended",), sector="chips",
        country="CN", source="wire", since="2020-Q2", until="2024", confidence=70, reviewed="no",
        words="robo taxi & co",
    )  # fmt: skip
    assert read(filters.query) == (filters, [])


def test_no_filters_make_no_query() -> None:
    assert Filters().query == ""
    assert Filters().active == 0


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("kind=banana", "partnership, supply"),
        ("stage=dreamt", "rumoured"),
        ("sector=farming", "automaker"),
        ("country=China", "two letters"),
        ("from=soon", "2024-Q3"),
        ("to=9999", "2024-Q3"),
        ("confidence=101", "0 to 100"),
        ("confidence=-3", "0 to 100"),
        ("confidence=½", "0 to 100"),
        ("reviewed=perhaps", "yes, no"),
    ],
)
def test_nonsense_is_ignored_with_a_sentence_that_says_what_would_make_sense(query: str, says: str) -> None:
    filters, complaints = read(query)
    assert filters == Filters()
    assert len(complaints) == 1
    assert says in complaints[0]


def test_years_that_run_backwards_are_swapped_and_it_is_said() -> None:
    filters, complaints = read("from=2024&to=2019")
    assert (filters.since, filters.until) == ("2019", "2024")
    assert "swapped" in complaints[0]


def test_one_bad_value_does_not_cost_the_good_ones() -> None:
    filters, complaints = read("kind=supply&kind=banana&kind=supply")
    assert filters.kinds == ("supply",)
    assert len(complaints) == 1


@pytest.mark.django_db
def test_companies_are_found_by_slug_name_and_alias_and_merged_ones_lead_on() -> None:
    waymo = factory.make_company("Waymo", names=["Google Self-Driving Car Project"])
    factory.make_company("Waymo Old", slug="waymo-old", merged_into=waymo)
    for text in ("waymo", "Waymo", "WAYMO", "google self-driving car project", "waymo-old"):
        scope = resolve(QueryDict(f"company={text}"))
        assert scope.company == waymo, text
        assert scope.filters.company == "waymo"
        assert not scope.complaints


@pytest.mark.django_db
def test_an_unknown_company_or_source_is_said_to_be_unknown() -> None:
    scope = resolve(QueryDict("company=nobody&source=nowhere"))
    assert scope.company is None
    assert scope.filters == Filters()
    assert len(scope.complaints) == 2


# Which deals pass


@pytest.fixture
def deals(db: None) -> dict[str, Company]:
    waymo = factory.make_company("Waymo", sector="av_developer", country="US")
    lyft = factory.make_company("Lyft", sector="mobility", country="US")
    baidu = factory.make_company("Baidu", sector="cloud", country="CN")
    ford = factory.make_company("Ford", sector="automaker", country="US")
    wire, blog = factory.make_source("Wire"), factory.make_source("Blog")
    said = factory.make_claim(
        factory.make_article("Waymo and Lyft work together.", source=wire), "partnership", waymo, lyft
    )
    blogged = factory.make_claim(factory.make_article("Ford invests in Baidu.", source=blog), "investment", ford, baidu)
    factory.make_partnership("partnership", lyft, waymo, first_on=date(2017, 5, 1), claims=[said], subject="Pilots")
    factory.make_partnership(
        "investment", ford, baidu, first_on=date(2016, 8, 16), stage="ended", claims=[blogged], reviewed=True,
        confidence=0.95,
    )  # fmt: skip
    factory.make_partnership("supply", ford, waymo, first_on=date(2024, 2, 1), stage="rumoured", confidence=0.4)
    factory.make_partnership("competitor", ford, lyft, first_on=date(2020, 1, 1))
    index_all()
    return {row.slug: row for row in (waymo, lyft, baidu, ford)}


LYFT, BAIDU, SUPPLY = (
    ("partnership", "lyft", "waymo"), ("investment", "ford", "baidu"), ("supply", "ford", "waymo"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {LYFT, BAIDU, SUPPLY}),
        ("company=waymo", {LYFT, SUPPLY}),
        ("company=waymo&counterpart=lyft", {LYFT}),
        ("counterpart=lyft", {LYFT}),
        ("company=waymo&counterpart=baidu", set()),
        ("kind=supply&kind=investment", {SUPPLY, BAIDU}),
        ("kind=competitor", {("competitor", "ford", "lyft")}),
        ("stage=ended", {BAIDU}),
        ("sector=mobility", {LYFT}),
        ("country=CN", {BAIDU}),
        ("company=ford&country=US", {SUPPLY}),
        ("company=ford&sector=automaker", set()),
        ("from=2017", {LYFT, SUPPLY}),
        ("to=2016-Q3", {BAIDU}),
        ("from=2017-05&to=2017-05", {LYFT}),
        ("source=wire", {LYFT}),
        ("confidence=50", {LYFT, BAIDU}),
        ("reviewed=yes", {BAIDU}),
        ("reviewed=no", {LYFT, SUPPLY}),
        ("words=pilots", {LYFT}),
        ("words=ford way", {SUPPLY}),
        ("words=100%25", set()),
        ("words=%C2%B7", set()),
        ("words=rumoured supply", {SUPPLY}),
        ('words="pilots"', {LYFT}),
    ],
)
def test_each_filter_lets_pass_what_it_should(deals: dict[str, Company], query: str, expected: set[object]) -> None:
    assert found(query) == expected


QUERIES = [
    "", "company=waymo", "company=ford&country=US", "kind=supply", "stage=ended&stage=rumoured", "sector=automaker",
    "country=US", "from=2017", "to=2020", "source=wire", "confidence=50", "reviewed=no", "words=ford", "country=XX",
    "company=waymo&counterpart=lyft", "company=waymo&sector=mobility&from=2016&confidence=10&words=pilots",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_the_ledger_in_memory_answers_as_the_database_does(deals: dict[str, Company], query: str) -> None:
    scope = resolve(QueryDict(query))
    passing = find_passing(scope)
    assert set(passing.ledger.ids[passing.all_but()]) == set(find_deals(scope).values_list("pk", flat=True))


def test_facets_count_what_each_choice_would_leave(deals: dict[str, Company]) -> None:
    facets = facets_of("kind=supply")
    assert facets.total == 1
    kinds = {choice.value: choice.count for choice in facets.kinds}
    assert kinds == {
        "partnership": 1, "supply": 1, "investment": 1, "acquisition": 0, "joint_venture": 0, "competitor": 1,
        "ownership": 0,
    }  # fmt: skip
    assert {choice.value: choice.count for choice in facets.stages if choice.count} == {"rumoured": 1}
    for choice in facets.kinds:
        after = resolve(QueryDict(choice.query))
        if not choice.chosen:
            assert find_deals(after).count() == 1 + choice.count, choice.value


def test_every_facet_leads_to_as_many_deals_as_it_says(deals: dict[str, Company]) -> None:
    facets = facets_of("")
    choices = [*facets.kinds, *facets.stages, *facets.sectors, *facets.countries]
    assert len(choices) > 15
    for choice in choices:
        assert find_deals(resolve(QueryDict(choice.query))).count() == choice.count, choice
    for year in facets.years:
        assert find_deals(resolve(QueryDict(year.query))).count() == year.count, year


def test_facets_respect_the_years_chosen(deals: dict[str, Company]) -> None:
    facets = facets_of("from=2017-Q2&to=2017-Q2")
    assert facets.total == 1
    assert {choice.value for choice in facets.kinds if choice.count} == {"partnership"}
    assert sum(year.count for year in facets.years) == 3, "the histogram shows what other years would give"


# Heat-map


def test_every_number_of_the_heatmap_leads_to_as_many_deals(deals: dict[str, Company]) -> None:
    heatmap = heatmap_of("to=2017")
    assert {row.company.slug: row.total for row in heatmap.rows} == {"lyft": 1, "waymo": 1, "ford": 1, "baidu": 1}
    cells = [cell for row in heatmap.rows for cell in row.cells if cell.count]
    assert len(cells) == 4
    for cell in cells:
        assert find_deals(resolve(QueryDict(cell.query))).count() == cell.count


def test_what_came_before_the_columns_is_summed_up_and_can_be_reached(deals: dict[str, Company]) -> None:
    heatmap = heatmap_of("")
    assert heatmap.quarters[-1] == Quarter(2026, 1)
    ford = next(row for row in heatmap.rows if row.company.slug == "ford")
    assert (ford.total, ford.earlier) == (2, 1)
    assert find_deals(resolve(QueryDict(ford.earlier_query))).count() == 1


def test_with_a_company_the_rows_are_its_partners(deals: dict[str, Company]) -> None:
    heatmap = heatmap_of("company=waymo")
    assert {row.company.slug for row in heatmap.rows} == {"lyft", "ford"}


@pytest.mark.parametrize(("day", "name"), [(date(2024, 1, 1), "2024-Q1"), (date(2024, 12, 31), "2024-Q4")])
def test_a_day_lies_in_its_quarter(day: date, name: str) -> None:
    quarter = Quarter.of(day)
    assert quarter.name == name
    assert quarter.first <= day < quarter.until


# Lanes


def test_with_a_company_each_partner_has_a_lane_and_live_deals_reach_today(deals: dict[str, Company]) -> None:
    lanes = make_lanes(find_deals(resolve(QueryDict("company=waymo"))), TODAY, company=deals["waymo"])
    assert [lane.company.slug for lane in lanes.lanes] == ["lyft", "ford"]
    live, rumour = lanes.lanes[0].marks[0], lanes.lanes[1].marks[0]
    assert (live.end, live.open, live.hollow) == (100.0, True, False)
    assert (rumour.open, rumour.hollow, rumour.tail) == (False, True, 0)


def test_without_a_company_no_deal_is_drawn_twice(deals: dict[str, Company]) -> None:
    rows = list(find_deals(resolve(QueryDict(""))))
    lanes = make_lanes(rows, TODAY)
    drawn = [mark.deal.pk for lane in lanes.lanes for mark in lane.marks]
    assert sorted(drawn) == sorted(row.pk for row in rows)


@pytest.mark.django_db
def test_a_beginning_known_to_the_year_has_an_edge_a_year_wide() -> None:
    a, b = factory.make_company("A"), factory.make_company("B")
    factory.make_partnership("supply", a, b, first_on=date(2020, 1, 1), first_precision="year")
    factory.make_partnership("partnership", a, b, first_on=date(2020, 1, 1))
    lanes = make_lanes(Partnership.objects.select_related("a", "b").order_by("pk"), date(2022, 1, 1), company=a)
    vague, exact = lanes.lanes[0].marks
    assert vague.soft == pytest.approx(50, abs=0.3)
    assert exact.soft == 0


@pytest.mark.django_db
def test_marks_of_a_lane_never_cover_each_other() -> None:
    hub = factory.make_company("Hub")
    for index in range(30):
        other = factory.make_company(f"Partner {index}")
        factory.make_partnership("supply", hub, other, first_on=date(2020, 1, 1) + timedelta(days=index * 9))
    lane = make_lanes(Partnership.objects.select_related("a", "b"), date(2021, 1, 1)).lanes[0]
    rows: dict[int, list[float]] = {}
    for mark in lane.marks:
        rows.setdefault(mark.y, []).append(mark.x)
    assert len(rows) > 1
    for places in rows.values():
        assert all(second - first >= 2 for first, second in pairwise(places))
    assert max(rows) < lane.height


@pytest.mark.django_db
def test_no_deals_make_an_empty_chart() -> None:
    assert make_lanes([], TODAY).lanes == []


# List


@pytest.mark.django_db
def test_paging_by_key_shows_every_deal_once_in_order() -> None:
    hub = factory.make_company("Hub")
    for index in range(23):
        other = factory.make_company(f"Partner {index}")
        factory.make_partnership("supply", hub, other, first_on=date(2020, 1, 1) + timedelta(days=index // 4))
    for query in ("", "company=hub"):
        scope, seen, before = resolve(QueryDict(query)), list[Partnership](), ""
        for _page in range(9):
            page = list_deals(scope, before, size=5)
            seen += [deal.row for group in page.groups for deal in group.deals]
            if not (before := page.older):
                break
        assert len(seen) == len({row.pk for row in seen}) == 23
        assert [(row.shown_on, row.pk) for row in seen] == sorted(((r.shown_on, r.pk) for r in seen), reverse=True)


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["nonsense", "2024-13-45_3", "_", "2024-01-01_" + "9" * 40, "'; DROP"])
def test_a_key_that_makes_no_sense_starts_from_the_newest(before: str) -> None:
    factory.make_partnership("supply", factory.make_company("A"), factory.make_company("B"))
    page = list_deals(Scope(Filters()), before)
    assert (page.shown, page.before) == (1, "")


@pytest.mark.django_db
def test_deals_whose_month_nobody_knows_stand_in_a_group_of_their_year() -> None:
    a, b = factory.make_company("A"), factory.make_company("B")
    factory.make_partnership("supply", a, b, first_on=date(2020, 1, 1), first_precision="year")
    factory.make_partnership("investment", a, b, first_on=date(2020, 1, 20), first_precision="month")
    factory.make_partnership("partnership", a, b, first_on=date(2020, 1, 20))
    groups = list_deals(Scope(Filters())).groups
    known = [(group.when and group.when.precision, len(group.deals)) for group in groups]
    assert known == [("month", 2), ("year", 1)]


@pytest.mark.django_db
def test_a_deal_shows_its_surest_claim_that_stands() -> None:
    a, b = factory.make_company("A"), factory.make_company("B")
    claims = [
        factory.make_claim(factory.make_article(f"A and B, {n}."), "supply", a, b, confidence=confidence, review=review)
        for n, confidence, review in [(1, 0.6, "unreviewed"), (2, 0.9, "rejected"), (3, 0.8, "unreviewed")]
    ]
    factory.make_partnership("supply", a, b, claims=claims)
    deal = list_deals(Scope(Filters())).groups[0].deals[0]
    assert deal.claim == claims[2]


# Pairs and companies


@pytest.mark.django_db
def test_reprints_stand_below_the_report_they_repeat() -> None:
    a, b = factory.make_company("Ann"), factory.make_company("Bob")
    articles = [
        factory.make_article(f"Ann supplies Bob. Told by {n}.", published=date(2020, 1, n + 1)) for n in range(4)
    ]
    factory.make_story(articles[1], articles[3])
    claims = [factory.make_claim(article, "supply", a, b, evidence="Ann supplies Bob.") for article in articles]
    factory.make_partnership("supply", a, b, claims=claims)
    (life,) = find_lives(a, b)
    assert [report.claim for report in life.reports] == claims[:3]
    assert life.reports[1].reprints == [claims[3]]
    assert (life.articles, life.reprints) == (4, 1)


@pytest.mark.django_db
def test_both_names_are_marked_where_they_stand_in_the_sentence() -> None:
    a, b = factory.make_company("Ann"), factory.make_company("Bob")
    article = factory.make_article("A dull start.\n\nToday Ann supplies Bob with cars.")
    for company in (a, b):
        factory.make_mention(article, company)
    evidence = "Today Ann supplies Bob with cars."
    cue = article.text.index("supplies")
    claim = factory.make_claim(article, "supply", a, b, evidence=evidence, cue_start=cue, cue_end=cue + 8)
    factory.make_partnership("supply", a, b, claims=[claim])
    marks = find_lives(a, b)[0].reports[0].marks
    assert [(evidence[start:end], what) for start, end, what in marks] == [
        ("Ann", "a"),
        ("supplies", "cue"),
        ("Bob", "b"),
    ]


@pytest.mark.django_db
def test_what_is_not_known_is_said() -> None:
    a, b = factory.make_company("Ann"), factory.make_company("Bob")
    claim = factory.make_claim(factory.make_article("Ann may invest in Bob."), "investment", a, b, stage="rumoured")
    factory.make_partnership("investment", a, b, stage="rumoured", first_on=None, claims=[claim])
    said = " ".join(find_lives(a, b)[0].unknown)
    for piece in ("when it began", "has begun", "amount", "what it is about", "Only one independent"):
        assert piece in said
    assert "still goes on" not in said


@pytest.mark.django_db
def test_what_is_known_is_not_said_to_be_unknown() -> None:
    a, b = factory.make_company("Ann"), factory.make_company("Bob")
    claims = [factory.make_claim(factory.make_article(f"Ann left Bob {n}."), "investment", a, b) for n in range(2)]
    factory.make_partnership(
        "investment", a, b, stage="ended", ended_on=date(2026, 3, 1), ended_precision="day", amount=5, currency="USD",
        subject="A round", claims=claims,
    )  # fmt: skip
    assert find_lives(a, b)[0].unknown == []


def test_a_companys_rivals_stand_apart_from_its_partners(deals: dict[str, Company]) -> None:
    profile = find_profile(deals["ford"], TODAY)
    assert [rival.company.slug for rival in profile.rivals] == ["lyft"]
    assert profile.partners == 2
    assert {row.kind: row.total for row in profile.kinds} == {"investment": 1, "supply": 1}
    assert profile.years == list(range(2016, 2027))


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table too big to be read anew for each page."""
    monkeypatch.setattr(ledger, "LIVE", 0)
    monkeypatch.setattr(ledger, "_kept", None)


@pytest.mark.usefixtures("kept")
def test_of_a_big_table_only_what_changed_is_read_again(deals: dict[str, Company]) -> None:
    assert facets_of("").total == 3
    row = Partnership.objects.get(kind="supply")
    row.stage, row.changed_at = "active", factory.NOW + timedelta(seconds=1)
    row.save()
    factory.make_partnership(
        "joint_venture", deals["lyft"], factory.make_company("Latecomer", sector="retail"), changed_at=row.changed_at
    )
    with CaptureQueriesContext(connection) as queries:
        facets = facets_of("")
    assert len(queries) == 3, "the newest change, the rows that changed, the companies"
    assert facets.total == 4
    assert {choice.value: choice.count for choice in facets.stages if choice.count} == {"active": 3, "ended": 1}
    assert ("retail", 1) in [(choice.value, choice.count) for choice in facets.sectors]
    with CaptureQueriesContext(connection) as queries:
        facets_of("")
    assert len(queries) == 1


@pytest.mark.usefixtures("kept")
def test_what_was_deleted_from_a_big_table_is_noticed_when_it_is_read_again(
    deals: dict[str, Company], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert facets_of("").total == 3
    Partnership.objects.get(kind="supply").delete()
    monkeypatch.setattr(ledger, "KEPT", -1)
    assert facets_of("").total == 2


def test_the_list_by_known_ids_is_the_list_by_search(deals: dict[str, Company]) -> None:
    for query in QUERIES:
        scope = resolve(QueryDict(query))
        ids = find_passing(scope).few(500)
        assert ids is not None
        assert list(find_deals(scope, ids)) == list(find_deals(scope)), query
    assert find_passing(resolve(QueryDict(""))).few(2) is None


@pytest.mark.django_db
def test_a_company_is_in_motion_when_it_has_more_deals_than_its_own_average() -> None:
    hub, steady, small = (factory.make_company(name) for name in ("Hub", "Steady", "Small"))

    def deal(company: Company, years_ago: float, kind: str = "supply") -> None:
        factory.make_partnership(
            kind, company, factory.make_company(), first_on=TODAY - timedelta(days=round(365 * years_ago))
        )

    for years_ago in (0.1, 0.5, 0.9, 1.5, 6):
        deal(hub, years_ago)
    for years_ago in (0.2, 0.3, 1.1, 1.2, 2.1, 2.2, 3.1, 3.2, 4.1, 4.2):
        deal(steady, years_ago)
    deal(small, 0.1)
    deal(small, 0.1, "competitor")
    (motion,) = find_motion(TODAY)
    assert (motion.company, motion.deals, motion.usual) == (hub, 3, 0.25)


@pytest.mark.django_db
def test_without_deals_nothing_is_in_motion() -> None:
    factory.make_company()
    assert find_motion(TODAY) == []
