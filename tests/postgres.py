"""A private PostgreSQL server for tests: its own data folder, a unix socket and no port, gone afterwards.

The server programs are those of the machine (PATH or Debian's folder). PostgreSQL refuses to run as root; started by
root, it runs as the user ``postgres`` or, where there is none, ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "30",
}
"""For data that nobody misses: nothing waits for the disk, nothing listens on the network."""


def find_programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``, the newest version's first; None where there is none."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -_version(path))
    return next((f for f in folders if all((f / name).exists() for name in ("initdb", "postgres"))), None)


def _version(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdecimal() else 0


def ordinary_user() -> str | None:
    """Whom the server runs as when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def postgres(folder: Path | None = None, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start a server with an empty database and yield its ``DATABASE_URL``; stop it and remove its folder after.

    ``folder`` (which is then kept) may hold the data of an earlier run. ``settings`` are added to `SETTINGS`.
    ``FileNotFoundError`` where the machine has no server programs.
    """
    programs = find_programs()
    if programs is None:
        raise FileNotFoundError("PostgreSQL's initdb and postgres were not found; install the server to run this.")
    home = folder or Path(tempfile.mkdtemp(prefix="newsdash-pg-"))
    home.mkdir(parents=True, exist_ok=True)
    user = ordinary_user()
    if user:
        shutil.chown(home, user)
    try:
        data, sockets = home / "data", home
        if not (data / "PG_VERSION").exists():
            command: list[str | Path] = [
                "initdb",
                "-D",
                data,
                "-U",
                "newsdash",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ]
            _run(programs, command, user)
        process = _start(programs, data, sockets, {**SETTINGS, **(settings or {})}, user)
        try:
            _wait(sockets, process, home / "log")
            yield f"postgresql://newsdash@/newsdash?host={sockets}"
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" stop: ends the connections and leaves cleanly
            process.wait(30)
    finally:
        if folder is None:
            shutil.rmtree(home, ignore_errors=True)


def _run(programs: Path, command: Sequence[str | Path], user: str | None) -> None:
    done = subprocess.run(
        [programs / command[0], *command[1:]], user=user, cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()}")


def _start(
    programs: Path, data: Path, sockets: Path, settings: Mapping[str, str], user: str | None
) -> subprocess.Popen[bytes]:
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (sockets / "log").open("ab") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", sockets, *options], user=user, cwd="/", stdout=log, stderr=log
        )


def _wait(sockets: Path, process: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    """Until the server answers, with its one database made."""
    import psycopg

    deadline = time.monotonic() + seconds
    address = f"postgresql://newsdash@/postgres?host={sockets}"
    while True:
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'newsdash'").fetchone():
                    connection.execute("CREATE DATABASE newsdash")
                return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}") from None
            time.sleep(0.1)
