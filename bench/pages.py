"""How well and how fast pages are read: ``python -m bench.pages [--folder F] [--compare] [--speed] [--wrong]``.

The score compares every page under ``tests/cases/pages`` with the JSON beside it. Body F1 is that of overlapping runs
of four words, the measure of the public Scrapinghub benchmark: right, surplus and missing runs are counted on each
page, scaled so that a long page weighs no more than a short one, summed, and one F1 is made of the sums.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import lxml.html
from trafilatura import bare_extraction, extract

from articles.extract.errors import ParseError
from articles.extract.page import Page, parse_page

FOLDER = Path(__file__).parents[1] / "tests" / "cases" / "pages"
RUN = 4
"""Words in a run."""


@dataclass(frozen=True, slots=True)
class Case:
    """A page's bytes and what must come of it."""

    name: str
    data: bytes
    expected: dict[str, Any]


@dataclass(slots=True)
class Score:
    right: float = 0.0
    surplus: float = 0.0
    missing: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall over all pages' runs; 0 where nothing is right."""
        return 2 * self.right / (2 * self.right + self.surplus + self.missing) if self.right else 0.0

    def add(self, expected: Sequence[str], found: str) -> tuple[float, float, float]:
        """Count the runs of one page's text; gives what ``match_runs`` says of it."""
        right, surplus, missing = runs = match_runs("\n".join(expected), found)
        self.right, self.surplus, self.missing = self.right + right, self.surplus + surplus, self.missing + missing
        return runs

    def share(self, fact: str) -> float:
        """The share of pages on which a fact is exactly right."""
        return self.counts[fact] / max(1, self.counts["articles"])


