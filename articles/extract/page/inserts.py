"""What stands between an article's paragraphs and is none of it, told by what it says and where it stands: boxes under
a telling heading, pointers to other stories, captions beside pictures without a <figure>, consents to embedded content.

Names of classes are left to ``pruning``. Nothing goes that holds much of the page's text.
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from articles.extract.page.furniture import is_comment_heading, is_policy_heading, is_stop
from articles.extract.page.pruning import MOST_FURNITURE, may_go, measure_page
from articles.extract.page.trees import all_words, drop_elements, text_length
from articles.extract.page.urls import site_of

MOST_LOOKED_AT = 400
"""Headings, paragraphs and pictures of a page that are looked at."""

MOST_TELLING = 60
"""Telling headings and buttons whose boxes are weighed."""

LEVELS_AROUND = 6
"""How far above a heading its box may be."""

LONGEST_LABEL = 60
"""Characters in front of a link that may announce it."""

MOST_IN_LIST = 8
"""Links of a line or a list that points to other stories; with more, it is a menu or an article that is a list."""

LONGEST_HEADING, LONGEST_POINTER, LONGEST_CAPTION = 200, 250, 250
LONGEST_CONSENT = 700

_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "strong", "b", "legend")
_BOXES = frozenset(("div", "section", "aside", "ul", "ol", "details", "table", "tbody", "tr", "td", "p"))
_LABEL_END = re.compile(r"[:：>＞»\]】)）►▶→|]$")
_CREDIT = re.compile(
    r"(?:\b(?:photo(?:graph)?|foto(?:grafi[ae])?|picture|image|bild|imagen|cr[ée]dit|illustration|grafikk?)(?:s|e|er)?\s*"
    r"(?:(?:credit|by|courtesy(?: of)?|von|par|por|di|av|af)\b|[:：/|=©])[^.!?]{2,60}|\bcourtesy of [^.!?]{2,60}|"
    r"\s[/|©]\s*[^/|.!?]{2,40}\.?[^/|.!?]{0,30}|\([^()]{2,60}/[^()]{2,60}\)|[^。]{1,12}[摄攝]|撮影|供图|"
    r"사진[^.]{0,20}|写真[^。]{0,20}|"
    r"(?:出典|提供|資料|撮影|画像|出所|图源|来源|图片?|摄影)\s*[:：/／][^。（）()]{1,40})\s*[).）】\]]?$",
    re.IGNORECASE,
)
"""How a caption ends: with whose picture it is."""
_PICTURES = ("img", "picture", "amp-img", "video", "amp-carousel")
_CONSENT = re.compile(
    r"extern\w* (?:inhalt|medi|dienst|content)|(?:external|third[- ]party|embedded) (?:content|media|service)|"
    r"contenus? (?:externe|tiers)|contenidos? extern|contenuti estern|externa? innehåll|eksternt indhold|"
    r"(?:set|use|place)s? cookies|cookies? (?:setz|verwend|zulass)|外部(?:コンテンツ|サービス)",
    re.IGNORECASE,
)


def prune_inserts(tree: HtmlElement, whole: int, *, url: str = "") -> None:
    """Take out what is set between the paragraphs. ``whole``: characters of the page's text. ``url`` is the page's
    address: pointers lead to its own site.
    """
    limit = whole * MOST_FURNITURE
    _prune_consents(tree, min(LONGEST_CONSENT, limit))
    _prune_headed_boxes(tree, limit)
    _prune_pointers(tree, url, limit)


def _prune_headed_boxes(tree: HtmlElement, limit: float) -> None:
    """Boxes whose first words are a heading such as "Latest news" or "How we work", with all that is in them."""
    lengths: dict[HtmlElement, int] = {}
    headings = list(islice(filter(_is_telling, islice(tree.iter(*_HEADINGS), MOST_LOOKED_AT)), MOST_TELLING))
    for heading in headings:
        box = _box_begun_by(heading, tree, limit, lengths)
        # A box of other stories leads to them; else the heading may be one of the article's own.
        if box is not None and (box.find(".//a") is not None or is_policy_heading(all_words(heading))):
            drop_elements([box])


def _is_telling(heading: HtmlElement) -> bool:
    words = _few_words(heading, LONGEST_HEADING)
    return is_policy_heading(words) or (is_stop(words) and not is_comment_heading(words))


def _box_begun_by(
    heading: HtmlElement, tree: HtmlElement, limit: float, lengths: dict[HtmlElement, int]
) -> HtmlElement | None:
    """The largest box that begins with a heading and is no great part of the page; ``lengths``: those known so far."""
    found, inner = None, heading
    for box in islice(heading.iterancestors(), LEVELS_AROUND):
        if box.tag not in _BOXES or _words_before(inner):
            break
        if box not in lengths:
            lengths[box] = measure_page(box)[1]
        if lengths[box] > limit or not may_go(box, tree):
            break
        found, inner = box, box
    return found if found is not None and text_length(found) > text_length(heading) else None


def _words_before(element: HtmlElement) -> bool:
    """Whether words stand in front of an element in the same box."""
    parent = element.getparent()
    if parent is None or (parent.text or "").strip():
        return True
    return any(_has_words(before) or (before.tail or "").strip() for before in element.itersiblings(preceding=True))


def _has_words(element: HtmlElement) -> bool:
    """Whether any words stand below an element; looks no further than the first."""
    return any(str(text).strip() for text in element.itertext())


def _few_words(element: HtmlElement, most: int) -> str:
    """The words below an element, or "" where they have more characters than ``most``; looks no further than that."""
    words = ""
    for text in element.itertext():
        words = f"{words}{text}"[: 4 * most]
        if len(" ".join(words.split())) > most:
            return ""
    return " ".join(words.split())


def _prune_pointers(tree: HtmlElement, url: str, limit: float) -> None:
    """Lines that only point to other stories, and lists of nothing else: "More on lidar: Lidar in ten pictures". Where
    there is more of them than ``limit`` characters, the article is a list of stories.
    """
    lines = [line for line in islice(tree.iter("p"), MOST_LOOKED_AT) if _points_elsewhere(line, url)]
    for listing in islice(tree.iter("ul", "ol"), MOST_LOOKED_AT):
        items = list(islice(listing.iterchildren("li"), MOST_IN_LIST + 1))
        if 0 < len(items) <= MOST_IN_LIST and all(_points_elsewhere(item, url, bare=True) for item in items):
            lines.append(listing)
    if sum(map(text_length, lines)) <= limit:
        drop_elements(lines)


def _points_elsewhere(line: HtmlElement, url: str, *, bare: bool = False) -> bool:
    """Whether a line is links to other stories with a label before each. One link without any is a line of its own,
    unless ``bare``.
    """
    links = list(islice(line.iter("a"), MOST_IN_LIST + 1))
    if not 0 < len(links) <= MOST_IN_LIST or not (rest := _few_words(line, LONGEST_POINTER * len(links))):
        return False
    labels = []
    for link, title in ((link, all_words(link)) for link in links):
        if not title or title.endswith((".", "。")):
            return False
        label, found, rest = rest.partition(title)
        if not found or not _is_story(link.get("href", ""), title, url):
            return False
        labels.append(label.strip())
    told = [label for label in labels if any(map(str.isalnum, label))]
    if not all(len(label) <= LONGEST_LABEL and _LABEL_END.search(label) and not _STOP.search(label) for label in told):
        return False
    return not any(map(str.isalnum, rest)) and (bare or len(links) > 1 or bool(labels[0]))


_STOP = re.compile(r"[.!?。]\s")


def _is_story(href: str, title: str, url: str) -> bool:
    """Whether a link leads to another page of the site under a title of some words."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    if parts.scheme not in ("", "http", "https") or not parts.path.strip("/"):
        return False
    if parts.netloc and not (url and site_of(href.strip()) == site_of(url)):
        return False
    return len(title.split()) >= 3 or sum(char > "\u2e7f" for char in title) >= 6


