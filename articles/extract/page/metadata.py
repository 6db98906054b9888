"""What a page's markup says about its article: title, people, days, address, publisher, language, picture.

Order of trust, for every fact the first source that says something sensible:

    authors    JSON-LD · meta tags · microdata · rel=author · byline elements · links to authors' pages and
               lines below the headline · lines that sign the text (``find_signature``)
    published  JSON-LD · meta tags · microdata · <time> · scripts · the address · lines below the headline · htmldate
    modified   JSON-LD · meta tags · microdata
    title      the <h1> that <title> or JSON-LD confirms · og:title · JSON-LD headline · <h1> · <title>; whichever is
               not cut short, without the site's name
    url        <link rel=canonical> · og:url, of the same site only
    publisher  og:site_name · JSON-LD publisher · application-name · the title's last part

What an editor's selectors say outranks all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from articles.extract.bylines import Person
from articles.extract.markup import absolute_url
from articles.extract.page.authors import find_authors
from articles.extract.page.days import (
    DATED_LINE,
    LONGEST_SEARCHED,
    day_of_address,
    guess_day,
    labelled_days,
    local_day,
    microdata_days,
    times_of,
)
from articles.extract.page.jsonld import Node, find_article, join_lines, parse_jsonld, resolve, text_of, texts_of
from articles.extract.page.moments import Moment, parse_moment
from articles.extract.page.titles import choose_title, site_from_title
from articles.extract.page.trees import Named, head_lines, is_elsewhere, is_small, text_length, text_of_element
from articles.extract.page.urls import absolute_address, is_dressed, same_site

MOST_METAS = 500
LONGEST_SCRIPT = 300_000
MOST_STATES, SHORTEST_STATE = 8, 400
_ASSIGNED = re.compile(
    r"^\s*(?:;|var |let |const |window\.|self\.|globalThis\.)*[\w.$\[\]\"']{1,80}\s*=\s*(?:\{|\[|JSON\.parse)"
)
"""How a script begins that only hands data over."""

_SCRIPTED_DAY = re.compile(
    r"""["'](?:date_?published|published_?(?:at|date|time|on)|publication_?date|publish_?(?:date|time)|pub_?date)["']\s*:\s*"""
    r"""["'](\d{4}-\d\d-\d\d[^"']{0,30})["']""",
    re.IGNORECASE,
)
"""How pages that scripts fill carry the article's day in their data."""


