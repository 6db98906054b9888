"""``python -m bench.train``: learn the weights of `articles.extract.claims.weighing` from our own labelled articles.

Reads ``tests/cases/articles/*.jsonl`` (articles in our own words, labelled like the gold sets), prints how the reader
does with and without weights by cross-validation, and writes ``articles/extract/claims/weights.tsv``. The same
articles give the same weights. ``--check`` only prints.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from articles.extract.claims import DEALS, SYMMETRIC
from articles.extract.claims.hindsight import Place, find_hindsight
from articles.extract.claims.sureness import CIRCUMSTANCES, average_of_others, find_circumstances, format_sureness
from articles.extract.claims.sureness import SHIPPED as SHIPPED_SURENESS
from articles.extract.claims.weighing import (
    ALL_WEIGHED,
    LABELS,
    LEAST,
    SECOND_THOUGHT,
    SHIPPED,
    Weighed,
    Weights,
    doubted,
    format_weights,
    glance,
    is_hopeful,
    least_of,
    share,
)
from articles.extract.companies import Catalogue, shipped_catalogue
from articles.extract.mentions import Party, names_as_said
from articles.extract.reading import study_article
from bench.cases import CLAIMS, DAY, read_cases
from bench.measure import Names, Tally, read_claims
from bench.score import read_lines, say

ARTICLES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "articles"
TWIN = ARTICLES.parent / "seed_twin"
FOLDS = 5
TIMES = 3
"""How often a sentence counts: each was made to teach one distinction."""
Key = tuple[str, str, str]


class Taught(NamedTuple):
    """What a trainer takes: the signs of a pair and what is said of it; none is the label 0."""

    signs: Sequence[str]
    labels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair's signs, the numbers of its labels (none: no claim), and the keys that each label would claim."""

    signs: Sequence[str]
    labels: frozenset[int]
    keys: Sequence[Key]
    barred: frozenset[int]
    elsewhere: bool
    """The pair has a claim that another sentence proves: this one neither shows it nor speaks against it."""
    place: Place = field(default=Place("", "", 0, 0))


