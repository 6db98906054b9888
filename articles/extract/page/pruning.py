"""Furniture known by the class names, ids and test ids its markup bears, taken out with a guard: never what holds most
of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum, auto
from functools import lru_cache
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from articles.extract.page.stories import leads_elsewhere
from articles.extract.page.trees import Named, drop_elements, text_length, unlinked_length


def _names(*expressions: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(expressions)})(?=$|[\s_-])", re.IGNORECASE)


_DROPPED = _names(
    r"author-?(?:bio|box|info|card|profile|description|details|about|block|section|widget)|about-?(?:the-)?author|post-author",
    r"(?:reporter|writer|journalist|contributor)-?(?:bio|box|info|card|profile|details)|bio-?box|byline-?(?:bio|block)|abh_box|saboxplugin\w*|pp-(?:author|multiple)\w*|molongui\w*",
    r"related(?:-?(?:posts?|articles?|stories|content|links?|news|topics|items?))?|jp-relatedposts|yarpp\w*|crp_related",
    r"(?:more|latest)-?(?:stories|news|articles|posts)|more-?from|read-?(?:next|also)|also-?read|recirc\w*|recommend(?:ed|ations?)\S*",
    r"you-?may-?(?:also-?)?like|most-?(?:read|popular)|popular-?(?:posts|articles)|trending|outbrain|taboola\S*",
    r"newsletter-?(?:box|form|signup|cta|widget|block|banner|inline)?|subscri(?:be|ption)-?(?:box|form|cta|widget|block|banner)",
    r"sign-?up-?(?:form|box|block)|mc4wp\S*|mailchimp\S*|share(?:-?(?:bar|buttons?|links?|tools|icons?|daddy))|sharedaddy",
    r"sd-sharing\S*|social-?(?:share|sharing|links?|icons?|bar|media|buttons?)|addtoany\S*|respond|disqus\S*",
    r"comments?-?(?:area|list|form|section|wrapper|respond|title)|cookie-?(?:banner|notice|consent|bar)|gdpr\S*",
    r"consent-?(?:banner|layer|wall)|paywall-?(?:notice|message|prompt|cta|banner|overlay|inline|offer|teaser|box|promo|layer)|post-?tags|tag-?(?:links|list|cloud)",
    r"breadcrumbs?|post-?nav(?:igation)?|nav-?links|pagination|ad-?(?:slot|container|wrapper|unit|block|banner)",
    r"teaser-?(?:list|box)|artikel-?(?:teilen|empfehlungen)|leserkommentare|mehr-zum-thema|tuijian|xiangguan\S*|gongzhonghao",
    r"(?:article|content|main|page|body|layout|container)[-_]*(?:content[-_]*)?right|sign-?up-?card|kg-signup\S*",
    r"(?:access-?)?rankings?(?:-?(?:box|list|area))?|pull-?quotes?|toc(?:[_-](?:container|list))?|table-of-contents|lire-?aussi|mas-?informacion|more[_-]info|archivado\S*",
)
"""Class names and ids of furniture, as the common systems and themes write them."""

_DROPPED_IF_SHORT = _names(
    r"author-?(?:meta|container|wrap(?:per)?)|entry-author|read-?more|more-?on|newsletter\S*|subscri(?:be|ption)\S*|promo\S*",
    r"entry-?(?:footer|tags)|tags?-?links|sponsored-?\w*|advert(?:isement)?s?|print-?only|screen-reader-text|visually-?hidden",
    r"sr-only|skip-link|sign-?up-?\w*|donat(?:e|ion)\S*|affiliate-?\w*|disclaimer|further-?reading|qrcode\S*|editor-?(?:info|name)|zebian",
    r"copyright|share|social|bio|author|reprints?|submeta|catcher|embed-?(?:consent|placeholder)|caption(?:-?text)?|credits?",
    r"(?:wp-?)?(?:img|image|pic(?:ture)?|photo|media|figure)[-_]*(?:desc\w*|cap(?:tion)?|legend|credit|copyright|source)|legende",
    r"contacts?|kontakte?|bildunterschrift|bildtext|count(?:er)?|sources|quellen",
)
"""Names that stand for furniture on most sites and for something else on some."""

_COMMENTS = re.compile(
    r"(?:^|\s)(?:(?:reader[-_]?)?(?:comments?|reactions?)(?:[-_]?(?:area|list|section|wrapper|container|thread))?|"
    r"disqus\S*|kommentare|leserkommentare|commentaires|pinglun|comentarios|commenti)(?=\s|$)",
    re.IGNORECASE,
)
"""Whole names of the places where readers write, who may write more than the article is long. Parts of names would not
do: "comments-open" is said of articles.
"""

_COMMENTS_OF = re.compile(
    r"(?:^|\s)(?!(?:has|no|with|allow|enable|show)[-_])\S{1,60}?[-_](?:comments?|reactions?)(?=\s|$)", re.IGNORECASE
)
""" "post-comments", "article__comments"."""

FEWEST_WORDS = 200
"""Characters that must be left outside of the comments for these to be taken out whatever their length."""

SHORTEST_LETTER = 60
"""Characters from which on an element with such a name is what somebody wrote, and not how many did."""

SHORT = 500
"""Characters up to which an element with an ambiguous name is furniture."""

_CONTAINERS = frozenset(
    (
        "div",
        "section",
        "aside",
        "ul",
        "ol",
        "footer",
        "nav",
        "form",
        "p",
        "span",
        "dl",
        "details",
        "article",
        "header",
        "td",
    )
)


def prune_furniture(tree: HtmlElement, named: Sequence[Named]) -> None:
    """Take out elements whose name says furniture, unless they hold a third of the page's words: each by itself, and
    all of one name together, for some themes call every paragraph of the article so.
    """
    measure, whole = measure_page(tree)
    alike: dict[str, list[HtmlElement]] = {}
    letters: list[HtmlElement] = []
    for item in named:
        limit = _most_words(item.name, whole) if item.element.tag in _CONTAINERS else 0.0
        if not limit:
            continue
        if measure(item.element) > MOST_OF_TEXT * whole and not _is_comments(item.name):
            _forget_misleading(item.element)
        elif may_go(item.element, tree) and measure(item.element) <= limit:
            if not _is_comments(item.name):
                alike.setdefault(item.element.get("class") or item.name, []).append(item.element)
            else:
                (alike.setdefault(PARAGRAPHS, []) if _is_paragraph(item.element) else letters).append(item.element)
    if _prune_letters(letters, whole, measure):
        whole = measure(tree)
        alike[PARAGRAPHS] = [part for part in alike.get(PARAGRAPHS, ()) if tree in part.iterancestors()]
    for name, elements in alike.items():
        if _are_text(name, elements, whole, measure):
            _forget_names(elements)
        else:
            drop_elements(elements)


def _forget_misleading(element: HtmlElement) -> None:
    """Take the names of furniture from a box that holds the article, and leave its others: "body subscription"."""
    for attribute in ("class", "id"):
        if name := element.get(attribute):
            element.set(attribute, " ".join(part for part in name.split() if kind_of(part) is Kind.NOTHING))


MOST_OF_TEXT = 0.6
"""The share of a page's words from which on a box holds the article whatever it is called."""


