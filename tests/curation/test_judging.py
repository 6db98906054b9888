from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from articles.curation import RefusedError, StaleError, judging, queue
from articles.curation.undo import undo, undo_last
from articles.joining import find_differences
from articles.models import Article, Claim, Company, Decision, Partnership

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def supply() -> Claim:
    return Claim.objects.filter(kind="supply", a__slug="alpha").order_by("pk")[0]


def test_an_accepted_claim_counts_as_reviewed_and_is_on_the_trail(ann: User) -> None:
    claim = supply()
    judging.accept(claim.pk, ann)
    claim.refresh_from_db()
    assert claim.review == Claim.Review.ACCEPTED
    assert claim.partnership is not None
    assert claim.partnership.reviewed
    decision = Decision.objects.get()
    assert (decision.verb, decision.actor_name, decision.rule, decision.article_id) == (
        "accept", "ann", "test.rule", claim.article_id,
    )  # fmt: skip
    assert decision.before["rows"] == [{"table": "claim", "ids": [claim.pk], "fields": {"review": "unreviewed"}}]


def test_rejecting_every_claim_of_a_pair_ends_its_partnership_and_undo_brings_it_back(ann: User) -> None:
    pair = Partnership.objects.get(kind="partnership", a__slug="alpha", b__slug="gamma")
    ids = list(pair.claims.values_list("pk", flat=True))
    outcomes = [judging.reject(pk, ann, "not_said") for pk in ids]
    assert not Partnership.objects.filter(kind="partnership", a__slug="alpha", b__slug="gamma").exists()
    undo(outcomes[0].decision.pk, ann)
    assert Partnership.objects.get(kind="partnership", a__slug="alpha", b__slug="gamma").claims_count == 1
    assert list(find_differences()) == []


def test_a_rejection_needs_a_reason(ann: User) -> None:
    with pytest.raises(RefusedError) as refusal:
        judging.reject(supply().pk, ann, "because")
    assert refusal.value.field == "why"
    assert not Decision.objects.exists()


def test_a_rejected_claim_does_not_come_back_in_other_words_from_the_same_sentence(ann: User) -> None:
    claim = supply()
    judging.reject(claim.pk, ann, "not_said")
    span = claim.start + 5, claim.end - 2
    blocks = Claim.objects.blocks
    assert blocks(claim.article_id, "investment", ("Beta Inc.", "Alpha"), *span)
    assert not blocks(claim.article_id, "investment", ("Gamma", "Alpha"), *span)
    assert not blocks(claim.article_id, "investment", ("Alpha", "Beta"), claim.end + 1, claim.end + 40)


def test_rejected_as_another_kind_the_sentence_may_be_read_as_that_kind(ann: User) -> None:
    claim = supply()
    judging.reject(claim.pk, ann, "kind")
    blocks = Claim.objects.blocks
    assert blocks(claim.article_id, "supply", ("Alpha", "Beta"), claim.start, claim.end)
    assert not blocks(claim.article_id, "partnership", ("Alpha", "Beta"), claim.start, claim.end)


def test_an_edit_moves_the_claim_to_its_new_pair_and_keeps_the_machines_reading(ann: User) -> None:
    claim = supply()
    delta = Company.objects.get(slug="delta")
    judging.edit(claim.pk, ann, {"b": delta, "stage": "ended", "on": date(2019, 4, 1), "precision": "quarter"})
    claim.refresh_from_db()
    assert (claim.b_name, claim.review) == ("Delta", Claim.Review.EDITED)
    assert claim.machine["b_name"] == "Beta"
    assert Partnership.objects.get(kind="supply", a__slug="alpha", b=delta).stage == "ended"
    judging.restore(claim.pk, ann)
    claim.refresh_from_db()
    assert (claim.b_name, claim.stage, claim.on, claim.review, claim.machine) == (
        "Beta", "active", None, Claim.Review.UNREVIEWED, {},
    )  # fmt: skip
    assert list(find_differences()) == []


def test_a_company_has_no_deal_with_itself(ann: User) -> None:
    claim = supply()
    with pytest.raises(RefusedError) as refusal:
        judging.edit(claim.pk, ann, {"b": claim.a})
    assert refusal.value.field == "b"
    claim.refresh_from_db()
    assert claim.b_name == "Beta"


