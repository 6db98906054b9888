"""The headline readers see is the title, where the titles for machines say something else."""

from __future__ import annotations

import pytest

from articles.extract.page.titles import choose_title

SHORT, SHOWN = "Ferry row in court", "Ferry builder and harbour master meet in court"


@pytest.mark.parametrize(
    ("candidates", "headings", "expected"),
    [
        ([("og", SHORT), ("title", f"Quay Wire - {SHOWN}")], [SHOWN], SHOWN),
        ([("og", SHORT), ("json-ld", SHOWN), ("title", "Ferries | Quay Wire")], ["All news of today", SHOWN], SHOWN),
        ([("og", "Ferry builder meets harbour master before judge")], [SHOWN], SHOWN),
        ([("og", f"Analysis: {SHOWN}"), ("json-ld", SHOWN)], [SHOWN], SHOWN),
        ([("og", "Ferry builder says yes in court today")], ['Ferry builder says "yes" in court today'] * 2, None),
        ([("og", f"Ports: {SHOWN}"), ("json-ld", SHOWN)], [SHOWN], f"Ports: {SHOWN}"),
        ([("og", SHOWN), ("title", f"{SHOWN} - Quay Wire")], [f"{SHOWN} Ports"], SHOWN),
        ([("og", SHORT), ("title", SHORT)], ["Stories from the harbour front"], SHORT),
        ([("og", SHORT), ("title", "News - Quay Wire")], ["News"], SHORT),
    ],
)
def test_a_headline_that_is_sure_to_be_one_outranks_the_title_for_other_sites(
    candidates: list[tuple[str, str]], headings: list[str], expected: str | None
) -> None:
    candidates = [*candidates, ("h1", headings[0])] if len(set(headings)) == 1 else candidates
    assert choose_title(candidates, site="Quay Wire", headings=headings).text == (expected or headings[0])


def test_quotes_escaped_by_a_program_are_plain_quotes() -> None:
    assert choose_title([("og", 'The ferry\\\'s \\"last\\" trip')]).text == 'The ferry\'s "last" trip'
