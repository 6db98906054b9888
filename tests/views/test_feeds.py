"""Steering the feeds from their pages: who may, what each button does, and what is said when it does not."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import tasks
from articles.arrivals import OFF_TOPIC, why_off_topic
from articles.curation import RefusedError
from articles.curation.undo import may_undo, undo
from articles.extract.relevance import judge_entry
from articles.feeds import save_decision, state_of
from articles.models import Backfill, Feed, Page, Source
from articles.models import Decision as Kept
from articles.schedule import Decision
from tests import factory
from tests.site import Reply, Site

pytestmark = pytest.mark.django_db
NOW = timezone.now()
RSS = (
    b"<rss version='2.0'><channel><title>Kerb Weekly</title><item><guid>1</guid><link>/a</link>"
    b"<title>Robotaxis at the kerb</title></item></channel></rss>"
)
Nudges = list[tuple[str, int]]


@pytest.fixture(autouse=True)
def nudges(monkeypatch: pytest.MonkeyPatch) -> Nudges:
    """What workers were asked to do, instead of a broker."""
    told: Nudges = []
    monkeypatch.setattr(tasks, "nudge", lambda task, row: told.append((task.name.rpartition(".")[2], row)))
    return told


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("ed", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user)
    return client


def press(client: Client, feed: Feed, do: str, **data: str) -> str:
    """Press a feed's button; the message that comes back, and the row as it is then."""
    answer = client.post(reverse("feed-control", args=[feed.pk]), {"do": do, **data}, follow=True)
    feed.refresh_from_db()
    return words(answer.content)


def words(html: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.decode()).replace("\xa0", " ").split())


# Who may


def doors(feed: Feed, page: Page) -> list[tuple[str, dict[str, Any]]]:
    return [
        (reverse("feed-control", args=[feed.pk]), {"do": "pause"}),
        (reverse("follow"), {"address": "https://kerb.example", "follow": "https://kerb.example/feed"}),
        (reverse("opml-import"), {"file": SimpleUploadedFile("a.opml", b"<opml/>")}),
        (reverse("take-in", args=[page.pk]), {}),
        (reverse("fetch-history", args=[feed.source.slug]), {"since": "2018-01-01"}),
    ]


@pytest.mark.parametrize("who", ["visitor", "curator", "permitted but no staff"])
def test_only_staff_who_may_configure_steers(client: Client, who: str, nudges: Nudges) -> None:
    feed = factory.make_feed(next_poll_at=None)
    page = left_out(feed.source)
    if who != "visitor":
        user = User.objects.create_user("one", is_staff=who == "curator")
        user.groups.add(Group.objects.get(name="curator" if who == "curator" else "editor"))
        client.force_login(user)
    for address, data in doors(feed, page):
        assert client.post(address, data).status_code == (302 if who == "visitor" else 403), address
    feed.refresh_from_db()
    page.refresh_from_db()
    assert (feed.state, page.state, Feed.objects.count()) == ("active", "left_out", 1)
    assert not Backfill.objects.exists()
    assert not nudges
    assert "Poll now" not in client.get("/sources/").content.decode()


def test_buttons_are_forms_with_a_token_and_no_get(editor: Client) -> None:
    feed = factory.make_feed()
    page = left_out(feed.source)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    for address, data in doors(feed, page):
        assert strict.post(address, data).status_code == 403, address
        if address != reverse("follow"):
            assert editor.get(address).status_code == 405, address


# One feed


def test_poll_now_makes_a_feed_due_and_nudges_a_worker(editor: Client, nudges: Nudges) -> None:
    feed = factory.make_feed(next_poll_at=NOW + timedelta(hours=9))
    assert "is asked now" in press(editor, feed, "poll")
    assert Feed.objects.due(timezone.now()).get() == feed
    assert nudges == [("check_feed", feed.pk)]


def test_a_server_that_asked_for_rest_is_not_asked_for_a_persons_hurry(editor: Client, nudges: Nudges) -> None:
    later = NOW + timedelta(hours=3)
    feed = factory.make_feed(next_poll_at=later, throttled=True)
    for do in ("poll", "revive"):
        assert "asked for fewer requests" in press(editor, feed, do)
    assert feed.next_poll_at == later
    assert not nudges


