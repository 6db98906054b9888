"""A catalogue of one's own is loaded, or the first thing wrong with it is told; nothing is loaded by halves."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.directory import load_catalogue
from articles.extract.companies import COLUMNS, make_catalogue, shipped_catalogue
from articles.models import Company
from tests.factory import make_company, make_partnership

pytestmark = pytest.mark.django_db
HEADER = ",".join(COLUMNS)


def load(folder: Path, companies: str, sources: str | None = None) -> None:
    (folder / "c.csv").write_text(companies)
    options = {"companies": folder / "c.csv"}
    if sources is not None:
        (folder / "s.csv").write_text(sources)
        options["sources"] = folder / "s.csv"
    call_command("load_catalogue", verbosity=0, **options)


def test_every_sector_of_the_shipped_catalogue_has_a_word(client: Client) -> None:
    companies = shipped_catalogue().companies.values()
    assert {company.sector for company in companies} <= set(Company.Sector.values)
    chosen = {company.sector: company for company in companies}
    load_catalogue(make_catalogue(chosen.values()))
    for company in Company.objects.all():
        assert client.get("/companies/", {"q": company.name}).status_code == 200, company


def test_a_sector_that_no_page_has_a_word_for_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kerb: there is no sector 'lidarish'; write one of automaker"):
        load(tmp_path, f"{HEADER}\nLane,lane,chips,,,,,,,,,\nKerb,kerb,lidarish,,,,,,,,,")
    assert not Company.objects.exists()


def test_a_company_without_a_sector_is_shown_as_another(tmp_path: Path, client: Client) -> None:
    load(tmp_path, f"{HEADER}\nKerb,kerb,,,,,,,,,,")
    kerb = Company.objects.get()
    assert kerb.sector == "other"
    make_partnership("supply", kerb, make_company())
    for page in ("/companies/", "/network/", kerb.get_absolute_url()):
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize("sources", ["", "name,slug\nKerb,kerb", "hello"])
def test_sources_without_their_columns_are_refused(tmp_path: Path, sources: str) -> None:
    with pytest.raises(CommandError, match=r"header of the sources lacks .*feed_url"):
        load(tmp_path, f"{HEADER}\nKerb,kerb,chips,,,,,,,,,", sources)
    assert not Company.objects.exists()
