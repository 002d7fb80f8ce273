"""`waystation start`: the server, on this computer only, with its data folder made ready first."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import Any

from waystation.commands import Refusal, django_ready
from waystation.web import options

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def register(subparsers: Any) -> None:
    """Add `start` to the command line."""
    parser = subparsers.add_parser(
        "start",
        help="serve the pages on this computer",
        description="Makes the data folder ready (keys, tables, styles) and serves on loopback. "
        "The first start prints a one-time link for the first administrator.",
    )
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="a loopback address (default 127.0.0.1)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped. Refuses weak stretching, a demo's data folder, readable keys and addresses off loopback."""
    check_place(args.host, args.port)
    home = options.home_from()
    if (home / options.DEMO_FLAG).exists():
        raise Refusal(f"{home} holds the demo; start serves real work only: choose another WAYSTATION_HOME.")
    make_home(home)
    django_ready()
    from waystation.web import serving
    from waystation.web.setup import links

    serving.prepare()
    for sentence in serving.reasons_not_to_serve(home):
        raise Refusal(sentence)
    address = f"http://localhost:{args.port}"
    link = links.first_link()
    if link:
        _tell(f"No agency yet. The first administrator opens, once and within a day: {address}{link}")
    _tell(f"Waystation serves {address}/ from {home}. Stop it with Ctrl-C.")
    serving.serve(args.host, args.port)
    return 0


def make_home(home: Path) -> None:
    """The data folder, for its owner only. Raises Refusal when it cannot be made."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(home, 0o700)
    except OSError as problem:
        raise Refusal(f"{home} cannot be the data folder: {problem.strerror}.") from None


def check_place(host: str, port: int) -> None:
    """Raises Refusal for an address off loopback or a port that cannot be used."""
    if host not in LOOPBACK:
        raise Refusal("start serves plain http, so on loopback only; put a TLS proxy in front for other computers.")
    if not 1 <= port <= 65535:
        raise Refusal("the port is a number from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Refusal(f"port {port} cannot be used: {problem.strerror}.") from None


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201
