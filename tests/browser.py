"""Debian's Chromium as the tests start it: silent towards every other computer."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tools import without_ipv6

OURS = ("localhost", "127.*", "10.*", "172.*", "192.168.*")
"""Names and addresses a test may serve at; whatever else a page or the browser asks for is not found."""
PATIENCE = 60_000
"""Milliseconds for whatever is waited for: no test asserts time, and a machine may have much else to do."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-pings",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    f"--host-resolver-rules={', '.join(['MAP * ~NOTFOUND', *(f'EXCLUDE {place}' for place in OURS)])}",
]


def launcher(folder: Path) -> str:
    """A program in the folder that starts Chromium without IPv6 sockets. Skips the test where there is no Chromium."""
    found = os.environ.get("WAYSTATION_CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.skip("no browser: /usr/bin/chromium is absent (apt-get install chromium)")
    program = folder / "chromium"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -SE "{without_ipv6.__file__}" "{found}" "$@"\n')
    program.chmod(0o755)
    return str(program)


def patient(browser: Browser) -> Browser:
    """Each context of it, and each `expect`, waits up to PATIENCE."""
    expect.set_options(timeout=PATIENCE)
    browser.on("context", wait_long)
    return browser


def wait_long(context: BrowserContext) -> None:
    context.set_default_timeout(PATIENCE)