@dataclass(slots=True)
class Lesson:
    """One article: what it says, what the rules alone read, and its examples."""

    number: int
    wanted: set[Key]
    ruled: Mapping[Key, str]
    """What they read, and by which rule."""
    examples: list[Example] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trainer:
    """Multinomial logistic regression by AdaGrad (Duchi et al., 2011), the last half of its passes averaged."""

    passes: int = 8
    rate: float = 0.1
    decay: float = 0.002
    least: int = 2
    """Signs seen less often are left out."""

    def fit(self, examples: Sequence[Taught | Example], starts: Sequence[Sequence[int]] | None = None) -> Weights:
        """The weights for these examples. Deterministic. ``starts``: sums each example has already, in hundredths."""
        counts = Counter(sign for example in examples for sign in example.signs)
        index = {sign: row for row, sign in enumerate(sorted(s for s, n in counts.items() if n >= self.least))}
        rows = [np.array([index[sign] for sign in one.signs if sign in index], dtype=np.int64) for one in examples]
        goals = np.zeros((len(examples), len(LABELS)), dtype=np.float32)
        for number, example in enumerate(examples):
            for label in example.labels or {0}:
                goals[number, label] = 1 / max(1, len(example.labels))
        given = np.array(starts, dtype=np.float64) / 100 if starts else np.zeros_like(goals)
        given -= given.mean(axis=1, keepdims=True)
        table = np.rint(self._descend(rows, goals, len(index), given.astype(np.float32)) * 100).astype(int)
        return Weights({sign: tuple(table[row].tolist()) for sign, row in index.items() if table[row].any()})

    def _descend(
        self, rows: Sequence[NDArray[np.int64]], goals: NDArray[np.float32], size: int, given: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        table = np.zeros((size, len(LABELS)), dtype=np.float32)
        steps = np.full_like(table, 0.01)
        mean = np.zeros_like(table)
        order = np.random.default_rng(1)
        for turn in range(self.passes):
            for number in order.permutation(len(rows)):
                at = rows[number]
                slope = (_softmax(given[number] + table[at].sum(axis=0)) - goals[number])[None, :] + self.decay * table[
                    at
                ]
                steps[at] += slope * slope
                table[at] -= self.rate * slope / np.sqrt(steps[at])
            if turn >= self.passes // 2:
                mean += table
        return mean / np.float32(self.passes - self.passes // 2)


SECOND = Trainer(passes=6, decay=0.03, least=5)
"""The trainer of the second look: few signs, many examples of each."""


def _softmax(sums: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(sums - sums.max())
    return cast("NDArray[np.float32]", powers / powers.sum())


def read_lessons(paths: Iterable[Path], catalogue: Catalogue) -> Iterator[Lesson]:
    """Every article of the files, read by the rules alone, with its pairs labelled."""
    names = Names(catalogue)
    for path in paths:
        for article in read_lines(path):
            yield _lesson(article, catalogue, names)


def read_sentences(catalogue: Catalogue) -> Iterator[Lesson]:
    """The sentences of ``tests/cases/claims``, each as a small article."""
    names = Names(catalogue)
    for path in sorted(CLAIMS.glob("*.txt")):
        for number, (text, wanted) in enumerate(read_cases(path), start=1):
            claims = [{"kind": case[0], "a": case[1], "b": case[2], "evidence": text} for case in wanted]
            yield _lesson({"id": f"{path.stem}-{number}", "published": DAY.isoformat(), "text": text, "claims": claims},
                          catalogue, names)  # fmt: skip
    twin = json.loads((TWIN / "expected.json").read_text(encoding="utf-8"))
    yield _lesson({**twin, "id": "twin", "text": (TWIN / "article.txt").read_text(encoding="utf-8")}, catalogue, names)


def _lesson(article: Mapping[str, Any], catalogue: Catalogue, names: Names) -> Lesson:
    day = date.fromisoformat(article["published"][:10]) if article.get("published") else None
    reading, study = study_article(
        article["text"], catalogue, title=article.get("title") or "", published=day, on_hold=frozenset({ALL_WEIGHED})
    )
    said = names_as_said(reading.mentions)

    def name(party: Party) -> str:
        return names(said.get(party, party.name))

    lesson = Lesson(
        zlib.crc32(article["id"].encode()),
        set(read_claims(article, names)),
        {_key(claim.kind, name(claim.a), name(claim.b)): claim.rule for claim in reading.claims},
    )
    proofs = _proofs(article, names)
    lesson.examples += [_example(weighed, name, proofs) for weighed in study.pairs]
    return lesson


Proof = tuple[str, str, str, int, int]


def _proofs(article: Mapping[str, Any], names: Names) -> list[Proof]:
    """(kind, a, b, start, end) of every labelled claim and its evidence; without one, all of the text proves it."""
    found = []
    for claim in article["claims"]:
        evidence = claim.get("evidence") or article["text"]
        start = article["text"].find(evidence)
        found.append((claim["kind"], names(claim["a"]), names(claim["b"]), start, start + len(evidence)))
    return found


def _example(weighed: Weighed, name: Callable[[Party], str], proofs: Sequence[Proof]) -> Example:
    a, b = name(weighed.pair.a), name(weighed.pair.b)
    sentence = weighed.view.one.sentence
    labels: set[int] = set()
    elsewhere = False
    for kind, one, other, start, end in proofs:
        if {one, other} == {a, b}:
            arrow = "=" if kind in SYMMETRIC else ">" if one == a else "<"
            if start >= 0 and start < sentence.end and end > sentence.start:
                labels.add(LABELS.index(kind + arrow))
            else:
                elsewhere = True
    keys = [_key(label[:-1], *((b, a) if label.endswith("<") else (a, b))) for label in LABELS]
    barred = frozenset(label for label in range(1, len(LABELS)) if weighed.bars(label))
    return Example(weighed.signs, frozenset(labels), keys, barred, elsewhere, weighed.place)


def _key(kind: str, a: str, b: str) -> Key:
    return (kind, *sorted((a, b))) if kind in SYMMETRIC else (kind, a, b)  # type: ignore[return-value]


def lessons_to_examples(lessons: Iterable[Lesson]) -> list[Example]:
    """The examples that teach something: all but those whose pair is proved elsewhere."""
    return [example for lesson in lessons for example in lesson.examples if example.labels or not example.elsewhere]


Looks = Sequence[Sequence[int]]
"""The sums of each example of a lesson, in hundredths."""

Rows = Sequence[Sequence[float]]
"""How probable each label of each example of a lesson is."""


def look_unseen(lessons: Sequence[Lesson], sentences: Sequence[Lesson], trainer: Trainer) -> list[Looks]:
    """The first look at every lesson, with weights learnt from the others and from the sentences."""
    parts = [
        [Taught(example.signs, example.labels) for example in lessons_to_examples([*others, *sentences])]
        for others in ([lesson for lesson in lessons if lesson.number % FOLDS != fold] for fold in range(FOLDS))
    ]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        learnt = list(pool.map(trainer.fit, parts))
    return [[learnt[lesson.number % FOLDS].sums(one.signs) for one in lesson.examples] for lesson in lessons]


def _hindsight(lesson: Lesson, looks: Looks) -> dict[int, list[str]]:
    """The number of each example worth a second look, and its further signs."""
    rows = {number: row for number, sums in enumerate(looks) if (row := glance(sums)) is not None}
    places = [lesson.examples[number].place for number in rows]
    return dict(zip(rows, find_hindsight(places, list(rows.values()), LABELS), strict=True))


def learn_hindsight(lessons: Sequence[Lesson], looks: Sequence[Looks]) -> Weights:
    """The weights of the second look, from what the first sees in lessons it has not learnt from."""
    examples: list[Example] = []
    starts: list[Sequence[int]] = []
    for lesson, sums in zip(lessons, looks, strict=True):
        for number, signs in _hindsight(lesson, sums).items():
            example = lesson.examples[number]
            if example.labels or not example.elsewhere:
                examples.append(replace(example, signs=signs))
                starts.append(sums[number])
    return SECOND.fit(examples, starts)


def look_again(lesson: Lesson, looks: Looks, weights: Weights) -> Rows:
    """How probable each label of each example is after both looks."""
    later = _hindsight(lesson, looks)
    return [
        share([one + other for one, other in zip(sums, weights.sums(later.get(number, ())), strict=True)])
        for number, sums in enumerate(looks)
    ]


def judge(lessons: Sequence[Lesson], rows: Sequence[Rows] | None, least: float) -> tuple[Tally, Tally]:
    """Deals and claims of these articles, read by the rules and, above ``least``, by the weights: ``rows``."""
    deals, claims = Tally(), Tally()
    for at, lesson in enumerate(lessons):
        said = set(lesson.ruled)
        if rows is not None:
            said -= _doubted(lesson, rows[at])
            told = _pairs(said)
            for example, row in zip(lesson.examples, rows[at], strict=True):
                said.update(_claimed(example, row, told, least))
        claims.add(lesson.wanted, said)
        deals.add(_pairs(lesson.wanted), _pairs(said))
    return deals, claims


def _doubted(lesson: Lesson, rows: Rows) -> set[Key]:
    """What the rules read and the weights strike out."""
    best: dict[Key, float] = {}
    for example, row in zip(lesson.examples, rows, strict=True):
        for key, sure in zip(example.keys[1:], row[1:], strict=True):
            best[key] = max(sure, best.get(key, 0.0))
    weighed = {frozenset(key[1:]) for key in best}
    return {
        key for key, rule in lesson.ruled.items() if frozenset(key[1:]) in weighed and doubted(rule, best.get(key, 0.0))
    }


def _claimed(example: Example, sure: Sequence[float], told: set[frozenset[str]], least: float) -> Iterator[Key]:
    """What `judge_pairs` would claim of one pair."""
    for label in range(1, len(LABELS)):
        key = example.keys[label]
        twice = key[0] in DEALS and frozenset(key[1:]) in told
        enough = least_of(key[0], least)
        if label not in example.barred and sure[label] >= (max(enough, SECOND_THOUGHT) if twice else enough):
            yield key


def _pairs(keys: Iterable[Key]) -> set[frozenset[str]]:
    return {frozenset(key[1:]) for key in keys if key[0] in DEALS}


def look_again_unseen(lessons: Sequence[Lesson], looks: Sequence[Looks]) -> list[Rows]:
    """Both looks at every lesson, with weights learnt from the others."""
    rows: dict[int, Rows] = {}
    for fold in range(FOLDS):
        others = [at for at, lesson in enumerate(lessons) if lesson.number % FOLDS != fold]
        weights = learn_hindsight([lessons[at] for at in others], [looks[at] for at in others])
        for at, lesson in enumerate(lessons):
            if lesson.number % FOLDS == fold:
                rows[at] = look_again(lesson, looks[at], weights)
    return [rows[at] for at in range(len(lessons))]


QUIET = 2
"""An article with no more claims than this is like most of what is printed."""


def learn_sureness(lessons: Sequence[Lesson], rows: Sequence[Rows]) -> tuple[float, ...]:
    """What the weights' word is worth by circumstance, from articles they have not learnt from.

    Logistic regression by Newton's method; quiet articles count for as much as all others together, since that is
    how news is, and not how our articles were chosen.
    """
    found = [
        (len(lesson.wanted) <= QUIET, *told) for at, lesson in enumerate(lessons) for told in _told(lesson, rows[at])
    ]
    quiet = sum(len(lesson.wanted) <= QUIET for lesson in lessons)
    weights = np.array([(len(lessons) - quiet) / max(1, quiet) if one[0] else 1.0 for one in found])
    right, table = np.array([float(one[1]) for one in found]), np.array([one[2] for one in found])
    learnt = np.zeros(len(CIRCUMSTANCES))
    for _ in range(20):
        sure = 1 / (1 + np.exp(-table @ learnt))
        bend = (table * (weights * sure * (1 - sure))[:, None]).T @ table + 0.5 * np.eye(len(learnt))
        learnt = learnt + np.linalg.solve(bend, table.T @ (weights * (right - sure)) - 0.5 * learnt)
    return tuple(float(weight) for weight in learnt)


def _told(lesson: Lesson, rows: Rows) -> Iterator[tuple[bool, tuple[float, ...]]]:
    """Each claim the weights add to the rules', where they are surest of it: whether it is right, its circumstances."""
    said = set(lesson.ruled) - _doubted(lesson, rows)
    best: dict[frozenset[str], float] = {frozenset(example.keys[0][1:]): 0.0 for example in lesson.examples}
    surest: dict[Key, tuple[float, Example]] = {}
    for example, row in zip(lesson.examples, rows, strict=True):
        pair = frozenset(example.keys[0][1:])
        if is_hopeful([round(100 * float(np.log(max(sure, 1e-9)))) for sure in row]):
            best[pair] = max(best[pair], 1 - row[0])
        for key in _claimed(example, row, _pairs(said), LEAST):
            sure = row[example.keys.index(key)]
            if key not in said and sure > surest.get(key, (0.0,))[0]:
                surest[key] = sure, example
    total = sum(best.values())
    for key, (sure, example) in surest.items():
        how = next(sign.removeprefix("how:") for sign in example.signs if sign.startswith("how:"))
        others = average_of_others(total, best[frozenset(key[1:])], len(best))
        far = 45 if "gap:45" in example.signs else 0
        yield (
            key in lesson.wanted,
            find_circumstances(sure, others, key[0], how, far, reference="qref" in example.signs),
        )


def _line(name: str, deals: Tally, claims: Tally) -> str:
    told = [f"P {tally.precision:.3f} R {tally.recall:.3f} F1 {tally.f1:.3f}" for tally in (deals, claims)]
    return f"{name:16}deals {told[0]}  claims {told[1]}"


def learn(lessons: Sequence[Lesson], sentences: Sequence[Lesson], looks: Sequence[Looks] | None = None) -> Weights:
    """The weights that ship: from all articles, and the sentences as often as they are given."""
    looks = looks or look_unseen(lessons, sentences, Trainer())
    first = Trainer().fit(lessons_to_examples([*lessons, *sentences]))
    return first.and_those_of(learn_hindsight(lessons, looks))


def main(arguments: list[str] | None = None) -> int:
    """Train, print, write."""
    options = argparse.ArgumentParser(prog="bench.train", description=__doc__.split("\n", 1)[0])
    options.add_argument("--check", action="store_true", help="print the cross-validation and write nothing")
    options.add_argument("--articles", type=Path, default=ARTICLES, help="folder of labelled articles")
    args = options.parse_args(arguments)
    catalogue = shipped_catalogue()
    lessons = list(read_lessons(sorted(args.articles.glob("*.jsonl")), catalogue))
    sentences = list(read_sentences(catalogue)) * TIMES
    say(
        f"{len(lessons)} articles, {sum(len(lesson.wanted) for lesson in lessons)} claims, "
        f"{sum(len(lesson.examples) for lesson in lessons)} pairs"
    )
    say(_line("rules alone", *judge(lessons, None, 1.0)))
    looks = look_unseen(lessons, sentences, Trainer())
    rows = look_again_unseen(lessons, looks)
    for least in (0.3, 0.35, 0.4, LEAST, 0.5):
        say(_line(f"and weights {least}", *judge(lessons, rows, least)))
    if not args.check:
        SHIPPED.write_text(format_weights(learn(lessons, sentences, looks)), encoding="utf-8")
        SHIPPED_SURENESS.write_text(format_sureness(learn_sureness(lessons, rows)), encoding="utf-8")
        say(f"written: {SHIPPED.name}, {SHIPPED_SURENESS.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
