"""A feed between its XML and its entries, under feedparser's names: what both readers of XML feeds give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAX_TAGS = 100
"""Categories kept of one entry."""

MAX_FIELD = 4_000
"""Characters kept of an address, a name, a date: of everything that is not prose."""

MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
"""A mail address, found in time linear in the text."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The feed's format, its own fields, its entries.

    ``error`` says why the strict parser gave up ("" when it did not), ``cut`` what bound was reached.
    """

    version: str
    head: Mapping[str, Any]
    entries: Sequence[Mapping[str, Any]]
    error: str = ""
    cut: str = ""
