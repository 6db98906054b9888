"""How well the relevance filter parts autonomous driving from other news: ``python -m bench.relevance [--gold DIR]``.

Judges the short texts of ``tests/cases/relevance/`` and, where the labelled articles are at hand, all of these: they
are about the topic, so each one left out is a miss. Prints precision and recall for the two moments of judging, the
texts judged wrongly with the filter's reasons (of labelled articles only their ids), and the speed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from articles.extract.companies import shipped_catalogue
from articles.extract.mentions import find_mentions
from articles.extract.relevance import Relevance, judge_entry, judge_relevance

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "relevance"
GOLD = Path(os.environ.get("NEWSDASH_SHARED") or ROOT.parent / "shared") / "gold"
SUMMARY = 200
"""Characters of an article that stand for a feed's summary."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and whether it is about autonomous driving."""

    name: str
    title: str
    text: str
    wanted: bool


def read_samples(path: Path, *, wanted: bool) -> list[Sample]:
    """Lines ``{"title", "text"}``, and ``id`` where the text must not be shown."""
    samples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        title = row["title"] or ""
        samples.append(Sample(row.get("id") or title, title, row["text"], wanted))
    return samples


def count(samples: Iterable[Sample], taken: Callable[[Sample], bool]) -> tuple[int, int, int]:
    """Rightly taken, wrongly taken, wrongly left out."""
    right = wrong = missed = 0
    for sample in samples:
        if taken(sample):
            right, wrong = right + sample.wanted, wrong + (not sample.wanted)
        else:
            missed += sample.wanted
    return right, wrong, missed


def describe(name: str, counts: tuple[int, int, int]) -> str:
    right, wrong, missed = counts
    precision = f"{right / (right + wrong):.3f}" if right + wrong else "  -  "
    recall = f"{right / (right + missed):.3f}" if right + missed else "  -  "
    return f"{name:<42} precision {precision}  recall {recall}  ({right} right, {wrong} wrong, {missed} missed)"


def companies_in(title: str, text: str) -> list[str]:
    """The companies of the catalogue that stand in a text, as the pipeline tells the filter."""
    mentions = find_mentions(text, shipped_catalogue(), title=title)
    return sorted({mention.name for mention in mentions if mention.slug})


def judge_article(sample: Sample) -> Relevance:
    return judge_relevance(sample.title, sample.text, companies=companies_in(sample.title, sample.text))


def fetched(sample: Sample) -> bool:
    """Whether the page would be fetched: the entry is taken or leaves it open."""
    summary = sample.text[:SUMMARY]
    entry = judge_entry(sample.title, summary, companies=companies_in(sample.title, summary))
    return entry.relevant or entry.unsure


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--gold", type=Path, default=GOLD, help="folder with labelled articles (default ../shared/gold)"
    )
    options = parser.parse_args(arguments)
    short = read_samples(CASES / "positives.jsonl", wanted=True) + read_samples(CASES / "negatives.jsonl", wanted=False)
    gold = [one for path in sorted(options.gold.glob("dev_*.jsonl")) for one in read_samples(path, wanted=True)]
    lines = [describe("short texts, article", count(short, lambda one: judge_article(one).relevant))]
    lines.append(describe("short texts, entry (fetched or left out)", count(short, fetched)))
    if gold:
        negatives = [one for one in short if not one.wanted]
        lines.append(
            describe(
                "labelled articles + our negatives", count(gold + negatives, lambda one: judge_article(one).relevant)
            )
        )
        lines.append(describe("the same, entry (fetched or left out)", count(gold + negatives, fetched)))
    for sample in short + gold:
        verdict = judge_article(sample)
        if verdict.relevant != sample.wanted:
            reasons = "; ".join(verdict.reasons) if sample in short else ""
            lines.append(f"  wrong: {sample.name} ({verdict.score:+.1f}) {reasons}")
    begun = time.perf_counter()
    for sample in short + gold:
        judge_relevance(sample.title, sample.text)
    rate = len(short + gold) / (time.perf_counter() - begun)
    lines.append(f"{rate:,.0f} texts/s")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
