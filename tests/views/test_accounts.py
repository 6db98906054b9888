from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import SignInFailure
from articles.models.sign_in import LIMITS, WINDOW, failure_key
from articles.views.accounts import wait_words

pytestmark = pytest.mark.django_db
RIGHT = "one two three four"


@pytest.fixture(autouse=True)
def ann() -> User:
    return User.objects.create_user("ann", password=RIGHT, is_staff=True)


def sign_in(client: Client, name: str = "ann", password: str = RIGHT, address: str = "192.0.2.1") -> str:
    answer = client.post(reverse("sign-in"), {"username": name, "password": password}, REMOTE_ADDR=address)
    return "" if answer.status_code == 302 else str(answer.context["form"].non_field_errors())


@pytest.mark.slow
def test_too_many_failures_on_an_account_make_even_the_right_password_wait(client: Client) -> None:
    for number in range(LIMITS["account"]):
        assert "correct username" in sign_in(client, password="wrong", address=f"192.0.2.{number}")
    assert re.search(r"Try again in (30|2\d) seconds", sign_in(client, address="192.0.2.99"))
    assert "_auth_user_id" not in client.session


@pytest.mark.slow
def test_the_wait_ends_and_a_success_clears_the_account(client: Client) -> None:
    for _number in range(LIMITS["account"]):
        sign_in(client, password="wrong")
    SignInFailure.objects.update(last_at=timezone.now() - timedelta(seconds=31))
    assert sign_in(client) == ""
    assert not SignInFailure.objects.filter(key__startswith="account").exists()


@pytest.mark.slow
def test_one_address_that_tries_many_accounts_has_to_wait(client: Client) -> None:
    for number in range(LIMITS["address"]):
        sign_in(client, name=f"user{number}", password="wrong")
    assert "Too many failed tries" in sign_in(client)
    assert sign_in(client, address="192.0.2.2") == ""


def test_the_wait_doubles_and_old_failures_are_forgotten(client: Client) -> None:
    now = timezone.now()
    row = SignInFailure.objects.create(key="account:x", failures=LIMITS["account"], last_at=now)
    waits = []
    for _more in range(8):
        waits.append(SignInFailure.objects.wait(["account:x"], now).total_seconds())
        SignInFailure.objects.note(["account:x"], now)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
    row.refresh_from_db()
    later = now + WINDOW + timedelta(seconds=1)
    assert SignInFailure.objects.wait(["account:x"], later) == timedelta()
    SignInFailure.objects.note(["account:x"], later)
    row.refresh_from_db()
    assert row.failures == 1


def test_a_clock_that_was_a_year_ahead_locks_nobody_out_for_a_year(db: None) -> None:
    now, key = timezone.now(), failure_key("account", "ann")
    for _ in range(12):
        SignInFailure.objects.note([key], now + timedelta(days=365))
    assert SignInFailure.objects.wait([key], now) <= WINDOW


def test_waiting_times_are_said_in_the_unit_people_use() -> None:
    assert wait_words(0.2).endswith("in 1 second.")
    assert wait_words(61).endswith("in 2 minutes.")


def test_what_was_typed_is_not_kept_in_the_clear(client: Client) -> None:
    sign_in(client, name="my-password-in-the-wrong-field", password="wrong")
    assert not SignInFailure.objects.filter(key__contains="password").exists()


def test_signing_out_takes_a_post(client: Client, ann: User) -> None:
    client.force_login(ann)
    assert client.get(reverse("sign-out")).status_code == 405
    assert "_auth_user_id" in client.session
    client.post(reverse("sign-out"))
    assert "_auth_user_id" not in client.session


def test_the_admin_has_no_door_of_its_own(client: Client) -> None:
    answer = client.get(reverse("admin:login"), {"next": "/admin/articles/"})
    assert answer["Location"].startswith(reverse("sign-in"))
    assert client.post(reverse("admin:login"), {"username": "ann", "password": RIGHT}).status_code == 302
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_back_but_never_to_another_site(client: Client) -> None:
    data = {"username": "ann", "password": RIGHT, "next": "https://evil.example/"}
    assert client.post(reverse("sign-in"), data)["Location"] == reverse("desk")
