"""Where `start` serves and where it refuses to."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.web import listening
from waystation.web.listening import Listener

GIVEN = {"host": ["127.0.0.1"], "port": 8000, "public_host": "", "public_port": 0}


@pytest.mark.parametrize(
    ("chosen", "addresses"),
    [
        ({}, ["http://localhost:8000"]),
        ({"host": ["192.168.7.20", "::1"]}, ["https://192.168.7.20:8000", "http://localhost:8000"]),
        ({"public_port": 8001}, ["http://localhost:8000", "http://localhost:8001"]),
        ({"public_port": 8001, "public_host": "fd00::5"}, ["http://localhost:8000", "https://[fd00::5]:8001"]),
    ],
)
def test_plain_http_is_for_loopback_and_tls_for_the_rest(chosen: dict[str, object], addresses: list[str]) -> None:
    found = listening.from_options(GIVEN | chosen)
    assert [listener.address for listener in found] == addresses
    assert [listener.public for listener in found] == [listener.port == 8001 for listener in found]


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("0.0.0.0", "each network"), ("::", "each network"), ("203.0.113.9", "not an address of a local network"),
        ("2001:db8::1", "not an address of a local network"), ("desk", "give its number"),
        ("127.0.0.1:80", "its number"), ("192.168.254.253", "cannot be used"),
    ],
)  # fmt: skip
def test_an_address_that_must_not_or_cannot_be_served_is_refused(host: str, says: str) -> None:
    with pytest.raises(listening.PlaceError, match=says) as told:
        listening.check((Listener(host, 8000),))
    assert "\n" not in str(told.value)


def test_the_two_faces_have_two_ports() -> None:
    with pytest.raises(listening.PlaceError, match="two faces"):
        listening.check((Listener("127.0.0.1", 8000), Listener("::1", 8000, public=True)))


def test_a_port_in_use_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(listening.PlaceError, match="cannot be used"):
            listening.check((Listener("127.0.0.1", taken.getsockname()[1]),))


@given(st.text(max_size=40))
def test_no_text_is_taken_for_loopback_that_is_not(text: str) -> None:
    if listening.is_loopback(text) and text != "localhost":
        assert text.startswith("127.") or ":" in text


@pytest.mark.parametrize("name", ["Desk-1.office.example", "desk-1"])
def test_the_names_of_this_computer_are_for_a_local_network(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    assert listening.own_names() == ["desk-1", "desk-1.local"]


@pytest.mark.parametrize("name", ["localhost", "", "büro", "a b", "-x", "x" * 70])
def test_a_name_that_is_no_host_name_is_not_served(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    assert listening.own_names() == []
