"""The desk: who may enter, what each form does, what a refusal says, and what survives it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from articles.curation import judging, merging, names, rules
from articles.models import Article, Claim, Company, Decision, RuleHold
from articles.views import desk_access
from tests.curation.world import make_world

JSON = {"Accept": "application/json"}


@pytest.fixture
def ann(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    """An editor, in a small world; no broker is asked."""
    monkeypatch.setattr(desk_access, "nudge_rereading", lambda ids: None)
    user = make_world()
    return join(user, "editor")


def join(user: User, group: str) -> User:
    user.is_staff = True
    user.save()
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def desk(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def post(client: Client, name: str, *args: Any, headers: dict[str, str] | None = None, **data: Any) -> Any:
    return client.post(reverse(name, args=args), data, headers=headers)


def claim_to_judge() -> Claim:
    return Claim.objects.filter(kind="supply", a__slug="alpha").order_by("pk")[0]


PAGES = (
    "desk", "desk-next", "desk-unknown", "desk-merge", "desk-rules", "desk-add", "trail", "trail-export",
    "desk-company-find",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(page: str, client: Client, db: None) -> None:
    answer = client.get(reverse(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("sign-in"))


def test_a_visitor_changes_nothing(client: Client, ann: User) -> None:
    claim = claim_to_judge()
    forms: list[tuple[str, list[Any], dict[str, Any]]] = [
        ("desk-claim", [claim.pk], {"do": "accept"}),
        ("desk-undo", [], {}),
        ("desk-unknown-one", ["deltarobotics"], {"do": "ignore"}),
        ("desk-merge", [], {"gone": "alpha", "kept": "beta"}),
        ("desk-rule", [], {"do": "hold", "rule": "test.rule"}),
        ("desk-company", ["alpha"], {"do": "add-name", "text": "A.", "kind": "alias"}),
        ("desk-mark", [claim.article_id], {"kind": "supply", "a": "Alpha", "b": "Beta", "start": 0, "end": 9}),
        ("desk-add", [], {"text": "Some text."}),
    ]
    for name, args, data in forms:
        assert client.post(reverse(name, args=args), data).status_code == 302
    assert not Decision.objects.exists()
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    ("group", "allowed"),
    [("reader", {"trail", "desk-rules"}), ("curator", {"trail", "desk-rules", "desk", "desk-add"}),
     ("editor", {"trail", "desk-rules", "desk", "desk-add", "desk-merge"})],
)  # fmt: skip
def test_each_group_enters_its_rooms(group: str, allowed: set[str], client: Client, db: None) -> None:
    client.force_login(join(User.objects.create_user("one"), group))
    for page in ("trail", "desk-rules", "desk", "desk-add", "desk-merge"):
        assert client.get(reverse(page)).status_code == (200 if page in allowed else 403), page


def test_a_change_without_its_token_is_refused(ann: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ann)
    assert strict.post(reverse("desk-claim", args=[claim_to_judge().pk]), {"do": "accept"}).status_code == 403
    assert not Decision.objects.exists()


def test_judging_needs_a_post(desk: Client) -> None:
    for name, args in [("desk-claim", [1]), ("desk-undo", []), ("desk-decision-undo", [1]), ("desk-rule", [])]:
        assert desk.get(reverse(name, args=args)).status_code == 405


def test_the_claim_stands_in_its_paragraph_with_both_companies_marked(desk: Client) -> None:
    claim = claim_to_judge()
    page = desk.get(reverse("desk"), {"claim": claim.pk}).content.decode()
    assert '<mark data-claims="' in page
    assert page.count('class="co"') >= 2
    assert "test.rule" in page
    assert "80 % sure" in page or "60 % sure" in page


def test_without_script_accepting_leads_back_to_the_queue(desk: Client) -> None:
    claim = claim_to_judge()
    answer = post(desk, "desk-claim", claim.pk, do="accept", version=judging.claim_version(claim))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desk")
    claim.refresh_from_db()
    assert claim.review == "accepted"
    assert post(desk, "desk-claim", claim.pk, do="restore", back="list")["Location"].endswith("?view=list")


def test_a_reason_button_rejects(desk: Client) -> None:
    claim = claim_to_judge()
    said = post(desk, "desk-claim", claim.pk, headers=JSON, why="company").json()
    claim.refresh_from_db()
    assert (claim.review, claim.rejected_for) == ("rejected", "company")
    assert said["done"] == 1


def test_the_next_items_come_before_they_are_needed(desk: Client) -> None:
    first = desk.get(reverse("desk")).context["items"][0].claim.pk
    said = desk.get(reverse("desk-next"), {"have": str(first)}, headers=JSON).json()
    assert len(said["items"]) == 5
    assert all(f'data-claim="{first}"' not in item for item in said["items"])


def test_a_skipped_claim_does_not_return_to_who_skipped_it(desk: Client) -> None:
    first = desk.get(reverse("desk")).context["items"][0].claim.pk
    post(desk, "desk-claim", first, do="skip")
    assert desk.get(reverse("desk")).context["items"][0].claim.pk != first
    assert not Decision.objects.exists()


EDIT: dict[str, Any] = {
    "do": "edit", "kind": "supply", "a": "Alpha", "b": "delta", "stage": "planned", "when": "2019-Q2", "amount": "5",
    "currency": "usd",
}  # fmt: skip


def test_an_edit_sets_what_was_typed(desk: Client) -> None:
    claim = claim_to_judge()
    assert post(desk, "desk-claim", claim.pk, headers=JSON, **EDIT).status_code == 200
    claim.refresh_from_db()
    assert (claim.b_name, claim.stage, f"{claim.on}", claim.precision, claim.currency) == (
        "Delta", "planned", "2019-04-01", "quarter", "USD",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("when", "summer", "“summer” is no date"),
        ("when", "2019-13", "is no date"),
        ("b", "Nobody Ltd", "No company is called “Nobody Ltd”"),
        ("b", "Alpha", "no deal with itself"),
        ("currency", "", "Name the amount"),
        ("amount", "lots", "Enter a number"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    field: str, value: str, message: str, desk: Client
) -> None:
    claim = claim_to_judge()
    data = {**EDIT, "subject": "my long subject", field: value}
    answer = post(desk, "desk-claim", claim.pk, **data)
    form = answer.context["items"][0].form
    assert answer.status_code == 422
    assert message in str(form.errors[field])
    assert "my long subject" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_slower_of_two_sees_the_claim_as_it_is_now_and_who_changed_it(desk: Client) -> None:
    claim = claim_to_judge()
    seen = judging.claim_version(claim)
    bob = User.objects.create_user("bob")
    judging.edit(claim.pk, bob, {"stage": "ended"}, seen)
    answer = post(desk, "desk-claim", claim.pk, headers=JSON, do="accept", version=seen)
    assert answer.status_code == 409
    assert "bob did “edit”" in answer.json()["message"]
    assert "ended" in answer.json()["item"]


def test_a_claim_that_is_gone_is_told_plainly(desk: Client) -> None:
    answer = post(desk, "desk-claim", 987654, do="accept")
    assert answer.status_code == 422
    assert "This claim is gone" in answer.content.decode()


def test_undo_gives_the_claim_back(desk: Client, ann: User) -> None:
    claim = claim_to_judge()
    judging.accept(claim.pk, ann)
    said = post(desk, "desk-undo", headers=JSON).json()
    assert f'data-claim="{claim.pk}"' in said["item"]
    claim.refresh_from_db()
    assert claim.review == "unreviewed"
    assert post(desk, "desk-undo", headers=JSON).status_code == 409


def test_an_unknown_name_becomes_a_company_and_its_page_counts_the_reading(desk: Client) -> None:
    assert "Delta Robotics" in desk.get(reverse("desk-unknown")).content.decode()
    answer = desk.post(
        reverse("desk-unknown-one", args=["deltarobotics"]),
        {"do": "make", "name": "Delta Robotics", "sector": "software", "country": "us"}, follow=True,
    )  # fmt: skip
    assert Company.objects.get(slug="delta-robotics").country == "US"
    assert "0 of 2" in answer.content.decode()
    Article.objects.update(rules_version=1)
    piece = desk.get(reverse("desk-progress", args=[Decision.objects.get().pk])).content.decode()
    assert "2 of 2" in piece
    assert "hx-get" not in piece


def test_a_name_that_is_taken_is_refused_at_its_field(desk: Client) -> None:
    data = {"do": "make", "name": "Beta Inc", "sector": "software", "country": ""}
    answer = desk.post(reverse("desk-unknown-one", args=["deltarobotics"]), data)
    assert answer.status_code == 422
    assert "is a name of Beta already" in str(answer.context["company"].errors["name"])


def test_a_merge_shows_what_would_move_before_it_moves(desk: Client) -> None:
    page = desk.get(reverse("desk-merge"), {"gone": "gamma", "kept": "Alpha"})
    assert page.context["plan"].names == ("Gamma",)
    assert Company.objects.filter(merged_into=None).count() == 4
    desk.post(reverse("desk-merge"), {"gone": "Gamma", "kept": "Alpha", "why": "one firm"})
    assert Company.objects.get(slug="gamma").survivor().slug == "alpha"
    assert desk.get(reverse("company", args=["gamma"])).status_code == 301


def test_a_split_shows_what_would_move_before_it_moves(desk: Client) -> None:
    alpha = Company.objects.get(slug="alpha")
    chosen = [alpha.names.get(text="Alpha Motors").pk]
    data: dict[str, Any] = {"names": chosen, "name": "Alpha Motors", "sector": "automaker", "country": ""}
    page = desk.get(reverse("desk-split", args=["alpha"]), data)
    assert page.context["plan"].names == ("Alpha Motors",)
    assert not Company.objects.filter(slug="alpha-motors").exists()
    desk.post(reverse("desk-split", args=["alpha"]), data)
    assert Company.objects.get(slug="alpha-motors").sector == "automaker"


def test_every_form_of_a_companys_page_works(desk: Client) -> None:
    alpha = Company.objects.get(slug="alpha")
    row = alpha.names.get(text="Alpha Motors")
    address = reverse("desk-company", args=["alpha"])
    for data in [
        {"do": "add-name", "text": "Alpha Group", "kind": "alias"},
        {"do": "edit-name", "row": row.pk, "text": "Alpha Motors", "kind": "alias", "needs_context": "on",
         "version": names.name_version(row)},
        {"do": "add-owner", "owner": "Delta", "since": "2015-01-01"},
        {"do": "details", "name": "Alpha", "sector": "chips", "country": "DE"},
        {"do": "restore", "field": "sector"},
        {"do": "retire-name", "row": row.pk},
        {"do": "bring-back-name", "row": row.pk},
    ]:  # fmt: skip
        assert desk.post(address, data).status_code == 302, data
    assert desk.get(address).status_code == 200
    verbs = list(Decision.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["add name", "edit name", "add owner", "edit company", "restore company", "retire name",
                     "bring back name"]  # fmt: skip


def test_a_decision_is_undone_from_the_trail(desk: Client, ann: User) -> None:
    judging.accept(claim_to_judge().pk, ann)
    decision = Decision.objects.get()
    page = desk.get(reverse("trail"), {"rule": "test.rule"}).content.decode()
    assert reverse("desk-decision-undo", args=[decision.pk]) in page
    desk.post(reverse("desk-decision-undo", args=[decision.pk]))
    decision.refresh_from_db()
    assert decision.undone_by == "ann"
    assert "taken back by ann" in desk.get(reverse("trail")).content.decode()


def test_who_may_not_merge_may_not_take_a_merge_back(client: Client, ann: User) -> None:
    merging.merge(Company.objects.get(slug="gamma").pk, Company.objects.get(slug="alpha").pk, ann)
    client.force_login(join(User.objects.create_user("carl"), "curator"))
    client.post(reverse("desk-decision-undo", args=[Decision.objects.get().pk]))
    assert Decision.objects.get().undone_at is None


def test_who_may_not_configure_may_not_take_a_rules_hold_back(client: Client, ann: User) -> None:
    decision = rules.hold("test.rule", ann).decision
    client.force_login(join(User.objects.create_user("carl"), "curator"))
    for page in (reverse("trail"), reverse("desk-decision", args=[decision.pk])):
        assert reverse("desk-decision-undo", args=[decision.pk]) not in client.get(page).content.decode()
    client.post(reverse("desk-decision-undo", args=[decision.pk]))
    client.post(
        reverse("admin:articles_decision_changelist"), {"action": "take_back", "_selected_action": [decision.pk]}
    )
    assert RuleHold.objects.get().rule == "test.rule"


def test_the_trail_pages_by_id_and_exports_lines(desk: Client, ann: User) -> None:
    for claim in Claim.objects.order_by("pk")[:3]:
        judging.accept(claim.pk, ann)
    lines = desk.get(reverse("trail-export")).getvalue().decode().splitlines()
    assert [json.loads(line)["verb"] for line in lines] == ["accept"] * 3
    second = Decision.objects.order_by("pk")[1].pk
    rows = desk.get(reverse("trail"), {"before": second}).context["decisions"]
    assert [entry["row"].pk for entry in rows] == [Decision.objects.order_by("pk")[0].pk]


def test_a_rule_is_put_on_hold_from_its_record(desk: Client, ann: User) -> None:
    judging.reject(claim_to_judge().pk, ann, "not_said")
    assert "test.rule" in desk.get(reverse("desk-rules")).content.decode()
    post(desk, "desk-rule", do="hold", rule="test.rule", why="too eager")
    assert RuleHold.objects.get().rule == "test.rule"
    post(desk, "desk-rule", do="release", rule="test.rule")
    assert not RuleHold.objects.exists()


def test_a_sentence_is_marked_without_script(desk: Client) -> None:
    article = Article.objects.order_by("pk")[0]
    page = desk.get(reverse("desk-mark", args=[article.pk]))
    start, end, _text = next(row for row in page.context["sentences"] if row[2].startswith("Delta Robotics"))
    data = {"sentence": f"{start}-{end}", "start": "", "end": "", "kind": "investment", "a": "Delta", "b": "Beta",
            "stage": "active"}  # fmt: skip
    assert desk.post(reverse("desk-mark", args=[article.pk]), data).status_code == 302
    assert Claim.objects.get(kind="investment").evidence == "Delta Robotics bought a stake in Beta."
    again = desk.post(reverse("desk-mark", args=[article.pk]), {**data, "sentence": "", "a": "Nobody"})
    assert again.status_code == 422
    assert set(again.context["form"].errors) == {"a", "start", "end"}


def test_a_pasted_text_becomes_an_article_for_review(desk: Client) -> None:
    text = "Alpha and Beta announced a partnership on 3 May 2024.\n\nThe two will build robotaxis together."
    data = {"url": "https://news.example/pasted", "title": "Pasted", "published": "2024-05-04", "text": text}
    answer = desk.post(reverse("desk-add"), data)
    article = Article.objects.get(url="https://news.example/pasted")
    assert answer["Location"] == reverse("desk-mark", args=[article.pk])
    assert (article.title, f"{article.published}") == ("Pasted", "2024-05-04")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "url"), ({"url": "no address"}, "url"), ({"url": "ftp://x.example/a", "text": "A text."}, "url"),
        ({"text": "A text.", "published": "3rd of May"}, "published"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_comes_back_as_it_was_typed(data: dict[str, str], field: str, desk: Client) -> None:
    answer = desk.post(reverse("desk-add"), {**data, "title": "My title"})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "My title" in answer.content.decode()


def test_a_company_is_added_by_hand_unless_its_name_is_taken(desk: Client) -> None:
    data = {"name": "Orbit Labs", "sector": "software", "country": "se"}
    answer = desk.post(reverse("desk-company-add"), data)
    assert answer["Location"] == reverse("desk-company", args=["orbit-labs"])
    assert str(Company.objects.get(slug="orbit-labs").names.get()) == "Orbit Labs"
    again = desk.post(reverse("desk-company-add"), data)
    assert "is a name of Orbit Labs already" in str(again.context["form"].errors["name"])


def test_companies_are_suggested_by_any_of_their_spellings(desk: Client) -> None:
    find = reverse("desk-company-find")
    assert desk.get(find, {"q": "alpha m"}).json() == {"names": ["Alpha"]}
    assert desk.get(find, {"q": "am"}).json() == {"names": ["Alpha", "Gamma"]}


def test_hostile_queries_are_answered_calmly(desk: Client) -> None:
    for query in ("?claim=999999999999999999999", "?rule=%00", "?claim=-1", "?view=%27"):
        assert desk.get(reverse("desk") + query).status_code == 200
    for query in ("?have=1,x,99999999999999999999999", "?rule=%00"):
        assert desk.get(reverse("desk-next") + query).status_code == 200
    for query in ("?before=99999999999999999999", "?row=x", "?actor_name=%00"):
        assert desk.get(reverse("trail") + query).status_code == 200
    assert desk.get(reverse("desk-unknown"), {"q": "\0"}).status_code == 200
