"""The people who wrote a page's article, out of its markup, each source asked in the order of trust.

Most wrong authors come from asking too far: a teaser's byline, a comment's author, the outlet's own name. So elements
outside the article do not count, a source that names the outlet names nobody, and where nobody is named nobody is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from articles.extract.bylines import Person, Position, parse_bio, parse_byline
from articles.extract.bylines.desks import fold
from articles.extract.bylines.people import distinct_people, is_mononym
from articles.extract.page.furniture import is_author_box_heading
from articles.extract.page.jsonld import Node, resolve, text_of, texts_of
from articles.extract.page.trees import Named, all_words, is_elsewhere, lines_of_element, text_length, text_of_element
from articles.extract.page.urls import absolute_address, site_of

_META_NAMES = (
    "citation_author", "parsely-author", "sailthru.author", "author", "itemprop:author", "dc.creator",
    "dcterms.creator", "byl", "article:author", "article:author_name", "og:article:author", "og:author", "authors",
    "cxenseparse:recs:authors", "cxenseparse:author", "article.author", "creator", "rbauthors", "mediaone:author",
    "news_author", "shareaholic:article_author_name", "twitter:data1", "vr:author", "dc.contributor",
)  # fmt: skip
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|by|people|person|profile|staff|contributors?|writers?|autor(?:en|es|in)?|auteurs?|redaktion|team|"
    r"experts?|members?|columnists?|reporters?|journalist(?:s|es)?)/",
    re.IGNORECASE,
)
_REPORTER_PATH = re.compile(
    r"/(?:authors?|staff|contributors?|writers?|autor(?:en|es|in)?|auteurs?|columnists?|reporters?|journalist(?:s|es)?)/",
    re.IGNORECASE,
)
"""Folders that hold pages of people who write, and of nobody else; "/team/" may be a football club's."""

_MARKED = re.compile(
    r"byline|author|writer|autor(?![a-z]{3})|auteur|reporter|zuozhe|source|signature|kuerzel", re.IGNORECASE
)
_BOX = re.compile(
    r"author-?_?(?:bio|box|info|card|profile|desc\w*|about|block|details|content)|about-?(?:the-)?author|bio\b|"
    r"abh_box|saboxplugin|molongui|pp-author",
    re.IGNORECASE,
)
_LED = re.compile(
    r"^[가-힣]{2,4} 기자\b|^\s*(?:by|von|par|por|di|af|av|text|written by|words by|story by|"
    r"(?:(?:questions|analysis|opinion|review|essay|column|commentary|dispatch|conversation|reporting|text and photos|"
    r"reporting and photography|written and reported) by)|"
    r"(?:submitted|posted|published|reported|compiled|prepared) by|(?:interview|words|story|report|pictures and words|"
    r"words and pictures|entretien|intervista|entrevista)(?= ?(?::|by\b))|"
    r"文|作者|记者|本报记者|撰文|執筆|著者|取材|聞き手)\b|^\s*本[报刊网台社][\u3400-\u9fff]{0,8}记者|"
    r"^\s*(?:文|作者|记者|本报记者|撰文|"
    r"執筆|著者|取材|聞き手)",
    re.IGNORECASE,
)
_LEADING_DAY = re.compile(r"^[\d\s.:/|·,年月日时時分-]+")
_CREATOR = re.compile(r"(?:^|[\s:])(?:author|creator)(?=\s|$)")
"""RDFa: ``schema:author``, ``dc:creator``."""
_EAST_SIGNED = re.compile(
    r"^(?:[\u3400-\u9fff]{2,3}[/／][\u3400-\u9fff]{2,10}(?:报|網|网|社|新闻)$|"
    r"(?:采写|撰文|撰稿|文|作者)\s*[/／|｜:：丨]\s*|"
    r"(?:《[^》]{1,12}》|[\u3400-\u9fff]{2,10}?)(?:特派|特约|见习|实习|首席|高级)?(?:记者|記者|作者)\s+[\u3400-\u9fff]{2,4}(?:[、，,\s]|$))"
)
_EAST_DATELINE = re.compile(
    r"[（(][\u3400-\u9fff]{0,10}?(?:记者|記者)[\s:：]*([\u3400-\u9fff]{2,4}(?:[、，,\s]+[\u3400-\u9fff]{2,4}){0,4})[\s)）；;]"
)
"""How Chinese papers sign: "Name/Paper", "Paper's reporter Name", and "(reporter Name)" behind the place and day."""

