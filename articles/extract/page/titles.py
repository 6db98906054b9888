"""A page's several titles → the article's, without the site's name; and the site's name, where only the title tells
it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from articles.extract.bylines.desks import fold
from articles.extract.page.urls import site_of

LONGEST_TITLE = 600
"""Characters of a title that are looked at."""

_SEPARATOR = re.compile(
    r"\s+[-–—|·•:»«/]{1,2}\s+|\s*[|｜_—]\s*|\s*[－–]\s*(?=[\u3040-\u9fff])|(?<=[\u3040-\u9fff！？」』”）])\s*[-：]\s*(?=\S)"
)
_BRACKET = re.compile(r"\s*[（(【\[]([^（）()\[\]【】]{2,40})[)）】\]]$")
_VARIANT = re.compile(
    r"printer[- ]friendly(?: (?:version|page))?|print(?:able)?(?: (?:version|view|page))?|druck(?:version|ansicht)|"
    r"version imprimable|versión para imprimir|打印(?:版|本页)?|印刷用(?:ページ)?",
    re.IGNORECASE,
)
"""What says of a page that it is the article in another dress."""

SHORTEST_PEER = 16
"""Characters of a heading that is surely the title of its page, whatever <title> adds to it."""

SHORTEST_HEADLINE = 12
"""Weight of a heading that may be an article's (an East Asian character counts three); shorter ones name sections."""

MOST_LEAD = 30
"""Characters that may stand in a heading before its title: a section, a column."""

_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…)\s*$")
_QUOTES = re.compile('["“”„«»]')
_TOPIC = re.compile(r"([^:]{2,30}): ")
_GENRE = re.compile(
    r"analysis|opinion|comment(?:ary)?|review|interview|exclusive|video|watch|analyse|meinung|kommentar|exklusiv|avis|"
    r"tribune|entretien|vidéo|análisis|opinión|entrevista",
    re.IGNORECASE,
)
"""What kind of piece it is, said before a title for machines: no topic, and no part of the headline."""

