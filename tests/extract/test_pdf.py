"""Press releases as PDF are read within bounds, and broken ones refused with the reason."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfWriter

from articles.extract.errors import ParseError
from articles.extract.page import parse_page
from articles.extract.page.pdf import MOST_PAGES

LINES = [
    "Veyra and Dockline test driverless trucks in Halvik",
    "",
    "HALVIK, March 14, 2024 - Veyra and Dockline today announced that they will test six",
    "driverless trucks in the port of Halvik from June, on a road closed to the public.",
]


def make_pdf(lines: list[str], *, pages: int = 1, title: str = "") -> bytes:
    """A PDF written by hand: one font, one line of text after the other on every page."""
    text = "BT /F1 11 Tf 14 TL 50 780 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    info = f"<< /Title ({title}) /CreationDate (D:20240315120000Z) >>"
    objects.append(info)
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010} 00000 n \n" for place in places
    )
    trailer = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    )
    return out + table.encode() + trailer.encode()


def test_a_press_release_is_read() -> None:
    page = parse_page(make_pdf(LINES, title="Veyra and Dockline test trucks"), url="https://veyra.example/pr.pdf")
    assert "six driverless trucks in the port of Halvik" in page.text
    assert page.marks == ("pdf",)
    assert page.published is not None
    assert page.published.iso == "2024-03-15"


def test_a_book_is_read_up_to_the_bound() -> None:
    page = parse_page(make_pdf(LINES, pages=MOST_PAGES + 3))
    assert "shortened" in page.marks


def test_a_scan_without_text_is_refused() -> None:
    with pytest.raises(ParseError, match="scan"):
        parse_page(make_pdf([]))


def test_a_locked_file_is_refused() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(make_pdf(LINES)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(ParseError, match="password"):
        parse_page(locked.getvalue())


@pytest.mark.parametrize("cut", [20, 200, 400])
def test_a_cut_file_is_read_or_refused_but_never_crashes(cut: int) -> None:
    try:
        page = parse_page(make_pdf(LINES)[:cut])
    except ParseError as error:
        assert "PDF" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert page.text
