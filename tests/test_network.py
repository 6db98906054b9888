"""The network tells who was tied to whom on a day, bounded and with the same places on every drawing."""

from __future__ import annotations

import gzip
import io
import itertools
import random
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC, date, datetime

import networkx as nx
import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import layout, ledger
from articles.extract.companies import shipped_catalogue
from articles.ledger import read_ledger
from articles.models import Company, NodePosition, Partnership
from articles.network import drawing
from articles.network.comparison import compare
from articles.network.drawing import add_missing, arrange_rings, draw
from articles.network.exports import write_graph
from articles.network.graph import Network, find_neighbours, find_network
from articles.network.paths import find_connected, find_paths, suggest_companies
from articles.templatetags.network import draw_network, list_ties
from tests.factory import make_article, make_claim, make_company, make_partnership

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def network_on(day: date = TODAY, **options: int) -> Network:
    """What is shown of all deals on a day."""
    ledger = read_ledger()
    return find_network(ledger, day, TODAY, passing=ledger.deals, **options)


def names(day: date = TODAY, **options: int) -> list[str]:
    return [row.name for row in network_on(day, **options).companies]


@pytest.fixture
def four() -> dict[str, Company]:
    """Alpha tied to Beta, Gamma and (until 2020) Delta; Beta to Gamma."""
    rows = {name: make_company(name) for name in ("Alpha", "Beta", "Gamma", "Delta")}
    make_partnership("supply", rows["Alpha"], rows["Beta"], first_on=date(2015, 5, 1))
    make_partnership("investment", rows["Alpha"], rows["Beta"], first_on=date(2018, 5, 1))
    make_partnership("partnership", rows["Alpha"], rows["Gamma"], first_on=date(2019, 1, 1))
    make_partnership("partnership", rows["Beta"], rows["Gamma"], first_on=date(2021, 1, 1))
    make_partnership(
        "partnership", rows["Alpha"], rows["Delta"], stage="ended", first_on=date(2016, 1, 1), ended_on=date(2020, 6, 1)
    )
    return rows


def test_a_day_shows_what_had_begun_and_not_ended(four: dict[str, Company]) -> None:
    assert names(date(2014, 1, 1)) == []
    assert names(date(2015, 5, 1)) == ["Alpha", "Beta"]
    assert names(date(2020, 5, 31)) == ["Alpha", "Beta", "Delta", "Gamma"]
    assert names(date(2020, 6, 1)) == ["Alpha", "Beta", "Gamma"]


def test_two_companies_are_one_tie_whatever_the_number_of_their_deals(four: dict[str, Company]) -> None:
    network = network_on(TODAY)
    ties = {(tie.a.name, tie.b.name): tie for tie in network.ties}
    assert set(ties) == {("Alpha", "Beta"), ("Alpha", "Gamma"), ("Beta", "Gamma")}
    assert ties["Alpha", "Beta"].kinds == ["investment", "supply"]
    assert ties["Alpha", "Beta"].since == date(2015, 5, 1)
    assert ties["Alpha", "Beta"].until is None
    assert (network.shown_deals, network.total_deals, network.total) == (4, 4, 3)


def test_the_biggest_are_shown_and_all_are_counted(four: dict[str, Company]) -> None:
    network = network_on(date(2020, 1, 1), shown=2)
    assert [row.name for row in network.companies] == ["Alpha", "Beta"]
    assert (network.total, network.shown_deals, network.total_deals) == (4, 2, 4)


def test_the_stage_is_what_had_been_told_by_that_day() -> None:
    alpha, beta = make_company("Alpha"), make_company("Beta")
    told = [
        (make_article(f"Alpha and Beta {number}.", published=day), stage)
        for number, (day, stage) in enumerate([(date(2018, 1, 1), "planned"), (date(2019, 1, 1), "active")])
    ]
    claims = [make_claim(article, "partnership", alpha, beta, stage=stage) for article, stage in told]
    make_partnership("partnership", alpha, beta, first_on=date(2017, 6, 1), last_on=date(2019, 1, 1), claims=claims)
    stages = {
        day: network_on(day).ties[0].stage for day in (date(2017, 7, 1), date(2018, 6, 1), date(2019, 6, 1), TODAY)
    }
    assert list(stages.values()) == ["active", "planned", "active", "active"]


