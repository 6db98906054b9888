"""Dates as news writes them, read against the article's day: Wednesday, 19 July 2017, unless a test says otherwise."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract import dates
from articles.extract.dates import DateSpan, When, find_dateline, find_dates, parse_date, without_dateline
from articles.extract.dates.words import Form

TODAY = date(2017, 7, 19)

# text; what each date in it means, in order: ISO, or ISO/precision where that is a quarter or a half
EXPRESSIONS: list[tuple[str, str]] = [
    # weekdays
    ("Microsoft announced Tuesday further details.", "2017-07-18"),
    ("The carmaker said on Monday it had signed.", "2017-07-17"),
    ("The pact was signed on Wednesday.", "2017-07-19"),
    ("Since Thursday riders may hail one.", "2017-07-13"),
    ("It was shelved last Friday.", "2017-07-14"),
    ("It was shelved last Wednesday.", "2017-07-12"),
    ("The two sides meet next Tuesday.", "2017-07-25"),
    ("The service will start on Friday.", "2017-07-21"),
    ("The two will cooperate, they said on Friday.", "2017-07-14"),
    ("Tuesday, July 18, 2017 – Beijing", "2017-07-18"),
    ("on Tuesday (18 July) the firm said", "2017-07-18"),
    ("Friday last week it signed", "2017-07-14"),
    ("On Tuesday of last week it signed", "2017-07-11"),
    ("On Monday last Avatr had announced", "2017-07-17"),
    ("It said on Monday last month's figures", "2017-07-17,2017-06"),
    ("Thursday a week ago it signed", "2017-07-06"),
    ("official a week ago Friday", "2017-07-07"),
    # day words
    ("The companies announced today that", "2017-07-19"),
    ("Nokia said yesterday that its maps arm", "2017-07-18"),
    ("The trial begins tomorrow.", "2017-07-20"),
    ("It said this morning", "2017-07-19"),
    ("last night the board agreed", "2017-07-18"),
    ("signed in Seoul the day before, the pact", "2017-07-18"),
    ("on 3 May 2016, and announced the day before.", "2016-05-03,2016-05-02"),
    ("the day before the fair", ""),
    ("signed the day before yesterday", "2017-07-17"),
    ("today’s announcement", "2017-07-19"),
    # full days
    ("on March 13, 2017, Intel bought it", "2017-03-13"),
    ("on 13 March 2017 Intel bought it", "2017-03-13"),
    ("on the 13th of March 2017", "2017-03-13"),
    ("On Mar. 13 Intel said", "2017-03-13"),
    ("on Sept. 20, 2016", "2016-09-20"),
    ("on Sep 20 the two", "2016-09-20"),
    ("on July 5th it", "2017-07-05"),
    ("the show on August 10 will", "2017-08-10"),
    ("opens on August 10", "2017-08-10"),
    ("on December 20 it signed", "2016-12-20"),
    ("from March 13-15, 2017, in Geneva", "2017-03-13"),
    ("on February 29 the firm", "2016-02-29"),
    ("on 3 May last year", "2016-05-03"),
    ("on May 3 of this year", "2017-05-03"),
    ("dated 5/16/2017 in Chicago", "2017-05-16"),
    ("dated 16/5/2017 in London", "2017-05-16"),
    ("dated 8/7/2017 in London", "2017-07-08"),
    ("am 16.05.2017 in Berlin", "2017-05-16"),
    ("filed 2017-07-18", "2017-07-18"),
    ("stamped 2017-07-18T08:00:00Z", "2017-07-18"),
    ("filed 2017/7/18", "2017-07-18"),
    ("on the 14th it said", "2017-07-14"),
    ("In filings on the 27th Hyundai declared", "2017-06-27"),
    ("disclosed on the 3rd.", "2017-07-03"),
    ("works on the 12th floor and in the 21st century", ""),
    # months
    ("in July 2016 the three allied", "2016-07"),
    ("in July, 2016, the three", "2016-07"),
    ("in July of 2016", "2016-07"),
    ("in July of last year", "2016-07"),
    ("in November last year", "2016-11"),
    ("period 2017-07", "2017-07"),
    ("In July the company said", "2017-07"),
    ("in December it ordered", "2016-12"),
    ("In May Toyota took a share", "2017-05"),
    ("has owned a sliver of it since May.", "2017-05"),
    ("will start tests in October", "2017-10"),
    ("From August, Lyft will offer the cars", "2017-08"),
    ("due next year under a contract announced in April", "2018,2017-04"),
    ("is expected to close by September", "2017-09"),
    ("under a September deal", "2016-09"),
    ("will list the cars next year under a September deal", "2018,2016-09"),
    ("last June it bought", "2017-06"),
    ("last November it signed", "2016-11"),
    ("last July it signed", "2016-07"),
    ("this January Daimler agreed", "2017-01"),
    ("next March it plans", "2018-03"),
    ("early July", "2017-07"),
    ("in mid-March 2017", "2017-03"),
    ("between March and June 2018", "2018-03,2018-06"),
    ("from November to February 2018", "2017-11,2018-02"),
    # quarters, halves, seasons
    ("by Q3 2025", "2025/quarter"),
    ("in Q3 of 2025", "2025/quarter"),
    ("in 3Q25", "2025/quarter"),
    ("in 2025 Q3", "2025/quarter"),
    ("sales in Q2 rose", "2017/quarter"),
    ("third quarter of 2025", "2025/quarter"),
    ("the fourth quarter of last year", "2016/quarter"),
    ("in the second quarter it lost", "2017/quarter"),
    ("will begin in the fourth quarter", "2017/quarter"),
    ("last quarter", "2017/quarter"),
    ("the first half of 2019", "2019/half"),
    ("H1 2020", "2020/half"),
    ("2H 2019", "2019/half"),
    ("a launch in the second half", "2017/half"),
    ("will launch in the second half", "2017/half"),
    ("in spring 2017", "2017/quarter"),
    ("in the fall of 2016", "2016/quarter"),
    ("this summer", "2017/quarter"),
    ("last summer", "2016/quarter"),
    ("next spring", "2018/quarter"),
    ("in the winter of 2016", "2016/quarter"),
    ("in July '16", "2016-07"),
    ("the summer of ’16", "2016/quarter"),
    ("in june 2016", "2016-06"),
    # years
    ("late-2018", "2018"),
    ("no later than 2020", "2020"),
    ("by the end of the year", "2017"),
    ("by year-end", "2017"),
    ("In 2015 it lost money; at the end of the year", "2015"),
    ("in 2015", "2015"),
    ("since 2016", "2016"),
    ("By 2021 it hopes", "2021"),
    ("early 2019", "2019"),
    ("late last year", "2016"),
    ("later this year", "2017"),
    ("at the end of 2026", "2026"),
    ("mid-2018", "2018"),
    ("from 2010 to 2014", "2010,2014"),
    ("2010–2014", "2010,2014"),
    ("in the 2016-17 season", "2016"),
    ("at CES 2018 in Las Vegas", "2018"),
    ("in fiscal 2020", "2020"),
    # steps from the day
    ("this week", "2017-07"),
    ("last week", "2017-07"),
    ("this month", "2017-07"),
    ("last month", "2017-06"),
    ("next month", "2017-08"),
    ("last year", "2016"),
    ("next year", "2018"),
    ("two years ago", "2015"),
    ("a year ago", "2016"),
    ("three months ago", "2017-04"),
    ("ten days ago", "2017-07-09"),
    ("half a year ago", "2017-01"),
    ("a year and a half ago", "2016"),
    ("a decade ago", "2007"),
    ("three months earlier", "2017-04"),
    # steps from the date before
    ("bought Cruise in January 2016, and two months later", "2016-01,2016-03"),
    ("agreed in August 2015; half a year later", "2015-08,2016-02"),
    ("on 5 May 2014; two days later", "2014-05-05,2014-05-07"),
    ("in 2015. The following year", "2015,2016"),
    ("in May 2015. The same month", "2015-05,2015-05"),
    ("in May 2015, and later that year", "2015-05,2015"),
    ("In the same year, after 2014, that same year", "2014,2014"),
    ("in 2014; a year earlier", "2014,2013"),
    ("in May 2015, and in July of that year", "2015-05,2015-07"),
    ("on 30 June 2015. The next day", "2015-06-30,2015-07-01"),
    ("in January 2016, and sold it that August", "2016-01,2016-08"),
    ("in June 2015, and in the same September", "2015-06,2015-09"),
    ("in May 2015. The following March it", "2015-05,2016-03"),
    ("said that May Mobility would", ""),
    ("in 2015; a day earlier it said", "2015,2017-07-18"),
    ("sold to Aurora two years back.", "2015"),
    ("dates two years back to the founding", ""),
    # under a year that heads a line
    ("2015. In August it pays; on 3 May it buys; in spring it sells.", "2015,2015-08,2015-05-03,2015/quarter"),
    ("Timeline\n\n2012 – Founded in June.\n2013: Sold in May", "2012,2012-06,2013,2013-05"),
    ("2015 was bad. In May it lost money.", "2015,2017-05"),
    # Chinese and Japanese
    ("百度于2017年7月18日宣布", "2017-07-18"),
    ("2017年7月，百度", "2017-07"),
    ("在2016年收购", "2016"),
    ("7月18日，百度", "2017-07-18"),
    ("12月1日，滴滴", "2016-12-01"),
    ("昨天，小马智行", "2017-07-18"),
    ("去年收购了", "2016"),
    ("トヨタは昨年、", "2016"),
    ("上个月，", "2017-06"),
    ("去年11月，", "2016-11"),
    ("来年3月に", "2018-03"),
    ("2019年第三季度", "2019/quarter"),
    ("2019年下半年", "2019/half"),
    ("周二，百度宣布", "2017-07-18"),
    ("上周五，", "2017-07-14"),
    ("火曜日に発表した", "2017-07-18"),
    # no dates at all
    ("May Mobility raised money", ""),
    ("Toyota put money in May Mobility", ""),
    ("Uber may buy the unit and will march on", ""),
    ("the second car, a second look, the second half of the game", ""),
    ("2,000 cars and 12,017 miles", ""),
    ("2020 vehicles, 2017 employees, about 2000 people", ""),
    ("Model 2020, Vision 2030, Highway 2017", ""),
    ("$2017, €1999, 2017% and 20.17", ""),
    ("call +1 650 555 2017 or 555-2017-33", ""),
    ("Level 4, Level 2, 5G, Q5 and Q7", ""),
    ("the Audi Q4 and the H2 pump", ""),
    ("Black Friday, Cyber Monday and Monday.com", ""),
    ("as USA Today wrote", ""),
    ("in the 2010s", ""),
    ("May they succeed", ""),
    ("February 30, 2017 and 31/13/2017", ""),
    ("over the last year", ""),
    ("the brains of tomorrow’s cars, at a fraction of today's cost", ""),
    ("6 months earlier than planned", ""),
    ("今日头条", ""),
    ("use 7个月", ""),
    ("an august board and a decent fall", ""),
    ("version 3.2019.1 and ISO-2015 and E2015", ""),
]


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        # A part of the year without its year is the nearest one, and what is to come is not over.
        ("2018-02-02", "Profit fell in the fourth quarter.", "2017/quarter"),
        ("2018-11-02", "Profit fell in the third quarter.", "2018/quarter"),
        ("2025-05-08", "a launch in an unnamed market in the second half", "2025/half"),
        ("2018-02-02", "Losses grew in the second half.", "2017/half"),
        ("2018-11-02", "Tests will begin in the first quarter.", "2019/quarter"),
        # Months: back from the day, forward only in clauses that look ahead.
        ("2018-01-10", "In December the two allied.", "2017-12"),
        ("2018-01-10", "The two plan to start in March.", "2018-03"),
        ("2018-12-10", "The cars are due in March.", "2019-03"),
        ("2018-12-10", "The deal was announced in March.", "2018-03"),
        ("2018-12-10", "Trials to be launched in March will cover two cities.", "2019-03"),
        # Days: those soon to come are this year's.
        ("2018-12-20", "The show opens on January 8.", "2019-01-08"),
        ("2018-12-20", "It signed on January 8.", "2018-01-08"),
        ("2018-01-02", "It signed on Dec. 29.", "2017-12-29"),
        # Seasons.
        ("2018-01-10", "this winter", "2017/quarter"),
        ("2018-12-10", "last summer", "2018/quarter"),
        ("2018-07-10", "last summer", "2017/quarter"),
        ("2018-03-10", "in the fall it signed", "2017/quarter"),
        # Weekdays at the turn of a year.
        ("2018-01-01", "on Sunday", "2017-12-31"),
        ("2016-03-01", "yesterday", "2016-02-29"),
        ("2016-02-29", "a year ago and 12 months ago", "2015,2015-02"),
    ],
)
def test_what_is_left_unsaid_comes_from_the_articles_day(day: str, text: str, expected: str) -> None:
    assert said(find_dates(text, date.fromisoformat(day))) == expected


def said(spans: list[DateSpan]) -> str:
    return ",".join(
        span.when.iso + (f"/{span.when.precision}" if span.when.precision in {"quarter", "half"} else "")
        for span in spans
    )


@pytest.mark.parametrize(("text", "expected"), EXPRESSIONS, ids=[text for text, _ in EXPRESSIONS])
def test_a_written_date_means_what_its_reader_takes_it_to_mean(text: str, expected: str) -> None:
    assert said(find_dates(text, TODAY)) == expected


def test_the_first_day_of_a_part_of_a_year_is_kept() -> None:
    found = {
        span.when.first: span.when.last for span in find_dates("Q3 2025, H2 2019, winter 2016, spring 2017", TODAY)
    }
    assert found == {
        date(2025, 7, 1): date(2025, 9, 30),
        date(2019, 7, 1): date(2019, 12, 31),
        date(2016, 12, 1): date(2017, 2, 28),
        date(2017, 3, 1): date(2017, 5, 31),
    }


@pytest.mark.parametrize(
    ("text", "role", "bound"),
    [
        ("As of July, Baidu has 50 partners", "as_of", True),
        ("cars by mid-2026", "by", True),
        ("until the end of 2020", "until", True),
        ("before 2014", "before", True),
        ("since July 2016", "since", False),
        ("after 2016", "after", False),
        ("from early 2024", "from", False),
        ("in July 2016", "", False),
        ("on Tuesday", "", False),
        ("sold to 2017 models", "", False),
    ],
)
def test_the_word_before_a_date_says_whether_it_only_bounds(text: str, role: str, bound: bool) -> None:
    (span,) = find_dates(text, TODAY)
    assert (span.role, span.bound) == (role, bound)


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("The service opens later this year", True),
        ("It plans to open this year", True),
        ("It would add cars this year", True),
        ("cars with it from the end of 2017", True),
        ("It bought the unit earlier this year", False),
        ("It bought the unit this year", False),
        ("It will open in 2018", False),  # wholly to come: its first day says so
        ("late last year", False),
    ],
)
def test_of_a_year_under_way_the_part_to_come_may_be_meant(text: str, ahead: bool) -> None:
    (span,) = find_dates(text, TODAY)
    assert span.ahead is ahead


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("SEOUL, July 19 -- The two sides announced on Monday", ["Monday"]),
        ("Stockholm, Sweden, July 19, 2017: The two", []),
        ("(Translated) Beijing, July 18 (Wire) — Both said yesterday", ["yesterday"]),
        ("The two allied on July 18, they said", ["July 18"]),
        ("LYON, May 3 -- The two", ["May 3"]),
    ],
)
def test_the_day_of_a_dateline_is_no_day_of_a_deal(text: str, kept: list[str]) -> None:
    assert [text[s.start : s.end] for s in without_dateline(text, find_dates(text, TODAY), TODAY)] == kept


@pytest.mark.parametrize("text", ["It supplied them from 2010 to 2014.", "It did so between 2010 and 2014."])
def test_a_range_has_two_ends(text: str) -> None:
    first, last = find_dates(text, TODAY)
    assert (first.role, last.role, last.bound) == ("from", "until", True)


def test_offsets_are_into_the_whole_text_and_the_shade_belongs_to_the_date() -> None:
    text = "İstanbul: in early 2019 and, late last year, on Mar. 13."
    assert [text[span.start : span.end] for span in find_dates(text, TODAY)] == [
        "early 2019",
        "late last year",
        "Mar. 13",
    ]
    part = find_dates(text, TODAY, start=24, end=44)
    assert [text[span.start : span.end] for span in part] == ["late last year"]


def test_without_a_day_only_dates_with_a_year_of_their_own_are_read() -> None:
    text = "On Tuesday, in July, last year, 7月18日, in May 2015, two months later, in Q3 and in 2016"
    assert said(find_dates(text, None)) == "2015-05,2015-07,2016"


def test_a_step_is_taken_from_the_date_given_as_anchor() -> None:
    (span,) = find_dates("Two months later it followed.", TODAY, anchor=When(date(2016, 1, 1), "month"))
    assert span.when == When(date(2016, 3, 1), "month")
    assert find_dates("Two months later it followed.", TODAY) == []


@given(st.text(alphabet="2017年月日 0123456789-/.,May JulyQHTuesdaylastnextago", max_size=80), st.dates())
def test_no_text_and_no_day_raises_and_spans_stand_in_order(text: str, today: date) -> None:
    end = 0
    for span in find_dates(text, today):
        assert end <= span.start < span.end <= len(text)
        assert span.when.first <= span.when.last
        end = span.end


@pytest.mark.parametrize("today", [date.min, date.max, date(2016, 2, 29)])
def test_the_ends_of_the_calendar_do_not_raise(today: date) -> None:
    text = " ".join(text for text, _ in EXPRESSIONS) + " 99 years ago; 99 decades ago; 99 years later; last decade"
    assert find_dates(text, today)


REPEATED = [
    "2017-", "May ", "last ", "a ", "in the ", "1/", "Q", "Tuesday ", "the same ", "2017 ", "年", "12月", "Mar. ",
    "second ", "1", "two months later ", "by ",
]  # fmt: skip


class Counting:
    """A compiled pattern that counts how often it is asked."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.asked = pattern, 0

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        self.asked += 1
        return self.pattern.search(text, start, end)

    def match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        self.asked += 1
        return self.pattern.match(text, start, end)


