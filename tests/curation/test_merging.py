from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.curation import RefusedError, companies, judging, merging, names
from articles.curation.undo import undo
from articles.joining import find_differences
from articles.models import Article, Author, Claim, Company, CompanyName, Mention, Ownership, Partnership
from tests.curation.world import picture
from tests.factory import make_article, make_claim, make_company, make_mention


def company(slug: str) -> Company:
    return Company.objects.get(slug=slug)


def test_a_merge_moves_everything_and_leads_the_address_on(ann: User) -> None:
    alpha, gamma = company("alpha"), company("gamma")
    plan = merging.plan_merge(gamma.pk, alpha.pk)
    mentions, claims = Mention.objects.filter(company=gamma).count(), plan.claims
    merging.merge(gamma.pk, alpha.pk, ann, why="one firm")
    gamma.refresh_from_db()
    assert gamma.survivor() == alpha
    assert (plan.names, plan.names_kept, plan.mentions, claims) == (("Gamma",), ("AM",), mentions, 5)
    assert CompanyName.objects.get(text="Gamma").origin.startswith("merge:")
    assert not Claim.objects.filter(a=gamma).exists()
    assert not Claim.objects.filter(b=gamma).exists()
    assert not Mention.objects.filter(company=gamma).exists()
    assert not Partnership.objects.filter(a=gamma).exists()
    assert list(find_differences()) == []


def test_of_two_claims_that_become_one_the_persons_word_stays(ann: User) -> None:
    alpha, gamma = company("alpha"), company("gamma")
    plan = merging.plan_merge(gamma.pk, alpha.pk)
    assert len(plan.claims_folded) == 1
    merging.merge(gamma.pk, alpha.pk, ann)
    kept = Claim.objects.get(kind="supply", a=alpha, article=Article.objects.order_by("pk")[1])
    assert kept.review == Claim.Review.ACCEPTED


def test_claims_between_the_two_count_for_nothing_after_a_merge(ann: User) -> None:
    merging.merge(company("gamma").pk, company("alpha").pk, ann)
    inward = Claim.objects.filter(a__slug="alpha", b__slug="alpha")
    assert inward.exists()
    assert not inward.exclude(partnership=None).exists()


def test_an_ownership_between_the_two_falls_away_and_returns_with_the_undo(ann: User) -> None:
    outcome = merging.merge(company("gamma").pk, company("alpha").pk, ann)
    assert sorted(map(str, Ownership.objects.all())) == ["Alpha owns Beta", "Alpha owns Delta"]
    undo(outcome.decision.pk, ann)
    assert sorted(map(str, Ownership.objects.all())) == ["Alpha owns Beta", "Gamma owns Alpha", "Gamma owns Delta"]


def test_a_merge_undone_keeps_what_people_did_since(ann: User) -> None:
    outcome = merging.merge(company("gamma").pk, company("alpha").pk, ann)
    claim = Claim.objects.filter(kind="supply", a__slug="alpha", review="unreviewed").order_by("pk")[0]
    judging.accept(claim.pk, ann)
    names.add_name(company("alpha").pk, ann, {"text": "Alpha Holding"})
    undo(outcome.decision.pk, ann)
    claim.refresh_from_db()
    assert claim.review == Claim.Review.ACCEPTED
    assert company("alpha").names.filter(text="Alpha Holding").exists()
    assert list(find_differences()) == []


def test_a_later_merge_stands_in_the_way_and_is_named(ann: User) -> None:
    first = merging.merge(company("gamma").pk, company("alpha").pk, ann)
    second = merging.merge(company("alpha").pk, company("delta").pk, ann)
    before = picture()
    with pytest.raises(RefusedError, match="Alpha → Delta") as refusal:
        undo(first.decision.pk, ann)
    assert [other.pk for other in refusal.value.blockers] == [second.decision.pk]
    assert picture() == before


def test_articles_read_since_the_merge_are_read_again_after_its_undo(ann: User) -> None:
    alpha = company("alpha")
    outcome = merging.merge(company("gamma").pk, alpha.pk, ann)
    article = make_article("Gamma opens a plant.")
    make_mention(article, alpha, "Gamma")
    assert undo(outcome.decision.pk, ann).articles == (article.pk,)
    article.refresh_from_db()
    assert article.rules_version == 0


@pytest.mark.parametrize(("gone", "kept"), [("alpha", "alpha"), ("beta", "alpha")])
def test_what_cannot_be_merged_is_refused_with_the_reason(gone: str, kept: str, ann: User) -> None:
    merging.merge(company("beta").pk, company("delta").pk, ann)
    with pytest.raises(RefusedError, match=r"two companies|merged into Delta"):
        merging.merge(company(gone).pk, company(kept).pk, ann)


def test_a_split_takes_the_articles_that_use_its_names_alone(ann: User) -> None:
    alpha = company("alpha")
    alone = make_article("Alpha Motors sells cars to Beta.")
    make_mention(alone, alpha, "Alpha Motors")
    make_claim(alone, "supply", alpha, company("beta"))
    chosen = [alpha.names.get(text="Alpha Motors").pk]
    plan = merging.plan_split(alpha.pk, chosen)
    outcome = merging.split(alpha.pk, chosen, ann, {"name": "Alpha Motors"})
    fresh = company("alpha-motors")
    assert (plan.articles, plan.mixed_articles, plan.claims) == (1, 2, 1)
    assert [claim.article_id for claim in Claim.objects.filter(a=fresh)] == [alone.pk]
    assert outcome.articles == tuple(Article.objects.exclude(pk=alone.pk).order_by("pk").values_list("pk", flat=True))
    retired = alpha.names.get(text="Alpha Motors")
    assert retired.retired_at is not None
    assert fresh.names.get(text="Alpha Motors").origin == f"split:{outcome.decision.pk}"


def test_a_split_leaves_each_company_a_name(ann: User) -> None:
    alpha = company("alpha")
    for chosen in ([], list(alpha.names.values_list("pk", flat=True))):
        with pytest.raises(RefusedError) as refusal:
            merging.split(alpha.pk, chosen, ann, {"name": "Part"})
        assert refusal.value.field == "names"


def test_a_company_of_a_split_that_people_wrote_about_is_not_undone_away(ann: User) -> None:
    alpha = company("alpha")
    outcome = merging.split(alpha.pk, [alpha.names.get(text="AM").pk], ann, {"name": "AM"})
    companies.correct(company("am").pk, ann, {"note": "a foundry"})
    with pytest.raises(RefusedError, match="first undo “ann edit company"):
        undo(outcome.decision.pk, ann)


def test_two_rows_of_one_author_become_one(ann: User) -> None:
    one, two = Author.objects.order_by("pk")
    merging.merge_authors(two.pk, one.pk, ann)
    two.refresh_from_db()
    assert two.survivor() == one
    assert one.bylines.count() == 2
    assert not two.bylines.exists()


def test_a_hundred_claims_cost_a_merge_no_query_each_when_planned(
    ann: User, django_assert_max_num_queries: object
) -> None:
    big, small = make_company("Big"), make_company("Small")
    for number in range(30):
        make_claim(make_article(f"Small supplies Beta {number}."), "supply", small, company("beta"))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        merging.plan_merge(small.pk, big.pk)
