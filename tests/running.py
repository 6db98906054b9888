"""Newsdash as a person runs it: ``manage.py up`` as a process, on a free loopback port, in a folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Running:
    """A running Newsdash: its address, its data folder, and the supervisor's process."""

    url: str
    folder: Path
    process: subprocess.Popen[str]
    environment: dict[str, str]

    def manage(self, *words: str) -> str:
        """Run a management command on the same data folder; its standard output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(f"manage.py {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def get(self, path: str) -> str:
        with urlopen(self.url + path, timeout=20) as answer:
            return str(answer.read().decode())

    def children(self) -> dict[str, list[int]]:
        """Process ids of the supervisor's children, by what they are."""
        found: dict[str, list[int]] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(path.read_text().rsplit(")", 1)[1].split()[1])
                command = (path.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, IndexError, ValueError):
                continue
            if parent == self.process.pid:
                words = ("redis-server", "valkey-server", "gunicorn", "fetcher", "reader@", "beat")
                name = next((word for word in words if word in command), command)
                found.setdefault(name.strip("@"), []).append(int(path.parent.name))
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: Callable[[], Any], seconds: float, name: str) -> Any:
    """What ``what`` returns once it is true; an assertion naming it when it takes longer."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if result := what():
                return result
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {name}")
        time.sleep(0.2)


@contextmanager
def running(folder: Path, *, archive: bool = False, seconds: float = 120, **environment: str) -> Iterator[Running]:
    """Start everything, wait for the first page, and end it all as Ctrl-C would."""
    port = free_port()
    env = {**os.environ, "NEWSDASH_DATA": str(folder), **environment}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "manage.py", "up", "--port", str(port), *([] if archive else ["--no-archive"])]
    log = (folder.parent / f"{folder.name}.log").open("w+")
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log, text=True)
    app = Running(f"http://127.0.0.1:{port}", folder, process, env)

    def up() -> bool:
        if process.poll() is not None:
            log.seek(0)
            raise AssertionError(f"ended with code {process.returncode}:\n{log.read()[-4000:]}")
        return bool(app.get("/help/"))

    try:
        wait_for(up, seconds, "the first page")
        yield app
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        log.close()
