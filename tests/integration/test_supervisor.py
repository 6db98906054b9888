"""``make run``: everything comes up, stays up, keeps its data, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from newsdash.supervisor import PortTakenError, check_port
from tests.running import Running, free_port, running, wait_for

pytestmark = pytest.mark.integration
PROGRAMS = {"gunicorn", "fetcher", "reader", "beat"}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_everything_runs_and_ctrl_c_ends_every_child(tmp_path: Path) -> None:
    with running(tmp_path / "data") as app:
        wait_for(lambda: set(app.children()) >= PROGRAMS, 20, "all programs")
        children = [pid for pids in app.children().values() for pid in pids]
        assert len(children) == len(PROGRAMS) + settings.FETCHERS  # one of the fetchers is counted, Redis is not
        app.process.send_signal(signal.SIGINT)
        assert app.process.wait(20) == 0
        wait_for(lambda: not any(map(alive, children)), 5, "every child to end")


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    with running(tmp_path / "data") as app:
        wait_for(lambda: set(app.children()) >= PROGRAMS, 20, "all programs")
        killed = app.children()["gunicorn"][0]
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: app.children().get("gunicorn", [killed]) != [killed], 10, "a new web server")
        wait_for(lambda: app.get("/help/"), 20, "the page again")


def test_a_second_start_keeps_the_data_and_is_quick(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running(folder) as app:
        app.manage(
            "ingest", str(write_article(tmp_path)), "--url", "https://news.example/a", "--published", "2024-05-02"
        )
        before = app.get("/timeline/")
        assert "Magna" in before
    log = tmp_path / "data.log"
    assert "Loading the catalogue" in log.read_text(), "a first start names its steps"
    began = time.monotonic()
    with running(folder) as app:
        assert "Magna" in app.get("/timeline/")
        # Generous for a loaded machine; `make bench` states the measured time.
        assert time.monotonic() - began < 60
        wait_for(lambda: "Newsdash is running" in log.read_text(), 10, "the address")
        assert log.read_text().strip() == f"Newsdash is running at {app.url}/  (Ctrl-C stops it)", "and no more"


def test_ctrl_c_during_the_first_set_up_ends_at_once_and_loses_nothing(tmp_path: Path) -> None:
    folder, log = tmp_path / "data", tmp_path / "log"
    command = [sys.executable, "manage.py", "up", "--port", str(free_port())]
    with log.open("w") as out:
        env = {**os.environ, "NEWSDASH_DATA": str(folder)}
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=out, stderr=out, text=True)
    app = Running("", folder, process, env)
    try:
        wait_for(lambda: briefs(folder) >= 3, 90, "the first briefs of the archive")
        children = [pid for pids in app.children().values() for pid in pids]
        assert children, "Redis is up already"
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
    assert "the next start goes on from here" in log.read_text()
    assert "Traceback" not in log.read_text()
    assert not any(map(alive, children))
    assert briefs(folder) >= 3
    assert not (folder / "prepared").exists(), "the next start reads the rest"


def briefs(folder: Path) -> int:
    """How many briefs of the archive are in."""
    if not (folder / "newsdash.sqlite3").exists():
        return 0
    with closing(sqlite3.connect(folder / "newsdash.sqlite3")) as database:
        try:
            return int(database.execute("SELECT COUNT(*) FROM articles_article").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # no tables yet


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_is_none_is_refused_with_the_way_out(port: int) -> None:
    with pytest.raises(PortTakenError, match="from 1 to 65535"):
        check_port("127.0.0.1", port)


def test_killing_the_supervisor_leaves_no_orphans(tmp_path: Path) -> None:
    with running(tmp_path / "data") as app:
        wait_for(lambda: set(app.children()) >= PROGRAMS, 20, "all programs")
        children = [pid for pids in app.children().values() for pid in pids]
        app.process.kill()
        app.process.wait()
        wait_for(lambda: not any(map(alive, children)), 15, "every child to end")


def test_a_taken_port_gets_a_clear_error(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port := free_port()))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "manage.py", "up", "--port", str(port)],
            cwd=settings.BASE_DIR, env={**os.environ, "NEWSDASH_DATA": str(tmp_path)},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert f"make run PORT={port + 1}" in done.stderr


def test_a_setting_that_makes_no_sense_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=settings.BASE_DIR, env={**os.environ, "NEWSDASH_DATA": str(tmp_path), "NEWSDASH_TICK": "often"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip() == "newsdash: NEWSDASH_TICK is 'often'. Set it to a number from 1 to 3600."


def write_article(folder: Path) -> Path:
    path = folder / "article.txt"
    path.write_text(
        "Magna and Waymo said on Thursday that they will set up a plant near Phoenix together.\n\n"
        "Magna International agreed to supply Waymo with vehicles fitted for driverless rides, the companies said.\n\n"
        "The two have worked together since 2019, and the supplier already fits sensors at a site in Michigan. "
        "Waymo, a unit of Alphabet, carries passengers in several American cities.\n"
    )
    return path
