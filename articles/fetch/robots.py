"""robots.txt as RFC 9309 has it: which paths a site lets us read, and how fast."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

from articles.fetch.address import parse_address
from articles.fetch.client import Client
from articles.fetch.errors import FetchError

MAX_BYTES = 500 * 1024
KEEP_SECONDS = 86_400
"""How long a robots.txt may be used before it is asked for again (RFC 9309, 2.4)."""
KEEP_AFTER_ERROR_SECONDS = 900

CLOSED = "User-agent: *\nDisallow: /\n"
OPEN = ""

_MISSPELT = {
    "useragent": "user-agent",
    "user agent": "user-agent",
    "dissallow": "disallow",
    "crawldelay": "crawl-delay",
}
_SAFE = "/?%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Rule:
    """``allow`` or not for paths that begin with ``pattern``; ``*`` stands for anything, a last ``$`` for the end."""

    allow: bool
    pattern: str

    def matches(self, path: str) -> bool:
        """Whether the rule speaks of ``path``. Cost is linear in the path for every ``*``, never exponential."""
        anchored = self.pattern.endswith("$")
        first, *rest = (self.pattern[:-1] if anchored else self.pattern).split("*")
        if not path.startswith(first):
            return False
        position = len(first)
        for number, piece in enumerate(rest):
            if anchored and number == len(rest) - 1:
                return len(path) - len(piece) >= position and path.endswith(piece)
            position = path.find(piece, position)
            if position < 0:
                return False
            position += len(piece)
        return not anchored or position == len(path)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that apply to us. ``text`` is the file as it came: what to store, and to parse again later."""

    text: str
    rules: tuple[Rule, ...] = ()
    crawl_delay: float | None = None
    """Seconds between requests, where the file asks for them."""
    sitemaps: tuple[str, ...] = ()

    def allows(self, path: str) -> bool:
        """Whether ``path`` (with its query; a whole address will do) may be fetched: the longest rule decides."""
        if "://" in path:
            parts = urlsplit(path)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        path = _normal(path if path.startswith("/") else "/" + path)
        if path == "/robots.txt":
            return True
        best = max(
            (rule for rule in self.rules if rule.matches(path)),
            key=lambda rule: (len(rule.pattern), rule.allow),
            default=None,
        )
        return best is None or best.allow


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What a site said, for how many seconds that may be used, and in words why (for the source's page)."""

    text: str
    keep_seconds: float
    why: str = ""


def parse_robots(text: str, product: str) -> Robots:
    """The rules for ``product`` (our token, "Newsdash"), else those for ``*``. Never raises; junk lines are skipped.

    Groups that name the same product are read as one. Only the first 500 KiB count.
    """
    raw = text.encode("utf-8", "replace")
    if len(raw) >= MAX_BYTES:
        # The line that was cut through would forbid more than its author wrote.
        text = raw[:MAX_BYTES].rpartition(b"\n")[0].decode("utf-8", "ignore")
    groups, sitemaps = _read_groups(text)
    token = product.lower()
    chosen = [lines for agents, lines in groups if token in agents] or [
        lines for agents, lines in groups if "*" in agents
    ]
    rules: list[Rule] = []
    delay: float | None = None
    for name, value in (line for lines in chosen for line in lines):
        if name == "crawl-delay":
            delay = _seconds(value) if delay is None else delay
        elif value:
            rules.append(Rule(name == "allow", _normal(value if value.startswith(("/", "*")) else "/" + value)))
    return Robots(text, tuple(rules), delay, tuple(sitemaps))


def fetch_robots(client: Client, url: str) -> RobotsAnswer:
    """Ask the site of ``url`` for its robots.txt. Never raises for what the site does.

    As RFC 9309 says: none (4xx) means all is allowed; a fault of the server (5xx) or no answer means that nothing is,
    for a quarter of an hour; 429 counts as a fault, for a site that asks for fewer requests has not said yes.

    Raises `FetchError` of the kind ``address`` for a site that must not be asked.
    """
    address = parse_address(url)
    site = address.url[: address.url.index("/", len(address.scheme) + 3)]
    hops = list[str]()
    try:
        answer = client.get(f"{site}/robots.txt", kind="robots", on_redirect=hops.append)
    except FetchError as error:
        if error.kind == "address" and not hops:
            raise  # leads to the inside: the page may not be asked for either, and waiting changes nothing
        if 400 <= error.status < 500 and error.status != 429:
            return RobotsAnswer(OPEN, KEEP_SECONDS, "the site has no robots.txt")
        if error.kind == "redirect":
            return RobotsAnswer(OPEN, KEEP_SECONDS, "the robots.txt leads nowhere")
        keep = error.retry_after or KEEP_AFTER_ERROR_SECONDS
        return RobotsAnswer(CLOSED, min(keep, KEEP_SECONDS), f"the robots.txt cannot be read: {error.message}")
    return RobotsAnswer(answer.body.decode("utf-8-sig", "replace"), KEEP_SECONDS)


def _read_groups(text: str) -> tuple[list[tuple[set[str], list[tuple[str, str]]]], list[str]]:
    """Groups of ``(names, lines)``; a group begins with its User-agent lines and ends before the next ones."""
    groups: list[tuple[set[str], list[tuple[str, str]]]] = []
    sitemaps: list[str] = []
    naming = False
    for line in re.split(r"[\r\n]+", text):
        name, _colon, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        name = _MISSPELT.get(name.lower(), name.lower())
        if name == "user-agent":
            if not naming:
                groups.append((set(), []))
            groups[-1][0].add(_product_token(value))
            naming = True
        elif name == "sitemap":
            sitemaps.append(value)
        elif name in {"allow", "disallow", "crawl-delay"}:
            naming = False
            if groups:
                groups[-1][1].append((name, value))
    return groups, sitemaps


def _product_token(value: str) -> str:
    """``Newsdash/2.0 (+…)`` names ``newsdash``; ``*`` stays."""
    return "*" if value.startswith("*") else (re.match(r"[A-Za-z_-]*", value) or [""])[0].lower()


def _normal(path: str) -> str:
    """One spelling for a path: letters beyond ASCII percent-encoded, encoded plain letters decoded, hex in capitals."""

    def tidy(found: re.Match[str]) -> str:
        raw = unquote_to_bytes(found[0])
        return raw.decode() if raw.isalnum() or raw in {b"-", b".", b"_", b"~"} else found[0].upper()

    return re.sub(r"%[0-9A-Fa-f]{2}", tidy, quote(path, safe=_SAFE))


def _seconds(value: str) -> float | None:
    found = re.match(r"\d{1,7}(?:\.\d{1,3})?", value)
    return float(found[0]) if found else None
