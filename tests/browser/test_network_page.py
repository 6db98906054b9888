"""Network, path, comparison and search in a browser: replay, brush with a filter, keys, answers while typing, axe."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.running import Running

pytestmark = pytest.mark.browser

PAGES = [
    "/network/",
    "/network/?company=waymo",
    "/path/?from=microsoft&to=grab&deals=any",
    "/compare/?c=waymo&c=nvidia",
    "/search/?q=waymo",
    "/search/?q=qqqq",
]


@pytest.fixture(scope="module", autouse=True)
def prepared(app: Running) -> None:
    """Everything indexed and placed, whether or not the worker has come to it yet."""
    app.manage("reindex")
    app.manage("layout")


def test_the_replay_shows_one_year_after_the_other_and_nobody_moves(page: Page) -> None:
    page.goto("/network/?day=2019")
    where = {"at": "document.querySelector('.node[href=\"/company/uber/\"]').closest('svg').getAttribute('x')"}
    before = page.evaluate(where["at"])
    page.get_by_role("button", name="Replay the years").click()
    expect(page).to_have_url(re.compile(r"day=2021"))
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".shown")).to_contain_text("As of 31 December 2021")
    assert page.evaluate(where["at"]) == before
    assert page.evaluate("document.querySelector('#n-day').value") == "2021"


def test_a_filter_keeps_the_year_and_the_way_back_restores_both(page: Page) -> None:
    page.goto("/network/?day=2018")
    page.get_by_role("checkbox", name="supply").check()
    expect(page).to_have_url(re.compile(r"\?kind=supply&day=2018$"))
    shown = page.locator(".shown p").inner_text()
    page.reload()
    assert page.locator(".shown p").inner_text() == shown
    page.go_back()
    expect(page.get_by_role("checkbox", name="supply")).not_to_be_checked()
    expect(page.locator(".shown")).to_contain_text("As of 31 December 2018")


def test_the_slider_and_the_filters_know_of_each_other(page: Page) -> None:
    page.goto("/network/?kind=partnership")
    page.locator("#n-day").focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"kind=partnership&day=20\d\d$"))
    page.get_by_role("checkbox", name="supply").check()
    expect(page).to_have_url(re.compile(r"kind=partnership&kind=supply&day=20\d\d$"))


DOT = """(() => {
    const box = document.activeElement.querySelector("circle").getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
})()"""


def test_every_arrow_moves_its_way_from_dot_to_dot_inside_one_tab_stop(page: Page) -> None:
    page.goto("/network/")
    stop = page.locator('.net a[tabindex="0"]')
    stop.focus()
    moved = 0
    for key, axis, sign in (("ArrowDown", 1, 1), ("ArrowRight", 0, 1), ("ArrowUp", 1, -1), ("ArrowLeft", 0, -1)):
        page.evaluate("document.activeElement.querySelector('text').textContent = 'A long name '.repeat(9)")
        here = page.evaluate(DOT)
        page.keyboard.press(key)
        there = page.evaluate(DOT)
        assert there == here or sign * (there[axis] - here[axis]) >= 2, f"{key} went from {here} to {there}"
        assert stop.count() == 1
        moved += there != here
    assert moved >= 2, "one arrow of each axis has somewhere to go wherever the dots stand"


def test_focus_lifts_neighbours_and_enter_opens_the_company(page: Page) -> None:
    page.goto("/network/")
    assert page.locator('.net a[tabindex="0"]').count() == 1
    page.locator('.net a[tabindex="0"]').focus()
    expect(page.locator(".net.lit")).to_have_count(1)
    near = page.locator(".net .ties a.near").count()
    assert 0 < near < page.locator(".net .ties a").count()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/company/"))


def test_larger_spreads_the_dots_and_keeps_their_size(page: Page) -> None:
    page.goto("/network/")
    width = "document.querySelector('.net').getBoundingClientRect().width"
    dot = "document.querySelector('.node circle').getBoundingClientRect().width"
    before, size = page.evaluate(width), page.evaluate(dot)
    page.get_by_role("button", name="Larger").click()
    assert page.evaluate(width) == pytest.approx(1.5 * before, rel=0.02)
    assert page.evaluate(dot) == pytest.approx(size, abs=0.5)


def test_answers_come_while_typing_and_arrows_reach_them(page: Page) -> None:
    page.goto("/help/")
    page.keyboard.press("/")
    page.keyboard.type("way", delay=40)
    expect(page.locator(".top .pop a[href='/company/waymo/']")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/company/waymo/"
    page.keyboard.press("Escape")
    expect(page.locator(".top .pop a")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=way$"))


def test_a_newer_question_takes_the_place_of_one_under_way(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/search/\?q=way$"), hold)
    page.goto("/help/")
    with page.expect_request(re.compile(r"/search/\?q=way$")):
        page.locator("#find").press_sequentially("way")
    page.locator("#find").press_sequentially("mo")
    expect(page.locator(".top .pop a[href='/company/waymo/']")).to_be_visible()
    expect(page.locator(".top .pop")).to_contain_text("Everything on “waymo”")
    expect(page.locator(".complaint.failed")).to_have_count(0)
    assert len(held) == 1


def test_a_name_half_typed_is_offered(page: Page) -> None:
    page.goto("/path/")
    page.locator("input[name=from]").type("micros", delay=30)
    expect(page.locator("#names option[value=Microsoft]")).to_have_count(1)


def test_without_javascript_everything_is_reached(browser: Browser, app: Running) -> None:
    context = browser.new_context(base_url=app.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/network/?kind=partnership")
    page.locator("#n-day").fill("2018")
    page.get_by_role("button", name="Show", exact=True).last.click()
    assert "day=2018" in page.url
    assert "kind=partnership" in page.url
    assert "As of 31 December 2018" in page.locator(".shown").inner_text()
    page.goto("/compare/")
    page.locator("input[name=c]").nth(0).fill("Waymo")
    page.locator("input[name=c]").nth(1).fill("Nvidia")
    page.get_by_role("button", name="Compare").click()
    assert page.locator("h1").inner_text() == "Waymo and Nvidia"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_serious(browser: Browser, app: Running, address: str, scheme: str) -> None:
    context = browser.new_context(base_url=app.url, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
    context.close()
    assert not found, [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]


@pytest.mark.parametrize("address", PAGES)
def test_narrow_screens_do_not_scroll_sideways(browser: Browser, app: Running, address: str) -> None:
    context = browser.new_context(base_url=app.url, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= 320