def test_pause_stops_and_resume_goes_on_with_everything_that_is_known(editor: Client) -> None:
    feed = factory.make_feed(etag='"v1"', next_poll_at=NOW + timedelta(hours=9))
    press(editor, feed, "pause")
    assert feed.state == "paused"
    assert not Feed.objects.due(NOW + timedelta(days=9)).exists()
    assert "take it up again" in press(editor, feed, "poll")
    press(editor, feed, "resume")
    assert (feed.state, feed.etag) == ("active", '"v1"')
    assert Feed.objects.due(timezone.now()).exists()
    assert "not paused" in press(editor, feed, "resume")


def test_revive_asks_a_feed_again_that_was_gone(editor: Client, nudges: Nudges) -> None:
    feed = factory.make_feed(
        state="gone", error="gone for good", interval_why="gone", next_poll_at=None, reported_at=NOW, etag='"v1"'
    )
    assert "Revive" in editor.get("/sources/").content.decode()
    press(editor, feed, "revive")
    assert (feed.state, feed.error, feed.reported_at, feed.etag) == ("active", "", None, '"v1"')
    assert nudges == [("check_feed", feed.pk)]
    assert "Nothing is wrong" in press(editor, feed, "revive")


def test_what_a_person_does_to_a_feed_is_on_the_trail_and_pausing_can_be_taken_back(editor: Client) -> None:
    feed = factory.make_feed(next_poll_at=NOW + timedelta(hours=9), failures=3)
    for do in ("poll", "revive", "pause", "pause", "resume"):
        press(editor, feed, do)
    acts = list(Kept.objects.order_by("pk"))
    assert [act.verb for act in acts] == ["poll feed", "revive feed", "pause feed", "resume feed"], (
        "not what was refused"
    )
    assert {(act.actor_name, act.table, act.row, act.label) for act in acts} == {("ed", "feed", feed.pk, str(feed))}
    polled, revived, paused, resumed = acts
    editor_user = User.objects.get(username="ed")
    assert [may_undo(act, editor_user) for act in acts] == [False, False, True, True]
    with pytest.raises(RefusedError, match="first undo"):
        undo(paused.pk, editor_user)
    for act, state in ((resumed, "paused"), (paused, "active")):
        answer = editor.post(reverse("desk-decision-undo", args=[act.pk]))
        assert answer.status_code == 302
        feed.refresh_from_db()
        assert feed.state == state
    assert not may_undo(paused, User.objects.create_user("curator"))
    assert editor.post(reverse("desk-decision-undo", args=[polled.pk])).status_code in {302, 403}
    assert Kept.objects.filter(undone_at__isnull=True).count() == 2
    assert revived.before == {"rows": []}


@pytest.mark.parametrize(("fields", "offered"), [({"state": "gone"}, True), ({"failures": 5}, True), ({}, False)])
def test_a_dead_feeds_site_can_be_searched_for_where_it_moved(
    editor: Client, fields: dict[str, Any], offered: bool
) -> None:
    feed = factory.make_feed(factory.make_source("Kerb", site_url="https://kerb.example/?a=b&c"), **fields)
    shown = editor.get(feed.source.get_absolute_url()).content.decode()
    link = f"{reverse('follow')}?address=https%3A%2F%2Fkerb.example%2F%3Fa%3Db%26c"
    assert (link in shown) is offered
    asked = editor.get(link).content.decode()
    assert 'value="https://kerb.example/?a=b&amp;c"' in asked, "its feeds are one press of a button away"


def test_a_button_that_does_not_exist_and_a_way_back_to_elsewhere_are_refused(editor: Client) -> None:
    feed = factory.make_feed()
    address = reverse("feed-control", args=[feed.pk])
    assert editor.post(address, {"do": "explode"}).status_code == 400
    back = editor.post(address, {"do": "poll", "next": feed.source.get_absolute_url()})
    assert back["Location"] == feed.source.get_absolute_url()
    assert editor.post(address, {"do": "poll", "next": "https://evil.example/"})["Location"] == "/sources/"


# What the page says


def test_that_all_feeds_answer_is_said_only_when_all_were_asked(client: Client) -> None:
    feeds = [factory.make_feed() for _ in range(2)]
    assert "None has been asked yet" in words(client.get("/sources/").content)
    Feed.objects.filter(pk=feeds[0].pk).update(last_polled_at=NOW, last_success_at=NOW)
    said = words(client.get("/sources/").content)
    assert "All 1 feeds asked so far answer; there are 2" in said
    assert "All feeds answer" not in said
    Feed.objects.update(last_polled_at=NOW, last_success_at=NOW)
    assert "All feeds answer." in words(client.get("/sources/").content)


