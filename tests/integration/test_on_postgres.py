"""The tests of rows, pages and curation once more, on PostgreSQL: the same code with another ``DATABASE_URL``."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.postgres import find_programs, postgres

pytestmark = pytest.mark.postgres

AGAIN = [
    "tests/test_among.py",
    "tests/test_bulk.py",
    "tests/test_clock_jumps.py",
    "tests/test_columns.py",
    "tests/test_insertion.py",
    "tests/test_prepared.py",
    "tests/test_pipeline.py",
    "tests/test_setbacks.py",
    "tests/test_joining.py",
    "tests/test_arrivals.py",
    "tests/test_ingestion.py",
    "tests/test_search.py",
    "tests/test_fulltext.py",
    "tests/test_network.py",
    "tests/test_timeline.py",
    "tests/curation",
    "tests/views",
]
LIMIT = 900


def test_rows_pages_and_curation_are_the_same_on_postgresql() -> None:
    if find_programs() is None:
        pytest.skip("PostgreSQL's server programs are not on this machine")
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("this run is on PostgreSQL already")
    with postgres() as url:
        # Fewer random stories than on SQLite: here they prove that the database agrees, not the logic once more.
        environment = {**os.environ, "DATABASE_URL": url, "NEWSDASH_EXAMPLES": "5"}
        environment.pop("PYTEST_XDIST_WORKER", None)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *AGAIN, "-q", "-n", "2", "-p", "no:cacheprovider", "-m", "not browser"],
            cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
