"""The network of its own that tests run in: it has loopback, no way out, and the kernel counts who tries."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from tools import without_network

TOOL = [sys.executable, without_network.__file__]
TRY = "import socket; s = socket.socket({family}); s.settimeout(2)\ntry: s.connect(('{to}', 80))\nexcept OSError: pass"


@pytest.fixture(autouse=True)
def _possible() -> None:
    if reason := without_network.why_not():
        pytest.skip(f"needs a network namespace: {reason}")


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("pass", 0),
        (TRY.format(family="socket.AF_INET", to="198.51.100.7"), 3),
        (TRY.format(family="socket.AF_INET6", to="2001:db8::7"), 3),
        (TRY.format(family="socket.AF_INET", to="127.0.0.1"), 0),
        ("raise SystemExit(7)", 7),
    ],
)
def test_a_program_that_tries_to_leave_is_counted(program: str, code: int) -> None:
    done = subprocess.run([*TOOL, sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    assert f"outbound connects: {int(code == 3)}" in done.stderr


def test_a_grandchild_is_counted_too() -> None:
    inner = TRY.format(family="socket.AF_INET", to="198.51.100.7")
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    done = subprocess.run([*TOOL, sys.executable, "-c", outer], capture_output=True, text=True, timeout=60)
    assert done.returncode == 3


def test_a_test_may_have_more_addresses_for_a_while() -> None:
    with without_network.alone("10.77.0.1", "192.168.77.2"), socket.socket() as served:
        served.bind(("192.168.77.2", 0))
        served.listen()
        with socket.create_connection(served.getsockname(), timeout=5):
            assert without_network.tried_to_leave() == 0
    with socket.socket() as back, pytest.raises(OSError, match="assign"):
        back.bind(("192.168.77.2", 0))