_GENERIC = re.compile(
    r"home(?:page)?|article|news|untitled|page|story|startseite|accueil|首页|ホーム|index|just a moment.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    text: str = ""
    source: str = ""


def choose_title(
    candidates: Sequence[tuple[str, str]], *, site: str = "", url: str = "", headings: Sequence[str] = ()
) -> Title:
    """The first candidate that is a title, the site's name cut off.

    ``candidates`` are pairs of source and text in the order of trust. One that is cut short ("…") gives way to the
    whole one that begins like it. ``headings`` are the page's: none is a title by itself, but each may confirm one.
    """
    tidy = [(source, _tidy(text)) for source, text in candidates]
    peers = [text for text in (*(text for _, text in tidy), *map(_tidy, headings)) if text]
    fallback = Title()
    shown = _shown_headline(tidy, headings, site, url)
    if shown:
        return Title(shown, "h1")
    for source, text in tidy:
        title = cut_site_name(text, site=site, url=url, peers=peers)
        if source == "title":
            title = _cut_before_colon(title, peers)
        if source == "h1":
            title = _cut_kicker(
                title, [cut_site_name(text, site=site, url=url) for kind, text in tidy if kind == "title"]
            )
        if not title or _GENERIC.fullmatch(title) or (site and fold(title) == fold(site)):
            continue
        if _CUT_SHORT.search(title):
            whole = _whole_of(title, tidy, site, url)
            return whole or Title(title, source)
        return Title(title, source)
    return fallback


def cut_site_name(title: str, *, site: str = "", url: str = "", peers: Sequence[str] = ()) -> str:
    """The title without the site's name at its end or beginning.

    A part counts as the site's name if it is ``site``, or the name in the address, or if another of the page's titles
    (``peers``) is the same without it. "Ford - Volkswagen: the pact" therefore stays whole.
    """
    for cuts in range(3):
        shorter = _cut_once(title, site, url, peers)
        if shorter == title and cuts:
            shorter = _cut_section(title, url)
        if shorter == title:
            return title
        title = shorter
    return title


def _shown_headline(tidy: Sequence[tuple[str, str]], headings: Sequence[str], site: str, url: str) -> str:
    """The heading a reader takes for the headline, where it has other words than the titles for machines have; or "".

    og:title is often shorter, or older, as it is written for other sites. A heading outranks it if <title> or JSON-LD
    says just the same, or if it is the page's only one and has half of its words in common with one of the titles.
    """
    distinct = {fold(text): text for text in map(_tidy, headings) if _weight(text) >= SHORTEST_HEADLINE}
    others = [(source, text) for source, text in tidy if source != "h1" and text]
    if not distinct or not others or any(_CUT_SHORT.search(text) for text in distinct.values()):
        return ""
    peers = list(distinct.values())
    known = [(source, cut_site_name(text, site=site, url=url, peers=peers)) for source, text in others]
    same = distinct.get(fold(known[0][1]), "")
    if same or _has_topic(known[0][1], peers):
        return same if _QUOTES.sub("", same) == _QUOTES.sub("", known[0][1]) else ""
    confirmed = {fold(text) for source, text in known if source in ("json-ld", "title")} & distinct.keys()
    if len(confirmed) == 1:
        return distinct[confirmed.pop()]
    return _lone_headline(peers[0], [text for _, text in known]) if len(distinct) == 1 else ""


def _has_topic(title: str, headings: Sequence[str]) -> bool:
    """ "Local traffic: Third shuttle hits a tree", where the heading leaves the topic out: the title says more."""
    topic = _TOPIC.match(title)
    return bool(topic and not _GENRE.fullmatch(topic[1]) and _peer_without(title[topic.end() :], "", headings))


def _lone_headline(heading: str, titles: Sequence[str]) -> str:
    key = fold(heading)
    if any(fold(title) in key or (key in fold(title) and key != fold(title)) for title in titles if title):
        return ""  # one is the other with a section, a site or a column added: not other words
    return heading if any(_are_kindred(heading, title) for title in titles) else ""


def _are_kindred(one: str, other: str) -> bool:
    """Whether three words of two titles, and half of those of the shorter one, are the same."""
    words, others = (set(re.findall(r"\w{3,}", text.casefold())) for text in (one, other))
    shared = len(words & others)
    return shared >= 3 and 2 * shared >= min(len(words), len(others))


def _weight(text: str) -> int:
    return sum(3 if char > "\u2e7f" else 1 for char in text)


def _cut_before_colon(title: str, peers: Sequence[str]) -> str:
    """ "Port News: Trucks go alone" → "Trucks go alone", where a heading of the page is just that."""
    place = title.find(": ")
    while 0 < place <= 60:
        if _peer_without(title[place + 2 :], "", peers):
            return title[place + 2 :]
        place = title.find(": ", place + 2)
    return title


def site_from_title(page_title: str, title: str) -> str:
    """The site's name as the part of <title> that is not the article's title, where it is short; or ""."""
    page_title = _tidy(page_title)
    if not title or not page_title.startswith(title) or page_title == title:
        return ""
    rest = _SEPARATOR.sub("", page_title[len(title) :], count=1).strip()
    return rest if 2 <= len(rest) <= 40 and not _SEPARATOR.search(rest) else ""


def _cut_once(title: str, site: str, url: str, peers: Sequence[str]) -> str:
    bracket = _BRACKET.search(title)
    if bracket and (_names_site(bracket[1], site, url) or _peer_without(title[: bracket.start()], bracket[1], peers)):
        return title[: bracket.start()]
    marks = list(_SEPARATOR.finditer(title))
    if not marks:
        return title
    last, first = marks[-1], marks[0]
    head, tail = title[: last.start()].strip(), title[last.end() :].strip()
    if head and (_names_site(tail, site, url) or _peer_without(head, tail, peers)):
        return head
    for mark in marks:
        if len(title[: mark.start()]) >= SHORTEST_PEER and _peer_without(title[: mark.start()], "", peers):
            return title[: mark.start()].strip()
    if head != title and last.start() and _is_chain(marks, title):
        return title[: first.start()].strip()
    lead, rest = title[: first.start()].strip(), title[first.end() :].strip()
    if rest and len(rest) > len(lead) and (_names_site(lead, site, url) or _peer_without(rest, lead, peers)):
        return rest
    for mark in marks:
        if len(title[mark.end() :]) >= SHORTEST_PEER and _peer_without(title[mark.end() :], "", peers):
            return title[mark.end() :].strip()
    return title


def _is_chain(marks: Sequence[re.Match[str]], title: str) -> bool:
    """Whether a title goes on as Chinese portals write theirs: "title_channel_site"."""
    parts = title[marks[0].start() :].split("_")[1:]
    return (
        len(title[: marks[0].start()]) >= 5
        and title[marks[0].start()] == "_"
        and all(2 <= len(part) <= 14 and _EAST_ASIAN.search(part) for part in parts)
    )


def _cut_kicker(heading: str, titles: Sequence[str]) -> str:
    """ "Traffic Third shuttle hits a tree" → what <title> gives, where the heading is just that behind a few words."""
    for title in titles:
        lead = heading.removesuffix(title)
        if len(title) >= SHORTEST_PEER and lead != heading and 0 < len(lead) <= MOST_LEAD and lead[-1] in " :|":
            return title
    return heading


def _names_site(part: str, site: str, url: str) -> bool:
    """Whether a part of a title is the site's name as the page or the address gives it, give or take a word."""
    key = fold(part)
    if not key or len(part) > 45:
        return False
    if _VARIANT.fullmatch(part):
        return True
    host = fold(site_of(url).partition(".")[0]) if url else ""
    if key in (fold(site), host):
        return True
    if host and len(key) >= 4 and (host.startswith(key) or key.startswith(host)) and _alike(key, host):
        return True
    return bool(site) and (_words_within(site, part) or _words_within(part, site)) and _alike(key, fold(site))


def _cut_section(title: str, url: str) -> str:
    """ "Title | Tech", of which the site's name was cut before, at /tech/… → "Title"."""
    marks = list(_SEPARATOR.finditer(title))
    folders = {fold(folder) for folder in url.split("//", 1)[-1].split("/")[1:-1] if len(folder) >= 3}
    return title[: marks[-1].start()] if marks and fold(title[marks[-1].end() :]) in folders else title


def _alike(one: str, other: str) -> bool:
    """Whether two names are of like length, so that neither is a mere word of the other."""
    return min(len(one), len(other)) * 3 >= max(len(one), len(other)) and min(len(one), len(other)) >= 3


def _words_within(inner: str, outer: str) -> bool:
    """Whether all words of one name stand in the other."""
    return set(re.findall(r"\w+", inner.casefold())) <= set(re.findall(r"\w+", outer.casefold()))


def _peer_without(kept: str, part: str, peers: Sequence[str]) -> bool:
    """Whether another title of the page is exactly the rest, and the part is short enough for a name."""
    return len(part) <= 40 and any(fold(peer) == fold(kept) for peer in peers)


def _whole_of(short: str, candidates: Sequence[tuple[str, str]], site: str, url: str) -> Title | None:
    stem = fold(_CUT_SHORT.sub("", short))
    for source, text in candidates:
        if not _CUT_SHORT.search(text) and len(stem) > 12 and fold(text).startswith(stem):
            return Title(cut_site_name(text, site=site, url=url), source)
    return None


def _tidy(text: str) -> str:
    """One line, entities resolved twice over (some systems escape twice), no zero-width characters."""
    text = text[:LONGEST_TITLE]
    text = unescape(unescape(text)) if "&" in text else text
    text = re.sub(r"\\([\"'])", r"\1", text)  # quotes that a program has escaped, as PHP's addslashes does
    text = re.sub(r"<[^>]{1,200}>|[\u200b\u200e\u200f\ufeff\u00ad]", "", text)
    # A lone ideographic space parts a Japanese headline's halves: it belongs to the writing, unlike other white space.
    return re.sub(r"(?!\u3000(?!\s))\s+", " ", text).strip()
