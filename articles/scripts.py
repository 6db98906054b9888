"""Names of companies by the script they are written in: what a page in Chinese calls a company.

The catalogue keeps native names of every kind together: 百度, トヨタ自動車, 현대자동차 and 丰田 alike. A Chinese
name is one in Chinese characters without another script of East Asia; where a company has several, one in simplified
characters is preferred, which GB 2312 tells apart from traditional and Japanese forms (産, 車, 業).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping

from articles.models import Company, CompanyName

KEPT = 60.0
"""Seconds that the names are kept: a name a person adds is seen a minute later at most."""
CHINESE_COUNTRIES = frozenset({"CN", "HK", "MO", "SG", "TW"})
"""Countries whose companies' names in Chinese characters are Chinese even if they are not in simplified ones."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_JAPANESE_FORM = re.compile("株式会社|有限会社")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")

_kept: tuple[float, Mapping[str, str]] = (float("-inf"), {})


def is_chinese(text: str, country: str = "") -> bool:
    """Whether a name is Chinese: Chinese characters, none of another script of East Asia, and simplified ones.

    For a company of one of `CHINESE_COUNTRIES` traditional characters count too.
    """
    if not _HAN.search(text) or any(other.search(text) for other in (_KANA, _HANGUL, _JAPANESE_FORM)):
        return False
    return country in CHINESE_COUNTRIES or _is_simplified(text)


def _is_simplified(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def choose_chinese(names: Iterable[str], country: str = "") -> str:
    """The first of these names that is Chinese, one in simplified characters if there is any; empty: none is."""
    chinese = [name for name in names if is_chinese(name, country)]
    return next((name for name in chinese if _is_simplified(name)), chinese[0] if chinese else "")


def language_of(text: str, country: str = "") -> str:
    """The language tag of a native name: ``ja``, ``ko`` or ``zh``; empty for other scripts."""
    if _HANGUL.search(text):
        return "ko"
    if _KANA.search(text):
        return "ja"
    if not _HAN.search(text):
        return ""
    return "ja" if country == "JP" and not _is_simplified(text) else "zh"


def chinese_name(company: Company) -> str:
    """A company's name in Chinese, empty where none is known. Two queries in `KEPT` seconds, for all companies."""
    global _kept  # noqa: PLW0603  one copy a process; two threads that read it at once only do the work twice
    now = time.monotonic()
    if now - _kept[0] > KEPT:
        _kept = (now, _read_names())
    return _kept[1].get(company.slug, "")


def forget() -> None:
    """Read the names anew at the next question."""
    global _kept  # noqa: PLW0603
    _kept = (float("-inf"), {})


def _read_names() -> dict[str, str]:
    """Slug → Chinese name. A company's own native name goes before its other names, those in the order they came."""
    found: dict[str, list[str]] = {}
    countries: dict[str, str] = {}
    own = Company.objects.filter(merged_into=None).exclude(native_name="")
    others = CompanyName.objects.filter(kind=CompanyName.Kind.NATIVE, retired_at=None, company__merged_into=None)
    for slug, country, text in (
        *own.order_by("pk").values_list("slug", "country", "native_name"),
        *others.order_by("pk").values_list("company__slug", "company__country", "text"),
    ):
        found.setdefault(slug, []).append(text)
        countries[slug] = country
    chosen = {slug: choose_chinese(names, countries[slug]) for slug, names in found.items()}
    return {slug: name for slug, name in chosen.items() if name}