def test_a_company_in_the_middle_has_its_partners_and_their_ties(four: dict[str, Company]) -> None:
    ledger = read_ledger()
    own = ledger.between(four["Gamma"].pk)
    network = find_neighbours(four["Gamma"], ledger, TODAY, TODAY, own=own, every=ledger.deals)
    assert [row.name for row in network.companies] == ["Gamma", "Alpha", "Beta"]
    assert len(network.ties) == 3
    assert network.center == four["Gamma"]
    middle = next(node for node in draw(network).nodes if node.company == four["Gamma"])
    assert (middle.x, middle.y) == (50.0, 50.0)


def test_the_number_of_queries_does_not_grow() -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            draw(network_on(date(2025, 1, 1)))
        return len(queries)

    hub = make_company("Hub")
    for number in range(2):
        make_partnership("supply", hub, make_company(f"S{number}"), first_on=date(2020, 1, 1))
    few = ask()
    for number in range(30):
        make_partnership("supply", hub, make_company(f"T{number}"), first_on=date(2020, 1, 1))
    assert ask() == few <= 5


def make_big(companies: int, ties: int) -> None:
    """A network of given size, with names as long as real ones."""
    Company.objects.bulk_create(
        Company(
            name=f"Company Number {number}", slug=f"company-number-{number}", sector=Company.Sector.values[number % 16]
        )
        for number in range(companies)
    )
    rows = list(Company.objects.order_by("pk"))
    pairs = [(a, b) for step in range(1, 9) for a, b in zip(rows, rows[step:] + rows[:step], strict=True)][:ties]
    Partnership.objects.bulk_create(
        Partnership(
            kind="partnership", a=a, b=b, stage=("active", "planned", "expanded", "rumoured")[(a.pk + b.pk) % 4],
            shown_on=date(2010 + a.pk % 16, 1, 1), last_on=date(2026, 1, 1), changed_at="2026-01-01T00:00:00Z",
        )
        for a, b in pairs
    )  # fmt: skip


def make_known(companies: int, ties: int, shares: Sequence[int]) -> None:
    """A network of the catalogue's companies, some with a hundred partners and most with a few.

    ``shares`` of the stages that stand: active, expanded, planned, rumoured.
    """
    known = list(shipped_catalogue().companies.values())[:companies]
    Company.objects.bulk_create(Company(name=row.name, slug=row.slug, sector=row.sector) for row in known)
    rows = list(Company.objects.order_by("pk"))
    rng = random.Random(1)
    pairs = {(number, number + 1) for number in range(0, companies, 2)}
    while len(pairs) < ties:
        a, b = int(rng.random() ** 2.5 * companies), int(rng.random() ** 1.3 * companies)
        if a < b:
            pairs.add((a, b))
    stages = rng.choices(("active", "expanded", "planned", "rumoured"), shares, k=ties)
    Partnership.objects.bulk_create(
        Partnership(
            kind="partnership", a=rows[a], b=rows[b], stage=stage, shown_on=date(2010 + a % 16, 1, 1),
            last_on=date(2026, 1, 1), changed_at="2026-01-01T00:00:00Z",
        )
        for (a, b), stage in zip(sorted(pairs), stages, strict=True)
    )  # fmt: skip


