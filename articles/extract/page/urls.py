"""One address for one article, whatever link led to it. Addresses are hostile input: everything is checked, nothing
fetched."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

LONGEST_URL = 2000
"""Characters; longer addresses are data or attacks."""

_TRACKING = re.compile(
    r"utm_\w+|mc_[ce]id|[gy]clid|fbclid|dclid|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id|igshid|igsh|yclid|_openstat|"
    r"mkt_tok|"
    r"_hs(?:enc|mi)|hsctatracking|vero_(?:conv|id)|oly_(?:anon|enc)_id|s_cid|s_kwcid|ef_id|sr_share|guce_\w+|"
    r"guccounter|ncid|cmpid|cmp|"
    r"icid|ito|ocid|spm|scm|share_token|share_source|share_medium|xtor|wt_mc|wt\.mc_id|at_\w+|pk_\w+|mtm_\w+|"
    r"piwik_\w+|ga_\w+|_ga|_gl|"
    r"trk|trkcampaign|ref_?src|ref_?url|referrer|referer|feature|soc_src|soc_trk|smid|smtyp|sc_channel|fb_\w+|"
    r"__twitter_impression|"
    r"wpsrc|from_?source|isappinstalled|nsukey|weibo_id|chksm|amp_\w+|usqp|rss|xing_share|sh|smprod|taid|cx_\w+",
    re.IGNORECASE,
)
"""Parameters that tell where a reader came from, never what the reader wants."""

_CHANNEL_NAMES = {"ref", "source", "src", "from", "via", "campaign", "cid", "rel", "partner", "medium", "share"}
_CHANNEL_VALUES = re.compile(
    r"(?:[a-z]+[-_.])?(?:rss|feed|atom|twitter|tw|t\.co|facebook|fb|linkedin|social|share|newsletter|email|mail|"
    r"home(?:page)?|"
    r"whatsapp|reddit|weibo|wechat|timeline|techmeme|google|bing|hn|related|top|topstories|1)(?:[-_.].{0,20})?",
    re.IGNORECASE,
)
_VARIANTS = {
    "amp": "", "outputtype": "amp", "view": "print|amp", "print": "", "printable": "", "printer": "",
    "format": "print|amp", "output": "print|amp|1", "tmpl": "component", "printview": "", "mode": "print|amp",
    "layout": "print", "style": "print", "noamp": "", "singlepage": "", "printerfriendly": "", "print_view": "",
    "action": "print", "do": "print", "type": "print|amp", "variant": "print|amp", "theme": "print|amp", "m": "1",
    "printpage": "", "print_page": "", "print-posts": "", "pfstyle": "", "isprint": "", "isamp": "", "mobile": "1|true",
}  # fmt: skip
"""Parameters that show the same article in another dress, with the values for which that is so ("": any)."""

_DRESS = r"(?:amp|print(?:able|version|er-?friendly)?)"
_AMP_PATH = re.compile(r"(?:/amp|\.amp(?:\.html?)?|/amp\.html?)/?$", re.IGNORECASE)
_PRINT_PATH = re.compile(r"(?<=[\w~])/print(?:able|version)?(?:\.html?)?/?$", re.IGNORECASE)
_OF_ARTICLE = re.compile(r"\d{4}|-.*-|[a-z].*\d\d|^\d+$|\.\w{3,5}$", re.IGNORECASE)
"""A last part of a path that is hardly a section's name: with a number, several words or a file's ending."""
_DRESSED = re.compile(
    rf"//(?:{_DRESS}|m|mobile|touch|wap|lite)\.|[/.-]{_DRESS}(?:\.html?)?/?(?:$|\?)|/{_DRESS}/", re.IGNORECASE
)
_DRESSED_HOST = re.compile(r"^(?:www\d?|amp|m|mobile|touch|wap|lite|print)\.(?=[^.]+\.)")
_AMP_CACHE = re.compile(r"^[\w-]+\.cdn\.ampproject\.org$")
_SECOND_LEVEL = {"co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go", "gob", "gouv"}
_SESSION = re.compile(r";jsessionid=[\w.!-]*", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
)
_CONTROL = re.compile(r"[\x00-\x20\x7f\u200b\ufeff\u2028\u2029]")


def canonical_url(url: str) -> str:
    """One address for one article: lower-case host; no default port, fragment, tracking parameters, AMP or print
    suffix.

    ``ValueError`` says what is wrong with an address that is none.
    """
    scheme, host, port, path, query = _checked_parts(url)
    inner = _inside_amp_cache(host, path)
    if inner:
        return canonical_url(inner)
    host = re.sub(r"^amp\.(?=[^.]+\.[^.]+)", "", host)
    default = {"http": 80, "https": 443}[scheme]
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port not in (None, default) else "")
    return urlunsplit((scheme, netloc, _clean_path(path), _clean_query(query), ""))


def is_dressed(url: str) -> bool:
    """Whether an address looks like that of a print, AMP or mobile variant; its page may name the plain one."""
    return bool(_DRESSED.search(url))


def plain_host(url: str) -> str:
    """An address's host without what says in which dress a site is shown: ``www.``, ``amp.``, ``m.``, ``print.`` …"""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    plain = _DRESSED_HOST.sub("", host)
    # "m.co.uk" is a site of its own: what is left must be of the same one.
    return plain if site_of(f"//{plain}") == site_of(f"//{host}") else host