def _prune_letters(letters: Sequence[HtmlElement], whole: int, measure: Callable[[HtmlElement], int]) -> bool:
    """Take out the places where readers write, whatever each is called; whether any went. Where they hold much of the
    page and nothing stands before them, they are the article under an odd name.
    """
    if _are_article(letters, whole * MOST_FURNITURE, measure) and not _stand_behind_text(letters, measure):
        _forget_names(letters)
        return False
    drop_elements(letters)
    return bool(letters)


def _are_text(name: str, elements: Sequence[HtmlElement], whole: int, measure: Callable[[HtmlElement], int]) -> bool:
    """Whether elements of one name are the article after all."""
    if name == PARAGRAPHS:
        return _are_article(elements, whole * MOST_FURNITURE, measure)
    most = max(_most_words(name, whole), whole * MOST_OF_ONE_NAME)
    return len(elements) > 2 and _are_article(elements, most, measure)


PARAGRAPHS = "comments in paragraphs"
"""Under which paragraphs called comments are weighed together: those of letters stand in a box of their own."""

MOST_FURNITURE = 0.3
"""The share of a page's words that one element may hold and still be furniture; what readers write may hold more."""

MOST_OF_ONE_NAME = 0.4
"""The share of a page's words that all elements of one name may hold together and still be furniture."""


def _are_article(elements: Sequence[HtmlElement], limit: float, measure: Callable[[HtmlElement], int]) -> bool:
    """Whether elements of one name hold so many words of running text that they must be the article's paragraphs.

    Rows of other stories may hold as many, but lead to them by links; captions may, but stand with their pictures.
    """
    within = set(elements)
    total = 0
    for element in elements:
        if any(box in within or box.tag == "figure" for box in element.iterancestors()) or leads_elsewhere(element):
            continue
        total += measure(element)
    return total > limit


def _stand_behind_text(elements: Sequence[HtmlElement], measure: Callable[[HtmlElement], int]) -> bool:
    """Whether enough words for an article stand between the headline and the first of the elements that is no mere
    counter: readers write below what they write about.
    """
    box = next((element for element in elements if measure(element) >= SHORTEST_LETTER), elements[0])
    words = 0
    while box.tag != "body" and (parent := box.getparent()) is not None:
        for before in box.itersiblings(preceding=True):
            words += measure(before)
            if words >= FEWEST_WORDS:
                return True
            if before.tag == "h1" or before.find(".//h1") is not None:
                return False
        box = parent
    return False


def _forget_names(elements: Sequence[HtmlElement]) -> None:
    """Take the names from what is no furniture after all: later readers would be misled by them as well."""
    for element in elements:
        for attribute in ("class", "id"):
            element.attrib.pop(attribute, None)


