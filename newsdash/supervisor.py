"""Runs everything on one machine: Redis, web server, Celery worker and beat, as children of one process.

A child that dies is started again; Ctrl-C or SIGTERM ends them all; when the supervisor itself is killed its children
get a signal from the kernel (Linux), so that nothing is left behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import logging
import logging.config
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

from django.conf import settings

from newsdash.embedded_redis import server_command, wait_until_up

log = logging.getLogger(__name__)

GRACE = 8.0
"""Seconds a child gets between the polite signal and the last one."""
AGAIN = 1.0
"""Seconds after which a set-up that goes on after Ctrl-C is interrupted again."""

STEADY = 30.0
"""Seconds a child must live for its restart delay to fall back to the least."""

PR_SET_PDEATHSIG = 1


class PortTakenError(RuntimeError):
    """Another program listens where we should; the message names the way out."""


@dataclass
class Child:
    """One program that must run: started, watched, started again with growing delay when it dies early."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, preexec_fn=_die_with_parent, cwd=settings.BASE_DIR)  # noqa: PLW1509
        self.started = time.monotonic()

    def check(self) -> None:
        """Start the child again when it died and its delay is over."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.due:
            self.delay = 0.5 if now - self.started > STEADY else min(max(self.delay * 2, 0.5), 30)
            self.due = now + self.delay
            log.warning("%s ended with code %s; starting it again", self.name, self.process.returncode)
        if now >= self.due:
            self.due = 0.0
            self.start()


@dataclass
class Supervisor:
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping = True

    def watch(self) -> None:
        """Return after Ctrl-C or SIGTERM, with every child ended."""
        try:
            while not self.stopping:
                for child in self.children:
                    child.check()
                time.sleep(0.2)
        finally:
            self.end()

    def end(self) -> None:
        """Ask every child to end, then insist. Redis is asked last: the workers still hand back tasks."""
        _end_all([child for child in self.children if child.name != "redis"])
        _end_all([child for child in self.children if child.name == "redis"])


def _end_all(children: list[Child]) -> None:
    alive = [child.process for child in children if child.process is not None and child.process.poll() is None]
    for process in alive:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in alive:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_parent() -> None:
    """In the child, before exec: leave Ctrl-C to the supervisor, and be told when it is killed."""
    os.setpgrp()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def add_options(parser: ArgumentParser) -> None:
    """The options of ``up``."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-archive", action="store_true", help="do not read the starter archive")


def main(words: Sequence[str]) -> int:
    """``manage.py up`` without loading the app, which takes seconds that a second start need not wait for."""
    parser = ArgumentParser(prog="manage.py up", description=__doc__)
    add_options(parser)
    options = parser.parse_args(words)
    logging.config.dictConfig(settings.LOGGING)
    try:
        run_everything(options.host, options.port, archive=not options.no_archive)
    except PortTakenError as error:
        sys.stderr.write(f"newsdash: {error}\n")
        return 1
    except KeyboardInterrupt:
        _say("Stopped before everything ran; the next start goes on from here.")
    return 0


