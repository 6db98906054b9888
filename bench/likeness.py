"""How well near-copies are found: ``python -m bench.likeness [--articles 20000] [--copies 0.05] [--seed 7]``.

Makes its own news, in which unrelated articles share phrases as those of one trade do, and
near-copies as syndication makes them: cut, padded with a boilerplate, partly reworded, paragraphs moved. Some hard
cases are no copies: another deal announced in the same mould, and a follow-up that repeats the background.

Finds copies as the database does: articles that share enough bands are candidates, `likeness` decides. Prints recall,
precision and speed; exit status 1 when an aim is missed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from articles.extract.likeness import SAME_STORY, SHARED_BANDS, find_bands, likeness

RECALL, PRECISION, SPEED = 0.95, 0.99, 500.0


def _words(text: str, separator: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(separator))


NAMES = _words(
    "Arvo Kestrel Lumora Tandem Nordvik Halcyon Brixton Ostara Velum Quanta Meridian Solace Fenwick Talos Juno Perihel "
    "Cobalt Drayage Ventris Hanwei Longmao Zephyr Altair Pinnacle Morrow Castell Ironbark Delphine Sagitta Rowan"
)
TRADES = _words(
    "lidar maker|ride-hailing company|truck builder|chip designer|mapping firm|carmaker|software house|parts supplier"
    "|shuttle operator|insurance group|logistics company|robotaxi developer",
    "|",
)
CITIES = _words("Munich Phoenix Shenzhen Austin Lyon Osaka Gothenburg Pittsburgh Wuhan Seoul Leeds Haifa Toronto Turin")
THINGS = _words(
    "sensors|driving computers|high-definition maps|electric vans|fleet software|long-range radars|test vehicles"
    "|steering systems|simulation tools|camera modules|charging depots|remote-control desks",
    "|",
)
PATTERNS = (
    "{a}, a {trade} from {city}, will deliver {things} to {b} under a contract that runs for {n} years.",
    "The companies did not say how much money changes hands, but people close to the deal speak of ${n} million.",
    "{b} wants to put {n} cars with the {things} on the road in {city} by the end of the year.",
    "Engineers of both sides have been trying out the {things} near {city} since the spring.",
    "“We have looked at {n} offers and this was the best,” said {p}, who heads the {trade}.",
    "Analysts had expected {b} to choose the {things} of {c}, a rival {trade} in {city}.",
    "Last year {b} sold {n} thousand vehicles, a few more than the year before.",
    "The first {things} are to leave the plant in {city} within {n} months, {p} said.",
    "{c} and {b} still share a test track outside {city}, which a spokesman called a matter of cost.",
    "Regulators in {city} have yet to decide whether {n} vehicles may drive there without anyone at the wheel.",
    "Shares of {a} rose by {n} percent after the announcement, those of {b} hardly moved.",
    "In a test over {n} thousand kilometres the {things} failed only twice, according to {p}.",
    "{p} had left {c} for {a} in the autumn and took a dozen specialists for {things} along.",
    "For {a} it is the first order from a {trade} outside its home market of {city}.",
    "{city} is one of {n} places in which the {trade} offers rides to the public.",
    "Investors put ${n} million into {a} in its latest round, which {c} led.",
)
PEOPLE = tuple(
    f"{first} {last}"
    for first in _words("Ines Tomas Mei Aaron Birgit Ravi Olga Kenji Lucia Pavel")
    for last in _words("Harrow Lindqvist Zhao Okafor Brandt Iyer Petrenko Mori Vidal Novak")
)
FILLERS = _words(
    "quietly early merely largely again reportedly jointly fully partly slowly abroad finally"
    " indeed therefore meanwhile instead"
)
BOILERPLATE = (
    "Sign up to get the week in mobility in your inbox. All rights reserved, no part of this text may be reproduced.",
    "This report was first published elsewhere and has been edited for length and clarity by our staff in London.",
    "Follow us for more on electric and self-driving vehicles. Tips for the desk are welcome at the usual address.",
)


SMALL_WORDS = _words(
    "the a of to in and for on with that its from by at as is was has will be it their which not more than after over"
)
SYLLABLES = _words("ba den kor li mus tra vel shi no rem pal du gis ter ran fo lek mi sant or")
VOCABULARY = tuple(first + second + third for first in SYLLABLES for second in SYLLABLES for third in SYLLABLES[::2])
"""4,000 words that stand for all the things an article can be about; the first are the frequent ones."""


@dataclass(slots=True)
class Corpus:
    """Texts, and which pairs of them tell one story: index → kind of change, keyed by the pair."""

    texts: list[str] = field(default_factory=list)
    pairs: dict[tuple[int, int], str] = field(default_factory=dict)


def make_sentence(rng: random.Random, cast: Sequence[str], people: Sequence[str]) -> str:
    """One sentence in eight comes from the trade's phrase book, the others are particular to the article.

    Two unrelated articles then have a likeness of 0.005 on average and 0.03 in the closest hundredth, which is more
    than was found among real ones.
    """
    if rng.random() < 0.125:
        return rng.choice(PATTERNS).format(
            a=cast[0], b=cast[1], c=cast[2], p=rng.choice(people), n=rng.randint(2, 980), city=rng.choice(CITIES),
            trade=rng.choice(TRADES), things=rng.choice(THINGS),
        )  # fmt: skip
    words = [rng.choice(cast)]
    for _ in range(rng.randint(8, 24)):
        # Word frequencies fall as in a language: the n-th word about 1/n as often as the first.
        rank = int(len(VOCABULARY) ** rng.random()) - 1
        words.append(rng.choice(SMALL_WORDS) if rng.random() < 0.45 else VOCABULARY[rank])
    return " ".join(words) + "."


def make_paragraphs(rng: random.Random) -> list[list[str]]:
    """An article of 9 to 24 sentences in paragraphs of two to four."""
    people, cast = rng.sample(PEOPLE, 2), [f"{one} {rng.choice(TRADES).split()[-1]}" for one in rng.sample(NAMES, 3)]
    sentences = [make_sentence(rng, cast, people) for _ in range(rng.randint(9, 24))]
    paragraphs = []
    while sentences:
        size = rng.randint(2, 4)
        paragraphs.append(sentences[:size])
        sentences = sentences[size:]
    return paragraphs


def _cut(paragraphs: list[list[str]], rng: random.Random) -> list[list[str]]:
    """The end is left off, as agencies' clients do."""
    return paragraphs[: max(2, round(len(paragraphs) * rng.uniform(0.6, 0.9)))]


