"""``__among`` finds what ``__in`` finds, with one parameter however many ids there are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Company, Partnership
from tests.factory import make_company, make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def five() -> list[Company]:
    rows = [make_company(f"Company {number}") for number in range(5)]
    for one, other in pairwise(rows):
        make_partnership("supply", one, other)
    return rows


def test_it_finds_the_same_rows_by_their_own_id_and_by_a_foreign_key(five: list[Company]) -> None:
    for ids in ([five[0].pk], [five[1].pk, five[3].pk], [five[2].pk, 10**15, -4]):
        assert set(Company.objects.filter(pk__among=ids)) == set(Company.objects.filter(pk__in=ids))
        assert set(Partnership.objects.filter(a__among=ids)) == set(Partnership.objects.filter(a__in=ids))
        assert set(Company.objects.exclude(pk__among=ids)) == set(Company.objects.exclude(pk__in=ids))


def test_thousands_of_ids_are_one_parameter(five: list[Company]) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert len(Company.objects.filter(pk__among=range(100_000))) == 5
    assert len(queries) == 1


def test_no_ids_find_nothing_without_asking() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert list(Company.objects.filter(pk__among=[])) == []
        assert Company.objects.by_id([]) == {}
    assert len(queries) == 0


def test_it_walks_the_index() -> None:
    plan = Partnership.objects.filter(a__among=[1, 2]).explain()
    assert "SCAN articles_partnership" not in plan


@pytest.mark.parametrize("ids", [["1 OR 1=1"], [None], ["; DROP TABLE"]])
def test_what_is_no_number_is_refused(ids: list[object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        list(Company.objects.filter(pk__among=ids))
