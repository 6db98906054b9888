"""A piece of code run in a process of its own, for tests of what something hostile costs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import pytest

_FRAME = """
import sys, time
def peak():
    with open("/proc/self/status") as status:
        return int(next(line.split()[1] for line in status if line.startswith("VmHWM")))
{setup}
before, begun = peak(), time.process_time()
{code}
print()
print(time.process_time() - begun, peak() - before)
"""
# The peak of getrusage will not do: a process inherits that of the one it was forked from.


@dataclass(frozen=True)
class Cost:
    """``said`` is what the code printed; ``seconds`` of its own time; ``megabytes`` its peak rose by."""

    said: str
    seconds: float
    megabytes: float


def suffer(code: str, *arguments: str, setup: str = "") -> Cost:
    """Run ``setup`` and then, measured, ``code``; both see the arguments as ``sys.argv[1:]``."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the peak of a process's memory is read from /proc")
    source = _FRAME.format(setup=setup, code=code)
    told = subprocess.run([sys.executable, "-c", source, *arguments], check=True, capture_output=True, text=True)
    *said, numbers = told.stdout.strip().splitlines()
    seconds, kilobytes = numbers.split()
    return Cost("\n".join(said).strip(), float(seconds), int(kilobytes) / 1024)