@dataclass(slots=True)
class Head:
    """One walk's gathering: what the rest of the reading looks things up in."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    title: str = ""
    headings: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    times: list[HtmlElement] = field(default_factory=list)
    scripted_day: str = ""
    states: list[str] = field(default_factory=list)
    """Scripts that hold data as JSON; see ``state``."""
    language: str = ""
    article: Node = field(default_factory=dict)

    def meta(self, *names: str) -> str:
        """The first non-empty content among the named meta tags, in the order of the names."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the markup says, each with its source in ``sources``."""

    title: str = ""
    authors: tuple[Person, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None
    url: str = ""
    publisher: str = ""
    language: str = ""
    image: str = ""
    description: str = ""
    article_text: str = ""
    free: bool = True
    """False where the page itself says that the article is not free to read."""
    live: bool = False
    """True for a live blog, whose entries are articles by their markup."""
    sources: Mapping[str, str] = field(default_factory=dict)


def read_facts(head: Head, tree: HtmlElement, named: Sequence[Named], *, url: str = "") -> Facts:
    """The facts of a page's markup. ``url`` is where the page was found. The tree is not changed."""
    sources: dict[str, str] = {}
    address = _address(head, url)
    publisher = _publisher(head)
    title = choose_title(_titles(head, tree), site=publisher, url=address or url, headings=head.headings)
    sources["title"] = title.source
    publisher = publisher or site_from_title(head.title, title.text)
    lines = head_lines(tree)
    authors, sources["authors"] = find_authors(
        named,
        head.article,
        head.nodes,
        head.metas,
        lines,
        links=_links_below(tree),
        tree=tree,
        outlet=publisher,
        url=address or url,
    )
    published, sources["published"] = _published(head, tree, named, lines, address or url)
    modified, sources["modified"] = _modified(head)
    return Facts(
        title=title.text,
        authors=authors,
        published=published,
        modified=modified,
        url=address,
        publisher=publisher,
        language=_language(head),
        image=_image(head, address or url),
        description=head.meta("og:description", "description", "twitter:description")
        or text_of(head.article.get("description")),
        article_text=_article_text(head.article),
        free=str(head.article.get("isAccessibleForFree", True)).lower() not in ("false", "http://schema.org/false")
        and head.meta("article:content_tier") not in ("locked", "metered"),
        live=is_live(head),
        sources={key: source for key, source in sources.items() if source},
    )


def _links_below(tree: HtmlElement) -> list[HtmlElement]:
    """The links between the headline and the first running text."""
    below = cast("list[HtmlElement]", _BELOW_TITLE(tree))
    return [
        element
        for element in takewhile(lambda it: it.tag == "a" or text_length(it) <= 160, below)
        if element.tag == "a"
    ]


_BELOW_TITLE = etree.XPath("(//h1)[1]/following::*[position() <= 60][self::a or self::p]")


def is_live(head: Head) -> bool:
    """Whether the page says that it is a live blog, whose entries are articles by their markup."""
    return "LiveBlogPosting" in texts_of(head.article.get("@type"))


def read_head(tree: HtmlElement) -> Head:
    """Gather meta tags, links, titles, JSON-LD and times in one walk over the tree."""
    head = Head(language=(tree.get("lang") or tree.get("xml:lang") or "").strip())
    blocks: list[str] = []
    for element in tree.iter("meta", "link", "title", "script", "h1", "h2", "h3", "time"):
        tag = element.tag
        if tag == "meta":
            _keep_meta(head, element)
        elif tag == "link":
            for relation in element.get("rel", "").lower().split():
                head.links.setdefault(relation, element.get("href", "").strip())
        elif tag == "script":
            _keep_script(head, element, blocks)
        elif tag == "time":
            if len(head.times) < 200:
                head.times.append(element)
        else:
            _keep_heading(head, element)
    head.nodes = parse_jsonld(blocks)
    head.article = find_article(head.nodes, [head.meta("og:title"), *head.headings, head.title])
    return head


def _keep_script(head: Head, element: HtmlElement, blocks: list[str]) -> None:
    text = element.text or ""
    kind = element.get("type", "").lower()
    if "ld+json" in kind:
        blocks.append(text)
        return
    if (
        len(head.states) < MOST_STATES
        and len(text) > SHORTEST_STATE
        and ("json" in kind or _ASSIGNED.search(text[:300]))
    ):
        head.states.append(text)
    if not head.scripted_day and (day := _SCRIPTED_DAY.search(text[:LONGEST_SCRIPT])):
        head.scripted_day = day[1]


def _keep_heading(head: Head, element: HtmlElement) -> None:
    if element.tag == "title":
        if not head.title and not any(ancestor.tag == "svg" for ancestor in element.iterancestors()):
            head.title = text_of_element(element)
    elif len(head.headings) < 10 and _is_headline(element) and (text := text_of_element(element)):
        head.headings.append(text)


def _keep_meta(head: Head, element: HtmlElement) -> None:
    content = join_lines(element.get("content", ""))
    if not content or len(head.metas) > MOST_METAS:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        for name in element.get(attribute, "").lower().split()[:4]:
            values = head.metas.setdefault(f"itemprop:{name}" if attribute == "itemprop" else name, [])
            if len(values) < 50 and not (attribute == "itemprop" and is_elsewhere(element)):
                values.append(content)


_HOME = re.compile(r"(?:https?://[^/]+)?(?:/(?:[a-z]{2}(?:-[a-z]{2})?/?)?)?", re.IGNORECASE)
"""Where a site's name leads to: "/", "/en/", "https://site.example"."""

_HEADLINE = re.compile(
    r"(?:entry|post|article|story|news|main|page)[-_]*(?:title|headline)|^headline|p-name", re.IGNORECASE
)


def _is_headline(element: HtmlElement) -> bool:
    """Whether a heading may be the article's: an <h1> that is no link home, or a lesser one that is called a title."""
    link = next(element.iter("a"), None)
    if link is None:
        link = next(islice(element.iterancestors("a"), 1), None)
    if (link is not None and _HOME.fullmatch(link.get("href", ""))) or re.search(
        r"site-?(?:title|name|logo)|logo", element.get("class", "")
    ):
        return False
    return element.tag == "h1" or (bool(_HEADLINE.search(element.get("class", ""))) and not is_elsewhere(element))


def _titles(head: Head, tree: HtmlElement) -> list[tuple[str, str]]:
    """The page's titles in the order of trust, each with its source."""
    lone = head.headings[0] if len(head.headings) == 1 else ""
    return [
        ("og", head.meta("og:title", "twitter:title")),
        ("json-ld", text_of(head.article.get("headline"))),
        ("h1", lone),
        ("title", head.title),
        *(("h1", text) for text in (head.headings[:1] or _bold_lines(tree))),
        ("meta", head.meta("title", "dc.title", "parsely-title")),
    ]


def _bold_lines(tree: HtmlElement) -> list[str]:
    """The first lesser headings and bold lines of a page without a headline: old pages write theirs so."""
    lines = (text_of_element(element) for element in islice(tree.iter("h2", "h3", "b", "strong", "font"), 12))
    return [text for text in lines if 16 <= len(text) <= 200]


def _address(head: Head, url: str) -> str:
    """The canonical address the page gives, if of the same site and no mere home page; else where it was found."""
    found = absolute_address(url, "") if url else ""
    named = []
    for link in (head.links.get("canonical", ""), head.meta("og:url"), text_of(head.article.get("url"))):
        address = absolute_address(link, url) if link else ""
        if not address or (url and not same_site(address, url)):
            continue
        if url and _path_of(address) == "/" and _path_of(url) != "/":
            continue
        named.append(address)
    # A print page that calls itself canonical may still say elsewhere what it is a print of.
    return next((address for address in named if not is_dressed(address)), (*named, found)[0])


def _path_of(url: str) -> str:
    return "/" + url.split("//", 1)[-1].partition("/")[2].partition("?")[0]


def _publisher(head: Head) -> str:
    name = head.meta("og:site_name")
    if not name or re.match(r"https?://|www\.", name):
        publishers = resolve(head.article.get("publisher"), head.nodes)
        name = next((text_of(item) for item in publishers if text_of(item)), "") or name
    name = name or head.meta("application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher")
    if not name:
        sites = [node for node in head.nodes if text_of(node.get("@type")) in ("WebSite", "NewsMediaOrganization")]
        name = next((text_of(node.get("name")) for node in sites if node.get("name")), "")
    return name[:120]


_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "itemprop:datepublished",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "citation_publication_date", "publishdate", "publish-date", "publish_date", "published_time", "pubdate",
    "pub_date", "publicationdate", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dc.date.created", "article.published", "article_date_original", "originalpublicationdate",
    "analyticsattributes.articledate", "date", "displaydate", "article:created_time", "weibo:article:create_at",
    "timestamp", "created", "last-published", "article-published", "ptime", "rnews:datepublished",
    "vr:published_time", "bt:pubdate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "itemprop:datemodified", "datemodified", "dcterms.modified",
    "dc.date.modified", "article.updated", "last-modified", "lastmod", "revised", "modified", "article:updated_time",
    "weibo:article:update_at",
)  # fmt: skip


