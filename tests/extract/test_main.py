"""The doors of the shell: what goes in, what comes out, and what is said of bad input."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from articles.extract import __main__ as doors

PROJECT = Path(__file__).resolve().parents[2]
ARTICLE = {
    "id": "one",
    "url": "https://example.org/1",
    "published": "2024-06-12",
    "title": "Toyota backs Pony.ai",
    "text": "Toyota invested $400 million in Pony.ai on Tuesday.",
}
FEED = b"""<rss version="2.0"><channel><title>Cars</title><link>https://example.org</link>
<item><title>First</title><link>https://example.org/1</link><guid>1</guid></item></channel></rss>"""
PAGE = """<html><head><title>Toyota backs Pony.ai</title></head><body><article><h1>Toyota backs Pony.ai</h1>
<p>Toyota has put another four hundred million dollars into Pony.ai, the two companies said on Tuesday morning.</p>
<p>The money is meant for robotaxis in four Chinese cities, where the developer already runs its own service.</p>
</article></body></html>"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def call(*arguments: str, lines: bytes = b"") -> tuple[int, list[Any]]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines), encoding="utf-8"))
        status = doors.main(list(arguments))
        return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return call


def lines_of(*objects: object) -> bytes:
    return b"".join(json.dumps(item).encode() + b"\n" for item in objects)


def test_claims_answers_each_line(run: Any) -> None:
    status, (answer,) = run("claims", lines=lines_of(ARTICLE))

    assert status == 0
    assert answer["id"] == "one"
    assert answer["companies"] == ["Toyota", "Pony.ai"]
    assert set(answer) == {"id", "companies", "claims", "quotes", "counts"}
    (claim,) = answer["claims"]
    assert {key: claim[key] for key in ("kind", "a", "b", "stage", "date", "amount", "currency")} == {
        "kind": "investment",
        "a": "Toyota",
        "b": "Pony.ai",
        "stage": "active",
        "date": "2024-06-11",
        "amount": 400e6,
        "currency": "USD",
    }
    assert ARTICLE["text"][claim["start"] : claim["end"]] == claim["evidence"]
    assert {"subject", "scope", "as_of", "ended", "confidence", "rule"} <= set(claim)


def test_claims_goes_on_after_bad_lines(run: Any) -> None:
    bad = b'not json\n\n[1]\n\xff\xfe\n{"id": "two"}\n{"id": "three", "text": "x", "published": "someday"}\n'
    status, answers = run("claims", lines=bad + lines_of(ARTICLE))

    assert status == 0
    assert [answer.get("line") for answer in answers] == [1, 3, 4, 5, 6, None]
    assert all("error" in answer for answer in answers[:-1])
    assert "no object" in answers[1]["error"]
    assert "UTF-8" in answers[2]["error"]
    assert '"text"' in answers[3]["error"]
    assert "someday" in answers[4]["error"]
    assert answers[-1]["claims"]


def test_claims_refuses_a_line_that_is_too_long_and_takes_the_next(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "LONGEST_LINE", 400)
    status, (long, good) = run("claims", lines=b'{"text": "' + b"x" * 5000 + b'"}\n' + lines_of(ARTICLE))

    assert status == 0
    assert "longer" in long["error"]
    assert good["id"] == "one"


def test_claims_knows_the_companies_of_another_catalogue(run: Any, tmp_path: Path) -> None:
    header = "name,slug,sector,country,parent,aliases,brands,context_only,chinese,ticker,website,note\n"
    table = tmp_path / "own.csv"
    table.write_text(header + "Zirkel Motors,zirkel,automaker,DE,,,,,,,,\nKappa Maps,kappa,maps,DE,,,,,,,,\n")
    article = {"id": 1, "text": "Zirkel Motors bought Kappa Maps in May 2023."}
    _, (answer,) = run("claims", "--catalogue", str(table), lines=lines_of(article))

    assert [(c["kind"], c["a"], c["b"]) for c in answer["claims"]] == [("acquisition", "Zirkel Motors", "Kappa Maps")]


def test_claims_says_what_is_wrong_with_a_catalogue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "bad.csv"
    table.write_text("a,b\n1,2\n")

    assert doors.main(["claims", "--catalogue", str(table)]) == 2
    assert "line 1" in capsys.readouterr().err


def test_explain_shows_companies_verbs_rules_and_what_fell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    article = {**ARTICLE, "text": "Toyota invested in Pony.ai. Has Baidu signed an agreement with Geely?"}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines_of(article)), encoding="utf-8"))

    assert doors.main(["claims", "--explain"]) == 0
    shown = capsys.readouterr().out
    assert "'Toyota' = Toyota" in shown
    assert "‹invested›" in shown
    assert "fired     verb/invest" in shown
    assert "a question" in shown
    assert "investment Toyota → Pony.ai" in shown


def test_page_shows_its_article(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    status, (answer,) = run(
        "page", str(path), "--url", "https://example.org/1?utm_source=x", "--published", "2024-06-12"
    )

    assert status == 0
    assert answer["title"] == "Toyota backs Pony.ai"
    assert answer["published"] == "2024-06-12"
    assert answer["url"] == "https://example.org/1"
    assert len(answer["paragraphs"]) == 2


def test_page_says_why_it_cannot_be_read(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    status, (answer,) = run("page", str(path))
    _, (missing,) = run("page", str(tmp_path / "nothing.html"))

    assert status == 1
    assert "picture" in answer["error"]
    assert "nothing.html" in missing["error"]


def test_page_reads_lines_and_goes_on_after_bad_ones(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    lines = lines_of(
        {"id": 1, "html": PAGE, "url": "https://example.org/1"},
        {"id": 2, "path": str(path)},
        {"id": 3},
        {"id": 4, "path": str(tmp_path / "gone")},
        {"id": 5, "html": PAGE, "url": "no address"},
    )
    status, answers = run("page", "--jsonl", lines=lines)

    assert status == 0
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4, 5]
    assert ["error" in answer for answer in answers] == [False, False, True, True, True]


def test_page_needs_a_file_or_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert doors.main(["page"]) == 2
    assert "--jsonl" in capsys.readouterr().err


def test_feed_answers_a_line_a_file_and_goes_on_after_a_bad_one(run: Any, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(FEED)
    bad.write_bytes(b"no feed at all")
    status, answers = run("feed", str(bad), str(good), str(tmp_path / "gone.xml"))

    assert status == 0
    assert [answer["file"] for answer in answers] == [str(bad), str(good), str(tmp_path / "gone.xml")]
    assert all({"file", "title", "entries", "warnings", "error"} <= set(answer) for answer in answers)
    assert [bool(answer["error"]) for answer in answers] == [True, False, True]
    assert [entry["url"] for entry in answers[1]["entries"]] == ["https://example.org/1"]


@pytest.mark.parametrize("door", [[], ["feed"], ["page"], ["claims"]])
def test_every_door_explains_itself(door: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        doors.main([*door, "--help"])

    assert leaving.value.code == 0
    assert "usage" in capsys.readouterr().out


def test_the_doors_need_neither_django_nor_a_database() -> None:
    script = (
        "import sys, io, json; sys.stdin = io.TextIOWrapper(io.BytesIO(b'')); "
        "from articles.extract.__main__ import main; main(['claims']); "
        "print(sorted(name for name in sys.modules if name.split('.')[0] in {'django', 'celery', 'sqlite3'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
