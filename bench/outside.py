"""How well the bodies of pages labelled by others are read: ``python -m bench.outside FOLDER``.

FOLDER is the unpacked npm package ``article`` 1.1.2 (``npm pack article@1.1.2``, then ``tar xf``), published under the
MIT licence: its ``test/reallife`` holds 258 news pages of 2013 with title and body labelled by people. Nothing of it
is in this project, and a page of it may only be looked at while rules are written where its key falls into the half
``look``; of the half ``held`` only the totals are known.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from bench.pages import READERS, Case, Reader, Score

PAGES = Path("test", "reallife")
"""Where the package keeps its labelled pages: ``datamap.json``, ``source/KEY.html`` and ``expected/KEY.json``."""

HALVES = ("look", "held")


@dataclass(slots=True)
class Result:
    """What one reader makes of the pages."""

    scores: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in (*HALVES, "all")})
    pages: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    """Right, surplus and missing runs of each page, as shares of their sum."""
    seconds: float = 0.0

    @property
    def speed(self) -> float:
        """Pages a second of processor time."""
        return len(self.pages) / self.seconds if self.seconds else 0.0


def half_of(name: str) -> str:
    """The half a page belongs to, by its name: never the other one tomorrow."""
    return HALVES[crc32(name.encode()) % 2]


def read_package(folder: Path) -> Iterator[Case]:
    """The labelled pages, named by the first ten signs of their keys. ``FileNotFoundError`` where there are none."""
    known = folder / PAGES / "datamap.json"
    if not known.is_file():
        raise FileNotFoundError(
            f"{folder} is not the unpacked npm package article 1.1.2: it has no {PAGES / 'datamap.json'}; "
            "get it by npm pack article@1.1.2, unpack it and name its folder 'package'"
        )
    for entry in json.loads(known.read_text(encoding="utf-8")):
        label = json.loads((known.parent / "expected" / f"{entry['key']}.json").read_text(encoding="utf-8"))
        data = (known.parent / "source" / f"{entry['key']}.html").read_bytes()
        body = label["text"].split("\n\n")
        yield Case(f"art-{entry['key'][:10]}", data, {"url": entry["href"], "title": label["title"], "body": body})


def run_reader(read: Reader, cases: Sequence[Case]) -> Result:
    """Read every page and count, by half, what is right."""
    result = Result()
    for case in cases:
        start = time.process_time()
        page = read(case.data, case.expected["url"])
        result.seconds += time.process_time() - start
        for name in (half_of(case.name), "all"):
            score = result.scores[name]
            result.pages[case.name] = score.add(case.expected["body"], page.text)
            score.counts["articles"] += 1
            score.counts["title"] += page.title.split() == case.expected["title"].split()
    return result


def worst_pages(result: Result, cases: Sequence[Case], count: int = 10) -> list[str]:
    """The pages of the half that may be looked at on which least is right, a line each."""
    look = [case for case in cases if half_of(case.name) == "look"]
    lines = []
    for case in sorted(look, key=lambda case: result.pages[case.name][0])[:count]:
        right, surplus, missing = result.pages[case.name]
        lines.append(
            f"{case.name}  {right:.2f} right {surplus:.2f} surplus {missing:.2f} missing  {case.expected['url']}"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.outside", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the unpacked npm package article 1.1.2")
    parser.add_argument("--ours", action="store_true", help="leave out trafilatura alone")
    options = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        cases = list(read_package(options.folder))
    except FileNotFoundError as error:
        parser.error(str(error))
    results = {name: run_reader(READERS[name], cases) for name in (["ours"] if options.ours else READERS)}
    sys.stdout.write(f"{len(cases)} pages; body F1 by half, pages a second of processor time\n")
    for name, result in results.items():
        shares = "  ".join(f"{half} {score.f1:.4f}" for half, score in result.scores.items())
        sys.stdout.write(f"{name:<22}{shares}  {result.speed:.1f}/s\n")
    titles = "  ".join(f"{half} {score.share('title'):.0%}" for half, score in results["ours"].scores.items())
    sys.stdout.write(f"titles exactly right: {titles}\nworst of the half looked at:\n")
    sys.stdout.write("\n".join(worst_pages(results["ours"], cases)) + "\n")


if __name__ == "__main__":
    main()
