"""``make bench``: every measure in turn. Each also runs alone: ``python -m bench.fetch`` and so on."""

from __future__ import annotations

import subprocess
import sys

MEASURES = {
    "bench.likeness": "the same story once: recall, precision and speed",
    "bench.pages": "pages: body, title, authors and day; speed against lxml and trafilatura",
    "bench.fetch": "fetching and reading feeds against the bare libraries",
    "bench.ingest": "feeds to stored entries, articles fetched and read",
    "bench.start": "the second start: seconds to the first page",
    "bench.pages_load": "server time of each page, small and big",
}


def main() -> int:
    """Run all; the exit code is the number that failed."""
    failed = 0
    for module, what in MEASURES.items():
        print(f"\n== {module}: {what}\n", flush=True)  # noqa: T201
        failed += subprocess.run([sys.executable, "-m", module], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
