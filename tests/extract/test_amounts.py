"""Sums of money and shares, in the currencies and scales of the news."""

from __future__ import annotations

import pytest

from articles.extract.claims.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$2.6 billion", 2.6e9, "USD"),
        ("US$60 million", 60e6, "USD"),
        ("C$10m", 10e6, "CAD"),
        ("€2.8bn", 2.8e9, "EUR"),
        ("£300,000", 300_000, "GBP"),
        ("20 billion yen", 20e9, "JPY"),
        ("1 billion yuan", 1e9, "CNY"),
        ("RMB 5 billion", 5e9, "CNY"),
        ("100,000 euros", 100_000, "EUR"),
        ("half a billion dollars", 0.5e9, "USD"),
        ("300 billion won", 300e9, "KRW"),
        ("4.99 percent", 4.99, "%"),
        ("80%", 80, "%"),
        ("15 per cent", 15, "%"),
    ],
)
def test_a_sum_is_read_with_its_currency(text: str, value: float, currency: str) -> None:
    sentence = f"It paid {text} for it."
    (amount,) = find_amounts(sentence, 0, len(sentence))

    assert amount.value == pytest.approx(value)
    assert amount.currency == currency
    assert sentence[amount.start : amount.end] == text


@pytest.mark.parametrize("text", ["20,000 cars", "Level 4", "in 2024", "a million times", "the 5 Series", "dollars"])
def test_other_numbers_are_no_sums(text: str) -> None:
    assert find_amounts(text, 0, len(text)) == []


def test_only_the_asked_part_of_a_text_is_read() -> None:
    text = "$1 million, then $2 million"

    assert [amount.value for amount in find_amounts(text, 5, len(text))] == [2e6]
