"""What every test shares: a data folder of its own, and a Redis server for those that ask for one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import Settings

from tests.site import Site

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


SLOW = ("tests/admin/", "tests/fetch/", "tests/test_history.py", "tests/extract/test_xmlfeed.py",
        "tests/extract/test_plainfeed.py", "tests/extract/test_markup.py")  # fmt: skip
"""Rooms whose tests take half a minute together: ``make test`` runs them, ``make check`` does not."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow rooms."""
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker(pytest.mark.slow)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove the data folder that the settings made for this run."""
    folder = Path(settings.DATA_DIR)
    if folder.name.startswith("newsdash-tests-"):
        shutil.rmtree(folder, ignore_errors=True)


def skip_or_fail(reason: str) -> None:
    """Skip where a program of the machine is missing; in continuous integration that is a failure."""
    if CI:
        pytest.fail(f"{reason} (and CI must not skip)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled articles and facts beside the project; tests that need it are skipped without it."""
    folder = Path(os.environ.get("NEWSDASH_SHARED") or settings.BASE_DIR.parent / "shared")
    if not (folder / "gold").is_dir():
        pytest.skip("the shared folder with labelled articles is not here")
    return folder


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis server on a private socket, for the length of the run."""
    from newsdash.embedded_redis import start_server

    folder = tmp_path_factory.mktemp("redis")
    process = start_server(folder / "redis.sock", folder)
    yield f"unix://{folder / 'redis.sock'}"
    process.terminate()
    process.wait(10)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """A site on loopback that the one client may ask, without pauses and without Redis."""
    from articles import visits

    settings.ALLOW_LOOPBACK, settings.HOST_GAP, settings.HOST_SLOTS = True, 0.0, 10
    settings.REDIS_URL = "unix:///nowhere/redis.sock"  # a lone command: the pace is this process's own
    visits.forget()
    with Site() as site:
        yield site
    visits.forget()
