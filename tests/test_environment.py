"""Settings that make sense are taken, settings that make none stop the start with a sentence that mends it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsdash import environment


@pytest.mark.parametrize(("text", "flag"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, text: str, flag: bool) -> None:
    monkeypatch.setenv("DEBUG", text)
    assert environment.read_flag("DEBUG", default=not flag) is flag


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("DEBUG", "maybe", lambda: environment.read_flag("DEBUG", default=False)),
        ("NEWSDASH_TICK", "soon", lambda: environment.read_number("NEWSDASH_TICK", 30, least=1, most=60)),
        ("NEWSDASH_TICK", "nan", lambda: environment.read_number("NEWSDASH_TICK", 30, least=1, most=60)),
        ("NEWSDASH_TICK", "-1", lambda: environment.read_number("NEWSDASH_TICK", 30, least=1, most=60)),
        ("LOG_LEVEL", "loud", lambda: environment.read_choice("LOG_LEVEL", "info", ("info", "error"))),
        ("REDIS_URL", "localhost:6379", lambda: environment.redis_urls(Path("/nowhere"))),
        ("REDIS_URL", "http://host/", lambda: environment.redis_urls(Path("/nowhere"))),
        ("REDIS_URL", "redis://[bad", lambda: environment.redis_urls(Path("/nowhere"))),
        ("REDIS_URL", "unix://", lambda: environment.redis_urls(Path("/nowhere"))),
        ("NEWSDASH_ADMIN_PATH", "a b?", lambda: environment.read_path("NEWSDASH_ADMIN_PATH", "admin")),
        ("NEWSDASH_MAIL_FROM", "the desk", lambda: environment.read_sender("NEWSDASH_MAIL_FROM", "a@a.example")),
        (
            "NEWSDASH_MAIL_FROM",
            "a@b\nc@d.example",
            lambda: environment.read_sender("NEWSDASH_MAIL_FROM", "a@a.example"),
        ),
        ("DATABASE_URL", "postgresql://user:p@[bad/name", lambda: environment.database(Path("/nowhere"))),
        ("DATABASE_URL", "mysql://a/b", lambda: environment.database(Path("/nowhere"))),
        ("DATABASE_URL", "postgresql://host", lambda: environment.database(Path("/nowhere"))),
        ("DATABASE_URL", "postgresql://host:port/name", lambda: environment.database(Path("/nowhere"))),
        ("SECRET_KEY", "short", lambda: environment.secret_key(Path("/nowhere"))),
        ("NEWSDASH_DATA", "/dev/null/folder", lambda: environment.data_folder(Path("/nowhere"))),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str, read: object) -> None:
    monkeypatch.setenv(name, value)
    assert callable(read)
    with pytest.raises(ImproperlyConfigured) as caught:
        read()
    assert name in str(caught.value)


@pytest.mark.parametrize("host", ["host/name", "[bad/name", "host:port/name"])
@pytest.mark.parametrize("password", ["hunter2", "hun@ter2", "hunter2/x"])
def test_a_password_never_stands_in_a_message(monkeypatch: pytest.MonkeyPatch, password: str, host: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"mysql://user:{password}@{host}")
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.database(Path("/nowhere"))
    assert "ter2" not in str(caught.value)


def test_messages_come_from_the_first_admin_unless_a_sender_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSDASH_MAIL_FROM", raising=False)
    assert environment.read_sender("NEWSDASH_MAIL_FROM", "desk@a.example") == "Newsdash <desk@a.example>"
    monkeypatch.setenv("NEWSDASH_MAIL_FROM", "News <news@b.example>")
    assert environment.read_sender("NEWSDASH_MAIL_FROM", "desk@a.example") == "News <news@b.example>"


@pytest.mark.parametrize("given", ["", "  "])
def test_a_text_left_empty_is_as_if_left_out(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("NEWSDASH_CONTACT", given)
    assert environment.read_text("NEWSDASH_CONTACT", "me") == "me"
    assert environment.read_path("NEWSDASH_CONTACT", "admin") == "admin/"
    monkeypatch.setenv("NEWSDASH_CONTACT", "Jo, of Kerb Weekly")
    assert environment.read_text("NEWSDASH_CONTACT", "me") == "Jo, of Kerb Weekly"


def test_a_postgresql_address_gives_every_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://us%40er:p%2Fw@db.example:5433/news?sslmode=require")
    database = environment.database(Path("/nowhere"))
    assert database["ENGINE"].endswith("postgresql")
    assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("us@er", "p/w", "db.example")
    assert (database["PORT"], database["NAME"], database["OPTIONS"]) == ("5433", "news", {"sslmode": "require"})


def test_sqlite_waits_in_line_instead_of_failing() -> None:
    options = environment.database(Path("/nowhere"))["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["init_command"].startswith("PRAGMA page_size=8192")


def test_the_secret_key_is_made_once_and_for_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first, second = environment.secret_key(tmp_path), environment.secret_key(tmp_path)
    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_start_that_is_killed_leaves_no_half_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)

    def die(_size: int) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("newsdash.environment.secrets.token_urlsafe", die)
        with pytest.raises(KeyboardInterrupt):
            environment.secret_key(tmp_path)
    assert not (tmp_path / "secret_key").exists()
    assert len(environment.secret_key(tmp_path)) >= 32


def test_programs_that_start_at_once_share_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    made = environment._make_key

    def make_late(path: Path) -> None:
        """Another program is quicker, between the look and the making."""
        made(path)
        made(path)

    monkeypatch.setattr(environment, "_make_key", make_late)
    assert environment.secret_key(tmp_path) == environment.secret_key(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_a_damaged_secret_key_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_text("x")
    with pytest.raises(ImproperlyConfigured, match="Delete it"):
        environment.secret_key(tmp_path)


def test_a_long_data_folder_still_gets_a_socket_path_that_fits(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 30)
    assert len(str(environment.socket_path(deep))) <= environment.SOCKET_PATH_LIMIT
    assert environment.socket_path(Path("/short")) == Path("/short/redis.sock")


def test_redis_is_embedded_unless_an_address_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert environment.redis_urls(Path("/data")) == ("unix:///data/redis.sock", "redis+socket:///data/redis.sock")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example:6379/2")
    assert environment.redis_urls(Path("/data")) == ("redis://cache.example:6379/2",) * 2


def test_somebody_elses_socket_is_not_taken_for_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert environment.embedded_redis(Path("/data")) == Path("/data/redis.sock")
    monkeypatch.setenv("REDIS_URL", "unix:///run/redis/redis.sock")
    assert environment.embedded_redis(Path("/data")) is None
