"""A page saved as plain text, and the paragraphs of any page: furniture cut from the head and the tail, never from
within.

What is cut is kept to be seen, and read on the way: a byline and a day above the text, an author box below it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice

from articles.extract.bylines import Person, is_person_name, parse_bio, parse_byline
from articles.extract.dates import When
from articles.extract.page.furniture import is_author_box_heading, is_comment_heading, is_furniture, is_stop
from articles.extract.page.lines import (
    AUTHOR_LABEL,
    BYLINE,
    CHANGED,
    CJK,
    DAY_LINE,
    LONGEST_NAME_LINE,
    POST,
    SENTENCE_END,
    is_bio,
    is_day_alone,
    is_head_line,
    is_prose,
    name_line,
    tells_of,
)
from articles.extract.page.moments import parse_moment

LONGEST_QUOTE, MOST_QUOTES = 300, 40
"""Characters of a quote that may repeat a paragraph; more quotes than that are a page of quotes."""

HEAD_LINES = 14
"""Paragraphs above the first prose that may be title, section, byline, day and share bar."""

_LINK_LINE = re.compile(r"\w\s*[:：|»›→]\s*(?:\S+\s+){2}\S|[：:]\s*[\u3040-\u9fff]{6}")
"""A label and a title behind it, on one line."""
_MARKDOWN = re.compile(r"^#{1,6}\s+")


@dataclass(slots=True)
class Trimmed:
    """Which paragraphs are the article, ``paragraphs[first:last]``, and what the cut ones said."""

    first: int
    last: int
    title: str = ""
    authors: list[Person] = field(default_factory=list)
    published: When | None = None
    changed: When | None = None
    """The day of the last change, which counts where the text gives no other."""
    used: list[int] = field(default_factory=list)
    """Places of paragraphs between ``first`` and ``last`` that are title or byline."""

    @property
    def kept(self) -> list[int]:
        """The places of the article's own paragraphs."""
        return [place for place in range(self.first, self.last) if place not in self.used]