@pytest.mark.parametrize("unit", REPEATED)
def test_work_grows_with_the_text_and_no_faster(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    for size in (1_000, 8_000):
        latin, script = Counting(dates._ANY_LATIN), Counting(dates._ANY_SCRIPT)
        monkeypatch.setattr(dates, "_ANY_LATIN", latin)
        monkeypatch.setattr(dates, "_ANY_SCRIPT", script)
        find_dates(unit * (size // len(unit)), TODAY)
        monkeypatch.undo()
        asked.append(latin.asked + script.asked)
    assert asked[0] <= 1_001
    assert asked[1] <= 8 * asked[0] + 16  # the longer text holds a few more than eight times the units


@pytest.mark.parametrize("form", dates._EACH.values(), ids=dates._EACH)
def test_no_form_repeats_without_bound(form: tuple[re.Pattern[str], Form]) -> None:
    """Each try of a form looks at a few dozen characters, so that the whole is linear."""
    _, most = re._parser.parse(form[0].pattern).getwidth()  # type: ignore[attr-defined]
    assert most < 100


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017-07-19T08:30:00+08:00", "2017-07-19"),
        ("2017-07-19 08:30:00 CST", "2017-07-19"),
        ("20170719", "2017-07-19"),
        ("2017-07", "2017-07"),
        ("2017", "2017"),
        ("July 19, 2017", "2017-07-19"),
        ("Wed, 19 Jul 2017 08:30:00 GMT", "2017-07-19"),
        ("Published July 2017 · updated July 20, 2017", "2017-07-20"),
        ("18. Juli 2017", "2017-07-18"),
        ("Freitag, 3. März 2023, 10:15 Uhr", "2023-03-03"),
        ("18 juillet 2017", "2017-07-18"),
        ("le 1er août 2019", "2019-08-01"),
        ("12 de julio de 2019", "2019-07-12"),
        ("19 июля 2017", "2017-07-19"),
        ("2017년 7월 18일", "2017-07-18"),
        ("2017年7月18日 08:30", "2017-07-18"),
    ],
)
def test_a_dateline_is_read_in_many_languages(text: str, iso: str) -> None:
    when = parse_date(text)
    assert when is not None
    assert when.iso == iso


@pytest.mark.parametrize(
    "text", ["", "   ", "no date here", "Müller", "12", "2017-13-45", "x" * 5000 + "2017-07-19", "\x00"]
)
def test_a_text_without_a_date_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.none() | st.dates())
def test_reading_a_dateline_never_raises(text: str, today: date | None) -> None:
    parse_date(text, today)