def prune_captions(tree: HtmlElement) -> None:
    """Take out short lines straight behind a picture that end with whose picture it is. To be done before elements go
    by their names: the owner's may bear one.
    """
    for picture in list(islice(tree.iter(*_PICTURES), MOST_LOOKED_AT)):
        around = picture.getparent()
        if around is not None and around.tag == "p" and _is_caption_only(around, picture):
            drop_elements([around])
            continue
        line = _line_behind(picture)
        if line is None or line.tag not in ("p", "div", "span", "small", "em", "td", "center"):
            continue
        words = _few_words(line, LONGEST_CAPTION)
        if len(words) >= 5 and _CREDIT.search(words) and line.find(".//p") is None:
            drop_elements([line])


def _is_caption_only(paragraph: HtmlElement, picture: HtmlElement) -> bool:
    """Whether a paragraph is a picture and, on a line of its own below it, a few words that are no sentence."""
    words = _few_words(paragraph, LONGEST_LABEL)
    behind = picture.getnext()
    if not words or (paragraph.text or "").strip() or (picture.tail or "").strip():
        return False
    return (
        paragraph[0] is picture
        and behind is not None
        and behind.tag == "br"
        and len(paragraph) == 2
        and not words.endswith((".", "!", "?", ":", "。", "！", "？", "：", "”", "」"))
    )


def _line_behind(picture: HtmlElement) -> HtmlElement | None:
    """The first element with words behind a picture, where none stand between the two."""
    box = picture
    for _ in range(4):
        if (box.tail or "").strip():
            return None
        for following in islice(box.itersiblings(), 4):
            if _has_words(following):
                return following
            if (following.tail or "").strip():
                return None
        parent = box.getparent()
        if parent is None or parent.tag in ("body", "figure", "article", "a") or _has_words(parent):
            return None
        box = parent
    return None


def _prune_consents(tree: HtmlElement, limit: float) -> None:
    """What is shown in place of embedded content until a button is pressed."""
    lengths: dict[HtmlElement, int] = {}
    for button in list(islice(tree.iter("button"), MOST_TELLING)):
        box = None
        for around in islice(button.iterancestors(), 3):
            if around not in lengths:
                lengths[around] = text_length(around)
            if around.tag not in _BOXES or lengths[around] > limit or not may_go(around, tree):
                break
            box = around
        if box is not None and _CONSENT.search(all_words(box)):
            drop_elements([box])