def split_paragraphs(text: str) -> list[str]:
    """Paragraphs of a plain text: parted by blank lines; where there are none, lines, unless they are hard-wrapped."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\x0c", "\n\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
    )
    blocks = [block for block in re.split(r"\n[^\S\n]*\n\s*", text) if block.strip()]
    if len(blocks) < 3 and text.count("\n") >= 3:
        blocks = [line.strip() for line in text.split("\n") if line.strip()]
        blocks = _unwrap(blocks)
    return [paragraph for block in blocks for paragraph in _lines_of(block)]


def join_wrapped_lines(text: str) -> str:
    """A text of fixed width (a PDF's) with one line a paragraph, paragraphs parted by blank lines."""
    blocks = re.split(r"\n[^\S\n]*\n", text)
    return "\n\n".join(
        line for block in blocks for line in _unwrap([part for part in block.split("\n") if part.strip()])
    )


def trim_paragraphs(paragraphs: Sequence[str], *, outlet: str = "", title: str = "", loose: bool = True) -> Trimmed:
    """Find the article among the paragraphs of a page. At least one paragraph stays. ``loose`` says that short lines at
    the end are menus, as on the web; in a PDF they are a table or whom to call."""
    trimmed = Trimmed(0, len(paragraphs))
    _trim_tail(paragraphs[: _loose_end(paragraphs)] if loose else paragraphs, trimmed, outlet)
    if loose:
        trimmed.last = min(trimmed.last, _loose_end(paragraphs[: trimmed.last]))
    _trim_head(paragraphs, trimmed, outlet, title)
    if trimmed.first >= trimmed.last:
        trimmed.first, trimmed.last = 0, len(paragraphs)
    return trimmed


def trim_blocks(
    texts: Sequence[str],
    kinds: Sequence[str],
    *,
    title: str = "",
    headlines: Sequence[str] = (),
    outlet: str = "",
    authors: Sequence[Person] = (),
) -> list[int]:
    """The places of a page's blocks that are article: no repeated title, byline or share bar above, no furniture below.

    Gentler than ``trim_paragraphs``, as markup has told most of it apart already. Single lines of furniture go
    from within too ("Advertisement", "Read more: …"), and headings of other stories; rows of tables never do.
    ``headlines`` are the page's other titles, which may differ from ``title``.
    """
    trimmed = Trimmed(0, len(texts))
    names = {person.name for person in authors}
    _trim_tail(texts, trimmed, outlet, names=names)
    titles = [title, *headlines]
    start = next((place + 1 for place in range(min(5, trimmed.last)) if _is_any_title(texts[place], titles)), 0)
    prose = next((place for place in range(min(HEAD_LINES, trimmed.last)) if is_prose(texts[place])), 0)
    said = _quoted_again(texts, kinds)
    kept: list[int] = []
    for place in range(trimmed.last):
        text, kind = texts[place], kinds[place]
        if (place < start and not is_prose(text)) or place in said:
            continue
        if (not kept or place < prose) and (_is_any_title(text, titles) or is_head_line(text, names, outlet)):
            continue
        if kind in ("p", "li") and is_furniture(text):
            continue
        if kind.startswith("h") and (is_stop(text) or (any(map(str.isalpha, text)) and is_furniture(text))):
            continue
        kept.append(place)
    while kept and (kinds[kept[-1]].startswith("h") or texts[kept[-1]] in names or _is_lone_row(kept, kinds, texts)):
        kept.pop()
    return kept or list(range(len(texts)))


def _quoted_again(texts: Sequence[str], kinds: Sequence[str]) -> set[int]:
    """The places of quotes that only repeat what a paragraph says: set in large type, to be looked at."""
    quotes = [place for place, kind in enumerate(kinds) if kind == "blockquote" and len(texts[place]) <= LONGEST_QUOTE]
    if not quotes or len(quotes) > MOST_QUOTES:
        return set()
    paragraphs = "\n".join(_letters(text) for text, kind in zip(texts, kinds, strict=True) if kind == "p")
    return {place for place in quotes if len(quote := _letters(texts[place])) >= 20 and quote in paragraphs}


def _is_lone_row(kept: Sequence[int], kinds: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether the last block is a table of one short row: a menu at the foot of an old page."""
    last = kept[-1]
    return kinds[last] == "tr" and len(texts[last]) < 60 and kinds[kept[-2:][0]] != "tr"


def _is_any_title(text: str, titles: Sequence[str]) -> bool:
    return any(_is_title(text, title) for title in titles)


def _is_title(text: str, title: str) -> bool:
    """Whether a block is the title again, alone or with a byline or a day run into it."""
    if not title or len(text) > len(title) + 80:
        return False
    words, wanted = _letters(text), _letters(title)
    if words == wanted:
        return True
    return len(wanted) >= 8 and (words.startswith(wanted) or words.endswith(wanted)) and not is_prose(text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _lines_of(block: str) -> list[str]:
    """A block is one paragraph; but a byline, a day or a share bar on its own line is one of its own."""
    lines = [" ".join(line.split()) for line in block.split("\n") if line.strip()]
    if len(lines) > 1 and any(len(line) < 60 for line in lines[:-1]):
        return lines
    return [" ".join(lines)] if lines else []


def _unwrap(lines: list[str]) -> list[str]:
    """Join lines broken at a fixed width: full lines that do not end a sentence go on in the next one."""
    if len(lines) < 2:
        return lines
    widths = sorted(len(line) for line in lines)
    width = widths[int(len(widths) * 0.9)]
    full = [line for line in lines if len(line) > width * 0.75]
    ended = sum(bool(SENTENCE_END.search(line)) for line in full)
    if not 40 <= width <= 130 or ended > len(full) * 0.6 or CJK.search("".join(lines[:20])):
        return lines
    joined: list[list[str]] = []
    open_line = False
    for line in lines:
        if open_line:
            joined[-1].append(line.strip())
        else:
            joined.append([line.strip()])
        open_line = len(line) > width * 0.75 and not (SENTENCE_END.search(line) and len(line) < width * 0.9)
    return [" ".join(parts) for parts in joined]


def _trim_tail(
    paragraphs: Sequence[str], trimmed: Trimmed, outlet: str, *, names: Collection[str] | None = None
) -> None:
    """``names``: the authors as the page's markup gives them; None for a text without markup."""
    marked_up = names is not None
    trimmed.last = _first_stop(paragraphs, 0.8 if marked_up else 0.25, marked_up=marked_up)
    while trimmed.last > 1:
        line = paragraphs[trimmed.last - 1]
        box = _author_box(paragraphs, trimmed.last, outlet, marked_up=marked_up)
        if box is not None:
            trimmed.last, person = box
            trimmed.authors.insert(0, person)
        elif (
            is_furniture(line)
            or is_day_alone(line)
            or any(tells_of(line, name) for name in names or ())
            or _is_head_again(paragraphs, line)
        ):
            trimmed.last -= 1
        elif _is_closing_byline(line, outlet) and (not marked_up or len(line) <= LONGEST_NAME_LINE):
            trimmed.authors[:0] = parse_byline(line.strip("()（）[]"), outlet=outlet)
            trimmed.last -= 1
        else:
            break


def _loose_end(paragraphs: Sequence[str]) -> int:
    """Where the short lines begin that are all a saved page ends with: three or more in a row that are no sentences and
    no list the text announces are menus and buttons, whatever they say.
    """
    start = len(paragraphs)
    while start > 1 and _is_loose(paragraphs[start - 1]):
        start -= 1
    listed = paragraphs[start - 1].rstrip().endswith((":", "：")) if start else False
    return start if len(paragraphs) - start >= FEWEST_LOOSE and start and not listed else len(paragraphs)


def _is_loose(line: str) -> bool:
    """Whether a line is short, of words rather than figures, and ends no sentence."""
    longest = LONGEST_LOOSE // 2 if CJK.search(line) else LONGEST_LOOSE
    wordy = sum(map(str.isdigit, line)) * 3 < len(line) and "|" not in line and "\t" not in line
    ended = SENTENCE_END.search(line) and not (len(line) <= LONGEST_LOOSE // 3 and line.endswith((":", "：", "…")))
    if is_author_box_heading(line):
        return False
    return len(line) <= longest and wordy and not ended and not line.startswith(_BULLETS)


FEWEST_LOOSE, LONGEST_LOOSE = 3, 60
_BULLETS = ("-", "*", "•", "–", "·", "・", "—")


def _first_stop(paragraphs: Sequence[str], before_comments: float, *, marked_up: bool = False) -> int:
    """Where a heading ends the article: behind it others write or other stories are listed.

    In a saved page the comments may be longer than the article, so a small share of the prose before them is enough
    (``before_comments``); a list of related stories may stand within one, so it only counts where little follows.
    With markup, "Read next: the whole title" is one link, behind which the article may go on.
    """
    sizes = [len(paragraph) if is_prose(paragraph) else 0 for paragraph in paragraphs]
    whole, before = sum(sizes), 0
    for place, paragraph in enumerate(paragraphs):
        if before and is_stop(paragraph) and not (marked_up and _LINK_LINE.search(paragraph)):
            share = before_comments if is_comment_heading(paragraph) else 0.8
            if before >= whole * share:
                return place
        before += sizes[place]
    return len(paragraphs)


def _is_head_again(paragraphs: Sequence[str], line: str) -> bool:
    """Whether a short line below the text is part of a byline above it: the account's name under its own article."""
    if len(line) > 30 or SENTENCE_END.search(line):
        return False
    above = [other for other in paragraphs[:HEAD_LINES] if other != line and len(other) <= 80]
    return any(BYLINE.match(other) and other.endswith(f" {line}") for other in above)


def _author_box(paragraphs: Sequence[str], last: int, outlet: str, *, marked_up: bool) -> tuple[int, Person] | None:
    """An author box that ends at ``last``: [heading] [name] bio, or [heading] name. Returns where it starts."""
    bio = paragraphs[last - 1]
    if last >= 2 and len(bio) <= 1200:
        name = name_line(paragraphs[last - 2], outlet)
        headed = not marked_up and last >= 4 and is_author_box_heading(paragraphs[last - 3])
        if name and (headed or is_bio(bio, name)):
            return _box_start(paragraphs, last - 2), parse_bio(name, bio, outlet=outlet)
        leading = _leading_name(bio, outlet)
        if leading and is_bio(bio, leading) and last >= 3:
            return _box_start(paragraphs, last - 1, leading), parse_bio(leading, bio, outlet=outlet)
    name = name_line(bio, outlet)
    if name and last >= 3 and is_author_box_heading(paragraphs[last - 2]):
        return _box_start(paragraphs, last - 1), Person(name=name)
    return None


def _box_start(paragraphs: Sequence[str], place: int, name: str = "") -> int:
    """Where an author box begins: above its heading, the name alone and the post."""
    named = bool(name) and name in paragraphs[max(1, place - 2) : place]
    while place > 1 and (
        is_author_box_heading(paragraphs[place - 1])
        or (named and (paragraphs[place - 1] == name or POST.match(paragraphs[place - 1])))
    ):
        place -= 1
    return place


def _leading_name(paragraph: str, outlet: str) -> str:
    """The name a bio begins with: its first two to four words."""
    words = paragraph.split()[:5]
    for count in (4, 3, 2):
        name = " ".join(words[:count]).rstrip(",")
        if len(words) > count and is_person_name(name, outlet=outlet) and words[count][0] in "(（iwchrje":
            return name
    return ""


def _is_closing_byline(paragraph: str, outlet: str) -> bool:
    """ "(Reporting by Jane Doe)", "By Jane Doe", "记者 王五" as the last line."""
    line = paragraph.strip()
    if len(line) > 140 or not (
        BYLINE.match(line.strip("()（）[]")) or line.startswith(("(Reporting by", "(Writing by"))
    ):
        return False
    return bool(parse_byline(line.strip("()（）[]"), outlet=outlet))


def _trim_head(paragraphs: Sequence[str], trimmed: Trimmed, outlet: str, title: str) -> None:
    end = next((place for place in range(trimmed.last) if is_prose(paragraphs[place])), 0)
    if end == 0 or end > HEAD_LINES:
        return
    headings: list[int] = []
    signed = end
    for place in range(end):
        line = paragraphs[place]
        if _read_head_line(line, trimmed, outlet):
            signed = min(signed, place)
        elif not is_furniture(line):
            headings.append(place)
    trimmed.published = trimmed.published or trimmed.changed
    _read_bare_names(paragraphs, headings, end, trimmed, outlet)
    chosen = _title_place(paragraphs, headings, title, signed)
    if chosen is not None:
        trimmed.title = title or _MARKDOWN.sub("", paragraphs[chosen])
    keep = [place for place in headings if chosen is not None and place > chosen and len(paragraphs[place]) > 40]
    trimmed.first = min(keep, default=end)
    trimmed.used = [place for place in range(trimmed.first, end) if place not in keep]


def _read_bare_names(paragraphs: Sequence[str], headings: list[int], end: int, trimmed: Trimmed, outlet: str) -> None:
    """A line that is nothing but a name is a byline if a day stands on the line above or below it."""
    if trimmed.authors:
        return
    for place in headings:
        near = [paragraphs[other] for other in (place - 1, place + 1) if 0 <= other < end]
        if any(DAY_LINE.match(line) for line in near) and (name := name_line(paragraphs[place], outlet)):
            trimmed.authors.append(Person(name=name))
            headings.remove(place)
            return


def _read_head_line(line: str, trimmed: Trimmed, outlet: str) -> bool:
    """Take a byline or a day from a line above the text; whether the line was one."""
    taken = False
    if len(line) <= 200 and (BYLINE.match(line) or AUTHOR_LABEL.search(line)):
        people = parse_byline(line, outlet=outlet)
        trimmed.authors.extend(people)
        taken = bool(people) or len(line) <= 60
    if len(line) <= 120:
        dated = next(filter(None, map(DAY_LINE.match, _PIECES.split(line))), None)
        match = dated or re.search(r"[|·•,–-]\s*(\S.{5,40}\d{4})", line) if taken else dated
        moment = parse_moment(match[0]) if match else None
        if moment and CHANGED.match(line):
            trimmed.changed = trimmed.changed or moment.day
        elif moment:
            trimmed.published = trimmed.published or moment.day
            _read_name_beside_day(line, trimmed, outlet)
        taken = taken or moment is not None
    return taken


def _has_words(line: str) -> bool:
    """Whether a line has as many words as a headline."""
    return len(line.split()) >= 4 or sum(map(bool, CJK.findall(line))) >= 8


def _read_name_beside_day(line: str, trimmed: Trimmed, outlet: str) -> None:
    """ "9 January 2024, 8:05 | Jan Graf", "沈默 · 2024-12-19": the other piece of the line is who wrote it."""
    pieces = _PIECES.split(line)
    if trimmed.authors or len(pieces) < 2:
        return
    named = (name_line(piece, outlet) for piece in pieces if parse_moment(piece) is None)
    trimmed.authors.extend(Person(name=name) for name in islice(filter(None, named), 1))


_PIECES = re.compile(r"\s*[|·•]\s*|\s+[/–—-]\s+")
"""What parts a day from a name on one line."""


def _title_place(paragraphs: Sequence[str], headings: list[int], title: str, signed: int) -> int | None:
    """Which heading is the title: the one that says so, else the longest; of those above the byline and the day, which
    stand at ``signed``, where one has the words for it, as pictures' captions stand below.
    """
    if not headings:
        return None
    for place in headings:
        if title and paragraphs[place].casefold() == title.casefold():
            return place
    above = [place for place in headings if place < signed and _has_words(paragraphs[place])]
    longest = max(
        above or headings,
        key=lambda place: (
            not paragraphs[place].endswith((".", "。")),
            len(paragraphs[place]) <= 200,
            len(paragraphs[place]) <= 120,
            len(paragraphs[place]),
        ),
    )
    return longest if len(paragraphs[longest]) >= (6 if CJK.search(paragraphs[longest]) else 12) else None
