"""What came in → its rows: an address becomes a page once, a parsed page an article, its people authors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count

from articles.directory import host_of
from articles.extract import likeness
from articles.extract import page as extract
from articles.extract.bylines import Person, parse_byline
from articles.extract.dates import When
from articles.extract.names import person_key, slugify
from articles.extract.page import canonical_url
from articles.extract.page.urls import plain_host
from articles.extract.relevance import Relevance
from articles.models import Article, Author, Band, Byline, Page, Position, Revision, Source, Story
from articles.models.columns import clean, fit
from articles.models.insertion import insert_new, insert_row
from articles.models.page import url_key
from articles.models.prepared import Given, Prepared, number_each

URN = "urn:sha256:"
"""How a text without an address is known: by its content."""

STORY_DAYS = 21
"""Copies of one story appear within weeks; further apart, like words are a series, not a reprint."""

OFF_TOPIC = "not about autonomous driving"
"""How the reason begins when the relevance filter left a page out."""

TEASER_MARK = "teaser only"
"""How the mark of a page begins whose article is what a feed said of it."""

CANDIDATES = 20
"""Articles weighed as the original of a copy, those that share most bands first."""

_STANDING = Prepared(lambda: Article.objects.select_for_update().filter(page=Given("page")).order_by())


def make_page(url: str, *, origin: str, source: Source | None = None, hints: Mapping[str, Any] | None = None) -> Page:
    """The page of an address, made if it is new. One article once: the address is made canonical first.

    A page that holds only our own brief of a report is opened again when a feed brings the report itself.
    ``ValueError`` says what is wrong with an address that is none.
    """
    if not url.startswith(URN):
        url = canonical_url(url)
    page, made = Page.objects.get_or_create(
        key=url_key(url),
        defaults=fit(Page, {"url": url, "origin": origin, "source": source or source_of(url), "hints": hints or {}}),
    )
    if not made and page.origin == Page.Origin.BRIEF and origin != Page.Origin.BRIEF:
        page.origin, page.state, page.hints = origin, Page.State.NEW, fit(Page, {"hints": hints or {}})["hints"]
        page.save(update_fields=["origin", "state", "hints"])
    return page


def check_unread(page: Page, article: Article | None) -> None:
    """Refuse, by ``ValueError``, to put other bytes in the place of a page that was read: no trail, no way back.

    Our own brief gives way to the report, and a feed's teaser to the page that could not be had.
    """
    whole = page.body_hash and not any(mark.startswith(TEASER_MARK) for mark in page.marks)
    if article is not None and article.form == Article.Form.REPORT and whole:
        raise ValueError(
            f"{page.url} was read already (article {article.pk}), and its page is kept as it came. To correct its "
            "text, open the article in the admin and change it there: that is on the trail and can be undone."
        )


def source_of(url: str, name: str = "") -> Source | None:
    """The source an address belongs to, by host, made if it is new; None for an address without a host.

    ``m.news.example`` is no source of its own, unless somebody made it one.
    """
    host = host_of(url)
    if not host:
        return None
    plain = host_of(f"//{plain_host(url)}")
    known = Source.objects.filter(host__in=(host, plain)).order_by("pk")
    if found := sorted(known, key=lambda source: source.host != host):
        return found[0]
    host = plain
    slug = slugify(host.replace(".", "-"))[:110]
    if Source.objects.filter(slug=slug).exclude(host=host).exists():
        slug += f"-{hashlib.sha256(host.encode()).hexdigest()[:6]}"  # a-b.example and a.b.example are two
    fields = fit(Source, {"name": name or host, "site_url": f"https://{host}/", "host": host})
    source, _ = Source.objects.get_or_create(slug=slug, defaults=fields)
    return source


def why_off_topic(source: Source | None, relevance: Relevance) -> str:
    """Why something from a general source is left out, in plain words; empty where it stays.

    Sources that write about nothing else are taken whole: their sober headlines often lack every topic word.
    """
    if source is None or not source.topics_only or relevance.relevant or relevance.unsure:
        return ""
    weighed = "; ".join(relevance.reasons) or "no word of it"
    return f"{OFF_TOPIC}: {weighed}"[:500]


@transaction.atomic(savepoint=False)
def save_article(page: Page, parsed: extract.Page, now: datetime) -> Article:
    """Write what a page holds; fields a person set stay, and what the machine read instead is kept beside them."""
    article = _STANDING.first(page=page.pk) or Article()
    article.page = page
    fields = fields_of(page, parsed, now)
    # What the page said, where a person has put something else in its place: theirs is no revision of the page's.
    title, text = (article.held.get(name, getattr(article, name)) for name in ("title", "text"))
    edited = not page.rules_version  # these bytes are new; else newer rules, or an editor's help, read the old ones
    if edited and article.pk and text and text != fields["text"] and article.form == fields["form"]:
        Revision.objects.create(article=article, title=title, text=text, seen_at=now)
    before = article.title, article.text, article.published
    for name, value in fields.items():
        if name in article.held:
            article.held[name] = value.isoformat() if isinstance(value, date) else value
        else:
            setattr(article, name, value)
    made = article.pk is None
    if not made and (article.title, article.text, article.published) != before:
        article.rules_version = 0
    article.content_hash = likeness.content_hash(article.text)
    if made:
        insert_row(article)
    else:
        article.save()
    if "authors" not in article.held:
        _save_bylines(article, people_of(page, parsed), made=made)
    _save_bands(article, made=made)
    return article


def fields_of(page: Page, parsed: extract.Page, now: datetime) -> dict[str, Any]:
    """What a parsed page says, as an article's columns can take it."""
    hints = page.hints
    published = day_of(parsed.published, hints.get("published", ""), now)
    fields = {
        "source": page.source,
        "form": Article.Form.BRIEF if page.origin == Page.Origin.BRIEF else Article.Form.REPORT,
        "url": page.url,
        "title": _title_of(page, parsed),
        "published": published,
        "published_at": parsed.published_at,
        "modified_at": parsed.modified_at,
        "language": parsed.language,
        "image": parsed.image,
        "text": parsed.text,
        "html": parsed.html,
        "cut": list(parsed.cut),
    }
    return fit(Article, fields)