def read_cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Every page that has its expected result beside it, by name. ``FileNotFoundError`` where the folder has none."""
    found = sorted(folder.glob("*.json"))
    if not found:
        raise FileNotFoundError(f"no page with an expected result (*.json) in {folder}")
    for path in found:
        page = next(other for other in sorted(folder.glob(f"{path.stem}.*")) if other.suffix != ".json")
        yield Case(path.stem, page.read_bytes(), json.loads(path.read_text(encoding="utf-8")))


def score_cases(cases: Sequence[Case]) -> Score:
    """Read every case and count what is right."""
    score = Score()
    for case in cases:
        if "error" in case.expected:
            _score_error(case, score)
            continue
        score.counts["articles"] += 1
        try:
            page = parse_page(case.data, url=case.expected["url"])
        except ParseError as error:
            page = Page()
            score.wrong.append(f"{case.name}: {error}")
        _score_body(case, page, score)
        _score_facts(case, page, score)
    return score


Reader = Callable[[bytes | str, str], Page]
"""From a page and its address to what it holds; an empty page where no text is found."""


def read_page(data: bytes | str, url: str) -> Page:
    """The page as we read it."""
    try:
        return parse_page(data, url=url)
    except ParseError:
        return Page()


def _read_alone(data: bytes | str, url: str, *, precise: bool) -> Page:
    """The body trafilatura finds, as a page of nothing else."""
    return Page(paragraphs=(extract(data, url=url, favor_precision=precise, include_comments=False) or "",))


READERS: dict[str, Reader] = {
    "ours": read_page,
    "trafilatura, precise": partial(_read_alone, precise=True),
    "trafilatura, default": partial(_read_alone, precise=False),
}


def compare_bodies(cases: Sequence[Case]) -> dict[str, float]:
    """Body F1 of trafilatura alone on the HTML articles, in its precise and its default mode, and ours on the same."""
    scores = {name: Score() for name in READERS}
    for case in cases:
        if "body" in case.expected and b"<" in case.data[:1000]:
            for name, read in READERS.items():
                scores[name].add(case.expected["body"], read(case.data, case.expected["url"]).text)
    return {name: score.f1 for name, score in scores.items()}


def match_runs(expected: str, found: str) -> tuple[float, float, float]:
    """Right, surplus and missing runs of four words, as shares of their sum."""
    wanted, given = _runs(expected), _runs(found)
    right = sum((wanted & given).values())
    surplus, missing = sum(given.values()) - right, sum(wanted.values()) - right
    whole = right + surplus + missing
    return (right / whole, surplus / whole, missing / whole) if whole else (1.0, 0.0, 0.0)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|\w+", text)
    return Counter(tuple(words[place : place + RUN]) for place in range(max(1, len(words) - RUN + 1)) if words)


def _score_error(case: Case, score: Score) -> None:
    score.counts["refusals"] += 1
    try:
        page = parse_page(case.data, url=case.expected["url"])
    except ParseError as error:
        if case.expected["error"] in str(error):
            score.counts["refused"] += 1
        else:
            score.wrong.append(f"{case.name}: expected «{case.expected['error']}», got «{error}»")
    else:
        score.wrong.append(f"{case.name}: expected «{case.expected['error']}», got a text: {page.text[:80]!r}")


def _score_body(case: Case, page: Page, score: Score) -> None:
    score.add(case.expected["body"], page.text)
    if list(page.paragraphs) == case.expected["body"]:
        score.counts["paragraphs"] += 1
    else:
        missed = [text for text in case.expected["body"] if text not in page.paragraphs]
        added = [text for text in page.paragraphs if text not in case.expected["body"]]
        score.wrong.append(f"{case.name}: body: missing {missed}, surplus {added}")


def _score_facts(case: Case, page: Page, score: Score) -> None:
    found = {
        "title": page.title,
        "authors": [person.name for person in page.authors],
        "published": page.published.iso if page.published else "",
        "address": page.url,
    }
    wanted = {**case.expected, "address": case.expected.get("url_expected", case.expected["url"])}
    for fact, value in found.items():
        if value == wanted[fact]:
            score.counts[fact] += 1
        else:
            score.wrong.append(f"{case.name}: {fact}: expected {wanted[fact]!r}, got {value!r}")
    if not wanted["authors"]:
        score.counts["nameless"] += 1
        score.counts["invented"] += bool(page.authors)


def measure_speed(cases: Sequence[Case], seconds: float = 4.0) -> dict[str, float]:
    """Pages a second: all of ours, trafilatura's body alone, and lxml's parse alone, over the HTML articles.

    The pages are first brought to the size of real ones (``enlarge``).
    """
    pages = [
        Case(case.name, enlarge(case.data), case.expected)
        for case in cases
        if "body" in case.expected and b"</body>" in case.data
    ]

    def ours(case: Case) -> None:
        parse_page(case.data, url=case.expected["url"])

    def trafilatura(case: Case) -> None:
        bare_extraction(case.data, favor_precision=True, include_comments=False, with_metadata=False)

    def parse(case: Case) -> None:
        lxml.html.document_fromstring(case.data)

    return {work.__name__: _pages_a_second(work, pages, seconds) for work in (ours, trafilatura, parse)}


def enlarge(data: bytes) -> bytes:
    """A page with what real ones have around the article: menus, scripts, and grids of other stories; some 200 kB.

    Some of it is easily known (lists of links, cards of one class), some only by its shape, and some, readers' letters
    under names that say nothing, by nothing but standing apart.
    """
    menu = "".join(f'<li class="menu-item"><a href="/section/{n}">Section {n}</a></li>' for n in range(80))
    rows = "".join(f'<div><span><a href="/topic/{n}">Topic number {n}</a></span></div>' for n in range(80))
    script = "<script>window.dataLayer=window.dataLayer||[];" + "function f(a){return a?f(a-1):0}" * 1200 + "</script>"
    easy = "".join(_card("card", n, "3 days ago") for n in range(60))
    rows_of_stories = "".join(
        f'<div class="post-{n} item{chr(97 + n % 26)}"><div class="in"><span><b>Another story, number {n}</b></span>'
        f'<p>{"An excerpt of the other story. " * 6}</p><p><a href="/story/{n}">More of it</a></p></div></div>'
        for n in range(40)
    )
    letters = "".join(
        f'<div class="u{n}"><span>Reader {n}</span><div><p>{"What I think of it all. " * 8}</p></div></div>'
        for n in range(20)
    )
    head = f'<div class="site-menu"><ul class="menu">{menu}</ul>{rows}</div>{script * 3}'.encode()
    rest = f'<div class="grid">{easy}</div><div class="stream">{rows_of_stories}</div><div class="z">{letters}</div>'
    foot = f"{rest}{script}".encode()
    body = re.search(rb"<body[^>]*>", data)
    place = body.end() if body else 0
    return (data[:place] + head + data[place:]).replace(b"</body>", foot + b"</body>", 1)


def _card(name: str, number: int, text: str) -> str:
    return (
        f'<div class="{name}"><a href="/story/{number}"><img src="/i/{number}.jpg" alt=""></a><div class="in">'
        f'<h3><a href="/story/{number}">Another story, number {number}</a></h3><p>{text}</p></div></div>'
    )


def _pages_a_second(work: Callable[[Case], None], pages: Sequence[Case], seconds: float) -> float:
    for case in pages:
        work(case)
    done, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for case in pages:
            work(case)
        done += len(pages)
    return done / (time.process_time() - start)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.pages", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, help="pages with their expected results beside them")
    parser.add_argument("--speed", action="store_true", help="measure pages a second as well")
    parser.add_argument("--compare", action="store_true", help="give trafilatura's own score on the same pages")
    parser.add_argument("--wrong", action="store_true", help="print what is not exactly right")
    options = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    cases = list(read_cases(options.folder))
    score = score_cases(cases)
    counts = score.counts
    say(f"pages {len(cases)}: {counts['articles']} articles, {counts['refusals']} to be refused")
    say(f"body F1 {score.f1:.3f}, every paragraph right {score.share('paragraphs'):.0%}")
    say(" ".join(f"{fact} {score.share(fact):.0%}" for fact in ("title", "authors", "published", "address")))
    say(f"authors invented on {counts['invented']} of {counts['nameless']} pages that name none")
    say(f"refused with the right reason {counts['refused']} of {counts['refusals']}")
    if options.wrong:
        say("\n".join(score.wrong))
    if options.compare:
        say("body F1: " + ", ".join(f"{name} {f1:.3f}" for name, f1 in compare_bodies(cases).items()))
    if options.speed:
        speed = measure_speed(cases)
        say(
            f"{speed['ours']:.0f} pages/s a core; trafilatura's body alone {speed['trafilatura']:.0f}/s "
            f"(ratio {speed['ours'] / speed['trafilatura']:.2f}); lxml's parse alone {speed['parse']:.0f}/s "
            f"(ratio 1:{speed['parse'] / speed['ours']:.1f})"
        )


if __name__ == "__main__":
    main()
