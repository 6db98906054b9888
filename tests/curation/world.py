"""A small world for curation tests, and a picture of it that two moments can be compared by."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from articles.joining import join_pairs
from articles.models import (
    Article,
    Author,
    Byline,
    Claim,
    Company,
    CompanyName,
    IgnoredName,
    Mention,
    Ownership,
    Partnership,
    Party,
    Position,
    Quote,
    RuleHold,
)
from tests.factory import (
    make_article,
    make_author,
    make_claim,
    make_company,
    make_mention,
    make_ownership,
    make_quote,
    make_source,
)

TEXT = (
    "Alpha supplies lidar to Beta, and Gamma teams up with Alpha Motors.\n\n"
    "Beta also works with Gamma. “We are glad,” said Ann of Alpha.\n\n"
    "Delta Robotics bought a stake in Beta."
)
BOOKKEEPING = {"changed_at", "asked_at", "desk_lease_until", "desk_holder", "desk_use", "rules_version"}
"""Columns that say when or by whom a row was touched, not what it says."""

KEPT = (
    Article,
    Author,
    Byline,
    Claim,
    Company,
    CompanyName,
    IgnoredName,
    Mention,
    Ownership,
    Position,
    Quote,
    RuleHold,
)


def picture() -> dict[str, Any]:
    """All rows but for bookkeeping; partnerships, which follow from claims, by what they say instead of by id."""
    seen: dict[str, Any] = {}
    for table in KEPT:
        names = [field.attname for field in table._meta.concrete_fields if field.name not in BOOKKEEPING]
        if table is Claim:
            names.remove("partnership_id")
        seen[table.__name__] = list(table._default_manager.order_by("pk").values(*names))
    derived = {"id", "created_at", "changed_at"}
    names = [field.attname for field in Partnership._meta.concrete_fields if field.name not in derived]
    seen["Partnership"] = list(Partnership.objects.order_by("kind", "a", "b").values(*names))
    seen["joined"] = sorted(Claim.objects.values_list("pk", "partnership__kind", "partnership__a", "partnership__b"),
                            key=lambda row: row[0])  # fmt: skip
    seen["Party"] = sorted(Party.objects.values_list("partnership__kind", "company", "other", "stage"))
    return seen


def make_world() -> User:
    """Four companies with spellings and owners, two articles whose claims meet when companies are merged."""
    source = make_source("Trade Post")
    alpha = make_company("Alpha", names=["Alpha Motors", "AM"])
    beta = make_company("Beta", names=["Beta Inc"])
    gamma = make_company("Gamma", names=["AM"])
    delta = make_company("Delta")
    make_ownership(alpha, beta)
    make_ownership(gamma, delta)
    make_ownership(gamma, alpha)
    for number in range(2):
        article = make_article(TEXT, title=f"Report {number}", source=source,
                               authors=[make_author("Ann Writer", source if number else None)])  # fmt: skip
        for company, text in [(alpha, "Alpha"), (beta, "Beta"), (gamma, "Gamma"), (alpha, "Alpha Motors")]:
            make_mention(article, company, text)
        make_mention(article, None, "Delta Robotics", key="deltarobotics", name="Delta Robotics")
        make_quote(article, "“We are glad,”", company=alpha, speaker="Ann")
        make_claim(article, "supply", alpha, beta, confidence=0.6 + number / 10)
        make_claim(article, "partnership", alpha, gamma, evidence="Gamma teams up with Alpha Motors", confidence=0.7)
        make_claim(article, "partnership", beta, gamma, evidence="Beta also works with Gamma", rule="test.other")
        if number:
            make_claim(article, "supply", gamma, beta, confidence=0.5, review=Claim.Review.ACCEPTED)
            make_claim(article, "supply", beta, alpha, confidence=0.4)
    join_pairs(Claim.objects.values_list("kind", "a", "b"))
    return User.objects.create_user("ann", password="one two three four")


def make_queue(count: int) -> User:
    """An editor's account (password ``one two three four``) and this many claims that wait, for the browser."""
    ann, _ = User.objects.get_or_create(username="ann", is_staff=True, is_superuser=True)
    ann.set_password("one two three four")
    ann.save()
    supplier = make_company("Lumen Sensors")
    source = make_source("Trade Post")
    for number in range(count):
        buyer = make_company(f"Maker {number}")
        said = f"Lumen Sensors will supply lidar to Maker {number}, it said."
        text = f"It rained.\n\n{said} No price was given."
        article = make_article(text, title=f"Report {number}", source=source)
        for company in (supplier, buyer):
            make_mention(article, company)
        make_claim(article, "supply", supplier, buyer, evidence=said)
    join_pairs(Claim.objects.values_list("kind", "a", "b"))
    return ann
