"""``make shots``: pictures of every page into ``shots/``, light and dark, wide and narrow, in both languages."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import FLAGS, find_or_install
from tests.running import Running, running

Scheme = Literal["light", "dark"]

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "home": "/",
    "timeline": "/timeline/",
    "timeline-company": "/timeline/?company=waymo",
    "company": "/company/waymo/",
    "companies": "/companies/",
    "partnership": "/partnership/uber/waymo/",
    "article": "/article/40/",
    "network": "/network/",
    "network-ego": "/network/?company=waymo",
    "path": "/path/?from=microsoft&to=grab",
    "compare": "/compare/?c=waymo&c=cruise",
    "search": "/search/?q=lidar",
    "sources": "/sources/",
    "help": "/help/",
}
SIZES = {"wide": (1280, 900), "narrow": (360, 740)}
STAFF = {"desk": "/desk/", "desk-names": "/desk/names/", "desk-rules": "/desk/rules/", "trail": "/trail/"}


def main() -> None:
    """Start Newsdash on the starter archive, and take every picture."""
    folder = ROOT / "shots"
    folder.mkdir(exist_ok=True)
    path = find_or_install()
    if path is None:
        raise SystemExit("No Chromium was found and none could be installed.")
    with (
        tempfile.TemporaryDirectory() as data,
        running(Path(data) / "data", archive=True, seconds=600, NEWSDASH_TICK="3600") as app,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path or None, args=FLAGS)
        for size in SIZES:
            shoot(browser, app, folder, size, ("light", "en-GB"))
            shoot(browser, app, folder, size, ("dark", "en-GB"))
        shoot(browser, app, folder, "wide", ("light", "zh-CN"))
        shoot_desk(browser, app, folder)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder.relative_to(ROOT)}/")  # noqa: T201


def shoot(browser: Browser, app: Running, folder: Path, size: str, look: tuple[Scheme, str]) -> None:
    """One picture of each public page in one look: colour scheme and language."""
    (width, height), (scheme, locale) = SIZES[size], look
    suffix = f"{size}-{scheme}{'' if locale.startswith('en') else '-zh'}"
    context = browser.new_context(
        base_url=app.url, viewport={"width": width, "height": height}, color_scheme=scheme, locale=locale
    )
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(path)
        page.screenshot(path=folder / f"{name}-{suffix}.png")
    context.close()


def shoot_desk(browser: Browser, app: Running, folder: Path) -> None:
    """The staff's pages, signed in."""
    app.manage("shell", "-c", (
        "from django.contrib.auth.models import User; "
        "User.objects.create_superuser('shots', password='only-for-the-pictures')"
    ))  # fmt: skip
    context = browser.new_context(base_url=app.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("[name=username]", "shots")
    page.fill("[name=password]", "only-for-the-pictures")
    page.click("main button.main")
    for name, path in STAFF.items():
        page.goto(path)
        page.screenshot(path=folder / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
