"""The reader from the shell: ``python -m articles.extract feed|page|claims``; JSON on standard output.

Needs neither database nor Django. A file or line that cannot be read is answered by an object with an ``error``, and
the next one is taken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

from articles.extract.answers import Answer, claims_answer, feed_object, page_object, read_day
from articles.extract.companies import Catalogue, parse_companies, shipped_catalogue
from articles.extract.errors import ParseError
from articles.extract.explain import explain_study
from articles.extract.feed import parse_feed
from articles.extract.page import parse_page
from articles.extract.reading import study_article

LONGEST_LINE = 64 * 2**20
"""Bytes of one input line; more is refused before it is parsed."""


def main(arguments: list[str] | None = None) -> int:
    """Run one door. 0 when all went well, 1 when the only file given could not be read, 2 on a wrong call."""
    args = _options().parse_args(arguments)
    try:
        return int(args.door(args))
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m articles.extract", description=__doc__.split("\n", 1)[0])
    doors = options.add_subparsers(required=True, metavar="feed|page|claims")
    feed = doors.add_parser("feed", help="feed files → one JSON line a file", description="Read feeds of any kind.")
    feed.add_argument("files", nargs="+", type=Path, metavar="FILE")
    feed.add_argument("--content-type", default="", metavar="T", help="what the server called it, with its charset")
    feed.set_defaults(door=_feeds)
    page = doors.add_parser("page", help="a page → its article as JSON", description="Read one page, or many lines.")
    page.add_argument("file", nargs="?", type=Path, metavar="FILE", help="HTML, PDF or saved plain text")
    page.add_argument("--url", default="", metavar="U", help="the page's address")
    page.add_argument("--published", default="", metavar="D", help="its day, where you know better (YYYY-MM-DD)")
    page.add_argument(
        "--jsonl", action="store_true", help='lines {"id","html"|"path","url"} on standard input, lines out'
    )
    page.set_defaults(door=_pages)
    claims = doors.add_parser(
        "claims",
        help="articles → companies, claims, quotes",
        description='Read lines {"id","url","published","title","text"} on standard input; answer a line each.',
    )
    claims.add_argument(
        "--catalogue", type=Path, metavar="FILE.csv", help="companies to know instead of the shipped ones"
    )
    claims.add_argument(
        "--explain", action="store_true", help="show what the rules saw and weighed, for a person to read"
    )
    claims.set_defaults(door=_claims)
    return options


def _print(answer: Answer) -> None:
    print(json.dumps(answer, ensure_ascii=False))


# ------------------------------------------------------------------ feed


def _feeds(args: argparse.Namespace) -> int:
    for path in args.files:
        _print({"file": str(path), **_try(partial(_feed, path, args.content_type), _NO_FEED)})
    return 0


def _feed(path: Path, content_type: str) -> Answer:
    return feed_object(parse_feed(path.read_bytes(), content_type=content_type))


_NO_FEED: Answer = {"title": "", "entries": [], "warnings": []}


def _try(read: Callable[[], Answer], otherwise: Answer) -> Answer:
    """The answer, or ``otherwise`` with what went wrong in plain words."""
    try:
        return read()
    except (ParseError, ValueError) as error:
        return {**otherwise, "error": str(error)}
    except OSError as error:
        return {**otherwise, "error": f"cannot read {error.filename}: {error.strerror}"}


# ------------------------------------------------------------------ page


def _pages(args: argparse.Namespace) -> int:
    if args.jsonl:
        return _each_line(sys.stdin.buffer, _page_line)
    if args.file is None:
        print("page: give a FILE, or --jsonl and lines on standard input", file=sys.stderr)
        return 2
    answer = _try(lambda: page_object(parse_page(args.file.read_bytes(), url=args.url, published=args.published)), {})
    _print({"file": str(args.file), **answer})
    return 1 if "error" in answer else 0


def _page_line(line: dict[str, Any]) -> Answer:
    html, path = line.get("html"), line.get("path")
    if isinstance(html, str):
        data: bytes | str = html
    elif isinstance(path, str):
        data = Path(path).read_bytes()
    else:
        raise ValueError('the line needs "html" (a string) or "path" (a file)')
    return page_object(parse_page(data, url=str(line.get("url") or ""), published=str(line.get("published") or "")))


# ------------------------------------------------------------------ claims


def _claims(args: argparse.Namespace) -> int:
    try:
        catalogue = _catalogue(args.catalogue)
    except (OSError, ValueError) as error:
        print(f"claims: the catalogue cannot be read: {error}", file=sys.stderr)
        return 2
    if args.explain:
        return _explain(sys.stdin.buffer, catalogue)
    return _each_line(sys.stdin.buffer, lambda line: claims_answer(line, catalogue))


def _catalogue(path: Path | None) -> Catalogue:
    return shipped_catalogue() if path is None else parse_companies(path.read_text(encoding="utf-8"))


def _explain(lines: IO[bytes], catalogue: Catalogue) -> int:
    for number, line in _objects(lines):
        if isinstance(line, str):
            print(f"line {number}: {line}")
            continue
        try:
            published = read_day(line.get("published"))
        except ValueError as error:
            print(f"line {number}: {error}")
            continue
        text, title = str(line.get("text") or ""), str(line.get("title") or "")
        print(f"=== {line.get('id') or f'line {number}'}  {published or 'no day'}  {title}")
        print(explain_study(text, study_article(text, catalogue, title=title, published=published)[1]))
    return 0


# ------------------------------------------------------------------ lines


def _each_line(lines: IO[bytes], read: Callable[[dict[str, Any]], Answer]) -> int:
    for number, line in _objects(lines):
        if isinstance(line, str):
            _print({"id": None, "line": number, "error": line})
            continue
        answer = _try(partial(read, line), {})
        _print({"id": line.get("id"), **({"line": number} if "error" in answer else {}), **answer})
        sys.stdout.flush()
    return 0


def _objects(lines: IO[bytes]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each input line's object, or in plain words why it is none. Empty lines are skipped."""
    number = 0
    while raw := lines.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = lines.readline(LONGEST_LINE)
            yield number, f"the line is longer than {LONGEST_LINE // 2**20} MB"
            continue
        if raw.strip():
            yield number, _object(raw)


def _object(raw: bytes) -> dict[str, Any] | str:
    try:
        line = json.loads(raw)
    except UnicodeDecodeError:
        return "the line is not UTF-8"
    except (ValueError, RecursionError) as error:
        return f"the line is not JSON: {error}"
    return line if isinstance(line, dict) else "the line is JSON, but no object"


if __name__ == "__main__":
    sys.exit(main())
