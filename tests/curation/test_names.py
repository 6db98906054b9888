from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from articles.curation import RefusedError, StaleError, companies, merging, names
from articles.curation.undo import undo
from articles.directory import catalogue_of_rows, load_catalogue
from articles.extract import companies as extract
from articles.models import Article, Claim, Company, CompanyName, IgnoredName, Ownership
from tests.factory import make_article, make_claim, make_mention


def company(slug: str) -> Company:
    return Company.objects.get(slug=slug)


def test_unknown_names_are_grouped_by_spelling_with_their_sentences(ann: User) -> None:
    article = make_article("Delta-Robotics is back, Orbit Labs is not.")
    make_mention(article, None, "Delta-Robotics", key="deltarobotics")
    make_mention(article, None, "Orbit Labs", key="orbitlabs")
    first, second = names.find_unknown()
    assert (first.key, first.articles, first.mentions) == ("deltarobotics", 3, 3)
    assert dict(first.spellings) == {"Delta Robotics": 2, "Delta-Robotics": 1}
    assert second.text == "Orbit Labs"
    assert [unknown.key for unknown in names.find_unknown(search="orbit l")] == ["orbitlabs"]


def test_an_unknown_name_made_a_company_is_read_under_it_from_now_on(ann: User) -> None:
    outcome = names.make_company("deltarobotics", ann, {"name": "Delta Robotics", "sector": "software"})
    made = company("delta-robotics")
    assert [name.text for name in catalogue_of_rows().companies["delta-robotics"].names] == ["Delta Robotics"]
    assert outcome.decision.row == made.pk
    assert outcome.articles == tuple(Article.objects.order_by("pk").values_list("pk", flat=True))
    assert not Article.objects.exclude(rules_version=0).exists()


def test_a_judged_claim_about_an_unknown_name_follows_it_into_the_catalogue(ann: User) -> None:
    article = Article.objects.order_by("pk")[0]
    beta = company("beta")
    claim = make_claim(article, "investment", beta, beta, evidence="Delta Robotics bought a stake in Beta.")
    Claim.objects.filter(pk=claim.pk).update(
        a=None, a_name="Delta Robotics", key="investment|?deltarobotics|beta", review=Claim.Review.ACCEPTED
    )
    names.add_alias("deltarobotics", company("delta").pk, ann)
    claim.refresh_from_db()
    assert (claim.a, claim.a_name, claim.key) == (company("delta"), "Delta", "investment|delta|beta")
    assert claim.partnership is not None


def test_an_ignored_name_is_gone_for_ever_unless_taken_back(ann: User) -> None:
    outcome = names.ignore("deltarobotics", ann)
    assert catalogue_of_rows().ignored == {"deltarobotics"}
    assert names.find_unknown() == []
    undo(outcome.decision.pk, ann)
    assert not IgnoredName.objects.exists()
    assert [unknown.key for unknown in names.find_unknown()] == ["deltarobotics"]


def test_a_name_that_belongs_to_another_company_is_refused_at_its_field(ann: User) -> None:
    with pytest.raises(RefusedError, match="a name of Beta already") as refusal:
        names.add_name(company("alpha").pk, ann, {"text": "beta inc"})
    assert refusal.value.field == "text"


def test_no_way_leads_to_a_spelling_that_another_company_has(ann: User) -> None:
    beta, delta = company("beta"), company("delta")
    mine = beta.names.get(text="Beta Inc")
    for taken in ("Delta", "delta"):
        with pytest.raises(RefusedError, match="a name of Delta already"):
            names.edit_name(mine.pk, ann, {"text": taken})
        with pytest.raises(RefusedError, match="a name of Delta already") as refusal:
            companies.correct(beta.pk, ann, {"name": taken})
        assert refusal.value.field == "name"
    names.retire_name(mine.pk, ann)
    names.add_name(delta.pk, ann, {"text": "Beta Inc", "until": date(2019, 12, 31)})
    with pytest.raises(RefusedError, match="a name of Delta already"):
        names.bring_back_name(mine.pk, ann)
    names.edit_name(mine.pk, ann, {"since": date(2020, 1, 1)})
    names.bring_back_name(mine.pk, ann)
    with pytest.raises(RefusedError, match="a name of Delta already"):
        names.edit_name(mine.pk, ann, {"since": None})
    names.edit_name(mine.pk, ann, {"kind": "brand"})


def test_a_company_may_take_one_of_its_own_spellings_as_its_name(ann: User) -> None:
    companies.correct(company("beta").pk, ann, {"name": "Beta Inc"})
    assert company("beta").name == "Beta Inc"


def test_a_name_without_a_letter_is_none(ann: User) -> None:
    with pytest.raises(RefusedError, match="at least one letter") as refusal:
        companies.add_company(ann, {"name": "!!!"})
    assert refusal.value.field == "name"


