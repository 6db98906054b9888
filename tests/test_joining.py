"""Partnerships are what the standing claims of a pair add up to, however often they are joined."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from articles.joining import find_differences, join_pairs, pair_of
from articles.models import Claim, Partnership, Party
from tests.factory import make_article, make_claim, make_company, make_story

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def join(*claims: Claim) -> int:
    return join_pairs([(claim.kind, claim.a_id, claim.b_id) for claim in claims], NOW)  # type: ignore[misc]


def test_a_claim_becomes_a_partnership_with_a_row_for_each_side() -> None:
    waymo, magna = make_company("Waymo"), make_company("Magna")
    claim = make_claim(make_article(), "supply", magna, waymo, stage="planned", on=date(2024, 5, 1), precision="month")
    assert join(claim) == 1
    row = Partnership.objects.get()
    assert (row.kind, row.a, row.b, row.stage) == ("supply", magna, waymo, "planned")
    assert (row.first_on, row.first_precision, row.shown_on) == (date(2024, 5, 1), "month", date(2024, 5, 1))
    assert {(party.company, party.other) for party in Party.objects.all()} == {(magna, waymo), (waymo, magna)}
    claim.refresh_from_db()
    assert claim.partnership == row


def test_joining_twice_changes_nothing() -> None:
    claim = make_claim(make_article(), "supply", make_company(), make_company())
    join(claim)
    before = Partnership.objects.values().get()
    assert join(claim) == 0
    assert Partnership.objects.values().get() == before
    assert list(find_differences()) == []


def test_a_symmetric_pair_is_one_partnership_whichever_side_is_named_first() -> None:
    one, two = make_company(), make_company()
    join(
        make_claim(make_article(), "partnership", one, two),
        make_claim(make_article(), "partnership", two, one),
    )
    assert Partnership.objects.get().claims_count == 2
    assert pair_of("partnership", 9, 3) == ("partnership", 3, 9)
    assert pair_of("supply", 9, 3) == ("supply", 9, 3)


def test_reprints_of_one_story_are_one_report() -> None:
    one, two = make_company(), make_company()
    articles = [make_article() for _ in range(3)]
    make_story(articles[0], articles[1])
    join(*[make_claim(article, "partnership", one, two) for article in articles])
    row = Partnership.objects.get()
    assert (row.claims_count, row.articles_count, row.reports_count) == (3, 3, 2)


@pytest.mark.parametrize("change", ["rejected", "taken out", "deleted"])
def test_a_partnership_goes_when_its_last_claim_falls(change: str) -> None:
    article = make_article()
    claim = make_claim(article, "partnership", make_company(), make_company())
    pair = (claim.kind, claim.a_id, claim.b_id)
    join(claim)
    if change == "rejected":
        Claim.objects.update(review=Claim.Review.REJECTED)
    elif change == "taken out":
        article.taken_out = True
        article.save()
    else:
        claim.delete()
    assert list(find_differences())
    assert join_pairs([pair], NOW) == 1  # type: ignore[list-item]
    assert not Partnership.objects.exists()
    assert not Party.objects.exists()


def test_a_claim_whose_side_nobody_knows_makes_no_partnership() -> None:
    claim = make_claim(make_article(), "partnership", make_company(), make_company())
    Claim.objects.update(b=None)
    join(claim)
    assert not Partnership.objects.exists()


def test_a_stored_row_that_was_tampered_with_is_told() -> None:
    claim = make_claim(make_article(), "partnership", make_company(), make_company(), stage="active")
    join(claim)
    Partnership.objects.update(stage="ended")
    assert any("stage stored 'ended', recomputed 'active'" in line for line in find_differences())
