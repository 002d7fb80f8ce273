"""Options, key files and the address of the database."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.foundation import keyfiles
from waystation.web import options


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('idle_minutes = 10\ntls = true\nhosts = ["a.example"]\n')
    found = options.load(tmp_path, {"WAYSTATION_IDLE_MINUTES": "5"})
    assert (found["idle_minutes"], found["tls"], found["hosts"]) == (5, True, ["a.example"])
    assert found["session_hours"] == 12
    assert options.load(tmp_path / "nowhere", {"WAYSTATION_HOSTS": "a.example, b.example"})["hosts"] == [
        "a.example",
        "b.example",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "idle_minute = 3", "tls = 'perhaps'", "threads = 'many'", "not toml", "threads = 1.5", "threads = true",
        "threads = 0", "port = 70000", "idle_minutes = -1", "session_hours = 400", "hosts = ['*']", "hosts = ['a/b']",
        "host = ['desk.local']", "origins = ['help.example.org']", "exit_url = 'javascript:alert(1)'",
        "onion = 'short.onion'", "language = 'xx'", "time_zone = 'Mars/Base'", "time_zone = '../../etc/passwd'",
        "upload_limit = 1", "least_free_mb = 0", "public_host = 'help.example.org'", "secret_key = 'a b'",
        f"secret_key = '{'k' * 49}'",
    ],
)  # fmt: skip
def test_a_wrong_option_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(options.OptionError) as told:
        options.load(tmp_path, {})
    assert "\n" not in str(told.value).strip()


def test_every_option_says_what_it_is_for() -> None:
    assert all(option.help.endswith(".") for option in options.OPTIONS)
    assert len({option.name for option in options.OPTIONS}) == len(options.OPTIONS)
    secret = {"database_url", "secret_key", "ring_secret", "ring_manager_secret"}
    assert {option.name for option in options.OPTIONS if option.secret} == secret


@pytest.mark.parametrize("option", options.OPTIONS, ids=lambda option: option.name)
def test_each_default_is_within_its_own_bounds(option: options.Option) -> None:
    assert option.bounds
    if option.default not in ("", []):
        assert option.parse(option.default) == option.default
    if option.type is int:
        assert option.least < option.most
        for number in (option.least - 1, option.most + 1):
            with pytest.raises(options.OptionError):
                option.parse(number)


@given(st.text(max_size=60), st.sampled_from(options.OPTIONS))
def test_no_text_breaks_an_option(text: str, option: options.Option) -> None:
    with contextlib.suppress(options.OptionError):
        option.parse(text)


def test_sqlite_opens_as_it_must(tmp_path: Path) -> None:
    found = options.database("", tmp_path)
    assert found["NAME"] == str(tmp_path / "waystation.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "secure_delete=ON", "synchronous=FULL", "busy_timeout=20000"):
        assert pragma in found["OPTIONS"]["init_command"]
    assert found["ATOMIC_REQUESTS"] is False
    assert options.database("sqlite:////srv/way/x.sqlite3", tmp_path)["NAME"] == "/srv/way/x.sqlite3"


def test_postgres_addresses_are_read(tmp_path: Path) -> None:
    found = options.database("postgresql://way:p%40ss%2Fw@db.example:5433/station?sslmode=verify-full", tmp_path)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("way", "p@ss/w", "db.example", "5433")
    assert (found["NAME"], found["OPTIONS"], found["ATOMIC_REQUESTS"]) == ("station", {"sslmode": "verify-full"}, False)
    socket = options.database("postgres:///station?host=/run/pg", tmp_path)
    assert (socket["HOST"], socket["NAME"], socket["PORT"]) == ("/run/pg", "station", "")


@pytest.mark.parametrize("address", ["mysql://a/b", "postgres://host", "postgres://host:port/x", "http://x/y"])
def test_other_addresses_are_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(options.OptionError):
        options.database(address, tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "postgres://u:s@db.example/x", "postgres://u:s@10.1.2.3/x?sslmode=require", "postgres:///x?host=db.example",
        "postgres:///x?hostaddr=10.1.2.3", "postgres:///x?service=far", "postgres://u@localhost/x?host=a,b",
    ],
)  # fmt: skip
def test_a_database_elsewhere_is_reached_encrypted_and_proves_who_it_is(tmp_path: Path, address: str) -> None:
    with pytest.raises(options.OptionError, match="verify-full"):
        options.database(address, tmp_path)
    sure = re.sub("[?]sslmode=require", "", address)
    sure += ("&" if "?" in sure else "?") + "sslmode=verify-full"
    assert options.database(sure, tmp_path)["OPTIONS"]["sslmode"] == "verify-full"


def test_a_host_of_the_environment_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert options.database("postgres:///x", tmp_path)["HOST"] == ""
    monkeypatch.setenv("PGHOST", "db.example")
    with pytest.raises(options.OptionError, match="verify-full"):
        options.database("postgres:///x", tmp_path)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_a_database_on_this_computer_needs_no_certificate(tmp_path: Path, host: str) -> None:
    assert options.database(f"postgres://u:s@{host}/x", tmp_path)["OPTIONS"] == {}


@given(st.text(max_size=80))
def test_no_address_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(options.OptionError):
        assert "ENGINE" in options.database(text, Path("home"))


def test_key_files_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    key = keyfiles.read_or_make(tmp_path, "server")
    assert len(key) == 32
    assert keyfiles.read_or_make(tmp_path, "server") == key
    assert keyfiles.read_or_make(tmp_path, "other") != key
    path = keyfiles.path_of(tmp_path, "server")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keyfiles.readable_by_others(tmp_path) == []
    os.chmod(path, 0o644)
    assert keyfiles.readable_by_others(tmp_path) == [path]


def test_a_cut_key_file_is_refused(tmp_path: Path) -> None:
    keyfiles.read_or_make(tmp_path, "server")
    keyfiles.path_of(tmp_path, "server").write_bytes(b"short")
    with pytest.raises(keyfiles.KeyFileError):
        keyfiles.read_or_make(tmp_path, "server")
