"""A made-up archive of any size, plausible enough to measure with: few companies do most deals, few words most work.

Everything follows from the seed. Rows come as unsaved objects with their ids, batch by batch, in an order in which no
row names a later one.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from typing import Any

from django.db.models import Model

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
    world = World(size, rng, people=max(20, size.articles // 400), sources=max(6, min(400, size.articles // 2_000)))
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


def make_directory(world: World) -> Iterator[Sequence[Model]]:
    """Companies with their names, sources with a feed each, and authors."""
    rng = world.rng
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    sectors = Company.Sector.values
    native = ["".join(rng.sample(NATIVE, 3)) if rng.random() < 0.2 else "" for _ in world.names]
    yield [
        Company(id=pk, name=name, slug=f"c{pk}-{name.lower().replace(' ', '-')}", sector=rng.choice(sectors),
                country=rng.choice(COUNTRIES), native_name=native[pk - 1])
        for pk, name in enumerate(world.names, 1)
    ]  # fmt: skip
    yield [CompanyName(company_id=pk, text=name, kind="name") for pk, name in enumerate(world.names, 1)]
    yield [CompanyName(company_id=pk, text=text, kind="native") for pk, text in enumerate(native, 1) if text]
    hosts = [f"news-{pk}.example" for pk in range(1, world.sources + 1)]
    yield [
        Source(id=pk, name=f"{rng.choice(STARTS)}{rng.choice(FINISHES)} News {pk}", slug=f"source-{pk}", host=host,
               site_url=f"https://{host}/", kind=rng.choice(Source.Kind.values), country=rng.choice(COUNTRIES))
        for pk, host in enumerate(hosts, 1)
    ]  # fmt: skip
    yield [
        Feed(id=pk, source_id=pk, url=f"https://{host}/feed.xml", next_poll_at=moment)
        for pk, host in enumerate(hosts, 1)
    ]
    people = [
        f"{rng.choice(STARTS)}{rng.choice(FINISHES)} {rng.choice(STARTS)}{rng.choice(MIDDLES)}{rng.choice(FINISHES)}"
        for _ in range(world.people)
    ]
    yield [
        Author(id=pk, name=name, slug=f"author-{pk}", key=f"{name.lower()} {pk}", source_id=pk % world.sources + 1)
        for pk, name in enumerate(people, 1)
    ]


def make_deals(world: World) -> Iterator[Sequence[Model]]:
    """Partnerships and their two parties each."""
    for batch in _cut(world.deals):
        yield [_make_partnership(deal) for deal in batch]
        yield [
            Party(partnership_id=deal.id, company_id=one, other_id=other, kind=deal.kind, stage=deal.stage,
                  shown_on=deal.day)
            for deal in batch for one, other in ((deal.a, deal.b), (deal.b, deal.a))
        ]  # fmt: skip


def _make_partnership(deal: Deal) -> Partnership:
    count = len(deal.reports)
    return Partnership(
        id=deal.id, kind=deal.kind, a_id=deal.a, b_id=deal.b, stage=deal.stage, first_on=deal.day,
        first_precision="month" if deal.id % 4 == 0 else "day", ended_on=deal.ended,
        ended_precision="month" if deal.ended else "", last_on=deal.reports[-1], shown_on=deal.day,
        subject=deal.subject, claims_count=count, articles_count=count, reports_count=count, confidence=deal.confidence,
        reviewed=deal.id % 9 == 0, changed_at=_moment(deal.reports[-1], deal.id),
    )  # fmt: skip


def make_articles(world: World) -> Iterator[tuple[int, Sequence[Model]]]:
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
        yield len(numbers), writer.pages
        for rows in (writer.articles, writer.bylines, writer.mentions, writer.claims, writer.quotes, writer.entries):
            yield 0, rows
        writer.clear()


class _Writer:
    """Writes one article after the other into lists of rows."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clear()

    def clear(self) -> None:
        self.pages: list[Model] = []
        self.articles: list[Model] = []
        self.bylines: list[Model] = []
        self.mentions: list[Model] = []
        self.claims: list[Model] = []
        self.quotes: list[Model] = []
        self.entries: list[Model] = []

    def write(self, pk: int, day: date, told: Sequence[Deal]) -> None:
        rng, names = self.world.rng, self.world.names
        source = int(self.world.sources * rng.random() ** 2) + 1
        sentences = [self._say(deal) for deal in told]
        companies = [side for deal in told for side in (deal.a, deal.b)]
        if not told:
            companies = rng.sample(range(1, len(names) + 1), 2)
            sentences = [f"{names[companies[0] - 1]} and {names[companies[1] - 1]} were both seen at the fair."]
        fillers = rng.choices(self.world.fillers, k=rng.randint(10, 22))
        paragraphs = [*sentences, *(" ".join(fillers[at : at + 4]) for at in range(0, len(fillers), 4))]
        text = "\n\n".join(paragraphs)
        url = f"https://news-{source}.example/{day:%Y/%m}/{pk}"
        moment = _moment(day, pk)
        self.pages.append(
            Page(id=pk, url=url, key=url_key(url), source_id=source, state=Page.State.READ, fetched_at=moment)
        )
        self.articles.append(Article(
            id=pk, page_id=pk, source_id=source, url=url, title=sentences[0].rstrip(".")[:200], published=day,
            published_at=moment, language="en", text=text, rules_version=RULES_VERSION, read_at=moment,
            content_hash=hashlib.sha256(text.encode()).hexdigest(),
        ))  # fmt: skip
        self.bylines.append(Byline(article_id=pk, author_id=rng.randint(1, self.world.people)))
        self._mention(pk, text, companies)
        self._claim(pk, text, told, sentences)
        if pk % 12 == 0:
            start = text.index(fillers[0])
            speaker = f"{rng.choice(STARTS)} {rng.choice(FINISHES).title()}"
            self.quotes.append(Quote(
                article_id=pk, company_id=companies[0], company_name=names[companies[0] - 1], speaker=speaker,
                office="chief executive", text=fillers[0], start=start, end=start + len(fillers[0]),
            ))  # fmt: skip
        if pk % 20 == 0:
            self.entries.append(Entry(
                feed_id=source, page_id=pk, key=url_key(url), url=url, title=sentences[0][:200], first_seen_at=moment,
                last_seen_at=moment,
            ))  # fmt: skip

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
            self.mentions.append(Mention(
                article_id=pk, company_id=company, name=name, text=name, kind="name", start=start, end=start + len(name)
            ))  # fmt: skip

    def _claim(self, pk: int, text: str, told: Sequence[Deal], sentences: Sequence[str]) -> None:
        names, seen = self.world.names, set()
        for deal, sentence in zip(told, sentences, strict=False):
            key = f"{deal.kind}|{deal.a}|{deal.b}"
            if key in seen:
                continue
            seen.add(key)
            start = text.index(sentence)
            self.claims.append(Claim(
                article_id=pk, key=key, kind=deal.kind, a_id=deal.a, b_id=deal.b, a_name=names[deal.a - 1],
                b_name=names[deal.b - 1], partnership_id=deal.id, stage=deal.stage, on=deal.day, precision="day",
                subject=deal.subject, evidence=sentence, start=start, end=start + len(sentence),
                confidence=deal.confidence, rule="synthetic", rules_version=RULES_VERSION,
                desk_use=use_of_judging(deal.confidence, deal.day, len(deal.reports)),
            ))  # fmt: skip


def _moment(day: date, salt: int) -> datetime:
    return datetime.combine(day, time(salt % 24, salt % 60, tzinfo=UTC))


def _cut(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
