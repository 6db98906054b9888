"""The client against a site on loopback that logs what it is asked."""

from __future__ import annotations

import gzip
import pickle
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

from articles.fetch.client import Client
from articles.fetch.errors import FetchError
from articles.fetch.faults import MAX_RETRY_AFTER, parse_retry_after
from tests.site import Reply, Request, Site
from tests.victim import suffer

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
DEADLINE = 1.0


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(
        contact="https://newsdash.example/bot; editor@newsdash.example", deadline=DEADLINE, allow_loopback=True
    )
    yield made
    made.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as made:
        yield made


def fails(client: Client, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        client.get(url)
    return caught.value


# 1. The first request is clean; 2. validators come back byte for byte.


def test_the_first_request_is_clean(client: Client, site: Site) -> None:
    site.routes["/feed"] = Reply(body=b"<rss/>", headers={"Set-Cookie": "a=b", "ETag": '"1"'})
    assert client.get(site.url("/feed"), kind="feed").body == b"<rss/>"
    client.get(site.url("/feed"), kind="feed")
    for request in site.log:
        assert {name.lower() for name, _value in request.headers} == {"host", "user-agent", "accept", "accept-encoding"}
        assert request.header("accept-encoding") == "gzip, br, zstd"
        assert request.header("user-agent") == (
            "Newsdash/0.1 (+https://newsdash.example/bot; mailto:editor@newsdash.example)"
        )
        assert request.path == "/feed"


@pytest.mark.parametrize("etag", ['"plain"', 'W/"weak"', "unquoted", '"with \\"quotes\\""', '"caf\xe9"', '""'])
def test_validators_are_echoed_byte_for_byte(client: Client, site: Site, etag: str) -> None:
    odd_date = "tue, 3 mar 2026 00:00:00 +0000"

    def answer(request: Request) -> Reply:
        if request.header("if-none-match") == etag and request.header("if-modified-since") == odd_date:
            return Reply(304)
        return Reply(body=b"x", headers={"ETag": etag, "Last-Modified": odd_date})

    site.routes["/feed"] = answer
    first = client.get(site.url("/feed"))
    assert (first.etag, first.last_modified, first.unchanged) == (etag, odd_date, False)
    second = client.get(site.url("/feed"), etag=first.etag, last_modified=first.last_modified)
    assert second.unchanged
    assert second.body == b""


def test_a_validator_with_a_line_break_adds_no_header(client: Client, site: Site) -> None:
    site.routes["/feed"] = Reply(body=b"x")
    client.get(site.url("/feed"), etag='"a"\r\nX-Evil: 1', last_modified="x\ny")
    assert site.log[0].header("if-none-match") is None
    assert site.log[0].header("x-evil") is None


def test_an_unasked_304_is_a_fault(client: Client, site: Site) -> None:
    site.routes["/feed"] = Reply(304)
    error = fails(client, site.url("/feed"))
    assert (error.kind, error.retry, error.status) == ("protocol", True, 304)


# 5. Throttling; 7. gone and moved.


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        (format_datetime(NOW + timedelta(minutes=10), usegmt=True), 600),
        ("99999999999", MAX_RETRY_AFTER),
        (format_datetime(NOW + timedelta(days=400), usegmt=True), MAX_RETRY_AFTER),
        ("0", None),
        ("-60", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        ("٣", None),
        (format_datetime(NOW - timedelta(minutes=10), usegmt=True), None),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
        ("9" * 5000, None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date_and_junk_as_none(value: str, seconds: float | None) -> None:
    assert parse_retry_after(value, NOW) == seconds


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_throttling_and_says_when_to_come_back(client: Client, site: Site, status: int) -> None:
    site.routes["/feed"] = Reply(status, headers={"Retry-After": "3600"})
    error = fails(client, site.url("/feed"))
    assert (error.kind, error.retry, error.retry_after, error.status) == ("throttled", True, 3600, status)


def test_a_date_to_come_back_at_is_meant_by_the_servers_own_clock(client: Client, site: Site) -> None:
    site.routes["/feed"] = Reply(
        429,
        headers={
            "Date": format_datetime(NOW, usegmt=True),
            "Retry-After": format_datetime(NOW + timedelta(hours=2), usegmt=True),
        },
    )
    assert fails(client, site.url("/feed")).retry_after == 7200


@pytest.mark.parametrize(
    ("status", "kind", "retry"),
    [(410, "gone", False), (404, "missing", True), (403, "forbidden", True), (500, "status", True),
     (418, "status", False), (451, "forbidden", False), (999, "status", True)],
)  # fmt: skip
def test_statuses_are_told_in_plain_words(client: Client, site: Site, status: int, kind: str, retry: bool) -> None:
    site.routes["/feed"] = Reply(status)
    error = fails(client, site.url("/feed"))
    assert (error.kind, error.retry, error.status) == (kind, retry, status)
    assert site.url("/feed") in error.message


def moved(status: int, where: str) -> Reply:
    return Reply(status, headers={"Location": where})


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [((), False), ((301,), True), ((308, 301), True), ((302,), False), ((307,), False), ((301, 302), False),
     ((302, 301), False), ((303, 308), False)],
)  # fmt: skip
def test_only_a_chain_of_permanent_redirects_is_permanent(
    client: Client, site: Site, statuses: tuple[int, ...], permanent: bool
) -> None:
    for number, status in enumerate(statuses):
        site.routes[f"/{number}"] = moved(status, f"/{number + 1}")
    end = f"/{len(statuses)}"
    site.routes[end] = Reply(body=b"here")
    answer = client.get(site.url("/0"))
    assert (answer.body, answer.url, answer.requested_url) == (b"here", site.url(end), site.url("/0"))
    assert answer.permanent_url == (site.url(end) if permanent else "")
    assert tuple(status for status, _url in answer.redirects) == statuses


def test_five_redirects_are_followed_and_a_sixth_is_not(client: Client, site: Site) -> None:
    for number in range(7):
        site.routes[f"/{number}"] = moved(301, f"/{number + 1}")
    site.routes["/7"] = Reply(body=b"end")
    assert client.get(site.url("/2")).body == b"end"
    error = fails(client, site.url("/1"))
    assert error.kind == "redirect"
    assert len(site.log) == 6 + 6


def test_a_circle_is_left_at_once(client: Client, site: Site) -> None:
    site.routes["/a"], site.routes["/b"] = moved(301, "/b"), moved(302, "/a")
    assert "circle" in fails(client, site.url("/a")).message
    assert len(site.log) == 2


@pytest.mark.parametrize(
    ("location", "lands_on"),
    [("b?x=1", "/dir/b?x=1"), ("../b", "/b"), ("?page=2", "/dir/a?page=2"), ("/caf\u00e9", "/caf%C3%A9"),
     ("/a b", "/a%20b"), ("/b#part", "/b"), ("/%7Eb", "/%7Eb")],
)  # fmt: skip
def test_locations_of_every_shape_are_followed(client: Client, site: Site, location: str, lands_on: str) -> None:
    site.routes["/dir/a"] = moved(302, location.encode().decode("latin-1"))
    site.routes["*"] = Reply(body=b"there")
    if lands_on.startswith("/dir/a?"):
        site.routes[lands_on] = Reply(body=b"there")
    assert client.get(site.url("/dir/a")).body == b"there"
    assert site.log[-1].path == lands_on


@pytest.mark.parametrize("location", ["", "file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "http://"])
def test_a_redirect_to_nowhere_is_an_error(client: Client, site: Site, location: str) -> None:
    site.routes["/a"] = moved(302, location)
    assert fails(client, site.url("/a")).kind in {"redirect", "address"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_caller_may_stop_any_redirect(client: Client, site: Site, host: str) -> None:
    site.routes["/a"] = moved(302, f"http://{host}:{site.port}/b")
    site.routes["/b"] = Reply(body=b"there")
    seen: list[str] = []

    def refuse(url: str) -> None:
        seen.append(url)
        raise FetchError("not now", kind="robots")

    with pytest.raises(FetchError, match="not now"):
        client.get(site.url("/a"), on_redirect=refuse)
    assert seen == [f"http://{host}:{site.port}/b"]
    assert len(site.log) == 1


# 11. Bounds of size and time.

MEGABYTE = b"\0" * 1024 * 1024
BOMB_MEGABYTES = 150


def pack_gzip() -> bytes:
    packer = zlib.compressobj(6, wbits=31)
    return b"".join(packer.compress(MEGABYTE) for _ in range(BOMB_MEGABYTES)) + packer.flush()


def pack_brotli() -> bytes:
    packer = brotli.Compressor(quality=3)
    return b"".join(packer.process(MEGABYTE) for _ in range(BOMB_MEGABYTES)) + bytes(packer.finish())


def pack_zstd() -> bytes:
    packer = zstandard.ZstdCompressor().compressobj()
    return b"".join(packer.compress(MEGABYTE) for _ in range(BOMB_MEGABYTES)) + packer.flush()


def pack_twice() -> bytes:
    return gzip.compress(pack_gzip())


CONNECT = """
from articles.fetch.client import Client
from articles.fetch.errors import FetchError
client = Client(allow_loopback=True)
client.get(sys.argv[1] + "small")
"""
FETCH = """
try:
    client.get(sys.argv[1] + "bomb")
except FetchError as error:
    print(error.kind)
"""


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", pack_gzip), ("br", pack_brotli), ("zstd", pack_zstd), ("gzip, gzip", pack_twice)],
)
def test_a_bomb_is_stopped_in_little_memory_and_time(site: Site, coding: str, pack: Callable[[], bytes]) -> None:
    site.routes["/small"] = Reply(body=b"x")
    site.routes["/bomb"] = Reply(body=pack(), headers={"Content-Encoding": coding})
    cost = suffer(FETCH, site.url(), setup=CONNECT)
    assert cost.said == "too-large"
    assert cost.seconds < 2
    assert cost.megabytes < 64


@pytest.mark.parametrize(("kind", "limit"), [("feed", 10), ("page", 8)])
def test_the_cap_counts_unpacked_bytes(client: Client, site: Site, kind: str, limit: int) -> None:
    for extra in (0, 1):
        body = b"x" * (limit * 1024 * 1024 + extra)
        site.routes["/packed"] = Reply(body=gzip.compress(body, 1), headers={"Content-Encoding": "gzip"})
        site.routes["/plain"] = Reply(body=body)
        site.routes["/chunked"] = Reply(body=body, chunked=True)
        for path in ("/packed", "/plain", "/chunked"):
            if extra:
                with pytest.raises(FetchError, match=f"larger than {limit} MiB"):
                    client.get(site.url(path), kind=kind)  # type: ignore[arg-type]
            else:
                assert client.get(site.url(path), kind=kind).body == body  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(delay=3),
        Reply(body=b"x" * 1000, drip=0.1),
        Reply(body=b"x" * 1000, drip=0.1, chunked=True),
        Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1000, drip=0.1),
    ],
    ids=["silence", "drip", "chunked drip", "dripping head"],
)
def test_a_slow_answer_is_cut_at_the_deadline(client: Client, site: Site, reply: Reply) -> None:
    site.routes["/slow"] = reply
    begun = time.monotonic()
    error = fails(client, site.url("/slow"))
    assert (error.kind, error.retry) == ("timeout", True)
    assert DEADLINE * 0.8 < time.monotonic() - begun < DEADLINE + 0.5


def test_nobody_waits_for_the_body_of_an_error(site: Site) -> None:
    site.routes["/none"] = Reply(404, body=b"x" * 1000, drip=0.1)
    site.routes["/moved"] = Reply(302, body=b"x" * 1000, drip=0.1, headers={"Location": "/here"})
    site.routes["/here"] = Reply(body=b"here")
    patient, begun = Client(deadline=20, allow_loopback=True), time.monotonic()
    assert fails(patient, site.url("/none")).kind == "missing"
    assert patient.get(site.url("/moved")).body == b"here"
    assert time.monotonic() - begun < 4


def test_redirects_share_one_deadline(client: Client, site: Site) -> None:
    for number in range(5):
        site.routes[f"/{number}"] = Reply(302, headers={"Location": f"/{number + 1}"}, delay=0.4)
    begun = time.monotonic()
    assert fails(client, site.url("/0")).kind == "timeout"
    assert time.monotonic() - begun < DEADLINE + 0.5


def test_one_slow_server_does_not_hold_up_other_threads(client: Client, site: Site) -> None:
    site.routes["/slow"], site.routes["/quick"] = Reply(delay=0.6), Reply(body=b"x")
    slow = [threading.Thread(target=client.get, args=(site.url("/slow"),)) for _ in range(5)]
    begun = time.monotonic()
    for thread in slow:
        thread.start()
    client.get(site.url("/quick"))
    assert time.monotonic() - begun < 0.4
    for thread in slow:
        thread.join()
    assert time.monotonic() - begun < 1.0
    assert site.most_under_way >= 5


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(body=b"half", short=10), "connection"),
        (Reply(raw=b""), "connection"),
        (Reply(raw=b"HELLO\r\n\r\n"), "protocol"),
        (Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), "connection"),
        (Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n"), "protocol"),
        (Reply(body=b"not gzip", headers={"Content-Encoding": "gzip"}), "protocol"),
        (Reply(body=b"x", headers={"Content-Encoding": "rot13"}), "protocol"),
        (Reply(body=b"x", headers={"Content-Encoding": "gzip, gzip, gzip"}), "protocol"),
    ],
)
def test_broken_answers_are_errors_worth_another_try(client: Client, site: Site, reply: Reply, kind: str) -> None:
    site.routes["/broken"] = reply
    error = fails(client, site.url("/broken"))
    assert (error.kind, error.retry) == (kind, True)
    assert "\n" not in error.message


