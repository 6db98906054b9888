"""Copies of one report are put into one story as they arrive; look-alikes and our own briefs are not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from articles import pipeline
from articles.arrivals import save_person
from articles.extract.bylines import Person, Position
from articles.extract.dates import When
from articles.models import Article, Author, Story
from tests.extract.test_likeness import OTHER, REPRINT, STORY

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 5, 3, 9, tzinfo=UTC)


def take(text: str, name: str, published: str = "2024-05-03", **fields: Any) -> Article:
    article, page = pipeline.ingest(
        text.encode(), url=f"https://{name}.example/1", content_type="text/plain", now=NOW,
        hints={"published": published}, **fields,
    )  # fmt: skip
    assert article is not None, page.reason
    return article


def story_of(article: Article) -> Story | None:
    return Article.objects.get(pk=article.pk).story


def test_a_reprint_joins_the_story_of_the_report_it_copies() -> None:
    first, other, copy = take(STORY, "one"), take(OTHER, "two"), take(REPRINT, "three")
    assert story_of(first) is not None
    assert story_of(copy) == story_of(first)
    assert story_of(other) is None


def test_a_third_copy_joins_the_same_story() -> None:
    articles = [take(text, f"site{n}") for n, text in enumerate((STORY, REPRINT, "More at eleven. " + STORY))]
    assert len({story_of(article) for article in articles}) == 1
    assert Story.objects.count() == 1


def test_a_like_text_of_another_month_is_no_copy() -> None:
    first, later = take(STORY, "one", published="2024-01-03"), take(REPRINT, "two")
    assert story_of(first) is None
    assert story_of(later) is None


def test_an_article_that_is_silent_about_the_years_of_a_post_takes_none_away() -> None:
    article = take(STORY, "one")
    june, march = When(date(2022, 6, 1), "month"), When(date(2021, 3, 1), "month")
    for since, until in ((None, june), (None, None), (march, None), (None, None)):
        save_person(
            Person("Emma Lee", positions=(Position("TechNode", "reporter", since=since, until=until),)), article
        )
    (post,) = Author.objects.get().positions.all()
    assert (post.since, post.until) == ("2021-03", "2022-06")
