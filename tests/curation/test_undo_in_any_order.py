"""Whatever people did, and in whatever order it is taken back: in the end the database is what it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.curation import RefusedError, articles, companies, judging, merging, names, rules
from articles.curation.undo import undo
from articles.joining import find_differences
from articles.models import Article, Author, Claim, Company, CompanyName, Decision, Ownership
from tests.curation.world import make_world, picture

Deed = Callable[[User, int, int], Any]


def pick(table: Any, number: int) -> Any:
    """One of a table's rows, whichever there are by now."""
    rows = list(table.objects.order_by("pk"))
    if not rows:
        raise RefusedError("there is none")
    return rows[number % len(rows)]


def split(actor: User, one: int, two: int) -> Any:
    company = pick(Company, one)
    own = list(company.names.order_by("pk").values_list("pk", flat=True))
    return merging.split(company.pk, own[: 1 + two % 2], actor, {"name": f"Part {two}"})


def edit(actor: User, one: int, two: int) -> Any:
    fields: list[dict[str, Any]] = [
        {"stage": "ended"}, {"a": pick(Company, one)}, {"kind": "investment", "b": pick(Company, two)},
        {"on": date(2020, 1, 1), "precision": "year"},
    ]  # fmt: skip
    return judging.edit(pick(Claim, one).pk, actor, fields[two % len(fields)])


def add(actor: User, one: int, two: int) -> Any:
    fields = {"kind": "investment", "a": pick(Company, one), "b": pick(Company, two), "stage": "active"}
    return judging.add(pick(Article, one).pk, actor, (0, 30), fields)


def correct(actor: User, one: int, two: int) -> Any:
    texts = ["Gamma teams up with Alpha Motors.", "Nothing.", "Beta also works with Gamma, Alpha supplies"]
    fields: list[dict[str, Any]] = [
        {"title": f"Title {two}"},
        {"text": texts[two % 3]},
        {"published": date(2021, 5, 4)},
    ]
    return articles.correct(pick(Article, one).pk, actor, fields[two % 3])


DEEDS: dict[str, Deed] = {
    "accept": lambda actor, one, two: judging.accept(pick(Claim, one).pk, actor),
    "reject": lambda actor, one, two: judging.reject(pick(Claim, one).pk, actor, "not_said"),
    "restore": lambda actor, one, two: judging.restore(pick(Claim, one).pk, actor),
    "edit": edit,
    "add": add,
    "merge": lambda actor, one, two: merging.merge(pick(Company, one).pk, pick(Company, two).pk, actor),
    "split": split,
    "make company": lambda actor, one, two: names.make_company("deltarobotics", actor, {"name": f"Delta {two}"}),
    "add alias": lambda actor, one, two: names.add_alias("deltarobotics", pick(Company, one).pk, actor),
    "ignore": lambda actor, one, two: names.ignore("deltarobotics", actor),
    "add name": lambda actor, one, two: names.add_name(pick(Company, one).pk, actor, {"text": f"Name {two}"}),
    "edit name": lambda actor, one, two: names.edit_name(
        pick(CompanyName, one).pk, actor, {"text": f"Name {two}"} if two % 2 else {"needs_context": True}
    ),
    "retire name": lambda actor, one, two: names.retire_name(pick(CompanyName, one).pk, actor),
    "bring back name": lambda actor, one, two: names.bring_back_name(pick(CompanyName, one).pk, actor),
    "edit company": lambda actor, one, two: companies.correct(
        pick(Company, one).pk, actor, {"name": f"Firm {two}"} if two % 2 else {"note": f"note {two}"}
    ),
    "restore company": lambda actor, one, two: companies.restore(
        pick(Company, one).pk, ["name", "note", "owners"][two % 3], actor
    ),
    "add owner": lambda actor, one, two: companies.add_owner(pick(Company, one).pk, pick(Company, two).pk, actor),
    "drop owner": lambda actor, one, two: companies.drop_owner(pick(Ownership, one).pk, actor),
    "edit owner": lambda actor, one, two: companies.edit_owner(pick(Ownership, one).pk, actor, date(2001, 1, 1), None),
    "correct article": correct,
    "restore article": lambda actor, one, two: articles.restore(
        pick(Article, one).pk, ["title", "text", "authors"][two % 3], actor
    ),
    "set authors": lambda actor, one, two: articles.set_authors(pick(Article, one).pk, [pick(Author, two).pk], actor),
    "take out": lambda actor, one, two: articles.take_out(pick(Article, one).pk, actor),
    "put in": lambda actor, one, two: articles.put_in(pick(Article, one).pk, actor),
    "merge authors": lambda actor, one, two: merging.merge_authors(pick(Author, one).pk, pick(Author, two).pk, actor),
    "hold rule": lambda actor, one, two: rules.hold(["test.rule", "test.other"][two % 2], actor),
    "release rule": lambda actor, one, two: rules.release(["test.rule", "test.other"][two % 2], actor),
}
SHAPING = ("merge", "split", "accept", "edit", "reject", "restore")
"""Drawn as often as all the others together: they meet each other most."""

EXAMPLES = int(os.environ.get("NEWSDASH_EXAMPLES", "40"))
"""More of them find rarer orders; a thousand take some minutes."""

numbers = st.integers(0, 11)
names_of_deeds = st.sampled_from(SHAPING) | st.sampled_from(sorted(DEEDS))
deeds = st.lists(st.tuples(names_of_deeds, numbers, numbers), max_size=9)


@pytest.mark.slow
class UndoInAnyOrder(TestCase):
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(deeds, st.randoms(use_true_random=False))
    def test_after_undoing_everything_the_database_equals_its_start(self, plan: list[Any], chance: Any) -> None:
        actor = make_world()
        start = picture()
        for name, one, two in plan:
            try:
                DEEDS[name](actor, one, two)
            except RefusedError:
                continue
        assert list(find_differences()) == []
        open_ = list(Decision.objects.values_list("pk", flat=True))
        while open_:
            chance.shuffle(open_)
            left = [pk for pk in open_ if not self.take_back(pk, actor)]
            assert len(left) < len(open_), "every undo is refused"
            open_ = left
        assert list(find_differences()) == []
        assert picture() == start

    def take_back(self, pk: int, actor: User) -> bool:
        try:
            undo(pk, actor)
        except RefusedError:
            return False
        return True
