"""One running Newsdash with the starter archive, and one browser, for all browser tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.chromium import FLAGS, find_or_install
from tests.conftest import skip_or_fail
from tests.running import Running, running


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("browser") / "data", archive=True, seconds=300, NEWSDASH_TICK="3600") as app:
        yield app


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_or_install()
    if path is None:
        skip_or_fail("no Chromium was found and none could be installed")
    # Django's database calls refuse a thread with a running event loop; these tests only look from outside.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path or None, args=FLAGS)
        yield browser
        browser.close()


REPLACED = ("htmx:afterRequest", "htmx:sendAbort")
"""What htmx writes to the console as errors when a request is replaced by a newer one, as it is while somebody types.

A request that fails writes more than these two: the answer's status, ``htmx:sendError`` or ``htmx:timeout``.
"""


@pytest.fixture
def page(browser: Browser, app: Running) -> Iterator[Page]:
    """A fresh page on the running app; a script error or a refused request fails the test that caused it."""
    context = browser.new_context(base_url=app.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if _is_trouble(message) else None)
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert not troubles, troubles


def _is_trouble(message: ConsoleMessage) -> bool:
    return message.type == "error" and not message.text.startswith(REPLACED)
