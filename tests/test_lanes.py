"""Which lanes are drawn where there are more than fit."""

from __future__ import annotations

from datetime import date

import pytest

from articles.models import Partnership
from articles.templatetags.charts import draw_lanes
from articles.templatetags.deals import draw_rows
from articles.timeline.company import find_profile
from articles.timeline.lanes import make_lanes
from tests.factory import make_company, make_partnership

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_too_many_partners_leave_the_fullest_lanes_in_the_order_of_their_first_deals() -> None:
    hub = make_company("Hub")
    old, busy, new = (make_company(name) for name in ("Old", "Busy", "New"))
    for other, day in ((old, 2010), (busy, 2012), (busy, 2015), (new, 2020)):
        make_partnership("supply" if day != 2015 else "investment", hub, other, first_on=date(day, 1, 1))
    deals = list(Partnership.objects.select_related("a", "b"))

    lanes = make_lanes(deals, TODAY, company=hub, limit=2)

    assert [lane.company.name for lane in lanes.lanes] == ["Busy", "New"]
    assert (lanes.left_out, lanes.hidden) == (1, 1)


def test_a_profile_draws_the_lanes_that_all_of_its_deals_would_give(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = make_company("Hub")
    for number in range(9):
        other = make_company(f"Partner {number}")
        for step in range(1 + number % 3):
            kind = ("supply", "investment", "partnership")[step]
            make_partnership(kind, hub, other, first_on=date(2010 + number, 1 + step, 1))
    monkeypatch.setattr("articles.timeline.company.LANES", 4)
    monkeypatch.setattr("articles.timeline.company.ROWS", 2)
    every = list(Partnership.objects.select_related("a", "b"))

    profile = find_profile(hub, TODAY)

    whole = make_lanes(every, TODAY, company=hub, limit=4)
    assert [lane.company for lane in profile.lanes.lanes] == [lane.company for lane in whole.lanes]
    assert [len(lane.marks) for lane in profile.lanes.lanes] == [len(lane.marks) for lane in whole.lanes]
    assert (profile.lanes.left_out, profile.lanes.hidden) == (whole.left_out, whole.hidden)
    assert len(profile.deals) == 2
    assert (profile.drawn, profile.total) == (18, 18)


@pytest.mark.parametrize(
    ("confidence", "reviewed", "marked"), [(0.39, False, True), (0.39, True, False), (0.5, False, False)]
)
def test_a_deal_that_may_as_well_be_wrong_says_so_in_chart_and_table(
    confidence: float, reviewed: bool, marked: bool
) -> None:
    hub, other = make_company("Hub"), make_company("Other")
    make_partnership("supply", hub, other, first_on=date(2020, 1, 1), confidence=confidence, reviewed=reviewed)
    deals = list(Partnership.objects.select_related("a", "b"))
    drawn = draw_lanes(make_lanes(deals, TODAY, company=hub), "/")
    listed = draw_rows(deals)
    assert ("unsure: 39 %" in drawn, "unsure: 39 %" in listed, "hollow" in drawn) == (marked, marked, marked)
