"""What the claims about one pair add up to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extract.claims import STAGES, Stage
from articles.extract.dates import When
from articles.extract.partnerships import History, Statement, join_statements

_NUMBERS = count(1000)


def told(
    stage: Stage,
    day: str | None,
    when: str | None = None,
    *,
    article: int = 0,
    story: int | None = None,
    confidence: float = 0.8,
    judged: bool = False,
    ended: str | None = None,
) -> Statement:
    """A statement told on an ISO day; each article is a story of its own unless said otherwise."""
    number = article or next(_NUMBERS)
    return Statement(
        stage,
        When.from_iso(when) if when else None,
        date.fromisoformat(day) if day else None,
        number,
        number if story is None else story,
        confidence,
        judged,
        When.from_iso(ended) if ended else None,
    )


def test_a_history_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one statement"):
        join_statements([])


class TestStage:
    def test_a_rumour_is_superseded_by_the_deal(self) -> None:
        assert stage(told("rumoured", "2017-03-01"), told("active", "2017-03-13", "2017-03-13")) == "active"

    def test_a_rumour_after_the_deal_does_not_undo_it(self) -> None:
        assert stage(told("rumoured", "2018-03-01"), told("active", "2017-03-13")) == "active"

    def test_a_denial_answers_a_rumour(self) -> None:
        assert stage(told("rumoured", "2017-03-01"), told("denied", "2017-03-02")) == "denied"

    def test_a_rumour_that_comes_back_after_its_denial_is_a_rumour_again(self) -> None:
        rumours = told("rumoured", "2017-03-01"), told("rumoured", "2017-06-01")
        assert stage(*rumours, told("denied", "2017-03-02")) == "rumoured"

    def test_a_deal_announced_after_its_denial_stands(self) -> None:
        assert stage(told("denied", "2017-03-02"), told("planned", "2017-06-01")) == "planned"

    def test_a_denial_undoes_a_thinly_reported_deal_but_not_a_well_reported_one(self) -> None:
        denial = told("denied", "2017-03-02", confidence=0.8)
        assert stage(denial, told("active", "2017-03-01", confidence=0.5)) == "denied"
        well = [told("active", "2017-03-01", article=n, confidence=0.7) for n in (1, 2, 3)]
        assert stage(denial, *well) == "active"

    def test_a_plan_becomes_active_and_does_not_go_back(self) -> None:
        assert stage(told("planned", "2017-03-01"), told("active", "2018-03-01")) == "active"
        assert stage(told("active", "2017-03-01"), told("planned", "2018-03-01")) == "active"

    def test_one_hasty_report_on_the_same_day_does_not_make_a_plan_active(self) -> None:
        plans = [told("planned", "2017-03-01", article=n) for n in (1, 2, 3)]
        assert stage(*plans, told("active", "2017-03-01", article=4, confidence=0.5)) == "planned"

    def test_an_enlarged_deal_stays_enlarged_when_recalled(self) -> None:
        assert stage(told("expanded", "2018-01-30", "2018-01-30"), told("active", "2020-05-01", "2016")) == "expanded"

    def test_an_end_after_the_deal_ends_it(self) -> None:
        assert stage(told("active", "2016-07-01"), told("ended", "2016-07-26", ended="2016-07-26")) == "ended"

    def test_recalling_the_deal_after_its_end_does_not_revive_it(self) -> None:
        ended = told("ended", "2018-05-01", ended="2018-05-01")
        assert stage(ended, told("active", "2020-01-01", "2016-07")) == "ended"
        assert stage(ended, told("active", "2020-01-01")) == "ended"

    def test_a_deal_made_after_the_end_revives_it(self) -> None:
        ended = told("ended", "2018-05-01", "2016-07", ended="2018-05-01")
        assert stage(ended, told("active", "2020-01-02", "2020-01-01")) == "active"
        assert stage(ended, told("planned", "2020-01-02", "2020-01-01")) == "planned"

    def test_a_rumour_after_the_end_does_not_revive_it(self) -> None:
        assert stage(told("ended", "2018-05-01"), told("rumoured", "2020-01-02", "2020-01-01")) == "ended"

    def test_a_deal_begun_somewhere_in_the_year_of_the_end_does_not_revive_it(self) -> None:
        assert stage(told("ended", "2019-01-05", ended="2018"), told("active", "2019-02-01", "2018-03")) == "ended"

    def test_a_misread_end_does_not_end_a_deal_that_many_report(self) -> None:
        many = [told("active", f"2018-0{n}-01", "2017", article=n) for n in (1, 2, 3)]
        assert stage(*many, told("ended", "2018-05-01", article=9, confidence=0.2)) == "active"

    def test_a_judged_word_outweighs_what_was_told_until_then(self) -> None:
        machine = told("ended", "2018-05-01", ended="2018-05-01", confidence=0.95)
        assert stage(machine, told("active", "2018-06-01", "2016", judged=True, confidence=0.1)) == "active"

    def test_news_after_the_judged_word_still_counts(self) -> None:
        machine = told("ended", "2020-05-01", ended="2020-05-01", confidence=0.95)
        assert stage(machine, told("active", "2018-06-01", "2016", judged=True)) == "ended"


class TestDays:
    def test_the_earliest_day_is_the_first(self) -> None:
        history = join_statements(
            [told("active", "2018-01-02", "2018-01-01"), told("planned", "2017-01-02", "2017-01-01")]
        )
        assert history.first == When(date(2017, 1, 1))
        assert history.last == date(2018, 1, 2)

    def test_a_vague_year_does_not_override_a_day_within_it(self) -> None:
        days = ["2016", "2016-07", "2016-07-01", "2017-03-13"]
        history = join_statements([told("active", "2018-01-02", day) for day in days])
        assert history.first == When.from_iso("2016-07-01")

    def test_a_year_before_every_day_is_kept_as_vague_as_it_is(self) -> None:
        history = join_statements([told("active", "2018-01-02", day) for day in ("2015", "2016-07-01")])
        assert history.first == When.from_iso("2015")

    def test_an_announced_date_counts_before_a_rumoured_one(self) -> None:
        rumour = told("rumoured", "2017-01-01", "2017-01-01")
        assert first(rumour, told("active", "2017-03-14", "2017-03-13")) == "2017-03-13"
        assert first(rumour) == "2017-01-01"

    def test_a_thin_date_yields_to_a_well_carried_one(self) -> None:
        well = told("active", "2017-03-14", "2017-03-13", confidence=0.9)
        assert first(well, told("active", "2017-03-14", "2012", confidence=0.2)) == "2017-03-13"
        assert first(well, told("active", "2017-03-14", "2012", confidence=0.5)) == "2012"

    def test_a_date_after_the_day_it_was_told_is_not_when_it_began(self) -> None:
        start = told("planned", "2017-03-14", "2021")
        assert first(start, told("planned", "2017-03-20", "2017-03-13")) == "2017-03-13"
        assert first(start) == "2021"

    def test_nobody_says_when(self) -> None:
        history = join_statements([told("active", None)])
        assert (history.first, history.last, history.ended) == (None, None, None)

    def test_the_end_is_as_precise_as_the_texts_say(self) -> None:
        ends = [told("ended", "2019-01-02", "2016", ended=day) for day in ("2018", "2018-05", "2018-05-03")]
        history = join_statements(ends)
        assert history.ended == When.from_iso("2018-05-03")
        assert history.first == When.from_iso("2016")

    def test_a_revived_deal_has_no_end(self) -> None:
        history = join_statements(
            [told("ended", "2018-05-02", ended="2018-05-01"), told("active", "2020-01-02", "2020-01-01")]
        )
        assert (history.stage, history.ended) == ("active", None)


class TestCounts:
    def test_reprints_count_as_articles_but_not_as_reports(self) -> None:
        reprints = [told("active", "2017-03-13", article=n, story=7, confidence=0.5) for n in (1, 2, 3)]
        history = join_statements([*reprints, told("active", "2017-03-13", article=3, story=7, confidence=0.4)])
        assert (history.claims, history.articles, history.reports) == (4, 3, 1)
        assert history.confidence == pytest.approx(0.5)

    def test_independent_reports_make_surer_up_to_a_ceiling(self) -> None:
        reports = [told("active", "2017-03-13", article=n, confidence=0.5) for n in range(1, 3)]
        assert join_statements(reports).confidence == pytest.approx(0.75)
        many = [told("active", "2017-03-13", article=n, confidence=0.9) for n in range(1, 30)]
        assert join_statements(many).confidence == 0.99

    def test_a_persons_word_is_as_sure_as_can_be(self) -> None:
        assert join_statements([told("active", "2017-03-13", confidence=0.1, judged=True)]).confidence == 0.99

    def test_denials_do_not_make_a_deal_surer(self) -> None:
        history = join_statements([told("active", "2017-03-13", confidence=0.5), told("denied", "2017-03-01")])
        assert history.stage == "active"
        assert history.confidence == pytest.approx(0.5)


def stage(*statements: Statement) -> Stage:
    return join_statements(statements).stage


def first(*statements: Statement) -> str | None:
    found = join_statements(statements).first
    return found.iso if found else None


days = st.dates(date(2015, 1, 1), date(2021, 12, 31))
whens = st.builds(lambda day, wide: When.from_iso(day.isoformat()[:wide]), days, st.sampled_from([4, 7, 10]))
statements = st.builds(
    Statement,
    stage=st.sampled_from(STAGES),
    when=st.none() | whens,
    told=st.none() | days,
    article=st.integers(1, 9),
    story=st.integers(1, 5),
    confidence=st.floats(0, 1),
    judged=st.booleans(),
    ended=st.none() | whens,
)


@given(
    st.lists(statements, min_size=1, max_size=9).flatmap(lambda all_: st.tuples(st.just(all_), st.permutations(all_)))
)
def test_the_order_of_the_statements_does_not_matter(orders: tuple[list[Statement], list[Statement]]) -> None:
    assert join_statements(orders[0]) == join_statements(orders[1])


@given(st.lists(statements, min_size=1, max_size=9), st.data())
def test_a_statement_given_twice_changes_only_the_count_of_claims(all_: list[Statement], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(all_), max_size=4))
    once, twice = join_statements(all_), join_statements([*all_, *again])
    assert twice == replace(once, claims=once.claims + len(again))


@given(st.lists(statements, min_size=1, max_size=9))
def test_a_history_holds_together(all_: list[Statement]) -> None:
    history: History = join_statements(all_)
    assert 0 <= history.confidence <= 0.99
    assert history.reports <= 5
    assert history.articles <= history.claims
    assert history.ended is None or history.stage == "ended"
    assert history.stage in {one.stage for one in all_}
    assert (history.first is None) == all(one.when is None for one in all_)
