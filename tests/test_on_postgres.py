"""What speaks to the database in its own language is tested on PostgreSQL as well as on SQLite."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.conftest import skip_or_fail
from tests.postgres import find_programs, postgres

pytestmark = [pytest.mark.postgres, pytest.mark.integration]
FILES = [
    "tests/test_search.py", "tests/test_network.py", "tests/views/test_search.py", "tests/views/test_network.py",
    "tests/views/test_path.py", "tests/views/test_compare.py",
]  # fmt: skip


def test_search_and_network_pass_their_tests_on_postgresql() -> None:
    if find_programs() is None:
        skip_or_fail("PostgreSQL's server programs are not on this machine")
    with postgres() as url:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *FILES],
            cwd=settings.BASE_DIR, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
