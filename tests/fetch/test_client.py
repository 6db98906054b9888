"""The client against a site on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from articles.fetch.client import Client
from tests.site import Reply, Site


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(contact="https://newsdash.example/bot; editor@newsdash.example", deadline=2.0, allow_loopback=True)
    yield made
    made.close()


def test_the_first_request_is_clean(client: Client) -> None:
    with Site({"/feed": Reply(body=b"<rss/>")}) as site:
        answer = client.get(site.url("/feed"), kind="feed")
    assert answer.body == b"<rss/>"
    (request,) = site.log
    assert {name.lower() for name, _value in request.headers} == {"host", "user-agent", "accept", "accept-encoding"}
    assert request.header("accept-encoding") == "gzip, br, zstd"
    assert request.header("user-agent") == (
        "Newsdash/0.1 (+https://newsdash.example/bot; mailto:editor@newsdash.example)"
    )
    assert request.path == "/feed"