def _pad(paragraphs: list[list[str]], rng: random.Random) -> list[list[str]]:
    """A house adds its boilerplate and a paragraph of its own."""
    return [*paragraphs, make_paragraphs(rng)[0], [rng.choice(BOILERPLATE)]]


def _reword(paragraphs: list[list[str]], rng: random.Random) -> list[list[str]]:
    """One word in twenty to one in eight is changed, added or dropped."""
    rate = rng.uniform(0.05, 0.12)

    def edit(sentence: str) -> str:
        words: list[str] = []
        for word in sentence.split():
            if rng.random() >= rate:
                words.append(word)
            elif rng.random() < 0.7:
                words += [rng.choice(FILLERS)] + ([word] if rng.random() < 0.5 else [])
        return " ".join(words)

    return [[edit(sentence) for sentence in paragraph] for paragraph in paragraphs]


def _move(paragraphs: list[list[str]], rng: random.Random) -> list[list[str]]:
    """Paragraphs in another order under another opening."""
    opening = ["So much is known since this morning about a deal that both sides had long been said to prepare."]
    return [opening, *rng.sample(paragraphs, len(paragraphs))]


def _rewrite(paragraphs: list[list[str]], rng: random.Random) -> list[list[str]]:
    """Cut, padded and lightly reworded at once."""
    return _pad(_reword(_cut(paragraphs, rng), rng), rng)