def test_a_refused_connection_is_told_in_plain_words(client: Client) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = fails(client, f"http://127.0.0.1:{port}/")
    assert (error.kind, error.retry) == ("connection", True)
    assert error.message == f"127.0.0.1 does not accept connections on port {port}"


# Connections.


def test_connections_are_reused(client: Client, site: Site) -> None:
    site.routes["/a"], site.routes["/b"] = moved(302, "/c"), Reply(404)
    site.routes["/c"] = Reply(body=b"x")
    for path in ("/c", "/a", "/c"):
        client.get(site.url(path))
        fails(client, site.url("/b"))
    assert len({request.client for request in site.log}) == 1


def test_a_kept_connection_the_server_closed_is_replaced(client: Client, site: Site) -> None:
    site.routes["/a"] = Reply(body=b"x", hang_up=True)
    for _ in range(3):
        assert client.get(site.url("/a")).body == b"x"
    assert len(site.log) == 3


def test_a_server_that_hangs_up_is_asked_once(client: Client, site: Site) -> None:
    site.routes["/a"] = Reply(raw=b"")
    fails(client, site.url("/a"))
    assert len(site.log) == 1


# 12. No way to the inside, and nothing secret in words.


def test_loopback_is_refused_unless_allowed(site: Site) -> None:
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"):
        error = fails(Client(deadline=DEADLINE), f"http://{host}:{site.port}/")
        assert (error.kind, error.retry) == ("address", False), host
    assert not site.log