@pytest.mark.parametrize("shares", [(133, 40, 10, 5), (30, 25, 25, 20)], ids=["as in the starter archive", "mixed"])
def test_three_hundred_companies_and_a_thousand_ties_stay_small(shares: tuple[int, ...]) -> None:
    make_known(300, 1000, shares)
    layout.place_companies()
    drawn = draw(network_on(TODAY, shown=300))
    assert (len(drawn.nodes), len(drawn.lines)) == (300, 1000)
    size = len(gzip.compress(draw_network(drawn).encode(), 6))
    assert size < 20_000


def overlaps(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_names_cover_neither_each_other_nor_a_dot() -> None:
    make_big(120, 300)
    layout.place_companies()
    nodes = draw(network_on(TODAY, shown=120)).nodes
    spots = np.array([(n.x, n.y) for n in nodes]).T * np.array([drawing.WIDE]).T / 100
    radii = np.array([n.r for n in nodes])
    boxes = drawing._label_boxes(spots, radii, np.array([drawing._label_width(n.company.name) for n in nodes]))
    dots = {n.company.pk: (x - n.r, y - n.r, x + n.r, y + n.r) for n, x, y in zip(nodes, *spots, strict=True)}
    texts = {n.company.pk: tuple(boxes[:, at, drawing.SIDES.index(n.label)]) for at, n in enumerate(nodes) if n.label}
    assert texts
    for pk, text in texts.items():
        assert not any(overlaps(text, dot) for other, dot in dots.items() if other != pk)
        assert not any(overlaps(text, other) for number, other in texts.items() if number != pk)


def test_names_with_room_around_them_are_all_shown() -> None:
    rows = [make_company(f"Firm {number}") for number in range(30)]
    places = {row.pk: (8.0 + 14 * (at % 6), 10.0 + 18 * (at // 6)) for at, row in enumerate(rows)}
    assert len(drawing.fit_labels(rows, places, {row.pk: 8.0 for row in rows})) == 30
    heap = {row.pk: (50.0, 50.0) for row in rows}
    assert len(drawing.fit_labels(rows, heap, {row.pk: 8.0 for row in rows})) == 4


def test_a_big_company_hemmed_in_on_all_sides_has_its_name_aslant() -> None:
    rows = [make_company(f"Firm {number}") for number in range(5)]
    around = [(50.0, 50.0), (54.0, 50.0), (46.0, 50.0), (50.0, 54.5), (50.0, 45.5)]
    places = {row.pk: place for row, place in zip(rows, around, strict=True)}
    radii = {row.pk: 16.0 if at == 0 else 6.0 for at, row in enumerate(rows)}
    assert drawing.fit_labels(rows, places, radii)[rows[0].pk] in drawing.SIDES[drawing.STRAIGHT :]


def test_the_layout_moves_nobody_when_one_company_comes() -> None:
    make_big(40, 90)
    assert layout.place_companies() == 40
    before = dict(NodePosition.objects.values_list("company", "x"))
    assert layout.place_companies() == 0
    make_partnership("supply", Company.objects.all()[0], make_company("Newcomer"))
    assert layout.unplaced().count() == 1
    assert layout.place_companies() == 1
    after = dict(NodePosition.objects.values_list("company", "x"))
    assert {pk: after[pk] for pk in before} == before
    assert all(0 <= x <= 1 for x in after.values())


def test_relaxing_starts_from_where_everybody_stands() -> None:
    make_big(40, 90)
    layout.place_companies()
    before = dict(NodePosition.objects.values_list("company", "x"))
    layout.place_companies(relax=True)
    after = dict(NodePosition.objects.values_list("company", "x"))
    moved = sum(abs(after[pk] - before[pk]) for pk in before) / len(before)
    assert 0 < moved < 0.15


def test_the_layout_is_the_same_for_the_same_deals() -> None:
    make_big(30, 60)
    weights = layout.read_weights()
    assert layout.lay_out(weights, {}) == layout.lay_out(weights, {})


def test_a_company_without_a_place_stands_beside_its_neighbour_or_on_its_own() -> None:
    alone = add_missing({}, [5, 6], [])
    assert alone == add_missing({}, [6, 5], [])
    assert alone[5] != alone[6]
    assert all(0 <= share <= 1 for place in alone.values() for share in place)


def test_rings_keep_everybody_on_the_canvas() -> None:
    places = {pk: (0.1 * (pk % 10), 0.05 * (pk % 20)) for pk in range(1, 61)}
    found = arrange_rings(1, places)
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in found.values())
    assert len(set(found.values())) == 60


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_file_holds_exactly_what_is_shown(four: dict[str, Company], form: str) -> None:
    Company.objects.filter(pk=four["Beta"].pk).update(name='B & "<eta>\x0b\ud7ff 百度')
    drawn = draw(network_on(date(2017, 1, 1)))
    body = write_graph(drawn, form, "https://site.example")
    ET.fromstring(body)
    graph = (nx.read_gexf if form == "gexf" else nx.read_graphml)(io.BytesIO(body))
    assert set(graph.nodes) == {"alpha", "beta", "delta"}
    assert {frozenset(edge) for edge in graph.edges} == {frozenset({"alpha", "beta"}), frozenset({"alpha", "delta"})}
    assert graph.nodes["beta"]["label"] == 'B & "<eta>\ud7ff 百度'
    assert graph.edges["alpha", "beta"]["kinds"] == "supply"
    assert graph.edges["alpha", "delta"]["url"] == "https://site.example/partnership/alpha/delta/"


def test_what_comes_from_a_row_is_escaped() -> None:
    make_partnership("supply", make_company("<b>Evil</b>", slug="evil"), make_company('"Quote'))
    drawn = draw(network_on(TODAY))
    for html in (draw_network(drawn), list_ties(drawn, "/network/?x=<y>&company=")):
        assert "<b>" not in html
        assert "&lt;b&gt;Evil" in html


def make_chain(*stages: str) -> list[Company]:
    companies = [make_company(f"Link {number}") for number in range(len(stages) + 1)]
    for stage, a, b in zip(stages, companies, companies[1:], strict=False):
        article = make_article(f"{a.name} and {b.name} work together.")
        make_partnership(
            "partnership", a, b, stage=stage, claims=[make_claim(article, "partnership", a, b, stage=stage)]
        )
    return companies


def test_a_path_is_the_shortest_and_each_step_has_its_sentence() -> None:
    chain = make_chain("active", "active", "expanded")
    paths = find_paths(chain[0], chain[-1], live_only=True)
    assert [(step.start, step.end) for step in paths.ways[0]] == list(itertools.pairwise(chain))
    assert [step.claim.evidence for step in paths.ways[0] if step.claim] == [
        f"{a.name} and {b.name} work together." for a, b in itertools.pairwise(chain)
    ]
    make_partnership("supply", chain[3], chain[0])
    assert find_paths(chain[0], chain[-1], live_only=True).steps == 1


def test_a_path_through_live_deals_leaves_ended_ones_out() -> None:
    chain = make_chain("active", "ended", "active")
    assert find_paths(chain[0], chain[-1], live_only=True).ways == []
    assert find_paths(chain[0], chain[-1], live_only=False).steps == 3


def test_denied_deals_and_rivalries_connect_nobody() -> None:
    a, b, c = make_company("A"), make_company("B"), make_company("C")
    make_partnership("partnership", a, b, stage="denied")
    make_partnership("competitor", a, c)
    for end in (b, c):
        assert find_paths(a, end, live_only=False).ways == []
    assert find_connected([a, b, c]) == {a.pk, b.pk}


def test_a_path_goes_through_a_deal_as_soon_as_the_ledger_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "LIVE", 0)
    monkeypatch.setattr(ledger, "_kept", None)
    chain = make_chain("active", "active", "active")
    for live_only in (True, False, True):
        assert find_paths(chain[0], chain[-1], live_only=live_only).steps == 3
    make_partnership("supply", chain[1], chain[3], stage="ended", changed_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert find_paths(chain[0], chain[-1], live_only=True).steps == 3
    assert find_paths(chain[0], chain[-1], live_only=False).steps == 2
    make_partnership("supply", chain[0], chain[3], changed_at=datetime(2030, 1, 2, tzinfo=UTC))
    assert find_paths(chain[0], chain[-1], live_only=True).steps == 1


def test_of_equally_short_paths_the_best_known_comes_first() -> None:
    start, end, sure, unsure = (make_company(name) for name in ("Start", "End", "Sure", "Unsure"))
    for middle, confidence in ((unsure, 0.5), (sure, 0.9)):
        for side in (start, end):
            make_partnership("supply", side, middle, confidence=confidence)
    paths = find_paths(start, end, live_only=True)
    assert [way[0].end for way in paths.ways] == [sure, unsure]


def test_a_path_of_more_than_eight_steps_is_none() -> None:
    chain = make_chain(*["active"] * 9)
    assert find_paths(chain[0], chain[8], live_only=True).steps == 8
    far = find_paths(chain[0], chain[9], live_only=True)
    assert far.ways == []
    assert far.given_up


def test_unknown_names_get_suggestions() -> None:
    wanted = make_company("Waymo", names=["Google self-driving car project"])
    make_company("Aurora")
    assert suggest_companies("wamyo")[0] == wanted
    assert suggest_companies("xqzzy") == []
    assert suggest_companies("\0\ud800" + "x" * 5000) == []


def test_a_comparison_sorts_partners_into_shared_and_alone(four: dict[str, Company]) -> None:
    found = compare([four["Alpha"], four["Beta"]], TODAY)
    alpha, beta = found.sides
    assert [(shared.partner.name, shared.deals) for shared in found.shared] == [("Gamma", [1, 1])]
    assert [(row.name, deals) for row, deals in alpha.alone] == [("Delta", 1)]
    assert (alpha.deals, alpha.partners, beta.deals, beta.partners) == (4, 2, 3, 1)
    assert [kind for kind, _label in found.kinds] == ["partnership", "supply", "investment"]
    assert (alpha.kinds, beta.kinds) == ([2, 1, 1], [1, 1, 1])
    assert alpha.years[found.years.index(2018)] == 1
    assert {row.kind for row in found.between} == {"supply", "investment"}
    assert found.peak == 1


def test_a_comparison_asks_the_same_number_of_queries_whatever_the_size(four: dict[str, Company]) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            compare([four["Alpha"], four["Beta"], four["Gamma"]], TODAY)
        return len(queries)

    few = ask()
    for number in range(20):
        make_partnership("supply", four["Alpha"], make_company(f"More {number}"))
    assert ask() == few == 5


def test_what_was_deleted_under_a_kept_ledger_is_left_out(
    four: dict[str, Company], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "LIVE", 0)
    monkeypatch.setattr(ledger, "_kept", None)
    assert names(date(2018, 6, 1)) == ["Alpha", "Beta", "Delta"]
    four["Delta"].delete()
    make_partnership("supply", four["Beta"], make_company("New"), changed_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert names(date(2018, 6, 1)) == ["Alpha", "Beta"]
    four["Beta"].delete()
    assert find_paths(four["Alpha"], four["Gamma"], live_only=False).steps == 1
    assert [shared.partner.name for shared in compare([four["Alpha"], four["Gamma"]], TODAY).shared] == []


def test_only_names_with_more_deals_than_the_rest_are_bold() -> None:
    hub = make_company("Hub")
    others = [make_company(f"Spoke {number}") for number in range(20)]
    for other in others:
        make_partnership("supply", hub, other, first_on=date(2020, 1, 1))
    make_partnership("investment", hub, others[7], first_on=date(2020, 1, 1))

    bold = {node.company.name for node in draw(network_on()).nodes if node.major}

    assert bold == {"Hub", "Spoke 7"}