def absolute_address(link: str, base: str) -> str:
    """``link`` against ``base`` as a canonical http(s) address, or "" where it gives none."""
    try:
        return canonical_url(urljoin(base, link.strip()) if base else link)
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one owner's domain: ``www.heise.de`` and ``m.heise.de`` do."""
    return bool(site_of(one)) and site_of(one) == site_of(other)


def site_of(url: str) -> str:
    """The registered domain of an address, as far as can be told without a list: ``bbc.co.uk``; "" for none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    labels = host.split(".")
    if len(labels) < 3 or host.replace(".", "").isdigit() or ":" in host:
        return host
    return ".".join(labels[-3:] if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else labels[-2:])


def _checked_parts(url: str) -> tuple[str, str, int | None, str, str]:
    """Scheme, host, port, path and query of an address that may be asked for; ``ValueError`` for any other."""
    text = url.strip()
    if not text:
        raise ValueError("the address is empty")
    if len(text) > LONGEST_URL:
        raise ValueError(f"the address has {len(text)} characters; at most {LONGEST_URL} are taken")
    if text.startswith("//"):
        text = "https:" + text
    text = _CONTROL.sub(lambda match: "%20" if match[0] == " " else "", text).replace("\\", "/")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"{url[:100]!r} is no address: {error}") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{url[:100]!r} is no web address: it must begin with http:// or https://")
    if "@" in parts.netloc:
        raise ValueError(f"{url[:100]!r} carries a user name; give the address without it")
    return parts.scheme, _checked_host(parts.hostname or "", url), port, parts.path, parts.query


def _checked_host(host: str, url: str) -> str:
    """The host in ASCII lower case; ``ValueError`` where no host can have this name."""
    try:
        return _ascii_host(host.rstrip("."))
    except ValueError:
        raise ValueError(f"{url[:100]!r} has no valid host") from None


@lru_cache(maxsize=1024)
def _ascii_host(host: str) -> str:
    """A feed's thirty addresses name one host; checking it costs as much as all the rest of an address."""
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    ascii_host = host.encode("idna").decode("ascii").lower()
    if not _HOST.fullmatch(ascii_host):
        raise ValueError("no host's name")
    return ascii_host


def _inside_amp_cache(host: str, path: str) -> str:
    """The publisher's address inside a Google AMP address, or ""."""
    prefix = ""
    if re.fullmatch(r"(?:www\.)?google\.[a-z.]+", host) and path.startswith("/amp/"):
        prefix = path[len("/amp/") :]
    elif _AMP_CACHE.match(host) and re.match(r"/[cvri]/", path):
        prefix = path[3:]
    if not prefix:
        return ""
    secure = prefix.startswith("s/")
    rest = prefix[2:] if secure else prefix
    return f"{'https' if secure else 'http'}://{rest}" if re.match(r"[\w-]+\.[\w.-]+", rest) else ""


def _clean_path(path: str) -> str:
    """The path without AMP and print endings, percent signs written one way."""
    path = _SESSION.sub("", path)
    whole = _tidy_escapes(_without_dots(path or "/"), safe="/:@!$&'()*+,;=~-._")
    ending = "/" if whole.endswith("/") else ""
    shorter = _AMP_PATH.sub(ending, whole)
    printed = _PRINT_PATH.sub(ending, whole)
    if printed != whole and _OF_ARTICLE.search(printed.strip("/").rpartition("/")[2]):
        shorter = printed
    if shorter.strip("/"):
        whole = shorter
    return re.sub(r"^/amp/(?=.{8,})(?=.*(?:/.|\d|-.*-))", "/", whole)


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            kept = kept[:-1] or [""]
        elif part != ".":
            kept.append(part)
    joined = "/".join(kept)
    return joined if joined.startswith("/") else "/" + joined


def _tidy_escapes(text: str, *, safe: str) -> str:
    """Escape what must be escaped and nothing else; broken escapes become escaped percent signs."""
    parts = re.split(r"(%[0-9A-Fa-f]{2})", text)
    tidy: list[str] = []
    for part in parts:
        if re.fullmatch(r"%[0-9A-Fa-f]{2}", part):
            char = unquote(part) if int(part[1:], 16) < 128 else part
            tidy.append(char if re.fullmatch(r"[A-Za-z0-9._~-]", char) else part.upper())
        else:
            tidy.append(quote(part, safe=safe))
    return "".join(tidy)


def _clean_query(query: str) -> str:
    """The parameters that choose the article, sorted."""
    if not query:
        return ""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return ""
    kept = sorted((name, value) for name, value in pairs if not _is_noise(name, value))
    return urlencode(kept, safe="/:,~")


def _is_noise(name: str, value: str) -> bool:
    small = name.casefold()
    if _TRACKING.fullmatch(small) or (small in _CHANNEL_NAMES and _CHANNEL_VALUES.fullmatch(value)):
        return True
    dressed = _VARIANTS.get(small)
    if dressed is None:
        return False
    return not dressed or value.casefold() in dressed.split("|")
