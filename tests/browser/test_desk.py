"""A curator at the desk: a hundred decisions by keyboard, nothing lost, nothing judged twice."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import Running, running

pytestmark = pytest.mark.browser
WAITING = 125


@pytest.fixture(scope="module")
def desk_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("desk") / "data", NEWSDASH_TICK="3600") as app:
        app.manage("shell", "-c", f"from tests.curation.world import make_queue; make_queue({WAITING})")
        yield app


@pytest.fixture
def desk(browser: Browser, desk_app: Running) -> Iterator[Page]:
    context = browser.new_context(base_url=desk_app.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.set_default_timeout(15_000)
    page.goto("/sign-in/?next=/desk/")
    page.fill("[name=username]", "ann")
    page.fill("[name=password]", "one two three four")
    page.click("main button.main")
    page.wait_for_url("**/desk/")
    yield page
    context.close()
    assert not troubles, troubles


def counted(app: Running) -> dict[str, int]:
    script = (
        "from articles.models import Claim, Decision; from django.db.models import Count; import json; "
        "rows = dict(Claim.objects.values_list('review').annotate(n=Count('pk'))); "
        "rows['decisions'] = Decision.objects.filter(undone_at=None).count(); print(json.dumps(rows))"
    )
    import json

    found: dict[str, int] = json.loads(app.manage("shell", "-v", "0", "-c", script).strip().splitlines()[-1])
    return found


def current(page: Page) -> str:
    """The claim that is shown; waits until there is one."""
    item = page.locator("article[data-claim]").first
    item.wait_for()
    return str(item.get_attribute("data-claim"))


def test_a_hundred_decisions_by_keyboard_take_less_than_five_minutes(desk: Page, desk_app: Running) -> None:
    begun = time.monotonic()
    seen: list[str] = []
    for number in range(100):
        seen.append(current(desk))
        for key in ("r", "1") if number % 4 == 3 else ("a",):
            desk.keyboard.press(key)
    expect(desk.locator("[data-done]")).to_have_text("100", timeout=60_000)
    spent = time.monotonic() - begun
    assert spent < 300, f"{spent:.0f} s"
    assert len(set(seen)) == 100, "no claim is shown twice"
    found = counted(desk_app)
    assert (found["accepted"], found["rejected"], found["decisions"]) == (75, 25, 100)
    expect(desk.locator("[data-left]")).to_have_text(str(WAITING - 100))


def test_undo_shows_the_last_claim_again(desk: Page) -> None:
    first = current(desk)
    desk.keyboard.press("a")
    expect(desk.locator(f'article[data-claim="{first}"]')).to_have_count(0)
    desk.keyboard.press("u")
    expect(desk.locator(f'article[data-claim="{first}"]')).to_be_visible()


def test_a_skip_goes_on_and_decides_nothing(desk: Page, desk_app: Running) -> None:
    before = counted(desk_app)["decisions"]
    first = current(desk)
    desk.keyboard.press("s")
    expect(desk.locator(f'article[data-claim="{first}"]')).to_have_count(0)
    desk.reload()
    assert current(desk) != first
    assert counted(desk_app)["decisions"] == before


def test_a_wrong_date_is_said_at_its_field_and_then_kept_when_mended(desk: Page) -> None:
    first = current(desk)
    desk.keyboard.press("e")
    field = desk.locator(f"#claim-{first}-when")
    field.fill("last summer")
    desk.locator(f"#claim-{first}-subject").fill("front lidar")
    field.press("Enter")
    expect(desk.locator(".field.wrong")).to_contain_text("is no date")
    assert desk.locator(f"#claim-{first}-subject").input_value() == "front lidar"
    desk.locator(f"#claim-{first}-when").fill("2024-Q3")
    desk.locator(f"#claim-{first}-when").press("Enter")
    expect(desk.locator(f'article[data-claim="{first}"]')).to_have_count(0)


def test_every_judgement_is_also_a_button_and_works_in_the_list(desk: Page) -> None:
    desk.goto("/desk/?view=list")
    items = desk.locator("article[data-claim]")
    items.first.wait_for()
    count = items.count()
    items.nth(1).get_by_role("button", name="Accept").click()
    expect(items).to_have_count(count - 1)
    items.nth(0).get_by_role("button", name="Reject").click()
    items.nth(0).get_by_role("button", name="the sentence does not say it").click()
    expect(items).to_have_count(count - 2)


def test_two_curators_see_different_claims(desk: Page, browser: Browser, desk_app: Running) -> None:
    first = current(desk)
    desk_app.manage(
        "shell", "-c",
        "from django.contrib.auth.models import User; "
        "User.objects.create_superuser('bob', password='one two three four')",
    )  # fmt: skip
    context = browser.new_context(base_url=desk_app.url)
    other = context.new_page()
    other.goto("/sign-in/?next=/desk/")
    other.fill("[name=username]", "bob")
    other.fill("[name=password]", "one two three four")
    other.click("main button.main")
    assert current(other) != first
    context.close()