def test_a_claim_added_by_hand_rests_on_the_marked_sentence(ann: User) -> None:
    article = Article.objects.order_by("pk")[0]
    start = article.text.index(" Delta Robotics") if " Delta Robotics" in article.text else article.text.index("Delta")
    delta, beta = Company.objects.get(slug="delta"), Company.objects.get(slug="beta")
    fields = {"kind": "investment", "a": delta, "b": beta, "stage": "active"}
    judging.add(article.pk, ann, (start, len(article.text)), fields)
    claim = Claim.objects.get(kind="investment")
    assert article.text[claim.start : claim.end] == claim.evidence == "Delta Robotics bought a stake in Beta."
    assert Partnership.objects.filter(kind="investment", a=delta, b=beta, reviewed=True).exists()
    with pytest.raises(RefusedError, match="already"):
        judging.add(article.pk, ann, (start, len(article.text)), fields)


def test_a_mark_outside_the_text_is_refused(ann: User) -> None:
    article = Article.objects.order_by("pk")[0]
    a, b = Company.objects.order_by("pk")[:2]
    fields = {"kind": "investment", "a": a, "b": b, "stage": "active"}
    for span in [(5, 5), (-3, 4), (0, len(article.text) + 1), (9, 3)]:
        with pytest.raises(RefusedError):
            judging.add(article.pk, ann, span, fields)


def test_the_second_of_two_is_shown_what_the_first_did(ann: User, bob: User) -> None:
    claim = supply()
    seen = judging.claim_version(claim)
    judging.edit(claim.pk, bob, {"stage": "ended"}, seen)
    with pytest.raises(StaleError, match="bob did “edit”"):
        judging.accept(claim.pk, ann, seen)
    claim.refresh_from_db()
    assert claim.review == Claim.Review.EDITED


def test_undo_takes_back_only_my_own_last_judgement(ann: User, bob: User) -> None:
    one, two = Claim.objects.order_by("pk")[:2]
    judging.accept(one.pk, ann)
    judging.accept(two.pk, bob)
    undo_last(ann, queue.JUDGEMENTS)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.review, two.review) == ("unreviewed", "accepted")
    with pytest.raises(RefusedError, match="nothing of yours"):
        undo_last(ann, queue.JUDGEMENTS)


def test_an_undo_in_the_way_of_a_later_judgement_is_refused_and_names_it(ann: User, bob: User) -> None:
    claim = supply()
    first = judging.edit(claim.pk, ann, {"stage": "ended"})
    judging.edit(claim.pk, bob, {"subject": "lidar"})
    with pytest.raises(RefusedError, match="first undo “bob edit") as refusal:
        undo(first.decision.pk, ann)
    assert [other.actor_name for other in refusal.value.blockers] == ["bob"]


# The queue


def test_two_curators_never_get_the_same_claim(ann: User, bob: User) -> None:
    mine = queue.take_claims(ann, NOW, 3)
    theirs = queue.take_claims(bob, NOW, 50)
    assert len(mine) == 3
    assert not {claim.pk for claim in mine} & {claim.pk for claim in theirs}
    assert len(mine) + len(theirs) == Claim.objects.filter(review="unreviewed").count()


def test_a_curator_who_walked_away_blocks_nobody_for_long(ann: User, bob: User) -> None:
    mine = queue.take_claims(ann, NOW, 1)
    later = NOW + queue.LEASE + timedelta(seconds=1)
    assert mine[0].pk in {claim.pk for claim in queue.take_claims(bob, later, 50)}


def test_a_reload_shows_the_same_claim_and_a_skip_another(ann: User) -> None:
    first = queue.take_claims(ann, NOW, 1)[0]
    assert queue.take_claims(ann, NOW, 1)[0].pk == first.pk
    queue.release_claim(first.pk, ann)
    assert queue.take_claims(ann, NOW, 1, but=[first.pk])[0].pk != first.pk


def test_the_most_useful_claims_come_first(ann: User) -> None:
    claims = queue.take_claims(ann, NOW, 50)
    uses = [claim.desk_use for claim in claims]
    assert uses == sorted(uses, reverse=True)
    assert uses[0] > uses[-1] > 0


def test_progress_counts_what_is_left_and_what_i_did_today(ann: User, bob: User) -> None:
    now = datetime.now(UTC)
    before = queue.measure_progress(ann, now)
    judging.accept(supply().pk, ann)
    after = queue.measure_progress(ann, now)
    assert (before.left - after.left, after.done_today, queue.measure_progress(bob, now).done_today) == (1, 1, 0)
    undo_last(ann, queue.JUDGEMENTS)
    assert queue.measure_progress(ann, now) == before
