"""Entities written out, document types taken away."""

from __future__ import annotations

import time
import xml.sax
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extract.feed.prolog import write_out_entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<r>a &amp; b &lt; &#228; &#xE4;</r>", "<r>a &amp; b &lt; ä ä</r>"),
        ("<r a='&#60;&#38;&#39;&#10;'>&#x3C;&#9;</r>", "<r a='&#60;&#38;&#39;&#10;'>&#x3C;&#9;</r>"),
        ("<r>a&nbsp;b &hellip; &eacute;</r>", "<r>a\xa0b … é</r>"),
        ("<r>AT&T & Co</r>", "<r>AT&amp;T &amp; Co</r>"),
        ("<r>&unheard;</r>", "<r>&amp;unheard;</r>"),
        ("<r>&amp;nbsp;</r>", "<r>&amp;nbsp;</r>"),
        ("<r>&#0;&#31;&#xFFFF;&#55296;&#x110000;x</r>", "<r>x</r>"),
        ("<r a='?x=1&y=2'/>", "<r a='?x=1&amp;y=2'/>"),
        ("<r><![CDATA[R&D &nbsp;]]>&nbsp;</r>", "<r><![CDATA[R&D &nbsp;]]>\xa0</r>"),
        ("<r><![CDATA[never & closed", "<r><![CDATA[never &amp; closed"),
        ('<!DOCTYPE r [<!ENTITY co "Comp">]><r>&co;</r>', "<r>Comp</r>"),
        ("<!DOCTYPE r [<!ENTITY co 'One'><!ENTITY co 'Two'>]><r>&co;</r>", "<r>One</r>"),
        ('<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><r>&b;</r>', "<r></r>"),
        ('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>', "<r></r>"),
        ('<!DOCTYPE r [<!ENTITY a "<b>">]><r>&a;</r>', "<r></r>"),
        ('<!DOCTYPE r PUBLIC "-//X//EN" "http://x.example/r.dtd"><r/>', "<r/>"),
        ("<!-- <!DOCTYPE r [ --><r/>", "<!-- <!DOCTYPE r [ --><r/>"),
        ("<r><![CDATA[<!DOCTYPE x>]]></r>", "<r><![CDATA[<!DOCTYPE x>]]></r>"),
        ("<!DOCTYPE r [ never closed <r/>", "<r/>"),
        ("<!DOCTYPE", ""),
    ],
)
def test_what_is_written_out_and_what_goes(text: str, expected: str) -> None:
    assert write_out_entities(text)[0] == expected


def test_what_was_left_out_or_mended_is_said() -> None:
    assert write_out_entities("<r>AT&T</r>")[1] == ("1 stray “&” was mended",)
    assert "refer to others" in write_out_entities('<!DOCTYPE r [<!ENTITY a "&b;">]><r>&a;</r>')[1][0]


def test_uses_that_add_up_to_too_much_become_nothing() -> None:
    text, warnings = write_out_entities(f'<!DOCTYPE r [<!ENTITY a "{"x" * 1500}">]><r>{"&a;" * 1000}</r>')
    assert text == "<r></r>"
    assert "blow the document up" in warnings[0]


@pytest.mark.parametrize(
    "text",
    ["<!--" * 500_000, "<?a" * 500_000, "<![CDATA[" * 300_000, "&" * 1_000_000, "<!DOCTYPE a [" + "<!ENTITY " * 300_000,
     "<!DOCTYPE " * 300_000, '<!DOCTYPE a [<!ENTITY a "' + "x" * 1_000_000, "<!-- -->" * 200_000 + "<!DOCTYPE a>"],
)  # fmt: skip
def test_cost_is_linear_in_the_text(text: str) -> None:
    begun = time.process_time()
    write_out_entities(text)
    assert time.process_time() - begun < 2


@settings(max_examples=150, deadline=None)
@given(st.text("&#;amplt<>!x0 1", max_size=40).filter(lambda text: "<" not in text and "]]>" not in text))
def test_what_comes_out_parses_and_says_what_html_would_say(text: str) -> None:
    mended, _ = write_out_entities(f"<r>{text}</r>")
    handler = xml.sax.ContentHandler()
    said: list[str] = []
    handler.characters = said.append  # type: ignore[method-assign, assignment]
    xml.sax.parseString(mended.encode(), handler)
    if "#" not in text:
        assert "".join(said) == unescape(text) or "&" in text
