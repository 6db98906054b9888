"""Bytes → text, whatever anyone claims about their encoding."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract.charset import decode_xml


def declared(name: str, text: str = "") -> str:
    return f'<?xml version="1.0" encoding="{name}"?><r>{text}</r>'


@pytest.mark.parametrize(
    ("encoding", "label", "text"),
    [
        ("utf-8", "utf-8", "Größe 你好"),
        ("utf-8-sig", "utf-8", "Größe"),
        ("utf-16", "utf-16", "Größe 你好"),
        ("utf-16-le", "utf-16", "Größe"),
        ("utf-16-be", "utf-16", "Größe"),
        ("utf-32", "utf-32", "Größe"),
        ("utf-32-le", "utf-32", "Größe"),
        ("cp037", "ebcdic-cp-us", "Gr"),
        ("cp1252", "iso-8859-1", "“curly” quotes – dashes"),
        ("iso-8859-2", "iso-8859-2", "Škoda Řezník"),
        ("koi8-r", "KOI8-R", "Яндекс"),
        ("gb18030", "gb2312", "百度与吉利𠮷"),
        ("big5", "Big5", "鴻海"),
        ("euc-kr", "euc-kr", "현대차"),
        ("shift_jis", "Shift_JIS", "トヨタ"),
        ("iso-2022-jp", "iso-2022-jp", "トヨタ"),
    ],
)
def test_what_the_declaration_says_is_read_so(encoding: str, label: str, text: str) -> None:
    decoded, warnings = decode_xml(declared(label, text).encode(encoding))
    assert f"<r>{text}</r>" in decoded
    assert warnings == ()


def test_utf8_is_utf8_whoever_says_otherwise() -> None:
    data = declared("windows-1251", "Größe").encode()
    for content_type in ("", "text/xml; charset=iso-8859-1", "text/xml; charset=utf-16"):
        decoded, warnings = decode_xml(data, content_type)
        assert "Größe" in decoded
        assert len(warnings) == 1


def test_plain_ascii_under_any_label_is_no_cause_for_a_warning() -> None:
    for label in ("us-ascii", "gb2312", "windows-1252", "x-unknown", "utf-16"):
        assert decode_xml(declared(label, "plain").encode())[1] == ()


def test_the_server_is_believed_before_the_document() -> None:
    decoded, _ = decode_xml(declared("koi8-r", "Яндекс").encode("cp1251"), 'text/xml; charset="windows-1251"')
    assert "Яндекс" in decoded


def test_one_broken_byte_does_not_spoil_the_rest() -> None:
    decoded, warnings = decode_xml(declared("utf-8", "ä" * 500 + "#").encode().replace(b"#", b"\xfe"))
    assert "ä" * 500 + "\N{REPLACEMENT CHARACTER}" in decoded
    assert "broken" in warnings[0]


def test_bytes_of_no_named_encoding_are_taken_for_western_european() -> None:
    decoded, warnings = decode_xml(b"<r>M\xfcller \x96 S\xf6hne</r>")
    assert "Müller – Söhne" in decoded
    assert warnings


def test_characters_xml_forbids_are_left_out() -> None:
    decoded, warnings = decode_xml("<r>a\0b\x1fc\ufffed\te</r>".encode())
    assert decoded == "<r>abcd\te</r>"
    assert "3" in warnings[0]


def test_codecs_that_are_no_character_sets_are_not_used() -> None:
    begun = time.process_time()
    for label in (
        "punycode",
        "idna",
        "rot13",
        "hex",
        "zlib",
        "unicode_escape",
        "raw_unicode_escape",
        "undefined",
        "utf-7",
    ):
        data = declared(label).encode() + b"\xff" + b"a-" * 100_000
        assert decode_xml(data)[0].startswith("<?xml")
    assert time.process_time() - begun < 1


@settings(max_examples=150, deadline=None)
@given(st.binary(), st.text(max_size=30))
def test_no_bytes_and_no_label_raise(data: bytes, label: str) -> None:
    text, _ = decode_xml(data, f"text/xml; charset={label}")
    assert "\0" not in text
    text.encode()