def test_silence_is_a_fault_of_its_own_until_a_good_poll_ends_it(client: Client) -> None:
    feed = factory.make_feed(last_polled_at=NOW, last_success_at=NOW)
    decision = Decision(state_of(feed), NOW + timedelta(hours=1))
    save_decision(feed, decision, NOW, good=True, silence="usually 5 a day, none for 4 days")
    said = words(client.get("/sources/").content)
    assert "silent usually 5 a day, none for 4 days" in said
    assert "1 feed is in trouble" in said
    save_decision(feed, decision, NOW, good=False)
    assert "none for 4 days" in words(client.get("/sources/").content), "a failed poll tells nothing of it"
    save_decision(feed, decision, NOW, good=True)
    assert "none for 4 days" not in words(client.get("/sources/").content)


# Following


def test_a_sites_address_shows_its_feeds_and_following_one_subscribes(
    editor: Client, site: Site, nudges: Nudges
) -> None:
    home = b'<html><head><link rel="alternate" type="application/rss+xml" href="/all.rss"></head></html>'
    site.routes["/"] = Reply(body=home, headers={"Content-Type": "text/html"})
    site.routes["/all.rss"] = Reply(body=RSS, headers={"Content-Type": "application/rss+xml"})
    look = editor.post(reverse("follow"), {"address": site.url("/"), "topics_only": "on"})
    assert "Robotaxis at the kerb" in look.content.decode()
    assert not Feed.objects.exists(), "looking follows nothing"
    (chosen,) = re.findall(r'name="follow" value="([^"]+)"', look.content.decode())
    data = {"address": site.url("/"), "follow": chosen, "topics_only": "on"}
    answer = editor.post(reverse("follow"), data, follow=True)
    feed = Feed.objects.get()
    assert (feed.url, feed.title, feed.source.topics_only) == (site.url("/all.rss"), "Kerb Weekly", True)
    assert nudges == [("check_feed", feed.pk)]
    assert "Kerb Weekly is followed" in words(answer.content)
    assert "followed already" in words(editor.post(reverse("follow"), data, follow=True).content)
    assert Feed.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "message"), [("", "required"), ("http://10.0.0.1/", "10.0.0.1"), ("nonsense", "nonsense")]
)
def test_an_address_without_a_feed_is_told_at_its_field(editor: Client, site: Site, address: str, message: str) -> None:
    answer = editor.post(reverse("follow"), {"address": address})
    assert answer.status_code == 422
    assert message in words(answer.content)


def test_opml_goes_out_and_comes_in(editor: Client) -> None:
    factory.make_feed(url="https://kerb.example/feed?a=1&b=2")
    out = editor.get("/sources.opml")
    assert out["Content-Disposition"].startswith("attachment")
    Feed.objects.all().delete()
    answer = editor.post(reverse("opml-import"), {"file": SimpleUploadedFile("f.opml", out.content)}, follow=True)
    assert "1 feeds are new, 0 were followed already" in words(answer.content)
    assert Feed.objects.get().url == "https://kerb.example/feed?a=1&b=2"


@pytest.mark.parametrize("data", [b"hello", b"<html></html>", b"<opml>" + b" " * 5_000_001, None])
def test_what_is_no_list_of_feeds_is_refused_in_words(editor: Client, data: bytes | None) -> None:
    sent = {} if data is None else {"file": SimpleUploadedFile("f.opml", data)}
    said = words(editor.post(reverse("opml-import"), sent, follow=True).content)
    assert re.search(r"no OPML file|larger than|Choose a file", said)
    assert not Feed.objects.exists()


# Left out


def left_out(source: Source, **fields: Any) -> Page:
    fields.setdefault("reason", f"{OFF_TOPIC}: no word of it")
    return factory.make_page(source=source, state=Page.State.LEFT_OUT, **fields)


def test_left_out_pages_are_listed_with_their_reason_by_source(client: Client) -> None:
    one, two = factory.make_source("Kerb"), factory.make_source("Lane")
    left_out(one, hints={"title": "Lemon cakes"})
    left_out(two, hints={"title": "<b>Goats</b>"}, reason="the same article as https://lane.example/1")
    factory.make_page(source=one, hints={"title": "Read all right"})
    html = client.get(reverse("left-out")).content.decode()
    assert "Lemon cakes" in html
    assert "no word of it" in html
    assert "&lt;b&gt;Goats" in html
    assert "Read all right" not in html
    assert "Take it in" not in html
    narrowed = client.get(reverse("left-out") + "?source=kerb").content.decode()
    assert "Lemon cakes" in narrowed
    assert "Goats" not in narrowed


