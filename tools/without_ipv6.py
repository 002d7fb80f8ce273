#!/usr/bin/env python3
"""Runs a command as on a computer whose kernel has no IPv6: a socket for it is refused, everything else is as ever.

    python tools/without_ipv6.py COMMAND ...

For browsers under test. Chromium connects a socket to an address in the IPv6 Internet before each look-up, to learn
whether there is one; no switch of its own turns that off, and in a network without a way out it counts as an attempt to
leave. The filter is the kernel's (seccomp) and holds for whatever the command starts. Linux on x86-64 or arm64; on
others the command runs unfiltered.
"""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import struct
import sys
from errno import EAFNOSUPPORT

NO_NEW_PRIVILEGES, SET_SECCOMP, BY_FILTER = 38, 22, 2
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
LOAD, IF_EQUAL, RETURN = 0x20, 0x15, 0x06
NUMBER_AT, MACHINE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
"""Where struct seccomp_data of linux/seccomp.h holds the call, the kind of machine and the first argument."""
SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: its AUDIT_ARCH of linux/audit.h, and the number of socket(2)."""


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def refuse() -> bool:
    """From now on this process and what it starts get no IPv6 socket; False on a kind of machine not known. OSError."""
    if platform.machine() not in SOCKET_CALL:
        return False
    machine, call = SOCKET_CALL[platform.machine()]
    steps = [
        (LOAD, 0, 0, MACHINE_AT),
        (IF_EQUAL, 0, 5, machine),
        (LOAD, 0, 0, NUMBER_AT),
        (IF_EQUAL, 0, 3, call),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (IF_EQUAL, 0, 1, socket.AF_INET6),
        (RETURN, 0, 0, REFUSE | EAFNOSUPPORT),
        (RETURN, 0, 0, ALLOW),
    ]
    packed = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), packed)
    libc = ctypes.CDLL(None, use_errno=True)
    for asked in ((NO_NEW_PRIVILEGES, 1, 0), (SET_SECCOMP, BY_FILTER, ctypes.byref(program))):
        if libc.prctl(*asked, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return True


if __name__ == "__main__":
    refuse()
    os.execvp(sys.argv[1], sys.argv[1:])
