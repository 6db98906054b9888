"""Reads settings from the environment; a value that makes no sense stops the start with a sentence that mends it."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

SOCKET_PATH_LIMIT = 100
"""Unix sockets take 108 bytes at most (sockaddr_un.sun_path); some bytes are kept for Celery's own suffixes."""

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def read_flag(name: str, default: bool) -> bool:
    """``name`` as a boolean: 1/true/yes/on or 0/false/no/off."""
    text = os.environ.get(name)
    if text is None:
        return default
    if text.strip().lower() in TRUE:
        return True
    if text.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {text!r}, which is neither yes nor no. Set it to 1 or 0, or leave it out.")


def read_number(name: str, default: float, *, least: float, most: float) -> float:
    """``name`` as a number between ``least`` and ``most``, both included."""
    text = os.environ.get(name)
    if text is None or not text.strip():
        return default
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise ImproperlyConfigured(f"{name} is {text!r}. Set it to a number from {least:g} to {most:g}.")
    return number


def read_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """``name`` as one of ``choices``, case folded."""
    text = os.environ.get(name, default).strip().lower()
    if text not in choices:
        raise ImproperlyConfigured(f"{name} is {text!r}. Set it to one of: {', '.join(choices)}.")
    return text


def read_text(name: str, default: str) -> str:
    """``name`` as a text; left empty, it is as if it were left out."""
    return os.environ.get(name, "").strip() or default


def read_sender(name: str, default: str) -> str:
    """``name`` as the sender of messages: ``desk@host`` or ``Desk <desk@host>``; the default goes by our name."""
    text = read_text(name, f"Newsdash <{default}>")
    try:
        validate_email(parseaddr(text)[1])
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name} is {text!r}. Set it to a mail address, for example Newsdash <news@your-domain.example>."
        ) from None
    return text


def read_path(name: str, default: str) -> str:
    """``name`` as the beginning of an address on this site: words and dashes, with a slash behind."""
    path = read_text(name, default).strip("/")
    if not re.fullmatch(r"[\w-]+(/[\w-]+)*", path, re.ASCII):
        raise ImproperlyConfigured(f"{name} is {path!r}. Set it to letters, digits and dashes, for example {default}.")
    return f"{path}/"


def read_list(name: str, default: str) -> list[str]:
    """``name`` as words parted by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def data_folder(default: Path) -> Path:
    """``NEWSDASH_DATA`` made if missing, for this user alone."""
    folder = Path(os.environ.get("NEWSDASH_DATA") or default).expanduser().absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "not writable")
    except OSError as error:
        raise ImproperlyConfigured(
            f"The data folder {folder} cannot be used ({error.strerror}). "
            "Set NEWSDASH_DATA to a folder that can be written."
        ) from error
    return folder


def secret_key(folder: Path) -> str:
    """``SECRET_KEY``, or the one made once and kept in the data folder."""
    if given := os.environ.get("SECRET_KEY"):
        if len(given) < 32:
            raise ImproperlyConfigured("SECRET_KEY is shorter than 32 characters. Use a longer one, or leave it out.")
        return given
    path = folder / "secret_key"
    if not path.exists():
        _make_key(path)
    kept = path.read_text(encoding="ascii").strip()
    if len(kept) < 32:
        raise ImproperlyConfigured(f"{path} holds no usable key. Delete it and a new one is made.")
    return kept


def _make_key(path: Path) -> None:
    """Write a new key whole under another name first: whoever comes meanwhile, or after a kill, finds no half a key.

    Of two that make one at once the first keeps its own, and the other is to read it.
    """
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    except OSError:
        os.replace(fresh, path)  # noqa: PTH105 - a file system without links
    finally:
        fresh.unlink(missing_ok=True)


def socket_path(folder: Path) -> Path:
    """Where the embedded Redis listens: in the data folder, or in a private short one when that path is too long."""
    path = folder / "redis.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
        return path
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"newsdash-{os.getuid()}-{name}" / "redis.sock"


def redis_urls(folder: Path) -> tuple[str, str]:
    """The broker's address as redis-py and as Celery spell it. ``REDIS_URL`` replaces the embedded server."""
    given = os.environ.get("REDIS_URL", "").strip()
    if not given:
        path = socket_path(folder)
        return f"unix://{path}", f"redis+socket://{path}"
    parts = split(given)
    if parts.scheme == "unix" and len(parts.path) > 1:
        return given, given.replace("unix://", "redis+socket://", 1)
    if parts.scheme in {"redis", "rediss"} and parts.hostname:
        return given, given
    raise ImproperlyConfigured(
        f"REDIS_URL is {redact(given)!r}. It should look like redis://host:6379/0, rediss://… or unix:///path/redis.sock."
    )


def embedded_redis(folder: Path) -> Path | None:
    """Where the server that we start ourselves listens; None where ``REDIS_URL`` names another."""
    path = socket_path(folder)
    return path if redis_urls(folder)[0] == f"unix://{path}" else None


def split(url: str) -> SplitResult:
    """An address's parts; one that cannot be taken apart has none."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def redact(url: str) -> str:
    """An address without its password, for messages; also one that is malformed."""
    return re.sub(r"(?<=://)([^/@]*):.*@", r"\1:…@", url)


def database(folder: Path) -> dict[str, Any]:
    """Django's database settings from ``DATABASE_URL``, or SQLite in the data folder."""
    given = os.environ.get("DATABASE_URL", "").strip()
    if not given:
        return sqlite(folder / "newsdash.sqlite3")
    parts = split(given)
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return postgresql(given)
    raise ImproperlyConfigured(
        f"DATABASE_URL is {redact(given)!r}. It should look like postgresql://user:password@host:5432/name "
        "or sqlite:///path/to/file."
    )


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite for many processes: write-ahead log, and writers that wait in line instead of failing.

    IMMEDIATE matters most: a transaction that begins by reading and then writes cannot wait for the lock otherwise.
    Connections stay open: opening one costs as much as asking whether a feed has changed.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """PostgreSQL by address; what stands behind ``?`` goes to the driver (sslmode=require …)."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL has a port that is no number: {redact(url)!r}.") from error
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
