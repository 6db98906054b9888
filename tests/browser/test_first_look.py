"""The first look of somebody who has just typed ``make run``."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser

PATHS = ["/", "/timeline/", "/companies/", "/company/waymo/", "/sources/", "/help/"]


def test_the_first_page_is_full(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_title(re.compile("Newsdash"))
    assert page.locator('a[href^="/partnership/"]').count() >= 5


def test_from_the_timeline_to_the_sentence_that_says_it(page: Page) -> None:
    page.goto("/timeline/?company=waymo")
    page.locator('main a[href^="/partnership/"]').first.click()
    expect(page).to_have_url(re.compile(r"/partnership/[\w-]+/[\w-]+/"))
    expect(page.locator("blockquote, .evidence").first).to_be_visible()
    page.locator('a[href^="/article/"]').first.click()
    expect(page).to_have_url(re.compile(r"/article/\d+/"))
    expect(page.get_by_text("our summary of a report by").first).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/partnership/"))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, app: Running, path: str, scheme: str) -> None:
    context = browser.new_context(base_url=app.url, viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(path)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= 320, f"{path} is {width} px wide"


BROKEN = """() => {
  const broken = [];
  for (const cell of document.querySelectorAll("main th a, main td a, main th, main td")) {
    for (const node of cell.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || cell.closest(".sr") || cell.getBoundingClientRect().width < 5) continue;
      for (const word of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (tops.size > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("path", ["/network/?show=300", "/compare/?c=mercedes-benz&c=general-motors&c=volkswagen"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_table_breaks_a_word_or_the_page(browser: Browser, app: Running, path: str, width: int) -> None:
    context = browser.new_context(base_url=app.url, viewport={"width": width, "height": 640})
    page = context.new_page()
    page.goto(path)
    broken, wide = page.evaluate(BROKEN), page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert broken == []
    assert wide <= width


def test_a_table_of_many_years_shows_the_newest_first_and_keeps_its_kinds_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 640})
    page.goto("/company/toyota/")
    table = page.locator(".by-year")
    table.scroll_into_view_if_needed()
    expect(table.get_by_role("columnheader").last).to_be_in_viewport(ratio=0.9)
    expect(table.get_by_role("rowheader").first).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_works_without_scripts(browser: Browser, app: Running, path: str) -> None:
    context = browser.new_context(base_url=app.url, java_script_enabled=False)
    page = context.new_page()
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("main").inner_text().strip()
    context.close()


def test_a_filter_is_kept_in_the_address(page: Page) -> None:
    page.goto("/timeline/?company=waymo&kind=supply")
    shown = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == shown


def test_an_unknown_page_says_what_to_do_next(browser: Browser, app: Running) -> None:
    context = browser.new_context(base_url=app.url)
    page = context.new_page()
    answer = page.goto("/company/nobody-of-this-name/")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("main a").count() >= 1
    context.close()
