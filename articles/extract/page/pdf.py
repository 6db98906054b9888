"""A press release as PDF → its paragraphs, title and author. Bounded by pages and characters."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass

from articles.extract.errors import ParseError

LARGEST_PDF = 20_000_000
"""Bytes; a press release has less."""
MOST_PAGES = 30
MOST_CHARACTERS = 300_000

logging.getLogger("pypdf").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Document:
    text: str
    title: str = ""
    author: str = ""
    created: str = ""
    shortened: bool = False


def read_pdf(data: bytes) -> Document:
    """The text of a PDF's first ``MOST_PAGES`` pages. ``ParseError`` says why there is none."""
    from pypdf import PdfReader  # noqa: PLC0415 - 10 MB that a worker needs only when a PDF comes
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    if len(data) > LARGEST_PDF:
        raise ParseError(f"the PDF has {len(data):,} bytes; at most {LARGEST_PDF:,} are read")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ParseError("the PDF is locked with a password")
        count = len(reader.pages)
        pages: list[str] = []
        for number in range(min(count, MOST_PAGES)):
            pages.append(reader.pages[number].extract_text() or "")
            if sum(map(len, pages)) > MOST_CHARACTERS:
                break
        about = reader.metadata
    except ParseError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        ArithmeticError,
        RuntimeError,  # a page tree without end, a filter the library does not know
    ) as error:
        raise ParseError(f"the PDF cannot be read: {str(error)[:120] or type(error).__name__}", retry=True) from error
    text = _paragraphs(pages)
    if len(re.sub(r"\W", "", text)) < 40:
        raise ParseError("the PDF holds no text: it is a scan; give the text itself")
    created = re.sub(r"^D:(\d{4})(\d{2})(\d{2}).*", r"\1-\2-\3", str(about.get("/CreationDate", ""))) if about else ""
    return Document(
        text=text[:MOST_CHARACTERS],
        title=" ".join(str(about.title or "").split())[:300] if about else "",
        author=" ".join(str(about.author or "").split())[:200] if about else "",
        created=created if re.fullmatch(r"\d{4}-\d{2}-\d{2}", created) else "",
        shortened=count > len(pages) or len(text) > MOST_CHARACTERS,
    )


def _paragraphs(pages: list[str]) -> str:
    """Pages joined, hyphenated line ends healed, page numbers dropped; an empty line parts paragraphs."""
    text = "\n".join(
        re.sub(r"^\s*(?:page\s+)?\d+(?:\s*(?:/|of)\s*\d+)?\s*$", "", page, flags=re.MULTILINE | re.IGNORECASE)
        for page in pages
    )
    text = re.sub(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])", "", text)
    return re.sub(r"[^\S\n]+", " ", text).strip()
