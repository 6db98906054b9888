"""The article the product was conceived from, read whole; and its twin in our own words, which is always here."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from articles.extract.claims import SYMMETRIC, Claim
from articles.extract.companies import Catalogue, shipped_catalogue
from articles.extract.page import parse_page
from articles.extract.reading import Reading, read_text

PROJECT = Path(__file__).resolve().parents[2]
TWIN = PROJECT / "tests" / "cases" / "seed_twin"
SEED = Path(os.environ.get("NEWSDASH_SHARED") or PROJECT.parent / "shared") / "seed"

folders = pytest.mark.parametrize(
    "folder",
    [
        pytest.param(
            SEED, id="seed", marks=pytest.mark.skipif(not SEED.exists(), reason="the shared folder is not here")
        ),
        pytest.param(TWIN, id="twin"),
    ],
)


def expected(folder: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return answer


def read(folder: Path, catalogue: Catalogue) -> Reading:
    want = expected(folder)
    page = parse_page((folder / "article.txt").read_bytes(), url=want["url"], published=want["published"])
    day = date.fromisoformat(want["published"])
    return read_text(page.text, catalogue, title=page.title, published=day, publisher=want["publisher"])


def slugs(catalogue: Catalogue, name: str) -> set[str]:
    """Every company that goes by a name: the labels use names as newspapers do."""
    return {
        company.slug
        for company in catalogue.companies.values()
        if name == company.name or any(name == spelled.text for spelled in company.names)
    }


def is_same(catalogue: Catalogue, want: dict[str, Any], claim: Claim) -> bool:
    if claim.kind != want["kind"]:
        return False
    sides = [(want["a"], want["b"])] + ([(want["b"], want["a"])] if claim.kind in SYMMETRIC else [])
    return any(claim.a.slug in slugs(catalogue, a) and claim.b.slug in slugs(catalogue, b) for a, b in sides)


@folders
def test_exactly_the_expected_claims_come_out(folder: Path) -> None:
    catalogue = shipped_catalogue()
    claims = list(read(folder, catalogue).claims)

    for want in expected(folder)["claims"]:
        (claim,) = [claim for claim in claims if is_same(catalogue, want, claim)]
        claims.remove(claim)
        told = {
            "stage": claim.stage,
            "date": claim.when.iso if claim.when else None,
            "as_of": claim.as_of.iso if claim.as_of else None,
            "subject": claim.subject,
            "scope": claim.scope,
        }
        assert {key: told[key] for key in want if key in told} == {k: v for k, v in want.items() if k in told}
        assert "as_of" in want or claim.as_of is None
        if "evidence" in want:
            assert want["evidence"] in claim.evidence.replace("\u00a0", " ")
    assert claims == []


@folders
def test_its_companies_come_out_and_nothing_that_is_none(folder: Path) -> None:
    catalogue = shipped_catalogue()
    want = expected(folder)
    parties = read(folder, catalogue).companies

    assert all(any(party.slug in slugs(catalogue, name) for party in parties) for name in want["companies"])
    assert len(parties) == len(want["companies"])
    assert {party.name for party in parties}.isdisjoint(want["not_companies"])


@folders
def test_its_count_of_partners_comes_out(folder: Path) -> None:
    told = [
        {
            "company": count.party.name,
            "partners": count.partners,
            "approximate": count.approximate,
            "as_of": count.as_of.iso if count.as_of else None,
        }
        for count in read(folder, shipped_catalogue()).counts
    ]

    assert told == expected(folder)["counts"]


@folders
def test_its_quote_comes_out_with_its_speaker(folder: Path) -> None:
    want = expected(folder)["quote"]
    (quote,) = [q for q in read(folder, shipped_catalogue()).quotes if q.text.startswith(want["starts"])]

    assert (quote.speaker, quote.office) == (want["speaker"], want["title"])
    assert quote.company is not None
    assert quote.company.name == want["company"]