def test_every_hop_is_checked(client: Client, site: Site) -> None:
    for target in ("http://10.0.0.1/", "http://169.254.169.254/latest/meta-data", "http://[fd00::1]/", "http://0/"):
        site.routes["/a"] = moved(302, target)
        error = fails(client, site.url("/a"))
        assert (error.kind, error.retry) == ("address", False), target


def test_a_name_is_looked_up_once_and_the_number_that_was_checked_is_connected_to(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def lookup(host: str, port: int, **kwargs: int) -> object:
        asked.append(host)
        number = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return real(number, port, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    site.routes["/"] = Reply(body=b"x", hang_up=True)
    assert client.get(f"http://changing.example:{site.port}/").body == b"x"
    assert asked == ["changing.example"]
    assert site.log[0].header("host") == f"changing.example:{site.port}"
    assert fails(client, f"http://changing.example:{site.port}/").kind == "address"


def test_one_inside_number_among_several_refuses_the_name(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(_host: str, port: int, **_kwargs: int) -> object:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    assert "10.0.0.1" in fails(client, "http://mixed.example/").message


def test_credentials_are_sent_to_their_own_site_and_told_to_nobody(client: Client, site: Site) -> None:
    site.routes["/a"] = moved(301, "/b")
    site.routes["/b"] = moved(302, f"http://localhost:{site.port}/c")
    site.routes["/c"] = Reply(body=b"x")
    answer = client.get(f"http://jo:s%40cret@127.0.0.1:{site.port}/a")
    assert [request.header("authorization") for request in site.log] == ["Basic am86c0BjcmV0"] * 2 + [None]
    assert "cret" not in repr(answer) + answer.url + answer.requested_url
    for url in (f"http://jo:s3cret@127.0.0.1:{site.port}/none", "http://jo:s3cret@127.0.0.1:1/", "ftp://jo:s3cret@a/",
                "http://jo:s3cret@[::1/", "http://jo:s3cret@nowhere.invalid/"):  # fmt: skip
        assert "s3cret" not in fails(client, url).message


def test_an_error_survives_the_way_between_processes() -> None:
    error = FetchError("busy", kind="throttled", retry=True, retry_after=5.0, status=429)
    copy = pickle.loads(pickle.dumps(error))
    assert vars(copy) == vars(error)
    assert str(copy) == "busy"


# Webhooks and TLS.


def test_a_webhook_is_posted_and_its_redirect_not_followed(client: Client, site: Site) -> None:
    site.routes["/hook"], site.routes["/old"] = Reply(204), moved(307, "/hook")
    assert client.post(site.url("/hook"), b'{"a":1}', content_type="application/json").status == 204
    assert (site.log[0].method, site.log[0].body) == ("POST", b'{"a":1}')
    with pytest.raises(FetchError, match="moved"):
        client.post(site.url("/old"), b"{}", content_type="application/json")
    assert len(site.log) == 2


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for ``named.example`` that signs itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not on this machine")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=named.example",
         "-addext", "subjectAltName=DNS:named.example", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


def test_a_certificate_is_checked_against_the_name_though_the_number_is_connected_to(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, port, **more: real("127.0.0.1", port, **more))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    trusting = Client(deadline=DEADLINE, allow_loopback=True, ca_file=str(certificate[0]))
    strange = Client(deadline=DEADLINE, allow_loopback=True)
    with Site({"/": Reply(body=b"x"), "/slow": Reply(body=b"x" * 100, drip=0.1)}, context=context) as site:
        assert trusting.get(f"https://named.example:{site.port}/").body == b"x"
        assert fails(trusting, f"https://other.example:{site.port}/").kind == "tls"
        assert fails(strange, f"https://named.example:{site.port}/").kind == "tls"
        assert fails(trusting, f"https://named.example:{site.port}/slow").kind == "timeout"
