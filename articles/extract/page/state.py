"""The data by which scripts fill a page (``__NEXT_DATA__``, ``window.__STATE__ = {…}``) → the article in it.

Only asked where the markup holds no text. The article is the object with the page's title; its text is gathered from
below it in order, without what stands beside an article in such data too: other stories, pictures, people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_STATE = 3_000_000
"""Characters of a script that are read."""

MOST_OBJECTS = 50_000
DEEPEST = 60

_BEGIN = re.compile(r"(?:^|=|\()\s*(?=[{\[])|JSON\.parse\(\s*(?=\")")
_TITLES = ("headline", "title", "headlines", "name", "seoTitle")
_BODIES = re.compile(
    r"(?:article_?|post_?|story_?|main_?)?(?:body|content|text|html|blocks|paragraphs|elements|components|sections|"
    r"content_?elements|body_?(?:html|text|json|blocks)|rich_?text|document|data|children|nodes|items|value|rendered|"
    r"model|attributes|props|fields|parts|list_?items)",
    re.IGNORECASE,
)
"""Keys below which an article keeps its text."""

_OTHER = re.compile(
    r"image|photo|video|advert|^ad$|embed|related|newsletter|promo|gallery|quiz|poll|social|author", re.IGNORECASE
)
"""Types of blocks that hold no text of the article."""

_KIND = ("type", "_type", "__typename", "kind", "component", "nodeName", "name", "tag", "tagName")
_HEADING = re.compile(r"head(?:ing|er|line)?|sub-?(?:head|title)|^h[2-6]$|list", re.IGNORECASE)
_PEOPLE = ("authors", "author", "byline", "bylines", "creators", "credits", "writers", "contributors")
_DAYS = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publishedDate", "firstPublished",
    "first_publish_date", "publicationDate", "display_date", "date", "createdAt",
)  # fmt: skip
_PROSE = 40
"""Characters from which on a string is a sentence rather than a name, an address or a colour."""


@dataclass(frozen=True, slots=True)
class State:
    """The article found: its text, paragraphs parted by blank lines, HTML in it or not; and its bylines as written."""

    text: str = ""
    bylines: tuple[str, ...] = ()
    published: str = ""


def read_state(scripts: Sequence[str], titles: Sequence[str]) -> State:
    """The article of one of ``titles`` in the data of a page's scripts; an empty ``State`` where there is none."""
    wanted = {_letters(title) for title in titles} - {""}
    found = [
        State("\n\n".join(_texts(item)), tuple(_bylines(item)), _day_of(item))
        for script in scripts
        for value in map(_with_values, _values(script))
        for item in _objects(value)
        if _is_titled(item, wanted)
    ]
    return max(found, key=lambda state: len(state.text), default=State())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _values(script: str) -> Iterator[Any]:
    """The JSON values a script holds or assigns; what is no JSON is left out."""
    if len(script) > LONGEST_STATE:
        return
    decoder = json.JSONDecoder(strict=False)
    place = 0
    for _ in range(20):
        match = _BEGIN.search(script, place)
        if match is None:
            return
        try:
            value, place = decoder.raw_decode(script, match.end())
        except (ValueError, RecursionError):
            place = match.end() + 1
            continue
        if isinstance(value, str):
            yield from _values(value)
        else:
            yield value


def _with_values(value: Any) -> Any:
    """Data written as one flat list whose items name each other by their place (``__NUXT_DATA__``), as what it means.

    ``[{"title": 1, "tags": [2, 2]}, "A title", "cars"]`` → ``{"title": "A title", "tags": ["cars", "cars"]}``; any
    other value as it is. A list that holds itself, or would grow without bounds, is cut.
    """
    if not isinstance(value, list) or len(value) < FEWEST_PLACES or not _names_places(value[0]):
        return value
    left = MOST_OBJECTS

    def resolve(place: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if left < 0 or depth > DEEPEST or not isinstance(place, int) or not 0 <= place < len(value):
            return None
        item = value[place]
        if isinstance(item, dict):
            return {key: resolve(inner, depth + 1) for key, inner in item.items()}
        if not isinstance(item, list):
            return item
        if item and isinstance(item[0], str):  # ["Reactive", 7], ["Date", "2024-05-01"], ["Set", 3, 4]
            inner = [resolve(inner, depth + 1) if isinstance(inner, int) else inner for inner in item[1:]]
            return inner[0] if len(inner) == 1 else inner
        return [resolve(inner, depth + 1) for inner in item]

    return resolve(0, 0)


FEWEST_PLACES = 6
"""Items of a flat list of data; a shorter one holds no article."""


def _names_places(item: Any) -> bool:
    """Whether the first item of a list says where in it the others are."""
    if isinstance(item, dict):
        return bool(item) and all(type(place) is int for place in item.values())
    return isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and type(item[1]) is int


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < MOST_OBJECTS:
        item = waiting.pop()
        seen += 1
        if isinstance(item, dict):
            yield item
            waiting.extend(child for child in item.values() if isinstance(child, (dict, list)))
        elif isinstance(item, list):
            waiting.extend(child for child in item if isinstance(child, (dict, list)))


def _is_titled(item: dict[str, Any], wanted: set[str]) -> bool:
    for key in _TITLES:
        title = item.get(key)
        if isinstance(title, dict):
            title = next((text for text in title.values() if isinstance(text, str) and text), "")
        if isinstance(title, str) and len(title) < 600 and _letters(title) in wanted:
            return True
    return False


def _texts(article: dict[str, Any]) -> Iterator[str]:
    """The article's strings of text, in order, from the one of its keys that holds most of them."""
    by_key = [list(_gather(value, key, 0)) for key, value in article.items() if _BODIES.fullmatch(key)]
    yield from max(by_key, key=lambda texts: sum(map(len, texts)), default=[])


def _gather(value: Any, kind: str, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(value, str):
        text = value.strip()
        if (len(text) >= _PROSE and " " in text) or _HEADING.search(kind) or any(char > "\u2e7f" for char in text[:9]):
            yield text
    elif isinstance(value, list):
        for item in value:
            yield from _gather(item, kind, depth + 1)
    elif isinstance(value, dict):
        yield from _gather_block(value, kind, depth)


def _gather_block(block: dict[str, Any], kind: str, depth: int) -> Iterator[str]:
    own = next((text for key in _KIND if isinstance(text := block.get(key), str)), "")
    if _OTHER.search(own):
        return
    for key, value in block.items():
        if key not in _KIND and _BODIES.fullmatch(key):
            yield from _gather(value, own or kind, depth + 1)


def _bylines(article: dict[str, Any]) -> Iterator[str]:
    for key in _PEOPLE:
        people = article.get(key)
        for person in people if isinstance(people, list) else [people]:
            name = person.get("name") if isinstance(person, dict) else person
            if isinstance(name, str) and 0 < len(name) < 200:
                yield name


def _day_of(article: dict[str, Any]) -> str:
    """The day an article says it appeared, as written."""
    days = (article.get(key) for key in _DAYS)
    return next((str(day) for day in days if isinstance(day, str | int) and 6 <= len(str(day)) <= 40), "")