def test_every_left_out_page_is_reached_once_by_turning_pages(client: Client) -> None:
    source = factory.make_source("Kerb")
    for number in range(120):
        left_out(source, hints={"title": f"T{number}."})
    shown, address = list[str](), reverse("left-out") + "?source=kerb"
    for _ in range(4):
        html = client.get(address).content.decode()
        shown += re.findall(r">(T\d+)\.<", html)
        older = re.search(r'href="(\?source=kerb&amp;before=\d+)">Older', html)
        if older is None:
            break
        address = reverse("left-out") + older[1].replace("&amp;", "&")
    assert len(shown) == len(set(shown)) == 120
    assert client.get(reverse("left-out") + "?before=x&source=%00").status_code == 200


def test_taking_a_page_in_has_it_fetched_and_not_weighed_again(editor: Client, nudges: Nudges) -> None:
    source = factory.make_source("Kerb")
    page = left_out(source, hints={"title": "Lemon cakes"}, attempts=3)
    held = left_out(source, body=b"<p>Kept</p>")
    for row in (page, held):
        editor.post(reverse("take-in", args=[row.pk]))
        row.refresh_from_db()
    assert (page.state, page.hints, page.attempts) == ("new", {"title": "Lemon cakes", "wanted": "yes"}, 0)
    assert held.state == "fetched", "what is here already is not fetched again"
    assert nudges == [("fetch_page", page.pk), ("read_page", held.pk)]


@pytest.mark.parametrize("reason", ["robots.txt of kerb.example does not allow this page", "the same article as x"])
def test_what_robots_txt_forbids_and_copies_cannot_be_taken_in(editor: Client, reason: str) -> None:
    page = left_out(factory.make_source("Kerb"), reason=reason)
    assert "Take it in</button>" not in editor.get(reverse("left-out")).content.decode()
    editor.post(reverse("take-in", args=[page.pk]))
    page.refresh_from_db()
    assert page.state == Page.State.LEFT_OUT


def test_the_reason_a_page_is_left_out_for_is_the_one_the_button_looks_for() -> None:
    source = Source(topics_only=True)
    assert why_off_topic(source, judge_entry("Lemon cakes", "")).startswith(OFF_TOPIC)


# History


def test_a_sources_history_is_begun_once_and_its_progress_shown(editor: Client, nudges: Nudges) -> None:
    source = factory.make_source("Kerb")
    for _ in range(2):
        editor.post(reverse("fetch-history", args=["kerb"]), {"since": "2018-01-01"})
    backfill = Backfill.objects.get()
    assert (backfill.since, backfill.state) == (date(2018, 1, 1), "running")
    assert nudges == [("step_backfill", backfill.pk)] * 2
    Backfill.objects.update(found=50, total=200, made=40, method="wordpress")
    said = words(editor.get(source.get_absolute_url()).content)
    assert "25 %" in said
    assert "50 of about 200 addresses, 40 new, 0 left out" in said


@pytest.mark.parametrize("since", ["", "never", "9999-12-31", "0001-01-01"])
def test_a_day_that_makes_no_sense_begins_no_history(editor: Client, since: str) -> None:
    factory.make_source("Kerb")
    answer = editor.post(reverse("fetch-history", args=["kerb"]), {"since": since}, follow=True)
    assert re.search(r"required|valid date|in the future|no web before", words(answer.content))
    assert not Backfill.objects.exists()


def test_the_admins_action_begins_the_history_of_the_chosen_sources(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from articles.admin import sources as admin

    told: list[int] = []
    monkeypatch.setattr(admin, "nudge", lambda task, row: told.append(row))
    client.force_login(User.objects.create_superuser("root"))
    rows = [factory.make_source("Kerb"), factory.make_source("Lane"), factory.make_source("Mute", site_url="")]
    data = {"action": "fetch_history", "_selected_action": [row.pk for row in rows]}
    answer = client.post(reverse("admin:articles_source_changelist"), data, follow=True)
    assert sorted(Backfill.objects.values_list("source__name", "since")) == [
        ("Kerb", date(2015, 1, 1)), ("Lane", date(2015, 1, 1))
    ]  # fmt: skip
    assert len(told) == 2
    assert "Mute has neither a site nor a feed" in words(answer.content)
