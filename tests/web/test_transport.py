"""https only, Strict-Transport-Security, and the onion address, which has neither and needs neither."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

ONION = "a" * 56 + ".onion"
PORT = 8443


@pytest.fixture
def behind_nginx(db: None, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.WAYSTATION_PUBLIC_PORT = PORT
    settings.WAYSTATION_ONION = ONION
    settings.ALLOWED_HOSTS = [ONION, "help.local"]


def ask(host: str, scheme: str = "http", path: str = "/") -> Any:
    heads = {"host": host, "x-forwarded-proto": scheme}
    return Client().generic("GET", path, headers=heads, SERVER_PORT=str(PORT))


def test_plain_http_leads_to_https(behind_nginx: None) -> None:
    answer = ask("help.local")
    assert (answer.status_code, answer["Location"]) == (301, "https://help.local/")


def test_https_says_to_stay_and_where_the_onion_is(behind_nginx: None) -> None:
    answer = ask("help.local", "https", "/directory/")
    assert answer.status_code == 200
    assert answer["Strict-Transport-Security"] == "max-age=31536000"
    assert answer["Onion-Location"] == f"http://{ONION}/directory/"
    assert "Onion-Location" not in ask("help.local", "https", "/health/")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_onion_is_neither_redirected_nor_pinned(behind_nginx: None, scheme: str) -> None:
    answer = ask(ONION, scheme)
    assert answer.status_code == 200
    assert "Strict-Transport-Security" not in answer
    assert ask(ONION, scheme, "/sign-in/").status_code == 404


def test_a_name_that_looks_like_an_onion_is_not_one(behind_nginx: None) -> None:
    assert ask("b" * 56 + ".onion").status_code in (301, 400)
    assert ask(f"{ONION}.help.local").status_code in (301, 400)


def test_the_process_makes_no_core_dump_and_no_file_that_others_can_read() -> None:
    program = (
        "import ctypes, os, resource; from waystation.web import hygiene; hygiene.harden(); old = os.umask(0); "
        "print(old, *resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=os.environ)
    dumpable = "0" if sys.platform == "linux" else done.stdout.split()[-1]
    assert done.stdout.split() == [str(0o077), "0", "0", dumpable], done.stderr
