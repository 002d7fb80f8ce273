"""Runs a command in a network of its own that has loopback and no way out, and counts what tried to leave.

    python tools/without_network.py [--address 10.77.0.1] COMMAND ...

The kernel counts each packet and connection for which there is no route (OutNoRoutes), whichever program tried: the
browser's own attempts too, so the tests start Chromium with no way to make any (tests/browser.py). Exit code:
the command's own; 3 when it succeeded but something tried to leave; 4 when this computer allows no such network.
Linux only; as another user than root it needs user namespaces.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

NEW_USER, NEW_NET = 0x10000000, 0x40000000
GET_FLAGS, SET_FLAGS, SET_ADDRESS = 0x8913, 0x8914, 0x8916
UP = 0x1
REQUEST = struct.Struct("16s24s")
_libc = ctypes.CDLL(None, use_errno=True)


def enter(addresses: Sequence[str] = ()) -> None:
    """Move the calling thread, and what it starts from now on, to a new network. Raises OSError."""
    _unshare(NEW_NET if os.geteuid() == 0 else NEW_USER | NEW_NET)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        _bring_up(control, "lo")
        for number, address in enumerate(addresses, 1):
            where = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(control, SET_ADDRESS, REQUEST.pack(f"lo:{number}".encode(), where))


@contextmanager
def alone(*addresses: str) -> Iterator[None]:
    """The same for a while: for a test, with more addresses on loopback for servers that are not on 127.0.0.1."""
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        enter(addresses)
        try:
            yield
        finally:
            if _libc.setns(before, NEW_NET) != 0:
                raise OSError(ctypes.get_errno(), "the network from before cannot be had back")
    finally:
        os.close(before)


def why_not() -> str:
    """Why this computer allows no network of one's own, or nothing."""
    done = subprocess.run([sys.executable, __file__, "true"], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr.strip() or "no network namespaces"


def tried_to_leave() -> int:
    """Packets and connections of this network for which there was no route, IPv4 and IPv6."""
    lines = [line.split() for line in Path("/proc/thread-self/net/snmp").read_text().splitlines()]
    names, values = next((a, b) for a, b in pairwise(lines) if a[0] == b[0] == "Ip:")
    six = Path("/proc/thread-self/net/snmp6")
    table = dict(line.split() for line in six.read_text().splitlines()) if six.exists() else {}
    return int(values[names.index("OutNoRoutes")]) + int(table.get("Ip6OutNoRoutes", 0))


def _unshare(flags: int) -> None:
    user, group = os.geteuid(), os.getegid()
    if _libc.unshare(flags) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    if flags & NEW_USER:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _bring_up(control: socket.socket, name: str) -> None:
    held = fcntl.ioctl(control, GET_FLAGS, REQUEST.pack(name.encode(), b""))
    flags = struct.unpack_from("h", held, 16)[0] | UP
    fcntl.ioctl(control, SET_FLAGS, REQUEST.pack(name.encode(), struct.pack("h", flags)))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", action="append", default=[], help="one more address on loopback")
    parser.add_argument("--if-possible", action="store_true", help="run it all the same where that is not allowed")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    chosen = parser.parse_args(arguments)
    try:
        enter(chosen.address)
    except OSError as problem:
        print(f"skipped: no network of one's own here ({problem.strerror})", file=sys.stderr)
        return subprocess.run(chosen.command).returncode if chosen.if_possible else 4
    code = subprocess.run(chosen.command).returncode
    tried = tried_to_leave()
    print(f"outbound connects: {tried}", file=sys.stderr)
    return code or (3 if tried else 0)


if __name__ == "__main__":
    sys.exit(main())
