"""Which addresses may be fetched, and how they are written."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.fetch.address import hide_credentials, parse_address, refusal, resolve
from articles.fetch.errors import FetchError


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::",
        "2002:808:808::1", "2001::1",
    ],
)  # fmt: skip
def test_the_inside_is_refused(number: str) -> None:
    assert refusal(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1",
                                    "2606:4700::6810:84e5", "2a00:1450:4001::1"])  # fmt: skip
def test_the_public_internet_is_not(number: str) -> None:
    assert refusal(number) == ""


def test_the_setting_for_tests_opens_loopback_alone() -> None:
    assert refusal("127.0.0.1", allow_loopback=True) == refusal("::1", allow_loopback=True) == ""
    for number in ("10.0.0.1", "::ffff:127.0.0.1", "0.0.0.0", "169.254.169.254"):
        assert refusal(number, allow_loopback=True)


@pytest.mark.parametrize(
    ("url", "clean", "host", "port"),
    [
        ("https://A.Example", "https://a.example/", "a.example", 443),
        ("http://a.example:8080/x?y=1#z", "http://a.example:8080/x?y=1", "a.example", 8080),
        (" https://a.example/feed ", "https://a.example/feed", "a.example", 443),
        ("https://müller.example/ä?ö", "https://xn--mller-kva.example/%C3%A4?%C3%B6", "xn--mller-kva.example", 443),
        ("https://a.example./", "https://a.example/", "a.example", 443),
        ("http://[2606:4700::1]/", "http://[2606:4700::1]/", "2606:4700::1", 80),
        ("https://a.example/a b|c", "https://a.example/a%20b%7Cc", "a.example", 443),
        ("https://a.example/%E4%BD%A0", "https://a.example/%E4%BD%A0", "a.example", 443),
    ],
)
def test_an_address_is_taken_apart(url: str, clean: str, host: str, port: int) -> None:
    address = parse_address(url)
    assert (address.url, address.host, address.port, address.user) == (clean, host, port, "")


def test_credentials_are_kept_apart() -> None:
    address = parse_address("https://jo%20e:p%40ss@a.example/x")
    assert (address.url, address.user) == ("https://a.example/x", "jo e:p@ss")
    assert "p@ss" not in repr(address)


@pytest.mark.parametrize(
    "url",
    ["", "a.example", "/feed", "ftp://a.example/", "file:///etc/passwd", "gopher://a/", "javascript:alert(1)", "http://",
     "http:///x", "http://a b/", "http://a.example:99999/", "http://a.example:x/", "http://[::1",
     "https://" + "a" * 300 + "/", "http://\ud800/", "http://a.example\\@b.example/", "http://\u2100.example/"],
)  # fmt: skip
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse_address(url)
    assert (caught.value.kind, caught.value.retry) == ("address", False)


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text().map("http://{}".format))
def test_no_text_makes_it_raise_anything_else(text: str) -> None:
    try:
        address = parse_address(text)
    except FetchError:
        return
    assert address.url.isascii()
    assert not any(sign in address.url for sign in " \r\n\t")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://jo:secret@a.example/x", "see https://a.example/x"),
        ("https://token@a.example/", "https://a.example/"),
        ("https://a:b@c@a.example/", "https://a.example/"),
        ("https://a.example/@jo mail@a.example", "https://a.example/@jo mail@a.example"),
        ("https://a.example/?mail=jo@b.example", "https://a.example/?mail=jo@b.example"),
    ],
)
def test_credentials_are_taken_out_of_texts(text: str, shown: str) -> None:
    assert hide_credentials(text) == shown


def test_a_name_server_that_keeps_silent_is_waited_for_no_longer_than_told(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_words: silent.wait(20))
    begun = time.monotonic()
    with pytest.raises(FetchError, match="could not be resolved in time") as caught:
        resolve("slow.example", 80, seconds=0.2)
    silent.set()
    assert time.monotonic() - begun < 5
    assert (caught.value.kind, caught.value.retry) == ("name", True)
