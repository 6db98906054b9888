"""How long ``make run`` takes to its first page, the first time and the second."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.running import running


def main() -> None:
    """Print seconds from the command to the first page that answers."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first start, with the starter archive", "second start", "third start"):
            began = time.monotonic()
            with running(Path(folder) / "data", archive=True, seconds=600, NEWSDASH_TICK="3600"):
                print(f"{name}: {time.monotonic() - began:.1f} s")  # noqa: T201


if __name__ == "__main__":
    main()
