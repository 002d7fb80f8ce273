"""The browser of the tests runs as on a computer without IPv6; the rest of its network is as ever."""

from __future__ import annotations

import platform
import socket
import subprocess
import sys

import pytest

from tools import without_ipv6

FAMILIES = """
import socket
for family in (socket.AF_INET6, socket.AF_INET, socket.AF_UNIX):
    try:
        socket.socket(family).close()
        print("given")
    except OSError as refusal:
        print(refusal.errno)
"""


@pytest.mark.skipif(platform.machine() not in without_ipv6.SOCKET_CALL, reason="the filter knows x86-64 and arm64 only")
def test_a_program_and_its_child_get_no_socket_of_ipv6() -> None:
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {FAMILIES!r}])"
    for program in (FAMILIES, child):
        command = [sys.executable, without_ipv6.__file__, sys.executable, "-c", program]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.stdout.split() == [str(without_ipv6.EAFNOSUPPORT), "given", "given"], done.stderr
    with socket.socket(socket.AF_INET6):
        pass
