"""``make score``: how well the reader reads. Development sets, calibration, speed, worst articles, starter archive.

The development sets are read from ``$NEWSDASH_SHARED/gold`` (default: the folder ``shared`` beside the project); what
is not there is said and skipped. Each set is parted in two by a checksum of the article's id: rules are written while
looking at one half only, and ``held`` tells how they do on the other.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from articles.extract.answers import claims_answer
from articles.extract.claims import DEALS
from articles.extract.companies import Catalogue, shipped_catalogue
from articles.extract.reading import read_text
from bench.measure import Article, Names, Score, add, read_claims, score

PROJECT = Path(__file__).resolve().parent.parent
SETS = ("dev_c", "dev_a", "dev_b")
HARD = ("dev_a", "dev_b")
"""The sets written to be hard; their aims are for both together."""
BRIEFS = PROJECT / "articles" / "catalogue" / "briefs.jsonl"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 0 also when the sets are missing."""
    options = argparse.ArgumentParser(prog="bench.score", description=__doc__.split("\n", 1)[0])
    options.add_argument(
        "--misses", action="store_true", help="what was missed and made up, of the looked-at half only"
    )
    options.add_argument("--set", choices=SETS, action="append", help="only this development set")
    args = options.parse_args(arguments)
    catalogue = shipped_catalogue()
    names = Names(catalogue)
    shared = Path(os.environ.get("NEWSDASH_SHARED") or PROJECT.parent / "shared")
    everything: list[tuple[Article, Article]] = []
    hard: list[tuple[Article, Article]] = []
    for name in args.set or SETS:
        path = shared / "gold" / f"{name}.jsonl"
        if not path.exists():
            say(f"{name}: {path} is not here, skipped")
            continue
        pairs = [(gold, answer_for(gold, catalogue)) for gold in read_lines(path)]
        everything += pairs
        hard += pairs if name in HARD else []
        print_set(name, pairs, names, misses=args.misses)
    if hard:
        print_set("hard together", hard, names, misses=False)
    if everything:
        print_calibration(everything, names)
        print_worst(everything, names)
        print_speed([gold for gold, _ in everything], catalogue)
    print_archive(catalogue)
    return 0


def say(line: str = "") -> None:
    """One line on standard output."""
    sys.stdout.write(line + "\n")


