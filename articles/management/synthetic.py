"""A made-up archive of any size, plausible enough to measure with: few companies do most deals, few words most work.

Everything follows from the seed. Rows come with their ids as the tuples `articles.bulk` writes, batch by batch: a
million articles made as objects would take half an hour.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.db.models import Model

from articles.bulk import Rows
from articles.extract.claims import RULES_VERSION, SYMMETRIC
from articles.models import (
    Article,
    Author,
    Byline,
    Claim,
    Company,
    CompanyName,
    Entry,
    Feed,
    Mention,
    Page,
    Partnership,
    Party,
    Quote,
    Source,
)
from articles.models.claim import Kind, Stage, use_of_judging
from articles.models.page import url_key

BATCH = 2_000
FIRST, LAST = date(2010, 1, 4), date(2026, 6, 30)


def _words(text: str, by: str | None = None) -> list[str]:
    return text.split(by)


ENDINGS = ("Motors", "Robotics", "Systems", "Auto", "Mobility", "Semiconductor", "Sensors", "Maps", "Logistics", "Labs")
STARTS = _words("Al Bor Cal Dre En Far Gal Hol Is Jun Kar Lum Mar Nor Or Pel Quan Ros Sil Tan Ul Ver Wes Xen Yor Zel")
MIDDLES = _words("a e i o u ara eli ino omi uta")
FINISHES = _words("dan fer gon lis mar nex pol ris tek vor x zen")
NATIVE = "远智星驰云图慧行天启安途博瑞中科华联新越"
COUNTRIES = ("US", "CN", "DE", "JP", "FR", "GB", "KR", "IL", "SE", "IN")
SENTENCES = {
    Kind.PARTNERSHIP: "{a} and {b} agreed to test self-driving {things} together in {city}.",
    Kind.SUPPLY: "{a} will supply {b} with {things} for its vehicles in {city}.",
    Kind.INVESTMENT: "{a} put money into {b} to speed up work on {things} in {city}.",
    Kind.ACQUISITION: "{a} bought {b}, which makes {things} in {city}.",
    Kind.JOINT_VENTURE: "{a} and {b} set up a joint venture for {things} in {city}.",
    Kind.COMPETITOR: "{a} competes with {b} for orders of {things} in {city}.",
}
KINDS = (Kind.PARTNERSHIP, Kind.SUPPLY, Kind.INVESTMENT, Kind.ACQUISITION, Kind.JOINT_VENTURE, Kind.COMPETITOR)
KIND_WEIGHTS = (45, 20, 15, 6, 6, 8)
STAGES = (Stage.ACTIVE, Stage.EXPANDED, Stage.PLANNED, Stage.ENDED, Stage.RUMOURED, Stage.DENIED)
STAGE_WEIGHTS = (55, 12, 14, 10, 7, 2)
THINGS = _words(
    "lidars|driving computers|robotaxis|shuttles|trucks|maps|cameras|radars|software stacks|test fleets", "|"
)
CITIES = _words("Munich Phoenix Shenzhen Austin Lyon Osaka Gothenburg Pittsburgh Wuhan Seoul Leeds Haifa Toronto Turin")
COMMON = _words(
    "the a of to in and for on with that its from by at as is was has will be company vehicle road test driver city "
    "deal partner service system report year market safety data fleet million technology car plan"
)


@dataclass(frozen=True, slots=True)
class Size:
    articles: int
    partnerships: int
    companies: int
    seed: int = 1


@dataclass(slots=True)
class World:
    """What the rows are drawn from. ``deals`` in the order of their first report."""

    size: Size
    rng: random.Random
    names: list[str] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    fillers: list[str] = field(default_factory=list)
    people: int = 0
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Deal:
    id: int
    kind: Kind
    a: int
    b: int
    stage: Stage
    day: date
    ended: date | None
    reports: tuple[date, ...]
    subject: str
    confidence: float


def make_world(size: Size) -> World:
    """Names, deals and sentences for a load; cost linear in the number of deals."""
    rng = random.Random(size.seed)  # noqa: S311 - made-up data, and the same for the same seed
    # 62 sources for ten thousand articles: small archives follow as many feeds as big ones, only not for as long.
    world = World(size, rng, people=max(20, size.articles // 400), sources=max(6, min(400, size.articles // 160)))
    world.names = _make_names(rng, size.companies)
    world.fillers = [_make_filler(rng) for _ in range(4_000)]
    world.deals = sorted(_make_deals(world), key=lambda deal: deal.reports[0])
    return world


def _make_names(rng: random.Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        stem = rng.choice(STARTS) + rng.choice(MIDDLES) + rng.choice(FINISHES)
        if rng.random() < 0.4 or stem in names:
            stem += rng.choice(MIDDLES) + rng.choice(FINISHES)
        names.setdefault(f"{stem} {rng.choice(ENDINGS)}" if rng.random() < 0.5 else stem)
    return list(names)


def _make_filler(rng: random.Random) -> str:
    """A sentence in which the n-th rarest word is about 1/n as frequent as the first, as in a language."""
    words = []
    for _ in range(rng.randint(9, 26)):
        if rng.random() < 0.55:
            words.append(rng.choice(COMMON))
        else:
            rank = int(20_000 ** rng.random())
            plural = "s" if rank % 3 == 0 else ""
            words.append(f"{STARTS[rank % 26].lower()}{MIDDLES[rank // 26 % 10]}{FINISHES[rank // 260 % 12]}{plural}")
    return f"{' '.join(words).capitalize()}."


def _make_deals(world: World) -> Iterator[Deal]:
    rng, count = world.rng, world.size.companies
    weights = list(accumulate((rank + 8) ** -0.75 for rank in range(count)))
    companies = range(1, count + 1)
    seen: set[tuple[str, int, int]] = set()
    span = (LAST - FIRST).days
    while len(seen) < world.size.partnerships:
        a, b = rng.choices(companies, cum_weights=weights, k=2)
        kind = rng.choices(KINDS, KIND_WEIGHTS)[0]
        if kind in SYMMETRIC and b < a:
            a, b = b, a
        if a == b or (kind, a, b) in seen:
            continue
        seen.add((kind, a, b))
        stage = rng.choices(STAGES, STAGE_WEIGHTS)[0]
        # More deals in late years than in early ones.
        day = FIRST + timedelta(days=int(span * rng.random() ** 0.6))
        later = [
            min(day + timedelta(days=int(rng.expovariate(1 / 200))), LAST) for _ in range(rng.choice((0, 0, 1, 2)))
        ]
        yield Deal(
            id=len(seen), kind=kind, a=a, b=b, stage=stage, day=day,
            ended=min(day + timedelta(days=rng.randint(90, 2_500)), LAST) if stage == Stage.ENDED else None,
            reports=(day, *sorted(later)), subject=f"{rng.choice(THINGS)} in {rng.choice(CITIES)}",
            confidence=round(0.4 + 0.55 * rng.random(), 3),
        )  # fmt: skip


def make_directory(world: World) -> Iterator[Rows]:
    """Companies with their names, sources with a feed each, and authors."""
    rng = world.rng
    native = ["".join(rng.sample(NATIVE, 3)) if rng.random() < 0.2 else "" for _ in world.names]
    names = list(enumerate(zip(world.names, native, strict=True), 1))
    yield Rows(Company, ("id", "name", "slug", "sector", "country", "native_name"), [
        (pk, name, f"c{pk}-{name.lower().replace(' ', '-')}", rng.choice(Company.Sector.values), rng.choice(COUNTRIES),
         own)
        for pk, (name, own) in names
    ])  # fmt: skip
    spellings = [(pk, name, "name") for pk, (name, _own) in names]
    spellings += [(pk, own, "native") for pk, (_name, own) in names if own]
    yield Rows(CompanyName, ("company", "text", "kind"), spellings)
    hosts = [(pk, f"news-{pk}.example") for pk in range(1, world.sources + 1)]
    yield Rows(Source, ("id", "name", "slug", "host", "site_url", "kind", "country"), [
        (pk, f"{rng.choice(STARTS)}{rng.choice(FINISHES)} News {pk}", f"source-{pk}", host, f"https://{host}/",
         rng.choice(Source.Kind.values), rng.choice(COUNTRIES))
        for pk, host in hosts
    ])  # fmt: skip
    yield Rows(Feed, ("id", "source", "url", "next_poll_at"), [
        (pk, pk, f"https://{host}/feed.xml", "2026-07-01 00:00:00") for pk, host in hosts
    ])  # fmt: skip
    people = [
        f"{rng.choice(STARTS)}{rng.choice(FINISHES)} {rng.choice(STARTS)}{rng.choice(MIDDLES)}{rng.choice(FINISHES)}"
        for _ in range(world.people)
    ]
    yield Rows(Author, ("id", "name", "slug", "key", "source"), [
        (pk, name, f"author-{pk}", f"{name.lower()} {pk}", pk % world.sources + 1)
        for pk, name in enumerate(people, 1)
    ])  # fmt: skip


def make_deals(world: World) -> Iterator[Rows]:
    """Partnerships and their two parties each."""
    for batch in _cut(world.deals):
        yield Rows(Partnership, PARTNERSHIP, [_make_partnership(deal) for deal in batch])
        yield Rows(Party, ("partnership", "company", "other", "kind", "stage", "shown_on"), [
            (deal.id, one, other, deal.kind.value, deal.stage.value, deal.day.isoformat())
            for deal in batch for one, other in ((deal.a, deal.b), (deal.b, deal.a))
        ])  # fmt: skip


PARTNERSHIP = (
    "id", "kind", "a", "b", "stage", "first_on", "first_precision", "ended_on", "ended_precision", "last_on",
    "shown_on", "subject", "claims_count", "articles_count", "reports_count", "confidence", "reviewed", "changed_at",
)  # fmt: skip


def _make_partnership(deal: Deal) -> tuple[Any, ...]:
    count, day, last = len(deal.reports), deal.day.isoformat(), deal.reports[-1].isoformat()
    ended = deal.ended.isoformat() if deal.ended else None
    return (
        deal.id, deal.kind.value, deal.a, deal.b, deal.stage.value, day, "month" if deal.id % 4 == 0 else "day",
        ended, "month" if ended else "", last, day, deal.subject, count, count, count, deal.confidence,
        deal.id % 9 == 0, _moment(last, deal.id),
    )  # fmt: skip


def make_articles(world: World) -> Iterator[tuple[int, Rows]]:
    """Pages, articles and everything that hangs on them, with the number of articles each batch stands for.

    Every report of a deal is a claim in an article of its day; articles beyond that only mention companies.
    """
    reports = sorted((day, deal.id) for deal in world.deals for day in deal.reports)
    deals = {deal.id: deal for deal in world.deals}
    total, count = world.size.articles, len(reports)
    writer = _Writer(world)
    at = 0
    for start in range(0, total, BATCH):
        numbers = range(start, min(start + BATCH, total))
        for number in numbers:
            told = []
            while at < count and at * total // count <= number:
                told.append(deals[reports[at][1]])
                at += 1
            day = reports[min(number * count // total, count - 1)][0] if count else LAST
            writer.write(number + 1, day, told)
        for table, columns in WRITTEN.items():
            yield len(numbers) if table is Article else 0, Rows(table, columns, writer.rows[table])
        writer.clear()


WRITTEN: dict[type[Model], tuple[str, ...]] = {
    Page: ("id", "url", "key", "source", "state", "fetched_at"),
    Article: ("id", "page", "source", "url", "title", "published", "published_at", "language", "text", "rules_version",
              "read_at", "content_hash"),
    Byline: ("article", "author"),
    Mention: ("article", "company", "name", "text", "kind", "start", "end"),
    Claim: ("article", "key", "kind", "a", "b", "a_name", "b_name", "partnership", "stage", "on", "precision",
            "subject", "evidence", "start", "end", "confidence", "rule", "rules_version", "desk_use"),
    Quote: ("article", "company", "company_name", "speaker", "office", "text", "start", "end"),
    Entry: ("feed", "page", "key", "url", "title", "first_seen_at", "last_seen_at"),
}  # fmt: skip
"""The tables that articles are written into, with their columns."""


class _Writer:
    """Writes one article after the other into lists of rows."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clear()

    def clear(self) -> None:
        self.rows: dict[type[Model], list[tuple[Any, ...]]] = {table: [] for table in WRITTEN}

    def write(self, pk: int, day: date, told: Sequence[Deal]) -> None:
        rng, names, rows = self.world.rng, self.world.names, self.rows
        source = int(self.world.sources * rng.random() ** 2) + 1
        sentences = [self._say(deal) for deal in told]
        companies = [side for deal in told for side in (deal.a, deal.b)]
        if not told:
            companies = rng.sample(range(1, len(names) + 1), 2)
            sentences = [f"{names[companies[0] - 1]} and {names[companies[1] - 1]} were both seen at the fair."]
        fillers = rng.choices(self.world.fillers, k=rng.randint(10, 22))
        paragraphs = [*sentences, *(" ".join(fillers[at : at + 4]) for at in range(0, len(fillers), 4))]
        text, title = "\n\n".join(paragraphs), sentences[0].rstrip(".")[:200]
        url = f"https://news-{source}.example/{day:%Y/%m}/{pk}"
        key, published = url_key(url), day.isoformat()
        moment = _moment(published, pk)
        rows[Page].append((pk, url, key, source, Page.State.READ.value, moment))
        rows[Article].append((
            pk, pk, source, url, title, published, moment, "en", text, RULES_VERSION, moment,
            hashlib.sha256(text.encode()).hexdigest(),
        ))  # fmt: skip
        rows[Byline].append((pk, rng.randint(1, self.world.people)))
        self._mention(pk, text, companies)
        self._claim(pk, text, told, sentences)
        if pk % 12 == 0:
            self._quote(pk, text, companies[0], fillers[0])
        if pk % 20 == 0:
            rows[Entry].append((source, pk, key, url, title, moment, moment))

    def _say(self, deal: Deal) -> str:
        rng, names = self.world.rng, self.world.names
        pattern = SENTENCES[deal.kind]
        return pattern.format(
            a=names[deal.a - 1], b=names[deal.b - 1], things=rng.choice(THINGS), city=rng.choice(CITIES)
        )

    def _mention(self, pk: int, text: str, companies: Sequence[int]) -> None:
        for company in dict.fromkeys(companies):
            name = self.world.names[company - 1]
            start = text.index(name)
            self.rows[Mention].append((pk, company, name, name, "name", start, start + len(name)))

    def _claim(self, pk: int, text: str, told: Sequence[Deal], sentences: Sequence[str]) -> None:
        names, seen = self.world.names, set()
        for deal, sentence in zip(told, sentences, strict=False):
            key = f"{deal.kind.value}|{deal.a}|{deal.b}"
            if key in seen:
                continue
            seen.add(key)
            start = text.index(sentence)
            self.rows[Claim].append((
                pk, key, deal.kind.value, deal.a, deal.b, names[deal.a - 1], names[deal.b - 1], deal.id,
                deal.stage.value, deal.day.isoformat(), "day", deal.subject, sentence, start, start + len(sentence),
                deal.confidence, "synthetic", RULES_VERSION,
                use_of_judging(deal.confidence, deal.day, len(deal.reports)),
            ))  # fmt: skip

    def _quote(self, pk: int, text: str, company: int, said: str) -> None:
        rng, start = self.world.rng, text.index(said)
        speaker = f"{rng.choice(STARTS)} {rng.choice(FINISHES).title()}"
        name = self.world.names[company - 1]
        self.rows[Quote].append((pk, company, name, speaker, "chief executive", said, start, start + len(said)))


def _moment(day: str, salt: int) -> str:
    return f"{day} {salt % 24:02}:{salt % 60:02}:00"


def _cut(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
