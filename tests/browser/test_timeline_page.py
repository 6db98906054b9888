"""The timeline in a browser: filters without a reload, the way back, keys, the brush, and what axe says of pages."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.running import Running

pytestmark = pytest.mark.browser

CHECKED = [
    "/",
    "/timeline/",
    "/timeline/?company=waymo",
    "/companies/",
    "/company/waymo/",
    "/sources/",
    "/help/",
    "/nowhere/",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def count_deals(page: Page) -> int:
    return page.locator("li.deal").count()


def test_a_filter_changes_the_page_and_its_address_without_a_reload(page: Page) -> None:
    page.goto("/timeline/?company=waymo")
    page.evaluate("window.stayed = true")
    before = count_deals(page)
    page.get_by_role("checkbox", name="supply").check()
    expect(page).to_have_url(re.compile(r"/timeline/\?company=waymo&kind=supply$"))
    expect(page.locator("li.deal")).not_to_have_count(before)
    assert page.evaluate("window.stayed"), "htmx swapped the results"
    assert page.evaluate("document.activeElement.id") == "f-kind-supply", "the focus stays where it was"
    expect(page.locator("html")).to_have_count(1)


def test_back_and_reload_bring_back_exactly_what_was_seen(page: Page) -> None:
    page.goto("/timeline/?company=waymo")
    before = page.locator("main").inner_text()
    page.get_by_role("checkbox", name="supply").check()
    expect(page).to_have_url(re.compile("kind=supply"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"company=waymo$"))
    expect(page.get_by_role("checkbox", name="supply")).not_to_be_checked()
    assert page.locator("main").inner_text() == before
    expect(page.locator(".top")).to_have_count(1)
    page.go_forward()
    expect(page.get_by_role("checkbox", name="supply")).to_be_checked()
    after = page.locator("main").inner_text()
    page.reload()
    assert page.locator("main").inner_text() == after
    expect(page.locator(".top")).to_be_visible()


def test_a_typed_company_becomes_a_clean_address(page: Page) -> None:
    page.goto("/timeline/")
    page.get_by_label("Company", exact=True).fill("Baidu")
    page.get_by_label("Company", exact=True).press("Enter")
    expect(page).to_have_url(re.compile(r"/timeline/\?company=baidu$"))


def test_older_deals_are_added_below(page: Page) -> None:
    page.goto("/timeline/")
    before = count_deals(page)
    page.get_by_role("link", name="Older deals").click()
    expect(page.locator("li.deal").nth(before)).to_be_visible()
    assert count_deals(page) > before
    assert page.url.endswith("/timeline/"), "more of the same page has the same address"


def test_without_scripts_the_filters_are_a_plain_form(browser: Browser, app: Running) -> None:
    context = browser.new_context(base_url=app.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/timeline/")
    page.get_by_role("checkbox", name="acquisition").check()
    page.get_by_role("button", name="Show", exact=True).click()
    assert "kind=acquisition" in page.url
    assert set(page.locator("li.deal .kind").all_inner_texts()) == {"acquisition"}
    page.get_by_role("link", name="acquisition (take away)").click()
    assert page.url.endswith("/timeline/")
    context.close()


def test_drawing_over_years_chooses_them(page: Page) -> None:
    page.goto("/timeline/")
    first = page.locator('[data-year="2016"]').bounding_box()
    last = page.locator('[data-year="2019"]').bounding_box()
    assert first
    assert last
    page.mouse.move(last["x"] + 5, last["y"] + 20)
    page.mouse.down()
    page.mouse.move(first["x"] + 5, first["y"] + 20, steps=8)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"\?from=2016&to=2019$"))
    expect(page.locator(".years li.out")).not_to_have_count(0)


def test_a_cell_of_the_heatmap_leads_to_its_deals(page: Page) -> None:
    page.goto("/timeline/?company=waymo")
    cell = page.locator(".heat td[class^=l] a").first
    count = int(cell.inner_text())
    cell.click()
    expect(page).to_have_url(re.compile(r"counterpart=[\w-]+&from=(\d{4}-Q\d)&to=\1"))
    assert count_deals(page) == count


def test_keys_move_through_the_list_open_and_lead_to_pages(page: Page) -> None:
    page.goto("/timeline/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("[data-item].here")).to_have_count(1)
    expect(page.locator("[data-item]").first).to_have_class(re.compile("here"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/partnership/"))
    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("/companies/"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("g?jk")
    expect(page.locator("#find")).to_have_value("g?jk")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()


def test_a_chart_is_one_tab_stop_with_arrows_inside(page: Page) -> None:
    page.goto("/company/waymo/")
    chart = page.locator(".lanes").first
    assert chart.locator('a.mark[tabindex="0"]').count() == 1
    first = chart.locator('a.mark[tabindex="0"]')
    first.focus()
    before = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowDown")
    after = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert after
    assert after != before
    assert chart.locator('a.mark[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/partnership/"))


def test_every_mark_of_a_chart_can_be_clicked_where_it_stands(page: Page) -> None:
    page.goto("/timeline/")
    marks = page.locator("a.mark")
    for index in range(0, marks.count(), 7):
        marks.nth(index).click(trial=True)


def test_the_look_is_chosen_by_a_button_and_stays(page: Page) -> None:
    page.goto("/help/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark").click()
    expect(page).to_have_url(re.compile("/help/$"))
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.goto("/timeline/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


# Colours and widths break different rules: so each is looked at once, and not each with each.
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(browser: Browser, app: Running, scheme: str, width: int) -> None:
    context = browser.new_context(
        base_url=app.url,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    found = []
    for path in CHECKED:
        page.goto(path)
        if path.startswith("/timeline"):
            found += check(page, path)
            for link in (".deal a[href^='/partnership/']", "main a[href^='/article/']"):
                page.locator(link).first.click()
                found += check(page, page.url)
            continue
        found += check(page, path)
    context.close()
    assert found == []


def check(page: Page, path: str) -> list[tuple[str, str, str]]:
    answer = Axe().run(page, options={"runOnly": RULES})
    return [
        (path, violation["id"], violation["nodes"][0]["html"][:150])
        for violation in answer.response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