def run_everything(host: str, port: int, *, archive: bool = True) -> None:
    """Set up, start all children, print the address, and stay until told to stop.

    ``PortTakenError`` before anything is started when the port is taken.
    """
    with _only_one(settings.DATA_DIR) as lock:
        check_port(host, port)
        supervisor = Supervisor()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):  # until all run, each interrupts at once
            signal.signal(number, _interrupt)
        if settings.EMBEDDED_REDIS is not None:
            settings.EMBEDDED_REDIS.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            settings.EMBEDDED_REDIS.unlink(missing_ok=True)
            supervisor.children.append(Child("redis", server_command(settings.EMBEDDED_REDIS, _redis_folder())))
            supervisor.children[0].start()
        try:
            _prepare(archive=archive)
            wait_until_up(settings.REDIS_URL, supervisor.children[0].process if supervisor.children else None)
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, supervisor.stop)
            # The web server first, and alone: the others would only keep it from its first page.
            web, *others = list_programs(host, port)
            _start(supervisor, web)
            _announce(host, port, supervisor)
            for child in others:
                _start(supervisor, child)
        except BaseException:
            signal.setitimer(signal.ITIMER_REAL, 0)
            supervisor.end()
            raise
        lock.flush()
        supervisor.watch()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Interrupt the set-up, and again in a moment unless it has ended: an interrupt that falls into a callback of the
    database or of a parser is lost there.
    """
    signal.setitimer(signal.ITIMER_REAL, AGAIN)
    raise KeyboardInterrupt


def _start(supervisor: Supervisor, child: Child) -> None:
    if not supervisor.stopping:
        supervisor.children.append(child)
        child.start()


def _prepare(*, archive: bool) -> None:
    """Bring the data folder up to this version; a second start finds its stamp and does nothing."""
    stamp = settings.DATA_DIR / "prepared"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == _fingerprint(archive=archive):
        return
    import django  # noqa: PLC0415 - the app is loaded only when there is something to prepare
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    _say(f"Setting up {settings.DATA_DIR} (once, and after an update): its tables")
    call_command("migrate", verbosity=0, interactive=False)
    _say("Collecting the stylesheet and scripts")
    call_command("collectstatic", verbosity=0, interactive=False)
    _say("Loading the catalogue of companies and sources")
    call_command("load_catalogue", verbosity=0)
    if archive:
        _say("Reading the starter archive: our briefs of reported deals, so that the first look is not empty")
        call_command("load_archive")
    # Taken now, not before: the database was not there yet when this began.
    stamp.write_text(_fingerprint(archive=archive), encoding="ascii")


def _fingerprint(*, archive: bool) -> str:
    """Differs whenever a preparing step could have something to do: other files, other database, other version."""
    base = Path(settings.BASE_DIR)
    database = settings.DATABASES["default"]
    # Django fills in empty fields when it is set up; the fingerprint must be the same before and after.
    parts = [settings.VERSION, str(archive), f"{database['ENGINE']} {database.get('HOST') or ''} {database['NAME']}"]
    parts.append(str("sqlite" not in database["ENGINE"] or Path(str(database["NAME"])).exists()))
    for folder in ("articles/migrations", "articles/catalogue", "static"):
        for path in sorted((base / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                known = path.stat()
                parts.append(f"{path.relative_to(base)} {known.st_size} {known.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def list_programs(host: str, port: int) -> Iterator[Child]:
    """What runs beside Redis: web server, fetchers, reader and beat; none of them started yet."""
    python = sys.executable
    # --reuse-port: without it one of the two workers may take every connection.
    yield Child("web", [
        python, "-m", "gunicorn", "newsdash.wsgi", "--bind", f"{host}:{port}", "--workers", "2", "--threads", "4",
        "--worker-class", "gthread", "--reuse-port", "--log-level", "warning", "--graceful-timeout", "3",
        "--no-control-socket", "--preload",
    ])  # fmt: skip
    celery = [python, "-m", "celery", "-A", "newsdash", "--quiet"]
    # Fetching waits for others and shares processes, two of them since one uses one core alone; reading works, can be
    # killed by its time limit, and gives its memory back when a child has grown.
    for number in range(1, settings.FETCHERS + 1):
        yield Child(f"fetcher {number}", [
            *celery, "worker", "--queues", "fetch", "--pool", "threads", "--concurrency",
            str(settings.FETCH_THREADS), "--hostname", f"fetcher{number}@%h", "--loglevel", "warning",
        ])  # fmt: skip
    yield Child("reader", [
        *celery, "worker", "--queues", "read", "--pool", "prefork", "--concurrency", str(settings.READERS),
        "--hostname", "reader@%h", "--loglevel", "warning",
    ])  # fmt: skip
    yield Child("beat", [
        *celery, "beat", "--loglevel", "warning", "--pidfile", "", "--schedule", str(settings.DATA_DIR / "beat"),
    ])  # fmt: skip


def check_port(host: str, port: int) -> None:
    """``PortTakenError`` when something listens there already."""
    if not 1 <= port <= 65535:
        raise PortTakenError(f"There is no port {port}: choose one from 1 to 65535, for example make run PORT=8000")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop what listens there, or choose another: make run PORT={port + 1 if port < 65535 else 8000}"
            ) from error


@contextlib.contextmanager
def _only_one(folder: Path) -> Iterator[IO[str]]:
    """Hold the data folder: two supervisors on one folder would fight over Redis and beat."""
    with (folder / "supervisor.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PortTakenError(
                f"Newsdash already runs on the data folder {folder}. Stop it first, or set NEWSDASH_DATA to another."
            ) from error
        yield lock


def _redis_folder() -> Path:
    folder: Path = settings.DATA_DIR / "redis"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _announce(host: str, port: int, supervisor: Supervisor) -> None:
    """Print the address once the first page answers."""
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    deadline = time.monotonic() + 60
    while not supervisor.stopping and time.monotonic() < deadline:
        for child in supervisor.children:
            child.check()
        if _answers(f"{url}help/"):
            _say(f"\nNewsdash is running at {url}  (Ctrl-C stops it)")
            return
        time.sleep(0.1)
    if not supervisor.stopping:
        _say(f"\nNo page has come from {url} for a minute; the lines above tell why. Ctrl-C stops the attempt.")


def _answers(url: str) -> bool:
    """Whether a web server answers there, if only that it does not serve this host (``ALLOWED_HOSTS``)."""
    try:
        with urlopen(url, timeout=5):  # noqa: S310 - our own address
            return True
    except HTTPError:
        return True
    except OSError:
        return False


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
