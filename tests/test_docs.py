"""The docs name what is there: settings, commands, modules, make targets. A missing one fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")


def variables() -> list[str]:
    wiring = "".join((ROOT / "newsdash" / name).read_text() for name in ("settings.py", "environment.py"))
    read = re.findall(r'read_\w+\(\s*"([A-Z_]+)"', wiring) + re.findall(r'environ\.get\(\s*"([A-Z_]+)"', wiring)
    return sorted(set(read))


@pytest.mark.parametrize("variable", variables())
def test_every_setting_stands_in_the_readme(variable: str) -> None:
    assert f"`{variable}`" in README


@pytest.mark.parametrize("command", sorted(name for name, app in get_commands().items() if app == "articles"))
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert re.search(rf"`{command}\b", README), f"manage.py {command}"


@pytest.mark.parametrize("target", ["run", "test", "admin", "help", "check", "score", "bench", "shots"])
def test_the_make_targets_of_the_readme_exist(target: str) -> None:
    assert re.search(rf"`{target}`|make {target}\b", README)
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_every_module_stands_on_the_map() -> None:
    map_ = (ROOT / "articles" / "__init__.py").read_text(encoding="utf-8")
    modules = {path.stem for path in (ROOT / "articles").glob("*.py")}
    modules |= {
        path.name for path in (ROOT / "articles").iterdir() if path.is_dir() and (path / "__init__.py").exists()
    }
    missing = sorted(name for name in modules - {"__init__", "apps", "urls"} if not re.search(rf"\b{name}\b", map_))
    assert not missing


def test_setting_up_by_hand_takes_every_step_that_the_launcher_takes() -> None:
    launcher = (ROOT / "newsdash" / "supervisor.py").read_text(encoding="utf-8")
    by_hand = README.partition("## When one machine is outgrown")[2].partition("\n## ")[0]
    steps = re.findall(r'call_command\("(\w+)"', launcher)
    assert "migrate" in steps
    assert [step for step in steps if f"manage.py {step}" not in by_hand] == []
