"""What furniture reads like; the vocabulary itself is ``furniture.txt``, one expression a line.

Every expression must match a whole paragraph, and only short paragraphs are tried, so a sentence of the article that
happens to begin with "Share" or "Subscribe" is safe. Only the head and the tail of a text are ever searched
(``saved``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

LONGEST_FURNITURE = 400
"""Characters; a longer paragraph is never furniture by its words alone."""

_LETTER = re.compile(r"[^\W\d_]")
_EDGES = " \t>»«›‹→←↑↓▼▲►|·•*#-–—_~=+.…:【】■□◆◇●○★☆▶"


def is_furniture(paragraph: str) -> bool:
    """Whether a whole paragraph reads like something around an article: a share bar, a comment form, a notice."""
    if not _LETTER.search(paragraph):
        return True
    return len(paragraph) <= LONGEST_FURNITURE and _reads_so(paragraph)


@lru_cache(maxsize=1024)
def _reads_so(paragraph: str) -> bool:
    """Remembered, as a paragraph is asked about at each end of a text and as a sentence too."""
    line = _one_line(paragraph)
    bare = line.strip(_EDGES)
    if _ANY.fullmatch(line) or (bare != line and _ANY.fullmatch(bare)):
        return True
    return any(_is_heading(paragraph, pattern) for pattern in (_COMMENTS, _RELATED, _POLICY, _AUTHOR_BOX))


def is_stop(paragraph: str) -> bool:
    """Whether a paragraph is a heading behind which no article goes on: comments, related stories."""
    return is_comment_heading(paragraph) or _is_heading(paragraph, _RELATED)


def is_comment_heading(paragraph: str) -> bool:
    """Whether a paragraph is the heading of a comment section, behind which other people write."""
    return _is_heading(paragraph, _COMMENTS)


def is_policy_heading(paragraph: str) -> bool:
    """Whether a paragraph is the heading under which an outlet tells how it works."""
    return _is_heading(paragraph, _POLICY)


def is_author_box_heading(paragraph: str) -> bool:
    """Whether a paragraph announces an author box ("About the author", "Avatar photo")."""
    return _is_heading(paragraph, _AUTHOR_BOX)


def _is_heading(paragraph: str, pattern: re.Pattern[str]) -> bool:
    line = _one_line(paragraph)
    # "More about the jobs the firm will say in May." is a sentence, however it begins.
    if len(line) > 200 or (line.endswith((".", "。")) and not line.endswith("..") and len(line) > LONGEST_DOTTED):
        return False
    return bool(pattern.fullmatch(line.strip(_EDGES)))


LONGEST_DOTTED = 24
"""Characters of a heading that ends in a full stop."""


def _one_line(paragraph: str) -> str:
    return " ".join(paragraph.replace("\u200b", "").split())


def _read_sections(text: str) -> dict[str, list[str]]:
    """Section name → its expressions; ``ValueError`` names a line that is none."""
    sections: dict[str, list[str]] = {}
    expressions: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("[") and line.endswith("]") and line[1:-1].replace(" ", "").isalpha():
            expressions = sections.setdefault(line[1:-1], [])
        elif line.strip() and not line.startswith("# "):
            try:
                re.compile(line)
            except re.error as error:
                raise ValueError(f"furniture.txt, line {number}: {line!r} is no expression: {error}") from error
            expressions.append(line)
    return sections


def _any_of(expressions: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(expressions), re.IGNORECASE)


_SECTIONS = _read_sections(Path(__file__).with_name("furniture.txt").read_text(encoding="utf-8"))
_COMMENTS = _any_of(_SECTIONS["comments"])
_RELATED = _any_of(_SECTIONS["related"])
_POLICY = _any_of(_SECTIONS["policy"])
_AUTHOR_BOX = _any_of(_SECTIONS["author box"])
_ANY = _any_of(_SECTIONS["single"] + _SECTIONS["credits"])