_SIGNED = re.compile(r"(?:(?:story |text |written |reported |reporting )?by|von|par|por)\b:?\s+[^\W\d_]", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WRITTEN_DAY = re.compile(
    rf"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?\s+)?"
    rf"\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}})\b"
    r"(?:,?\s+(?:at )?\d{1,2}:\d\d(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?)?",
    re.IGNORECASE,
)
LONGEST_SIGNATURE, LONGEST_NAME = 120, 60
RUNNING, SHORTEST_PARAGRAPH = 2, 80
"""Paragraphs on either side, of so many characters, between which a byline is that of an inset."""

MOST_MARKED = 200
LONGEST = 240
"""Characters of an element that may be a byline."""


def find_authors(
    named: Sequence[Named],
    article: Node,
    nodes: Sequence[Node],
    metas: Mapping[str, Sequence[str]],
    lines: Sequence[str],
    *,
    links: Sequence[HtmlElement] = (),
    tree: HtmlElement | None = None,
    outlet: str = "",
    url: str = "",
) -> tuple[tuple[Person, ...], str]:
    """The article's authors and the source that named them; author boxes on the page add bios and positions.

    ``lines`` are the short texts below the headline (``trees.head_lines``), ``links`` the links there. ``tree`` is
    searched for boxes under "Written by" where nothing else names anybody.
    """
    marked = [item for item in named if _is_marked(item)][:MOST_MARKED]
    house = fold(site_of(url).partition(".")[0])
    asked: tuple[Callable[[], tuple[Sequence[Person], str]], ...] = (
        lambda: (_all_signed(list(_from_jsonld(article, nodes, outlet, url)), metas, outlet), "json-ld"),
        lambda: (_from_metas(metas, outlet), "meta"),
        lambda: _from_elements(marked, outlet, url),
        lambda: (_from_links(links, outlet, url), "link"),
        lambda: (_from_lines(lines, outlet), "text"),
        lambda: (_from_headed_box(tree, outlet), "box"),
    )
    for ask in asked:
        found, source = ask()
        people = distinct_people(person for person in found if not (house and house.startswith(fold(person.name))))
        if people:
            return _with_bios(people, marked, outlet), source
    return (), ""


def _from_jsonld(article: Node, nodes: Sequence[Node], outlet: str, url: str) -> Iterator[Person]:
    for author in resolve(article.get("author") or article.get("creator"), nodes):
        if not isinstance(author, dict):
            yield from parse_byline(text_of(author), outlet=outlet)
            continue
        kinds = texts_of(author.get("@type"))
        if "Organization" in kinds or "NewsMediaOrganization" in kinds:
            continue
        names = texts_of(author.get("name")) or [
            f"{text_of(author.get('givenName'))} {text_of(author.get('familyName'))}"
        ]
        people = [person for name in names for person in parse_byline(name, outlet=outlet)]
        if not people and "Person" in kinds and len(names) == 1 and _is_known(author):
            people = [Person(name) for name in names if is_mononym(name, outlet=outlet)]
        if len(people) == 1:
            yield _with_details(people[0], author, outlet, url)
        else:
            yield from people


def _all_signed(people: list[Person], metas: Mapping[str, Sequence[str]], outlet: str) -> list[Person]:
    """JSON-LD's authors, and those whom "Written by" for the page's card names beside all of them: some systems call
    the second and further ones mere contributors."""
    label = next(iter(metas.get("twitter:label1", ())), "")
    if not people or not _WRITTEN_BY.search(label):
        return people
    signed = parse_byline(next(iter(metas.get("twitter:data1", ())), ""), outlet=outlet)
    known, names = {fold(person.name) for person in people}, {fold(person.name) for person in signed}
    return [*people, *(person for person in signed if fold(person.name) not in known)] if known < names else people


_WRITTEN_BY = re.compile(r"written by|author|verfasst|écrit|autor|作者|執筆", re.IGNORECASE)


def _is_known(author: Mapping[str, Any]) -> bool:
    """Whether a node tells more of a person than a name: an author's page, a post, accounts of their own."""
    link = text_of(author.get("url"))
    return bool(_AUTHOR_PATH.search(link) or author.get("jobTitle") or author.get("sameAs") or author.get("givenName"))


def _with_details(person: Person, author: Mapping[str, Any], outlet: str, url: str) -> Person:
    """A person with what their own JSON-LD node adds: address, bio, post."""
    link = text_of(author.get("url")) or text_of(author.get("sameAs"))
    bio = text_of(author.get("description"))[:2500]
    told = parse_bio(person.name, bio, outlet=outlet) if bio else person
    role, employer = text_of(author.get("jobTitle")), text_of(author.get("worksFor")) or outlet
    positions = told.positions or ((Position(employer, role),) if role and employer else ())
    return replace(
        person,
        also_known_as=person.also_known_as or told.also_known_as,
        positions=positions,
        bio=bio,
        url=absolute_address(link, url) if link else "",
    )


def _from_metas(metas: Mapping[str, Sequence[str]], outlet: str) -> tuple[Person, ...]:
    label = metas.get("twitter:label1", [""])[0]
    for name in _META_NAMES:
        if name == "twitter:data1" and not _WRITTEN_BY.search(label):
            continue
        values = [value for value in metas.get(name, ()) if not value.startswith("http")]
        people = distinct_people(person for value in values for person in parse_byline(value, outlet=outlet))
        if people:
            return people
    return ()


def _is_marked(item: Named) -> bool:
    """Whether markup says that an element may hold an author's name."""
    element = item.element
    return bool(
        _MARKED.search(item.name)
        or "author" in element.get("itemprop", "")
        or "author" in element.get("rel", "")
        or _CREATOR.search(element.get("property", ""))
    )


def _from_elements(marked: Sequence[Named], outlet: str, url: str) -> tuple[tuple[Person, ...], str]:
    """People in elements marked as authors' by microdata, rel or class, the first group of them in the article."""
    found: dict[str, list[tuple[HtmlElement, tuple[Person, ...]]]] = {"microdata": [], "rel=author": [], "byline": []}
    for element in (item.element for item in marked):
        source = _source_of(element)
        if len(found[source]) > 30 or _is_others(element):
            continue
        people = _people_of(element, source, outlet, url)
        if people:
            found[source].append((element, people))
    for source, groups in found.items():
        if groups:
            near = _family(groups[0][0])
            signed = [person for element, people in groups if _family(element) is near for person in people]
            return tuple(_whole_line(groups[0][0], signed, outlet)), source
    return (), ""


def _whole_line(element: HtmlElement, people: list[Person], outlet: str) -> list[Person]:
    """The people, and those whom the byline around their element names beside them: "Par <a>Ada Brun</a> et X Y"."""
    known = {fold(person.name) for person in people}
    for box in islice(element.iterancestors(), 2):
        line = all_words(box)
        if len(line) > LONGEST_SIGNATURE or box.tag in ("article", "body"):
            break
        if _LED.match(line):
            all_named = parse_byline(lines_of_element(box), outlet=outlet)
            if known < {fold(person.name) for person in all_named}:
                return [*people, *(person for person in all_named if fold(person.name) not in known)]
    return people


def _is_others(element: HtmlElement) -> bool:
    """Whether a byline is another story's, a picture's, a reader's, or that of a box set into the running text."""
    byline = element
    for ancestor in islice(element.iterancestors(), 3):
        if "byline" in ancestor.get("class", "").lower():
            byline = ancestor  # "byline-and-comments" holds no comments
    parent = byline.getparent()
    return is_elsewhere(byline if byline is element or parent is None else parent) or _is_inset(byline)


def _is_inset(element: HtmlElement) -> bool:
    """Whether running text stands before and behind an element, or behind the box it is in: the article's own byline
    stands above its text or below."""
    for box in islice((element, *element.iterancestors()), 5):
        before = sum(_is_running(other) for other in islice(box.itersiblings("p", preceding=True), 12))
        if before >= RUNNING:
            return sum(_is_running(other) for other in islice(box.itersiblings("p"), 12)) >= RUNNING
    return False


def _is_running(paragraph: HtmlElement) -> bool:
    return text_length(paragraph) >= SHORTEST_PARAGRAPH


def _from_links(links: Sequence[HtmlElement], outlet: str, url: str) -> tuple[Person, ...]:
    """People whose own pages links between headline and text lead to: "3 May 2024 | <a href=/reporters/jane-doe>". On
    a line without a day only if no other line has such a link: else columnists are introduced.
    """
    found: list[Person] = []
    undated: dict[HtmlElement, list[Person]] = {}
    for link in links:
        address, parent = link.get("href", ""), link.getparent()
        slug = address.rstrip("/").rpartition("/")[2].partition("?")[0]
        if parent is None or not _REPORTER_PATH.search(address) or is_elsewhere(link):
            continue
        name, line = all_words(link), all_words(parent)
        if fold(name) == fold(slug) and len(line) <= LONGEST_SIGNATURE and not _is_inset(link):
            people = parse_byline(name, outlet=outlet)
            line_people = found if _WRITTEN_DAY.search(line) else undated.setdefault(parent, [])
            line_people += [replace(person, url=absolute_address(address, url)) for person in people[:1]]
    return tuple(found or (next(iter(undated.values())) if len(undated) == 1 else ()))


def _from_lines(lines: Sequence[str], outlet: str) -> tuple[Person, ...]:
    """People of the first line below the headline that begins as a byline does."""
    for line in lines:
        bare = _LEADING_DAY.sub("", line)
        if _LED.match(bare) or _EAST_SIGNED.match(bare) or _EAST_LABEL.search(bare):
            people = parse_byline(bare, outlet=outlet)
            if people:
                return people
    return ()


_EAST_LABEL = re.compile(r"(?:作者|记者|記者|撰文|撰稿|執筆|著者)\s*[:：]")
"""Names the author on a line that begins with the source: "来源: … 作者: …"."""

_BOX_HEADS = ("div", "p", "span", "strong", "b", "dt", "h2", "h3", "h4", "h5", "h6")
MOST_HEADS = 5000


def _from_headed_box(tree: HtmlElement | None, outlet: str) -> tuple[Person, ...]:
    """The one person named straight below "Written by" or "About the author", wherever on the page that stands."""
    for head in islice(tree.iter(*_BOX_HEADS), MOST_HEADS) if tree is not None else ():
        text = (head.text or "").strip()
        if len(head) or not 6 <= len(text) <= 40 or not is_author_box_heading(text) or is_elsewhere(head):
            continue
        for box in islice(head.iterancestors(), 2):
            lines = [line for line in islice(map(str.strip, map(str, box.itertext())), 30) if line]
            below = next(iter(lines[lines.index(text) + 1 :]), "") if text in lines else ""
            people = parse_byline(below, outlet=outlet) if len(below) <= LONGEST_NAME else ()
            if len(people) == 1:
                return people
    return ()


def find_signature(texts: Sequence[str], *, outlet: str = "") -> tuple[Person, ...]:
    """People who sign an article within its text: a first line "By …", a last "Written by …" or "(Reporting by …)",
    or, in Chinese, a reporter named in brackets behind the dateline. ``texts`` are its paragraphs."""
    for text in (*texts[:2], *texts[:-5:-1]):
        line = text.strip().strip("()（）[]【】")
        if len(line) <= LONGEST_SIGNATURE and (_SIGNED.match(line) or _EAST_SIGNED.match(line)):
            people = parse_byline(line, outlet=outlet)
            if people:
                return people
    dateline = _EAST_DATELINE.search(texts[0][:80]) if texts else None
    return parse_byline(f"记者 {dateline[1]}", outlet=outlet) if dateline else ()


def _source_of(element: HtmlElement) -> str:
    if "author" in element.get("itemprop", "") or _CREATOR.search(element.get("property", "")):
        return "microdata"
    return "rel=author" if "author" in element.get("rel", "").split() else "byline"


def _people_of(element: HtmlElement, source: str, outlet: str, url: str) -> tuple[Person, ...]:
    name = element.get("content") if element.tag == "meta" else ""
    inner = next(
        (child for child in element.iter("span", "a", "meta") if "name" in child.get("itemprop", "").split()), None
    )
    if inner is not None:
        name = inner.get("content") or all_words(inner)
    text = name or lines_of_element(element)
    if not text or len(text) > LONGEST or (source == "byline" and not _may_be_byline(element, text)):
        return ()
    people = parse_byline(text, outlet=outlet)
    if len(people) == 1:
        link = element if element.tag == "a" else element.find(".//a[@href]")
        if link is not None and link.get("href") and _AUTHOR_PATH.search(link.get("href", "")):
            return (replace(people[0], url=absolute_address(link.get("href", ""), url)),)
    return people


def _may_be_byline(element: HtmlElement, text: str) -> bool:
    """A class name alone is weak: the text must begin as a byline does, or be short, or link to an author's page."""
    if _LED.match(text) or "byline" in element.get("class", "").lower():
        return True
    links = [element] if element.tag == "a" else element.findall(".//a[@href]")
    return len(text) <= 80 and (
        "source" not in element.get("class", "") or any(_AUTHOR_PATH.search(link.get("href", "")) for link in links)
    )


def _family(element: HtmlElement) -> HtmlElement:
    """The container that siblings of a byline share: two levels up, at most."""
    parent = element.getparent()
    grand = parent.getparent() if parent is not None else None
    if parent is None or parent.tag in ("body", "article", "main", "html"):
        return element if parent is None else parent
    return parent if grand is None or grand.tag in ("body", "article", "main", "html") else grand


def _with_bios(people: Sequence[Person], marked: Sequence[Named], outlet: str) -> tuple[Person, ...]:
    """Author boxes on the page matched to the people known: the bio gives positions and other names."""
    wanted = {fold(person.name): person for person in people if not person.positions}
    if not wanted:
        return tuple(people)
    for box in marked:
        if not _BOX.search(box.name):
            continue
        text = text_of_element(box.element)
        if not 40 <= len(text) <= 2500:
            continue
        for key, person in list(wanted.items()):
            start = text.find(person.name)
            if start < 0:
                continue
            sentences = text[start:]
            # The box's heading is the name; the bio begins where the name stands again.
            again = sentences.find(person.name, 1)
            told = parse_bio(person.name, sentences[again:] if 0 < again < 160 else sentences, outlet=outlet)
            if told.positions or told.also_known_as or not person.bio:
                wanted.pop(key)
                merged = replace(
                    person,
                    also_known_as=person.also_known_as or told.also_known_as,
                    positions=told.positions,
                    bio=told.bio,
                )
                people = [merged if fold(known.name) == key else known for known in people]
    return tuple(people)