def read_lines(path: Path) -> Iterator[Article]:
    """The JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def answer_for(article: Article, catalogue: Catalogue) -> dict[str, Any]:
    """What the shell door would answer for an article."""
    return claims_answer({key: article.get(key) for key in ("id", "url", "published", "title", "text")}, catalogue)


def looked_at(article: Article) -> bool:
    """Whether the article is in the half that may be looked at while writing rules."""
    return zlib.crc32(str(article["id"]).encode()) % 2 == 0


def print_set(name: str, pairs: Sequence[tuple[Article, Article]], names: Names, *, misses: bool) -> None:
    """The table of one set, half by half."""
    halves = {"look": [p for p in pairs if looked_at(p[0])], "held": [p for p in pairs if not looked_at(p[0])]}
    for half, some in halves.items():
        total = score(some, names)
        say(f"{name} {half}: {total.articles} articles")
        print_score(total)
    if misses:
        for gold, answer in halves["look"]:
            print_misses(gold, answer, names)


def print_score(total: Score) -> None:
    """The lines of one table."""
    rows = [("companies", total.companies), ("deals", total.deals), ("claims", total.claims)]
    rows += [(f"  {kind}", tally) for kind, tally in sorted(total.kinds.items())]
    for label, tally in rows:
        say(f"  {label:16} P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}   "
            f"{tally.hits} of {tally.wanted}, {tally.said} said")  # fmt: skip
    say(f"  stage {total.share(total.stage):.3f}   date {total.share(total.day):.3f}")


def print_misses(gold: Article, answer: Article, names: Names) -> None:
    """What one article should have said and did not, and the other way round."""
    want, got = read_claims(gold, names), read_claims(answer, names)
    ident = gold["id"]
    for key in sorted(want.keys() - got.keys()):
        say(f"{ident}  missed   {' '.join(key)} | {str(want[key].get('evidence', ''))[:160]}")
    for key in sorted(got.keys() - want.keys()):
        claim = got[key]
        say(f"{ident}  made up  {' '.join(key)} | {claim['rule']} {claim['confidence']} | {claim['evidence'][:160]}")
    for key in sorted(want.keys() & got.keys()):
        ours, theirs = got[key], want[key]
        if ours["stage"] != theirs["stage"]:
            say(f"{ident}  stage    {' '.join(key)} is {theirs['stage']}, not {ours['stage']} | {ours['rule']}")
        if theirs["date"] and not str(ours["date"] or "").startswith(theirs["date"]):
            say(f"{ident}  date     {' '.join(key)} is {theirs['date']}, not {ours['date']} | {ours['evidence'][:160]}")
    companies, said = set(map(names, gold["companies"])), set(map(names, answer["companies"]))
    if companies != said:
        say(f"{ident}  companies missed {sorted(companies - said)} made up {sorted(said - companies)}")


def print_calibration(pairs: Iterable[tuple[Article, Article]], names: Names) -> None:
    """How often claims said with a confidence are right."""
    total = score(pairs, names)
    say("calibration: of the claims said so surely, this share is right")
    for low, high in pairwise(BINS):
        inside = [right for sure, right in total.sure if low <= sure < high]
        if inside:
            say(f"  {low:.1f} to {min(high, 1.0):.1f}   {sum(inside) / len(inside):.2f}   ({len(inside)} claims)")


def print_worst(pairs: Iterable[tuple[Article, Article]], names: Names) -> None:
    """The ten looked-at articles with most claims wrong or missing."""
    rows = []
    for gold, answer in pairs:
        if looked_at(gold):
            total = Score()
            add(total, gold, answer, names)
            rows.append((total.claims.wanted + total.claims.said - 2 * total.claims.hits, total, gold))
    say("ten worst articles of the looked-at halves: wrong, of wanted and said")
    for wrong, total, gold in sorted(rows, key=lambda row: -row[0])[:10]:
        say(f"  {gold['id']}  {wrong:3} of {total.claims.wanted} and {total.claims.said}   {gold.get('title') or ''}")


def print_speed(golds: list[Article], catalogue: Catalogue, length: int = 2000, passes: int = 3) -> None:
    """Articles of 2,000 characters a second of processor time, one process: the sets' texts cut to that length.

    Each text's best of several passes counts, so that what else the machine does weighs less.
    """
    whole = "\n\n".join(str(gold["text"]) for gold in golds)
    texts = [whole[at : at + length] for at in range(0, len(whole) - length, length)]
    day = date(2024, 6, 3)
    best = [float("inf")] * len(texts)
    for _ in range(passes):
        for number, text in enumerate(texts):
            began = time.process_time()
            read_text(text, catalogue, published=day)
            best[number] = min(best[number], time.process_time() - began)
    say(f"speed: {len(texts) / sum(best):.0f} articles of {length} characters a second of processor time")


# ------------------------------------------------------------------ the starter archive


def print_archive(catalogue: Catalogue) -> None:
    """How much of the starter archive's facts come back from reading its briefs, and what is read beyond them.

    A brief is labelled with the deals it was written for; what it tells besides may be true, too.
    """
    if not BRIEFS.exists():
        say("starter archive: not here, skipped")
        return
    deals = found = whole = dated = right = said = meant = 0
    misses: list[str] = []
    for brief in read_lines(BRIEFS):
        answer = answer_for({**brief, "id": brief["url"]}, catalogue)
        slugs = Names(catalogue)
        claims = read_claims(answer, slugs)
        told = [key for key in claims if key[0] in DEALS]
        said += len(told)
        meant += sum(any(_tells(key, deal) for deal in brief["deals"]) for key in told)
        for deal in brief["deals"]:
            keys = [key for key in claims if _tells(key, deal)]
            pairs = {frozenset(key[1:]) for key in keys}
            deals += 1
            found += bool(keys)
            whole += bool(keys) and len(pairs) >= len(deal["companies"]) - 1
            if keys and deal.get("date"):
                dated += 1
                right += any(_dated(claims[key], deal["date"]) for key in keys)
            if not keys:
                misses.append(f"  missed {deal['kind']} {' '.join(deal['companies'])}   {brief['title']}")
    say(f"starter archive: deals found with kind and pair {share(found, deals)}, all hub pairs {share(whole, deals)}, "
        f"right date {share(right, dated)}; of the deals read, those labelled {share(meant, said)}")  # fmt: skip
    for line in misses:
        say(line)


def share(part: int, of: int) -> str:
    """ "71.0 % (130 of 183)"."""
    return f"{100 * part / max(1, of):.1f} % ({part} of {of})"


def _dated(claim: Mapping[str, Any], day: str) -> bool:
    """Whether a claim bears the day of the fact: of its beginning, or (the fact being the end) of its end."""
    return any(str(claim[name] or "").startswith(day) for name in ("date", "ended"))


def _tells(key: tuple[str, str, str], deal: Mapping[str, Any]) -> bool:
    """Whether a claim is one of a deal's: its kind, and its pair (in its direction, where it has one)."""
    kind, a, b = key
    if kind != deal["kind"]:
        return False
    if deal.get("direction"):
        return [a, b] == list(deal["direction"])
    return {a, b} <= set(deal["companies"])


if __name__ == "__main__":
    sys.exit(main())
