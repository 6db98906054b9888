"""The measure: companies, deals and claims as precision, recall and F1; stage and day as shares of the right ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from articles.extract.claims import DEALS, SYMMETRIC
from articles.extract.companies import Catalogue

Article = Mapping[str, Any]
"""``{"id", "companies": [names], "claims": [{"kind", "a", "b", "stage", "date", …}]}``: gold and answer alike."""
Key = tuple[str, str, str]

_LEGAL = re.compile(
    r"[,.]?\s+(?:inc|corp|corporation|co|company|ltd|limited|llc|plc|ag|se|gmbh|sa|nv|n\.v|ab|kk|holdings?)\.?$",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s\-_.,]+")


@dataclass(slots=True)
class Tally:
    """Counts of one kind of thing over many articles."""

    hits: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, want: set[Any], got: set[Any]) -> None:
        self.hits += len(want & got)
        self.said += len(got)
        self.wanted += len(want)

    @property
    def precision(self) -> float:
        return self.hits / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """The table of one set of articles."""

    articles: int = 0
    companies: Tally = field(default_factory=Tally)
    deals: Tally = field(default_factory=Tally)
    claims: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=dict)
    stage: Counter[bool] = field(default_factory=Counter)
    day: Counter[bool] = field(default_factory=Counter)
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def share(self, counter: Counter[bool]) -> float:
        return counter[True] / max(1, counter.total())


class Names:
    """Names of one company folded to one key: its slug where the catalogue knows it, else the name without its form."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._known: dict[str, str] = {}
        spelled = [
            (name.text, company.slug)
            for company in catalogue.companies.values()
            for name in company.names
            if name.kind in {"name", "alias"}
        ]
        for text, slug in spelled:
            self._known.setdefault(_squash(text), slug)
        for text, slug in spelled:
            self._known.setdefault(_fold(text), slug)

    def __call__(self, name: str) -> str:
        return self._known.get(_squash(name)) or self._known.get(_fold(name)) or _fold(name)


def _squash(name: str) -> str:
    return _MARKS.sub("", name.replace("’", "'").replace("\u2011", "-")).casefold()


def _fold(name: str) -> str:
    name = " ".join(name.split()).strip(".")
    while (shorter := _LEGAL.sub("", name)) != name and shorter:
        name = shorter
    return _squash(name)


def read_claims(article: Article, names: Names) -> dict[Key, Mapping[str, Any]]:
    """The claims of an article by kind and folded pair, the first of equal ones."""
    found: dict[Key, Mapping[str, Any]] = {}
    for claim in article.get("claims", ()):
        a, b = names(claim["a"]), names(claim["b"])
        if a != b:
            if claim["kind"] in SYMMETRIC:
                a, b = sorted((a, b))
            found.setdefault((claim["kind"], a, b), claim)
    return found


def score(pairs: Iterable[tuple[Article, Article]], names: Names) -> Score:
    """Score ``(gold, answer)`` pairs."""
    total = Score()
    for gold, answer in pairs:
        add(total, gold, answer, names)
    return total


def add(total: Score, gold: Article, answer: Article, names: Names) -> None:
    """Add one article to a score."""
    want, got = read_claims(gold, names), read_claims(answer, names)
    total.articles += 1
    total.companies.add(set(map(names, gold["companies"])), set(map(names, answer.get("companies", ()))))
    total.deals.add(_pairs(want), _pairs(got))
    total.claims.add(set(want), set(got))
    for kind in {key[0] for key in (*want, *got)}:
        of_kind = total.kinds.setdefault(kind, Tally())
        of_kind.add({key for key in want if key[0] == kind}, {key for key in got if key[0] == kind})
    for key in want.keys() & got.keys():
        total.stage[want[key]["stage"] == got[key]["stage"]] += 1
        if want[key]["date"]:
            total.day[str(got[key]["date"] or "").startswith(want[key]["date"])] += 1
    total.sure += [(float(claim.get("confidence", 0.0)), key in want) for key, claim in got.items()]


def _pairs(claims: Iterable[Key]) -> set[frozenset[str]]:
    return {frozenset(key[1:]) for key in claims if key[0] in DEALS}
