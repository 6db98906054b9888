"""The pages in Chinese, as a browser that asks for Chinese shows them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser

PAGES = ("/", "/timeline/", "/company/baidu/", "/network/", "/compare/?c=baidu&c=toyota", "/sources/", "/help/")


@pytest.fixture
def chinese(browser: Browser, app: Running) -> Iterator[Page]:
    context = browser.new_context(base_url=app.url, locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def test_a_browser_that_asks_for_chinese_gets_it_and_may_switch(chinese: Page) -> None:
    chinese.goto("/timeline/?company=baidu")
    expect(chinese.locator("h1")).to_have_text("合作时间线")
    expect(chinese.locator(".chip", has_text="百度 Baidu")).to_be_visible()
    chinese.locator("button[name=language][value=en]").click()
    expect(chinese.locator("h1")).to_have_text("Timeline of deals")
    assert chinese.url.endswith("/timeline/?company=baidu")


def test_a_piece_that_htmx_brings_is_chinese_too(chinese: Page) -> None:
    chinese.goto("/timeline/")
    chinese.locator("#f-kind-supply").check()
    expect(chinese.locator(".chip", has_text="供货")).to_be_visible()
    expect(chinese.locator("#results")).not_to_contain_text("Deals over time")


@pytest.mark.parametrize("path", PAGES)
def test_a_chinese_page_fits_a_phone_without_sideways_scroll(chinese: Page, path: str) -> None:
    chinese.set_viewport_size({"width": 320, "height": 700})
    chinese.goto(path)
    assert chinese.evaluate("document.documentElement.scrollWidth") <= 320