CHANGES: dict[str, Callable[[list[list[str]], random.Random], list[list[str]]]] = {
    "cut": _cut, "padded": _pad, "reworded": _reword, "moved": _move, "all of it": _rewrite,
}  # fmt: skip


def _same_mould(paragraphs: list[list[str]], rng: random.Random) -> list[list[str]]:
    """No copy: another report that ends in the same two paragraphs about the company."""
    return [*make_paragraphs(rng)[: len(paragraphs)], *paragraphs[-1:], [BOILERPLATE[0]]]


def make_corpus(size: int, share: float, seed: int) -> Corpus:
    """``size`` texts, ``share`` of them near-copies of an earlier one and as many look-alikes that are none."""
    rng = random.Random(seed)  # noqa: S311 -- makes texts, no secrets
    corpus = Corpus()
    originals: list[tuple[int, list[list[str]]]] = []
    for index in range(size):
        drawn = rng.random()
        if originals and drawn < share:
            source, paragraphs = rng.choice(originals)
            change = rng.choice(list(CHANGES))
            corpus.pairs[source, index] = change
            text = CHANGES[change](paragraphs, rng)
        elif originals and drawn < 2 * share:
            text = _same_mould(rng.choice(originals)[1], rng)
        else:
            text = make_paragraphs(rng)
            originals.append((index, text))
        corpus.texts.append("\n\n".join(" ".join(paragraph) for paragraph in text))
    return corpus


def find_copies(texts: Sequence[str]) -> tuple[set[tuple[int, int]], int]:
    """Pairs of the same story as the pipeline finds them, article by article, and how many candidates were weighed."""
    holders: dict[int, list[int]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    weighed = 0
    for index, text in enumerate(texts):
        bands = find_bands(text)
        shared = Counter(other for band in bands for other in holders[band])
        candidates = [other for other, bands_shared in shared.items() if bands_shared >= SHARED_BANDS]
        weighed += len(candidates)
        found |= {(other, index) for other in candidates if likeness(texts[other], text) >= SAME_STORY}
        for band in bands:
            holders[band].append(index)
    return found, weighed


def stories_of(pairs: set[tuple[int, int]], size: int) -> list[int]:
    """The story of each text when every pair is one story: two copies of one original are copies of each other."""
    story = list(range(size))

    def root(index: int) -> int:
        while story[index] != index:
            story[index] = story[story[index]]
            index = story[index]
        return index

    for one, other in sorted(pairs):
        story[root(other)] = root(one)
    return [root(index) for index in range(size)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, help="how many articles (default 20000)")
    parser.add_argument("--copies", type=float, default=0.05, help="share of near-copies (default 0.05)")
    parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same articles")
    options = parser.parse_args(arguments)
    corpus = make_corpus(options.articles, options.copies, options.seed)
    begun = time.perf_counter()
    found, weighed = find_copies(corpus.texts)
    rate = len(corpus.texts) / (time.perf_counter() - begun)
    story = stories_of(set(corpus.pairs), len(corpus.texts))
    right = {pair for pair in found if story[pair[0]] == story[pair[1]]}
    hit = [change for pair, change in corpus.pairs.items() if pair in found]
    recall, precision = len(hit) / max(1, len(corpus.pairs)), len(right) / max(1, len(found))
    lines = [f"{len(corpus.texts):,} articles, {len(corpus.pairs):,} near-copies, {weighed:,} candidates weighed"]
    for change in CHANGES:
        made = sum(1 for each in corpus.pairs.values() if each == change)
        lines.append(f"  {change:<10} {hit.count(change):5} of {made:5} found")
    lines += [
        f"recall    {recall:.3f}   (aim {RECALL})",
        f"precision {precision:.4f}  (aim {PRECISION})",
        f"speed     {rate:,.0f} articles/s, fingerprint, look-up and weighing  (aim {SPEED:.0f})",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if recall >= RECALL and precision >= PRECISION and rate >= SPEED else 1


if __name__ == "__main__":
    sys.exit(main())