def people_of(page: Page, parsed: extract.Page) -> tuple[Person, ...]:
    """Who wrote it: the page's own word, else what whoever brought it said."""
    outlet = page.source.name if page.source else ""
    return parsed.authors or parse_byline(page.hints.get("authors", ""), outlet=outlet)


def _title_of(page: Page, parsed: extract.Page) -> str:
    """The page's own title, but whoever brought a text by hand knows it better than a guess at its first line."""
    given: str = page.hints.get("title", "")
    by_hand = page.origin in {Page.Origin.BRIEF, Page.Origin.HAND}
    return (given or parsed.title) if by_hand else (parsed.title or given)


def day_of(published: When | None, hint: str, now: datetime) -> date | None:
    """The article's day: the page's own, else what whoever brought it said; never later than tomorrow.

    A page dated in the future is a wrong clock or an embargo note: its day is then the day we saw it.
    """
    day = published.first if published else None
    if day is None and hint:
        try:
            day = date.fromisoformat(hint[:10])
        except ValueError:
            day = None
    latest = (now + timedelta(days=1)).date()
    return min(day, latest) if day else None


def _save_bylines(article: Article, people: Iterable[Person], *, made: bool) -> None:
    authors = [save_person(person, article) for person in people]
    if not made:
        article.bylines.exclude(author__in=authors).delete()
    for order, author in enumerate(authors):
        Byline.objects.update_or_create(article=article, author=author, defaults={"order": order})


def save_person(person: Person, article: Article) -> Author:
    """One person once a source; positions and other names are added to what is known, never taken away."""
    source = article.source
    person = replace(person, name=clean(person.name)[:200])
    key = person_key(person.name)[:200]
    author = (find_author(key, source) or _make_author(person, source, key)).survivor()
    _enrich(author, person)
    for position in person.positions:
        held = {"employer": position.employer, "role": position.role, "beat": position.beat}
        # An article that is silent about the years does not take away what another one said of them.
        years = {"since": position.since, "until": position.until}
        told = {name: when.iso for name, when in years.items() if when}
        Position.objects.update_or_create(author=author, **fit(Position, held), defaults={**told, "article": article})
    return author


