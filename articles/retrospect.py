"""What had been told of deals until a day: the stages an earlier day saw, not those we know now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from articles.extract.partnerships import Statement, join_statements
from articles.joining import JUDGED
from articles.ledger import STAGES, Ints, Ledger, Mask
from articles.models import Claim
from articles.models.claim import Stage, make_when

OVER = (Stage.ENDED, Stage.DENIED)


def may_differ(ledger: Ledger, day: date, today: date) -> Mask:
    """Deals of which something was told after the day: the others were then what they are now."""
    mask: Mask = (ledger.last == 0) | (ledger.last > day.toordinal())
    return mask & (day < today)


def find_stages(ledger: Ledger, places: Ints, day: date, today: date) -> Ints:
    """The stages (places in `STAGES`) of these deals by what had been told until ``day``. One query, none for today.

    Of a deal that nobody had written about yet we know from later reports only that it stood.
    """
    stages = ledger.stages[places]
    later = np.flatnonzero(may_differ(ledger, day, today)[places])
    if not len(later):
        return stages
    told = _read_told(ledger.ids[places[later]].tolist(), day)
    for at, pk in zip(later.tolist(), ledger.ids[places[later]].tolist(), strict=True):
        if said := told.get(pk):
            stages[at] = STAGES.index(_join(said))
        elif STAGES[stages[at]] in OVER:
            stages[at] = STAGES.index(Stage.ACTIVE)
    return stages


Told = tuple[Any, ...]
"""A claim's stage, day and its precision; its article's id, day and story; its confidence and review."""


def _read_told(deals: Sequence[int], day: date) -> dict[int, list[Told]]:
    """What the deals' standing claims said in articles until ``day``. One query."""
    claims = Claim.objects.standing().filter(partnership__among=deals, article__published__lte=day).order_by()
    found: dict[int, list[Told]] = defaultdict(list)
    for deal, *told in claims.values_list(
        "partnership", "stage", "on", "precision", "article", "article__published", "article__story", "confidence",
        "review",
    ):  # fmt: skip
        found[deal].append(tuple(told))
    return found


def _join(told: Sequence[Told]) -> str:
    """Where a deal stood after all this. Most deals are told of at one stage alone, and that is then theirs."""
    if all(one[0] == told[0][0] for one in told):
        return str(told[0][0])
    return join_statements(
        Statement(stage, make_when(on, precision), published, article, story or -article, confidence, review in JUDGED)
        for stage, on, precision, article, published, story, confidence, review in told
    ).stage
