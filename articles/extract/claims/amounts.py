"""Sums of money and shares in a text, and what a deal is about and where it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SCALE = r"(?:k|m|mn|mln|bn|b|tn|thousand|million|billion|trillion)"
_SIGN = r"(?:US|C|A|HK|S|NT|CA|AU)?\$|[€£¥₩₹]|(?:RMB|CNY|USD|EUR|GBP|JPY|Rs\.?)\s?"
_WORDS = (
    r"dollars?|euros?|pounds?|yuan|renminbi|yen|won|rupees?|shekels?|francs?|kronor|crowns|"
    r"rmb|usd|eur|gbp|jpy|krw|cny"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"

AMOUNT = re.compile(
    rf"(?P<sign>{_SIGN})\s?(?P<first>{_NUMBER})(?:[\s-]?(?P<scale>{_SCALE})\b)?"
    rf"|\b(?P<second>{_NUMBER})(?:[\s-](?P<scale2>{_SCALE}))?[\s-](?:U\.?S\.?\s|Canadian\s|Singapore\s)?"
    rf"(?P<word>{_WORDS})\b"
    rf"|\b\d+(?:\.\d+)?\s?(?P<share>%|percent\b|per\s?cent\b|pct\b)"
    rf"|\b(?P<vague>(?:half\s+a|a)\s+(?:billion|million)\s+(?:dollars|euros|pounds|yuan))\b",
    re.IGNORECASE,
)
"""A sum ("$2.6 billion", "20 billion yen", "half a billion dollars") or a share ("4.99 percent")."""

_DIGITS = re.compile(r"\d\d*")
# Not written as a repetition, for which a search tries every place: one for a digit skips to the next.
_SIGN_BEFORE = re.compile(rf"(?:{_SIGN})\s?\Z", re.IGNORECASE)
_SIGN_ENDS = ("$", "€", "£", "¥", "₩", "₹", "mb", "ny", "sd", "ur", "bp", "py", "rs", "rs.")
"""How signs end, for a quick look."""
_LONGEST_SIGN = 6
_VAGUE = re.compile(r"[Aa]\s+[BbMm](?i:illion)\s")

_FACTOR = {"k": 1e3, "t": 1e12, "m": 1e6, "b": 1e9}
_CURRENCY = {
    "us$": "USD", "$": "USD", "usd": "USD", "dollar": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD",
    "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "€": "EUR", "eur": "EUR", "euro": "EUR", "£": "GBP", "gbp": "GBP",
    "pound": "GBP", "¥": "CNY", "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "renminbi": "CNY", "jpy": "JPY",
    "yen": "JPY", "₩": "KRW", "won": "KRW", "krw": "KRW", "₹": "INR", "rs": "INR", "rs.": "INR", "rupee": "INR",
    "shekel": "ILS", "franc": "CHF", "kronor": "SEK", "crown": "SEK",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` in whole units of ``currency`` (ISO 4217), or a share in percent when ``currency`` is ``%``."""

    start: int
    end: int
    value: float
    currency: str


def _factor(scale: str | None) -> float:
    if not scale:
        return 1.0
    low = scale.lower()
    return 1e3 if low == "thousand" else _FACTOR[low[0]]


def match_amounts(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What `AMOUNT` finds in ``text[start:end]``, tried only where a number begins: ten times as fast as a search."""
    at = start
    for digits in _DIGITS.finditer(text, start, end):
        first = digits.start()
        if first >= at:
            near = max(at, first - _LONGEST_SIGN)
            signed = text[near:first].rstrip().casefold().endswith(_SIGN_ENDS)
            sign = _SIGN_BEFORE.search(text, near, first) if signed else None
            match = AMOUNT.match(text, sign.start() if sign else first, end)
            if match is not None:
                yield match
                at = match.end()
    if "llion" in text[start:end].lower() and _VAGUE.search(text, start, end):
        yield from (match for match in AMOUNT.finditer(text, start, end) if match["vague"])


def find_amounts(text: str, start: int, end: int) -> list[Amount]:
    """Sums and shares in ``text[start:end]``, in order, with offsets into ``text``."""
    found: list[Amount] = []
    for match in match_amounts(text, start, end):
        if match["share"]:
            value, currency = float(re.split(r"[^\d.]", match.group(), maxsplit=1)[0]), "%"
        elif match["vague"]:
            words = match["vague"].lower().split()
            value = (0.5 if words[0] == "half" else 1.0) * _factor(words[-2])
            currency = _CURRENCY[words[-1].rstrip("s")]
        else:
            number = float((match["first"] or match["second"]).replace(",", ""))
            value = number * _factor(match["scale"] or match["scale2"])
            unit = (match["sign"] or match["word"]).strip().lower()
            currency = _CURRENCY.get(unit) or _CURRENCY.get(unit.rstrip("s"), "")
        found.append(Amount(match.start(), match.end(), value, currency))
    found.sort(key=lambda amount: amount.start)
    return found
