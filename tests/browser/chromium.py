"""A headless Chromium: the one on this machine, else one that the system's packages or Playwright can install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
"""No sandbox, since tests also run as root; no background traffic, since they also run without a network."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALLERS = (
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"],
)
INSTALL_LIMIT = 420.0


@cache
def find_or_install() -> str | None:
    """The path of a Chromium program; "" for the one Playwright keeps itself; None where none can be had."""
    if path := _on_path():
        return path
    if shutil.which("apt-get") and os.geteuid() == 0:
        for command in INSTALLERS:
            _try(command)
        if path := _on_path():
            return path
    return "" if _try([sys.executable, "-m", "playwright", "install", "chromium"]) else None


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _try(command: list[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, env=environment, timeout=INSTALL_LIMIT, capture_output=True).returncode == 0  # noqa: PLW1510
    except (OSError, subprocess.TimeoutExpired):
        return False
