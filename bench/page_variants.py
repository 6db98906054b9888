"""How the reading of pages holds when a page is laid out otherwise: ``python -m bench.page_variants [--every N]``.

Each page under ``tests/cases/pages`` is changed in ways that leave its article as it is: paragraphs in boxes of their
own or under a name that says furniture, the article in an <aside> or a <form>, no class names at all, other stories,
letters, notices and whole second articles around it. Body F1 (``bench.pages``) is given for each way, ours beside that
of trafilatura's precise mode on the same pages.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, fragment_fromstring

from articles.extract.page.decoding import decode_page
from bench.pages import READERS, Case, Score, read_cases

FILL = "The committee of the town met again to talk about parking and other matters of no weight to this. "
TITLES = (
    "A bakery opens on the market square",
    "The tram to the sea is late once more",
    "Nine votes for the old crane",
)
NAMES = (
    "related-content",
    "share",
    "caption",
    "author",
    "promo",
    "comments",
    "newsletter-signup",
    "sidebar",
    "disclaimer",
)


@dataclass(slots=True)
class Laid:
    """A page's tree with the elements of its article's paragraphs and the smallest box around them."""

    tree: HtmlElement
    parts: list[HtmlElement]
    box: HtmlElement = field(init=False)

    def __post_init__(self) -> None:
        chains = [list(reversed([part, *part.iterancestors()])) for part in self.parts]
        shared = [level[0] for level in zip(*chains, strict=False) if all(box is level[0] for box in level)]
        self.box = shared[-1] if shared[-1] not in self.parts else shared[-2]


Variant = Callable[[Laid], None]


def lay(case: Case) -> Laid | None:
    """The case's page, where at least two of its paragraphs are elements that say just that."""
    tree = document_fromstring(decode_page(case.data).encode(), parser=HTMLParser(encoding="utf-8"))
    wanted = {" ".join(text.split()) for text in case.expected["body"]}
    parts = [
        element
        for element in tree.iter("p", "div", "li", "h2", "h3")
        if " ".join("".join(map(str, element.itertext())).split()) in wanted and element.find("p") is None
    ]
    return Laid(tree, parts) if len(parts) > 1 else None


def wrap(element: HtmlElement, tag: str, name: str = "") -> None:
    box = element.makeelement(tag, {"class": name} if name else {})
    box.tail, element.tail = element.tail, None
    element.addprevious(box)
    box.append(element)


def in_boxes(tag: str, name: str = "") -> Variant:
    def change(laid: Laid) -> None:
        for part in laid.parts:
            if part.tag != "li":
                wrap(part, tag, name)

    return change


def named(name: str) -> Variant:
    def change(laid: Laid) -> None:
        for part in laid.parts:
            part.set("class", f"{part.get('class', '')} {name}".strip())

    return change


def within(tag: str) -> Variant:
    def change(laid: Laid) -> None:
        if laid.box.tag not in ("body", "html"):
            wrap(laid.box, tag)

    return change


def at_end(markup: str) -> Variant:
    def change(laid: Laid) -> None:
        body = laid.tree.find("body")
        if body is not None:
            body.append(fragment_fromstring(markup))

    return change


def behind(markup: str) -> Variant:
    def change(laid: Laid) -> None:
        if laid.box.tag not in ("body", "html"):
            laid.box.addnext(fragment_fromstring(markup))

    return change


def between(markup: str) -> Variant:
    def change(laid: Laid) -> None:
        for part in laid.parts[2::3]:
            if part.tag == "p":
                part.addprevious(fragment_fromstring(markup))

    return change


def nameless(laid: Laid) -> None:
    for element in laid.tree.iter(etree.Element):
        if element.tag not in ("meta", "link", "script"):
            element.attrib.pop("class", None)
            element.attrib.pop("id", None)


def without_paragraphs(laid: Laid) -> None:
    for part in laid.parts:
        part.tag = "div" if part.tag == "p" else part.tag


_TEASERS = "".join(
    f"<div><h3><a href='/s/{n}'>{title}</a></h3><p>{FILL * 2}</p></div>" for n, title in enumerate(TITLES)
)
_LETTERS = "".join(f"<div><b>Reader {n}</b><span>{n} hours ago</span><div>{FILL * 2}</div></div>" for n in range(8))
_SECOND = f"<article><h1>{TITLES[0]}</h1>{f'<p>{FILL * 2}</p>' * 5}</article>"
_RULES = "".join(f"<p>{FILL.replace('parking', word) * 2}</p>" for word in ("rights", "duties", "seats"))
VARIANTS: dict[str, Variant] = {
    "as it is": lambda laid: None,
    "paragraphs in boxes": in_boxes("div", "block"),
    "paragraphs in elements of the site's own": in_boxes("x-text-block"),
    "paragraphs that are <div>": without_paragraphs,
    "no class names": nameless,
    **{f"paragraphs named {name}": named(name) for name in NAMES},
    **{f"boxes named {name}": in_boxes("div", name) for name in NAMES},
    **{f"article in <{tag}>": within(tag) for tag in ("aside", "header", "fieldset", "details", "x-content")},
    "link within": between("<div><span>Read also</span> <a href='/z'>A bakery opens on the square</a></div>"),
    "three stories behind": behind(f"<div>{_TEASERS}</div>"),
    "three stories at the end": at_end(f"<div>{_TEASERS}</div>"),
    "letters at the end": at_end(f"<div>{_LETTERS}</div>"),
    "second article behind": behind(_SECOND),
    "second article at the end": at_end(_SECOND),
    "rules at the end": at_end(f"<div>{_RULES}</div>"),
    "rules in the footer": at_end(f"<footer>{_RULES}</footer>"),
}


def score_variant(change: Variant, cases: Sequence[Case]) -> tuple[Score, Score]:
    """Ours and trafilatura's over all pages changed in one way."""
    scores = Score(), Score()
    for case in cases:
        laid = lay(case)
        if laid is None:
            continue
        change(laid)
        markup = etree.tostring(laid.tree, encoding="unicode", method="html")
        for score, reader in zip(scores, ("ours", "trafilatura, precise"), strict=True):
            score.add(case.expected["body"], READERS[reader](markup, case.expected["url"]).text)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.page_variants", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take only each N-th page")
    options = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    cases = [
        case
        for case in read_cases()
        if "body" in case.expected and b"</body>" in case.data and crc32(case.name.encode()) % options.every == 0
        if lay(case) is not None
    ]
    rows = {name: score_variant(change, cases) for name, change in VARIANTS.items()}
    sys.stdout.write(f"{len(cases)} pages; body F1, ours and trafilatura's precise mode\n")
    for name, (ours, precise) in sorted(rows.items(), key=lambda row: row[1][0].f1):
        sys.stdout.write(f"{ours.f1:.3f}  {precise.f1:.3f}  {name}\n")
    means = [sum(pair[which].f1 for pair in rows.values()) / len(rows) for which in (0, 1)]
    sys.stdout.write(f"{means[0]:.3f}  {means[1]:.3f}  mean of the {len(rows)} ways\n")


if __name__ == "__main__":
    main()
