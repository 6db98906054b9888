"""The catalogue: rows, windows of time, owners, and what is said of a row that makes no sense."""

from __future__ import annotations

from datetime import date

import pytest

from articles.extract.companies import COLUMNS, Name, Owner, make_catalogue, parse_companies, shipped_catalogue

HEADER = ",".join(COLUMNS)


def row(**cells: str) -> str:
    return ",".join(cells.get(column, "") for column in COLUMNS)


def test_a_row_gives_names_of_every_kind() -> None:
    line = row(
        name="Baidu", slug="baidu", sector="cloud", country="CN", aliases="Baidu Inc|Bai Du", brands="Apollo",
        context_only="Apollo", chinese="百度", ticker="NASDAQ:BIDU",
    )  # fmt: skip
    company = parse_companies(f"{HEADER}\n{line}").companies["baidu"]
    assert company.names == (
        Name("Baidu", "name"), Name("Baidu Inc", "alias"), Name("Bai Du", "alias"),
        Name("Apollo", "brand", needs_context=True), Name("百度", "native"), Name("NASDAQ:BIDU", "ticker"),
    )  # fmt: skip


def test_without_an_owners_column_the_parent_owns_for_all_times() -> None:
    company = parse_companies(f"{HEADER}\n{row(name='Kia', slug='kia', parent='hyundai-motor')}").companies["kia"]
    assert company.owners == (Owner("hyundai-motor"),)
    assert company.owner_on(date(1990, 1, 1)) == company.owner_on(None) == "hyundai-motor"


def test_owners_change_over_time() -> None:
    line = row(name="Cruise", slug="cruise") + ",general-motors:2016-05..2024-12|acme:2025.."
    company = parse_companies(f"{HEADER},owners\n{line}").companies["cruise"]
    assert company.owner_on(date(2016, 4, 30)) is None
    assert company.owner_on(date(2016, 5, 1)) == "general-motors"
    assert company.owner_on(date(2024, 12, 31)) == "general-motors"
    assert company.owner_on(date(2025, 1, 1)) == company.owner_on(None) == "acme"


def test_a_brand_may_have_its_days() -> None:
    company = parse_companies(f"{HEADER}\n{row(name='FCA', slug='fca', brands='Jeep:..2021-01-15')}").companies["fca"]
    assert company.names[1] == Name("Jeep", "brand", until=date(2021, 1, 15))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name,slug\nA,a", "line 1: the header lacks sector"),
        ("", "line 1: the header lacks name"),
        (f"{HEADER}\n{row(slug='a')}", "line 2: the name is empty"),
        (f"{HEADER}\n{row(name='A', slug='Not A Slug')}", "line 2: slug 'Not A Slug' must be"),
        (f"{HEADER}\n{row(name='A', slug='a')}\n{row(name='B', slug='a')}", "line 3: slug 'a' stands there twice"),
        (f"{HEADER}\n{row(name='A', slug='a', country='China')}", "line 2: country 'China' must be two"),
        (f"{HEADER},owners\n{row(name='A', slug='a')},b:2016-13..", "line 2: the dates of 'b:2016-13..' must be"),
        (f"{HEADER},owners\n{row(name='A', slug='a')},b:2020..2016", "line 2: 'b:2020..2016' ends before it begins"),
        (f"{HEADER},owners\n{row(name='A', slug='a')},Not a slug", "line 2: owner 'Not a slug' must look like"),
        (f"{HEADER}\n{row(name='A', slug='a')},one,too,many", "line 2: more fields than the header has"),
        (f'{HEADER}\n"A"x,a', "not readable as CSV"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_its_line_and_how_to_mend_it(text: str, complaint: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the words are checked below
        parse_companies(text)
    assert complaint in str(error.value)


def test_the_shipped_catalogue_is_whole() -> None:
    companies = shipped_catalogue().companies
    assert len(companies) > 1000
    for company in companies.values():
        for owner in company.owners:
            assert owner.slug in companies, f"{company.slug} is owned by {owner.slug}, which has no row"
            assert owner.slug != company.slug


def test_the_shipped_catalogue_knows_who_owned_whom() -> None:
    companies = shipped_catalogue().companies
    assert companies["mobileye"].owner_on(date(2017, 1, 1)) is None
    assert companies["mobileye"].owner_on(date(2018, 1, 1)) == "intel"
    assert companies["uber-atg"].owner_on(date(2020, 1, 1)) == "uber"
    assert companies["uber-atg"].owner_on(date(2021, 6, 1)) == "aurora"


def test_names_are_prepared_once_for_many_articles() -> None:
    catalogue = make_catalogue(shipped_catalogue().companies.values())
    assert catalogue.spellings is catalogue.spellings


def test_ten_thousand_names_in_a_row_are_found_each_once() -> None:
    found = shipped_catalogue().spellings.find("Waymo Toyota " * 5_000)
    assert len(found) == 10_000
