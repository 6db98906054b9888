from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles.curation import RefusedError, judging, rules
from articles.models import Article, Claim, Decision, Partnership, RuleHold


def test_the_interval_is_wilsons() -> None:
    """Reference values: Wilson's formula for 8 of 10 and 0 of 10 at 95 %."""
    assert rules.wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert rules.wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert rules.wilson(0, 0) == (0.0, 1.0)


def test_a_rules_record_tells_right_mended_and_rejected_apart(ann: User) -> None:
    claims = list(Claim.objects.filter(rule="test.rule", review="unreviewed").order_by("pk"))
    judging.accept(claims[0].pk, ann)
    judging.edit(claims[1].pk, ann, {"subject": "lidar"})
    judging.edit(claims[2].pk, ann, {"kind": "investment"})
    judging.reject(claims[3].pk, ann, "not_said")
    record = next(row for row in rules.read_records(datetime.now(UTC)) if row.rule == "test.rule")
    # One claim of the world was accepted from the start; details alone make no claim wrong.
    assert (record.accepted, record.mended, record.rejected) == (3, 1, 1)
    assert record.precision == pytest.approx(3 / 5)
    assert (record.week_right, record.week_wrong) == (1, 1)


def test_a_bad_rule_is_called_bad_only_after_enough_judgements(ann: User) -> None:
    waiting = list(Claim.objects.filter(review="unreviewed", rule="test.rule").order_by("pk"))
    Claim.objects.filter(review="accepted").update(review="unreviewed")
    for count, claim in enumerate(waiting[:5], 1):
        judging.reject(claim.pk, ann, "not_said")
        record = next(row for row in rules.read_records(datetime.now(UTC)) if row.rule == "test.rule")
        assert record.suspect == (count >= rules.LEAST)


def test_a_rule_on_hold_sends_its_articles_to_be_read_again_and_release_does_too(ann: User) -> None:
    outcome = rules.hold("test.other", ann, "reads rivals as partners")
    assert RuleHold.objects.get().why == "reads rivals as partners"
    assert len(outcome.articles) == 2
    with pytest.raises(RefusedError, match="already"):
        rules.hold("test.other", ann)
    with pytest.raises(RefusedError, match="No claim"):
        rules.hold("no.such.rule", ann)
    Article.objects.update(rules_version=1)
    assert rules.release("test.other", ann).articles == outcome.articles
    assert not RuleHold.objects.exists()


def test_the_trail_is_exported_as_json_lines(ann: User) -> None:
    judging.accept(Claim.objects.order_by("pk")[0].pk, ann)
    judging.reject(Claim.objects.order_by("pk")[1].pk, ann, "other", note="a rumour about a rumour")
    out = StringIO()
    call_command("export_trail", stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["who"], line["verb"]) for line in lines] == [("ann", "accept"), ("ann", "reject")]
    assert lines[1]["reason"] == "something else: a rumour about a rumour"
    assert lines[0]["after"]["rows"][0]["fields"] == {"review": "accepted"}


def test_judged_articles_are_exported_as_labelled_examples(ann: User) -> None:
    article = Article.objects.order_by("pk")[0]
    for claim in article.claims.all():
        if claim.kind == "partnership" and claim.a_name == "Beta":
            judging.reject(claim.pk, ann, "not_said")
        else:
            judging.accept(claim.pk, ann)
    out = StringIO()
    call_command("export_gold", stdout=out)
    (example,) = [json.loads(line) for line in out.getvalue().splitlines()]
    assert example["id"] == f"a{article.pk}"
    assert (example["published"], example["text"]) == ("2026-02-27", article.text)
    assert example["companies"] == ["Alpha", "Beta", "Gamma"]
    assert [(row["kind"], row["a"], row["b"], row["stage"], row["date"]) for row in example["claims"]] == [
        ("supply", "Alpha", "Beta", "active", None),
        ("partnership", "Alpha", "Gamma", "active", None),
    ]
    assert all(row["evidence"] in article.text for row in example["claims"])


def test_rebuild_proves_that_stored_equals_recomputed(ann: User) -> None:
    call_command("rebuild", "--check", stdout=StringIO())
    Partnership.objects.order_by("pk")[:1].get().delete()
    out = StringIO()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("rebuild", "--check", stdout=out)
    assert "stored no, claims yes" in out.getvalue()
    call_command("rebuild", stdout=StringIO())
    call_command("rebuild", "--check", stdout=StringIO())
    assert not Decision.objects.exists()
