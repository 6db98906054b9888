"""A company's page in a browser: its network comes when the reader does, and is worked by keys as any chart."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser


def test_its_network_comes_when_it_is_scrolled_to_and_leads_on_by_keys(page: Page) -> None:
    page.goto("/company/waymo/")
    page.locator("#own-network").scroll_into_view_if_needed()
    middle = page.locator('#own-network .node[href="/company/waymo/"]')
    expect(middle).to_be_visible()
    assert page.url.endswith("/company/waymo/"), "a piece of the page has no address of its own"
    stop = page.locator('#own-network a.node[tabindex="0"]')
    expect(stop).to_have_count(1)
    stop.focus()
    expect(page.locator("#own-network .net.lit")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/company/[\w-]+/$"))


@pytest.mark.parametrize("width", [320, 1280])
def test_with_its_network_it_still_fits_and_axe_finds_nothing_serious(
    browser: Browser, app: Running, width: int
) -> None:
    context = browser.new_context(base_url=app.url, viewport={"width": width, "height": 700})
    page = context.new_page()
    page.goto("/company/waymo/")
    page.locator("#own-network").scroll_into_view_if_needed()
    expect(page.locator("#own-network .node").first).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
    context.close()
    assert wide <= width
    assert not found, [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]


def test_without_scripts_it_is_a_link(browser: Browser, app: Running) -> None:
    context = browser.new_context(base_url=app.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/company/waymo/")
    page.get_by_role("link", name="Network of Waymo").click()
    assert page.url.endswith("/network/?company=waymo")
    context.close()