def _published(
    head: Head, tree: HtmlElement, named: Sequence[Named], lines: Sequence[str], url: str
) -> tuple[Moment | None, str]:
    candidates: list[tuple[str, Iterable[str]]] = [
        (
            "json-ld",
            (text_of(head.article.get(key)) for key in ("datePublished", "dateCreated", "uploadDate", "pubDate")),
        ),
        ("meta", (head.meta(name) for name in _PUBLISHED if not _is_listed(head, name))),
        ("microdata", microdata_days(named)),
        ("time", times_of(head.times)),
        ("script", (head.scripted_day,)),
        ("url", (day_of_address(url),)),
        ("text", labelled_days(tree)),
        ("text", (line for line in lines if DATED_LINE.search(line))),
    ]
    for source, texts in candidates:
        moment = next((moment for moment in map(parse_moment, filter(None, texts)) if moment), None)
        if moment:
            return local_day(moment, head.times), source
    guessed = guess_day(tree, url) if is_small(tree, LONGEST_SEARCHED) else None
    if guessed:
        return guessed, "htmldate"
    modified, source = _modified(head)
    return modified, f"{source}, modified" if modified else ""


def _modified(head: Head) -> tuple[Moment | None, str]:
    candidates = (
        ("json-ld", [text_of(head.article.get("dateModified"))]),
        ("meta", [head.meta(name) for name in _MODIFIED]),
    )
    for source, texts in candidates:
        moment = next((moment for moment in map(parse_moment, filter(None, texts)) if moment), None)
        if moment:
            return moment, source
    return None, ""


def _is_listed(head: Head, name: str) -> bool:
    """Whether microdata gives several days under a name: those of a list of other stories."""
    return name.startswith("itemprop:") and len({value[:10] for value in head.metas.get(name, ())}) > 1


def _language(head: Head) -> str:
    for text in (
        head.language,
        head.meta("og:locale"),
        text_of(head.article.get("inLanguage")),
        head.meta("content-language", "language", "dc.language"),
    ):
        match = re.match(r"([a-z]{2,3})(?:[-_][a-z]+)*$", text.strip(), re.IGNORECASE)
        if match:
            return match[1].lower()
    return ""


def _image(head: Head, url: str) -> str:
    images = resolve(head.article.get("image"), head.nodes)
    written = next(
        (
            text_of(item.get("url") or item.get("contentUrl")) if isinstance(item, dict) else text_of(item)
            for item in images
        ),
        "",
    )
    link = head.meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src") or written
    return absolute_url(link or head.links.get("image_src", ""), url)[:2000]


def _article_text(article: Node) -> str:
    """The article's text as JSON-LD gives it, line breaks kept."""
    body: Any = article.get("articleBody") or article.get("text") or ""
    if isinstance(body, list):
        body = "\n\n".join(part for part in body if isinstance(part, str))
    return body[:500_000] if isinstance(body, str) else ""
