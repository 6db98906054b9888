"""How sure to be of what the weights see: its file, and what makes a claim surer or less sure."""

from __future__ import annotations

from datetime import date

import pytest

from articles.extract.claims.sureness import (
    CIRCUMSTANCES,
    SHIPPED,
    average_of_others,
    find_circumstances,
    format_sureness,
    parse_sureness,
    shipped_sureness,
    sureness,
)
from articles.extract.claims.weighing import look_at_pairs, shipped_weights
from articles.extract.companies import shipped_catalogue
from articles.extract.reading import study_article


def sure(probability: float = 0.7, others: float = 0.3, how: str = "named", *, reference: bool = False) -> float:
    return sureness(find_circumstances(probability, others, "supply", how, 5, reference=reference), shipped_sureness())


def test_the_shipped_file_is_in_the_form_the_trainer_writes() -> None:
    assert format_sureness(shipped_sureness()) == SHIPPED.read_text(encoding="utf-8")


def test_a_file_for_other_circumstances_is_refused_with_the_way_to_mend_it() -> None:
    with pytest.raises(ValueError, match=r"python -m bench\.train"):
        parse_sureness("always\t1.0\nweather\t2.0\n")


def test_there_is_a_weight_for_every_circumstance() -> None:
    assert len(find_circumstances(0.5, 0.1, "supply", "named", 5, reference=False)) == len(CIRCUMSTANCES)


def test_what_is_more_probable_is_surer() -> None:
    assert sure(0.45) < sure(0.6) < sure(0.75) < sure(0.9) <= 0.85


def test_certainty_is_no_error() -> None:
    assert 0 < sure(1.0, 0.0) < 1


def test_among_companies_that_do_not_deal_a_deal_is_less_sure() -> None:
    assert sure(others=0.02) < sure(others=0.3)


def test_a_company_from_the_title_or_a_description_makes_it_less_sure() -> None:
    assert sure(how="title") < sure()
    assert sure(reference=True) < sure()


def test_the_average_leaves_the_pair_itself_out() -> None:
    assert average_of_others(0.9, 0.9, 1) == 0
    assert average_of_others(1.5, 0.5, 3) == pytest.approx(0.5)


def test_a_pair_is_weighed_beside_the_others_of_its_article() -> None:
    deal = "Luminar will supply its lidar sensors to Volvo Cars."
    quiet = "Shares of Ford, Toyota, Honda and Nissan fell on Monday. Tesla, BMW and Audi rose."
    busy = "Mobileye will supply its chips to Ford. Hesai will supply its lidar sensors to Li Auto."

    assert others_of(f"{deal}\n\n{quiet}") < others_of(f"{deal}\n\n{busy}")


def others_of(text: str) -> float:
    _, study = study_article(text, shipped_catalogue(), published=date(2024, 6, 12))
    looks = look_at_pairs(study.pairs, shipped_weights())
    return next(look.others for look in looks if look.weighed.both == {"luminar", "volvo-cars"})