def test_a_retired_name_is_no_longer_read_and_no_catalogue_brings_it_back(ann: User) -> None:
    row = CompanyName.objects.get(text="Alpha Motors")
    outcome = names.retire_name(row.pk, ann)
    assert len(outcome.articles) == 2
    shipped = extract.make_catalogue(
        [extract.Company("alpha", "Alpha", names=(extract.Name("Alpha Motors", "alias"),))]
    )
    load_catalogue(shipped)
    assert "Alpha Motors" not in [name.text for name in catalogue_of_rows().companies["alpha"].names]
    names.bring_back_name(row.pk, ann)
    assert "Alpha Motors" in [name.text for name in catalogue_of_rows().companies["alpha"].names]


def test_the_last_name_of_a_company_is_not_retired(ann: User) -> None:
    with pytest.raises(RefusedError, match="last name"):
        names.retire_name(company("delta").names.get().pk, ann)


def test_an_edited_spelling_replaces_the_old_one_for_good(ann: User) -> None:
    row = CompanyName.objects.get(text="Beta Inc")
    names.edit_name(row.pk, ann, {"text": "Beta Incorporated"})
    shipped = extract.make_catalogue([extract.Company("beta", "Beta", names=(extract.Name("Beta Inc", "alias"),))])
    load_catalogue(shipped)
    texts = [name.text for name in catalogue_of_rows().companies["beta"].names]
    assert texts == ["Beta", "Beta Incorporated"]


def test_two_people_editing_one_name_are_told_of_each_other(ann: User, bob: User) -> None:
    row = CompanyName.objects.get(text="Beta Inc")
    seen = names.name_version(row)
    names.edit_name(row.pk, bob, {"needs_context": True}, seen)
    with pytest.raises(StaleError):
        names.edit_name(row.pk, ann, {"needs_context": False}, seen)


def test_a_corrected_company_keeps_its_fields_against_the_catalogue(ann: User) -> None:
    alpha = company("alpha")
    companies.correct(alpha.pk, ann, {"country": "DE", "note": "ours"})
    load_catalogue(
        extract.make_catalogue([extract.Company("alpha", "Alpha", country="FR", note="theirs", sector="chips")])
    )
    alpha.refresh_from_db()
    assert (alpha.country, alpha.note, alpha.sector) == ("DE", "ours", "chips")
    companies.restore(alpha.pk, "country", ann)
    alpha.refresh_from_db()
    assert (alpha.country, sorted(alpha.held)) == ("", ["note"])


def test_a_renamed_company_is_found_by_both_names(ann: User) -> None:
    companies.correct(company("alpha").pk, ann, {"name": "Omega"})
    assert {"Alpha", "Omega"} <= set(company("alpha").names.values_list("text", flat=True))
    assert set(Claim.objects.filter(a__slug="alpha").values_list("a_name", flat=True)) == {"Omega"}


def test_owners_a_person_corrected_outlive_the_catalogue_until_given_back(ann: User) -> None:
    beta = company("beta")
    companies.drop_owner(beta.owners.get().pk, ann)
    owned = extract.Company("beta", "Beta", owners=(extract.Owner("alpha"),))
    load_catalogue(extract.make_catalogue([owned, extract.Company("alpha", "Alpha")]))
    assert not Ownership.objects.filter(company=beta).exists()
    companies.restore(beta.pk, "owners", ann)
    assert str(Ownership.objects.get(company=beta)) == "Alpha owns Beta"


def test_a_company_made_by_hand_keeps_its_fields_when_the_catalogue_learns_of_it(ann: User) -> None:
    companies.add_company(ann, {"name": "Opsys", "sector": "other", "country": "IL", "note": "ours"})
    known = extract.Company("opsys", "Opsys Tech", sector="sensors", country="US", website="https://opsys.example/",
                            note="theirs", names=(extract.Name("Opsys Tech"),))  # fmt: skip
    for _ in range(2):  # the second time it is known to the catalogue
        load_catalogue(extract.make_catalogue([known]))
        row = company("opsys")
        assert (row.name, row.country, row.note) == ("Opsys", "IL", "ours")
        assert (row.sector, row.website) == ("sensors", "https://opsys.example/"), "what nobody said is filled in"
        assert row.held == {"name": "Opsys Tech", "country": "US", "note": "theirs"}
    companies.restore(row.pk, "country", ann)
    assert company("opsys").country == "US"


def test_a_merged_company_gets_no_owners_from_the_catalogue_nor_owns_any(ann: User) -> None:
    shipped = extract.make_catalogue([
        extract.Company("omega", "Omega", names=(extract.Name("Omega"),), owners=(extract.Owner("alpha"),)),
        extract.Company("psi", "Psi", names=(extract.Name("Psi"),), owners=(extract.Owner("omega"),)),
        extract.Company("alpha", "Alpha"),
    ])  # fmt: skip
    load_catalogue(shipped)
    merging.merge(company("omega").pk, company("delta").pk, ann)
    before = set(Ownership.objects.values_list("company__slug", "owner__slug"))
    assert {("delta", "alpha"), ("psi", "delta")} <= before
    load_catalogue(shipped)
    assert set(Ownership.objects.values_list("company__slug", "owner__slug")) == before
