"""How sure to be of a claim the weights see: what such a probability has been worth in articles not learnt from.

The softmax is too sure of itself, most of all in ordinary news, where companies stand beside each other and do not
deal: there the article's other pairs look hopeless, too. A logistic regression over a handful of circumstances sets it
right. ``python -m bench.train`` makes ``sureness.tsv``; half of what it learns from is articles with hardly a claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import exp, log
from pathlib import Path

SHIPPED = Path(__file__).with_name("sureness.tsv")
CIRCUMSTANCES = ("always", "odds", "others", "partnership", "supply", "title", "reference", "distance")
_FAR = 20
"""Tokens."""
_MOST = 0.85
"""Nobody is surer of what is only weighed: a rule at least knows the grammar of what it reads."""


def find_circumstances(
    probability: float, others: float, kind: str, how: str, gap: int, *, reference: bool
) -> tuple[float, ...]:
    """What bears on a claim, in the order of ``CIRCUMSTANCES``.

    ``others`` is how probable any claim is, on average, about the article's other pairs; ``how`` and ``gap`` tell where
    the first company comes from and how many tokens part it from the second, which may be a ``reference``.
    """
    odds = log(probability / max(1e-6, 1 - probability))
    return (1.0, odds, log(others + 0.05), float(kind == "partnership"), float(kind in {"supply", "joint_venture"}),
            float(how == "title"), float(reference), float(how == "named" and gap > _FAR))  # fmt: skip


def sureness(circumstances: Sequence[float], learnt: Sequence[float]) -> float:
    """How sure to be, 0 to ``_MOST``."""
    return min(_MOST, 1 / (1 + exp(-sum(one * weight for one, weight in zip(circumstances, learnt, strict=True)))))


def average_of_others(total: float, own: float, pairs: int) -> float:
    """The mean over the article's ``pairs`` but one, from the sum over all."""
    return max(0.0, total - own) / max(1, pairs - 1)


def parse_sureness(text: str) -> tuple[float, ...]:
    """Read ``sureness.tsv``: a circumstance and its weight a line."""
    rows = dict(line.split("\t") for line in text.splitlines())
    if tuple(rows) != CIRCUMSTANCES:
        raise ValueError("sureness.tsv was made for other circumstances; make it again with: python -m bench.train")
    return tuple(map(float, rows.values()))


def format_sureness(learnt: Sequence[float]) -> str:
    """The text `parse_sureness` reads."""
    return "".join(f"{name}\t{weight:.2f}\n" for name, weight in zip(CIRCUMSTANCES, learnt, strict=True))


@cache
def shipped_sureness() -> tuple[float, ...]:
    """What comes with the product."""
    return parse_sureness(SHIPPED.read_text(encoding="utf-8"))