def find_author(key: str, source: Source | None) -> Author | None:
    """The row of a name in a source, which may have been merged into another one's."""
    return Author.objects.filter(source=source, key=key).first()


def _make_author(person: Person, source: Source | None, key: str) -> Author:
    stem = slugify(person.name)[:120]
    tail = hashlib.sha256(f"{source.slug if source else ''}|{key}".encode()).hexdigest()[:6]
    for slug in (stem, f"{stem}-{tail}"):
        try:
            with transaction.atomic():
                return Author.objects.create(name=person.name, slug=slug, key=key, source=source)
        except IntegrityError:
            # Either the slug is another person's, or another worker has just made this very author.
            if found := find_author(key, source):
                return found
    raise RuntimeError(f"no free address for author {person.name!r}")


def _enrich(author: Author, person: Person) -> None:
    others = [*author.also_known_as, *(name for name in person.also_known_as if name not in author.also_known_as)]
    wanted = {"also_known_as": others, "bio": person.bio or author.bio, "url": person.url or author.url}
    wanted = fit(Author, wanted)
    differing = [name for name, value in wanted.items() if getattr(author, name) != value and name not in author.held]
    for name in differing:
        setattr(author, name, wanted[name])
    if differing:
        author.save(update_fields=[*differing, "changed_at"])


def _save_bands(article: Article, *, made: bool) -> None:
    """Fingerprint the text, and put the article into the story of the copies that stand already."""
    bands = sorted(set(likeness.find_bands(article.text)))
    if not made:
        if set(article.bands.values_list("value", flat=True)) == set(bands):
            return
        article.bands.all().delete()
    insert_new(Band(article_id=article.pk, value=value) for value in bands)
    story = _find_story(article, bands)
    if article.story_id != story:
        article.story_id = story
        article.save(update_fields=["story"])


def _find_story(article: Article, bands: list[int]) -> int | None:
    """The story of the stored article this one is a near copy of, begun with the two where that one has none yet."""
    candidates = _find_candidates(article, bands)
    measure = likeness.likeness_to(article.text if candidates else "")
    twin = next(((pk, story) for pk, text, story in candidates if measure(text) >= likeness.SAME_STORY), None)
    if twin is None or twin[1] is not None:
        return twin and twin[1]
    begun = Story.objects.create()
    Article.objects.filter(pk=twin[0], story__isnull=True).update(story=begun)
    return begun.pk


def _find_candidates(article: Article, bands: list[int]) -> list[tuple[int, str, int | None]]:
    """Id, text and story of the articles that share most bands with this one; our own briefs are nobody's copies."""
    if not bands or article.form == Article.Form.BRIEF:
        return []
    given = number_each("band", bands) | {"article": article.pk}
    if article.published:
        span = timedelta(days=STORY_DAYS)
        given |= {"since": article.published - span, "until": article.published + span}
    likely = [pk for pk, _ in _sharing(len(bands), dated=bool(article.published)).rows(**given)]
    if not likely:
        return []
    texts = {pk: (pk, text, story) for pk, text, story in _texts_of(len(likely)).rows(**number_each("pk", likely))}
    return [texts[pk] for pk in likely if pk in texts]


@lru_cache(64)
def _sharing(number: int, *, dated: bool) -> Prepared:
    """Articles that share some of so many bands, with how many they share, those that share most first."""
    near = Article.objects.filter(bands__value__in=Given.each("band", number), form=Article.Form.REPORT)
    near = near.exclude(pk=Given("article"))
    if dated:
        near = near.filter(published__gte=Given("since"), published__lte=Given("until"))
    shared = near.values("pk").annotate(shared=Count("bands")).filter(shared__gte=likeness.SHARED_BANDS)
    return Prepared(lambda: shared.order_by("-shared", "pk").values_list("pk", "shared")[:CANDIDATES])


@lru_cache(64)
def _texts_of(number: int) -> Prepared:
    return Prepared(lambda: Article.objects.filter(pk__in=Given.each("pk", number)).values_list("pk", "text", "story"))