def test_relative_datelines_need_a_day() -> None:
    assert parse_date("yesterday", TODAY) == When(date(2017, 7, 18))
    assert parse_date("yesterday") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hanover / Santa Clara, 5 February 2018. The two firms", date(2018, 2, 5)),
        ("MUNICH – February 5, 2018 – The two firms", date(2018, 2, 5)),
        ("BEIJING, Feb. 5, 2018 (Newswire) -- The two firms", date(2018, 2, 5)),
        ("The two firms allied on February 5, 2018, and then", None),
        ("Munich, 5 February 2017. The two firms", None),
        ("Munich, 9 February 2018. The two firms", None),
        ("Today the two firms", None),
    ],
)
def test_a_dateline_in_the_text_says_what_today_means(text: str, expected: date | None) -> None:
    assert find_dateline(text, date(2018, 2, 6)) == expected


class TestWhen:
    def test_iso_is_as_precise_as_the_text_and_reads_back(self) -> None:
        for iso in ("2017", "2017-07", "2017-07-18"):
            assert When.from_iso(iso).iso == iso

    @pytest.mark.parametrize("text", ["", "17", "2017-7", "2017-13", "2017-02-30", "0000", "2017-07-18T00:00", "July"])
    def test_what_is_no_date_is_refused_with_a_hint(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"YYYY|calendar"):
            When.from_iso(text)

    def test_the_last_day_fits_the_width(self) -> None:
        assert When(date(2016, 2, 1), "month").last == date(2016, 2, 29)
        assert When(date(2016, 12, 1), "quarter").last == date(2017, 2, 28)
        assert When(date(9999, 12, 1), "quarter").last == date.max

    def test_order_is_by_first_day_and_then_the_narrower(self) -> None:
        whens = [When(date(2017, 1, 1), precision) for precision in ("year", "half", "quarter", "month", "day")]
        assert sorted(whens, key=lambda when: when) == whens[::-1]
        assert When(date(2016, 12, 31)) < When(date(2017, 1, 1), "year")

    def test_a_year_covers_its_days(self) -> None:
        assert When.from_iso("2017").covers(When.from_iso("2017-07-18"))
        assert not When.from_iso("2017-07").covers(When.from_iso("2017"))
