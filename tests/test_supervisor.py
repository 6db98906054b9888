"""Starting everything, as far as it needs no process: `tests/integration/test_supervisor.py` starts the real ones."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from newsdash import supervisor
from tests.running import free_port


@pytest.fixture
def own_signals() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)
    before = [signal.getsignal(number) for number in numbers]
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("own_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_that_is_swallowed_comes_again(
    number: signal.Signals, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR, settings.EMBEDDED_REDIS = tmp_path, None

    def prepare(*, archive: bool) -> None:
        with suppress(KeyboardInterrupt):  # as a library written in C does whose callback it falls into
            signal.raise_signal(number)
        time.sleep(20)

    monkeypatch.setattr(supervisor, "_prepare", prepare)
    monkeypatch.setattr(supervisor, "AGAIN", 0.05)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        supervisor.run_everything("127.0.0.1", free_port())
    assert time.monotonic() - began < 10
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0), "and not once more"