def prune_hidden(tree: HtmlElement, whole: int) -> None:
    """Take out what is marked as hidden; scripts may show what is long, which stays, and what is much of the text is
    called hidden no more.

    Nor is what only hides its overflow, or draws no border or one around much of the text: trafilatura takes "hidden"
    and "border" in a style for a box beside the article. ``whole``: characters of the page's text.
    """
    for element in cast("list[HtmlElement]", _STYLED(tree)):
        style = element.get("style", "")
        if (style and not _TELLING_STYLE.search(style)) or not may_go(element, tree):
            continue
        length = text_length(element)
        unseen = not style or _UNSEEN.search(style)
        if unseen and length <= min(SHORT, whole * MOST_FURNITURE):
            drop_elements([element])
        elif style and (_is_harmless(style) or (length > whole * MOST_FURNITURE and element.find(".//p") is not None)):
            del element.attrib["style"]


def _is_harmless(style: str) -> bool:
    return not (_UNSEEN.search(style) or _BORDER.search(style))


_STYLED = etree.XPath("//body//*[(@hidden or @style) and not(self::input or self::img)]")
_TELLING_STYLE = re.compile(r"none|hidden|border")
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BORDER = re.compile(r"border(?:-(?:top|right|bottom|left|width|style))?\s*:(?!\s*(?:0|none))", re.IGNORECASE)


MOST_FIELDS = 60
"""Fields to write in that are looked at; a page with more is a form, not an article."""


def prune_forms(tree: HtmlElement, whole: int) -> None:
    """Take out what stands around a field to write in: "Join 40,000 readers" belongs to it as its button does.

    ``whole``: characters of the page's text.
    """
    limit = min(SHORT, whole * MOST_FURNITURE)
    for field in list(islice(tree.iter("input", "textarea"), MOST_FIELDS)):
        if field.tag == "input" and field.get("type", "text").lower() not in ("text", "email", "tel"):
            continue
        box = None
        for ancestor in islice(field.iterancestors(), 4):
            if ancestor.tag not in _CONTAINERS or not may_go(ancestor, tree) or text_length(ancestor) > limit:
                break
            box = ancestor
        if box is not None:
            drop_elements([box])


class Kind(Enum):
    """What a name says of its element."""

    NOTHING = auto()
    COMMENTS = auto()
    COMMENTS_OF = auto()
    DROPPED = auto()
    DROPPED_IF_SHORT = auto()


def kind_of(name: str) -> Kind:
    """What a name says, also where its words are run together as in "mostPopular"."""
    return _kind_of(name) if len(name) <= LONGEST_NAME else _kind_of.__wrapped__(name)


@lru_cache(maxsize=4096)
def _kind_of(name: str) -> Kind:
    """Remembered, as elements of a page, and pages of a site, share their names."""
    parted = _RUN_TOGETHER.sub("-", name)
    for kind, pattern in _KINDS:
        if pattern.search(name) or (parted != name and pattern.search(parted)):
            return kind
    return Kind.NOTHING


LONGEST_NAME = 200
"""Characters of a name that is remembered."""

_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_KINDS = (
    (Kind.COMMENTS, _COMMENTS),
    (Kind.DROPPED, _DROPPED),
    (Kind.COMMENTS_OF, _COMMENTS_OF),
    (Kind.DROPPED_IF_SHORT, _DROPPED_IF_SHORT),
)


def _is_comments(name: str) -> bool:
    return bool(_COMMENTS.search(name) or _COMMENTS_OF.search(name))


def _is_paragraph(element: HtmlElement) -> bool:
    """Whether an element is a paragraph, or a box around just one; a letter's box also holds who wrote it, and when."""
    if element.tag == "p":
        return True
    return len(element) == 1 and element[0].tag == "p" and not (element.text or "").strip()


def _most_words(name: str, whole: int) -> float:
    """How many characters of paragraphs an element of this name may hold and still be furniture; 0 for any other."""
    kind = kind_of(name)
    if kind is Kind.NOTHING:
        return 0.0
    if kind is Kind.COMMENTS:
        return max(whole * MOST_FURNITURE, whole - FEWEST_WORDS)
    return whole * MOST_FURNITURE if kind is not Kind.DROPPED_IF_SHORT else min(SHORT, whole * MOST_FURNITURE)


def may_go(element: HtmlElement, tree: HtmlElement) -> bool:
    """Whether an element is still in the tree and holds neither the title nor a whole article."""
    if element.getparent() is None or element is tree or element.tag in ("article", "header"):
        return False
    return element.find(".//h1") is None and element.find(".//article") is None


def prose_length(element: HtmlElement) -> int:
    """Characters in paragraphs below an element, else of all its text where it has none."""
    return sum(text_length(paragraph) for paragraph in element.iter("p")) or text_length(element)


def measure_page(tree: HtmlElement) -> tuple[Callable[[HtmlElement], int], int]:
    """How to count a page's words, and how many characters there are: those in paragraphs; where most stand in none,
    all that are not links. A page may have an article without a <p> and readers' letters made of nothing else.
    """
    words, unlinked = sum(text_length(paragraph) for paragraph in tree.iter("p")), unlinked_length(tree)
    return (prose_length, words or text_length(tree)) if 2 * words >= unlinked else (unlinked_length, unlinked)
