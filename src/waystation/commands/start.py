"""`waystation start`: the server, with its data folder made ready first."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from waystation.commands import Refusal, django_ready
from waystation.web import hygiene, listening, options


def register(subparsers: Any) -> None:
    """Add `start` to the command line."""
    parser = subparsers.add_parser(
        "start",
        help="serve the pages on this computer or on the local network",
        description="Makes the data folder ready (keys, tables, styles) and serves: plain http on loopback, TLS with a "
        "certificate authority of its own on any other address of the local network. "
        "The first start prints a one-time link for the first administrator.",
    )
    parser.add_argument("--port", metavar="N", help="port (option port, default 8000)")
    parser.add_argument(
        "--host", action="append", metavar="ADDRESS",
        help="address to serve, may be given again (option host, default 127.0.0.1)",
    )  # fmt: skip
    parser.add_argument("--public-port", metavar="N", help="port of a face without staff pages (option public_port)")
    parser.add_argument("--public-host", metavar="ADDRESS", help="its address (option public_host, default: --host)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped. Refuses a demo's data folder, places it must not serve, and what `check` calls dangerous."""
    home = options.home_from()
    if (home / options.DEMO_FLAG).exists():
        raise Refusal(f"{home} holds the demo; start serves real work only: choose another WAYSTATION_HOME.")
    choose(host=" ".join(args.host or []), port=args.port, public_host=args.public_host, public_port=args.public_port)
    listeners = places(home)
    hygiene.harden()
    make_home(home)
    django_ready()
    from waystation.web import serving
    from waystation.web.practice import opening
    from waystation.web.setup import links
    from waystation.web.tls import keeping

    over_tls = [listener for listener in listeners if listener.tls]
    _make_ready(home, bool(over_tls))
    if link := links.first_link():
        tell(f"No agency yet. The first administrator opens, once and within a day: {listeners[0].address}{link}")
    for listener in listeners:
        tell(f"Waystation serves {listener.address}/{' (public face)' if listener.public else ''} from {home}.")
    if over_tls:
        tell(keeping.announcement(home, over_tls[0]))
    tell("Stop it with Ctrl-C.")
    opening.offer_beside(listeners)
    serving.serve(*listeners)
    return 0


def _make_ready(home: Path, with_tls: bool) -> None:
    """Tables, styles, certificates. Raises Refusal for what `check` calls dangerous, and for a second SQLite server."""
    from django.db import connection

    from waystation.web import health_report, serving
    from waystation.web.tls import keeping
    from waystation.web.tls.authority import AuthorityError

    if connection.vendor == "sqlite" and not serving.be_the_only_one(home):
        raise Refusal(f"{home} is served already; on SQLite one process serves, on PostgreSQL as many as you like.")
    serving.prepare()
    try:
        if with_tls:
            keeping.make_ready(home)
    except AuthorityError as problem:
        raise Refusal(str(problem)) from None
    for sentence in health_report.dangers():
        raise Refusal(sentence)


def choose(**given: str | None) -> None:
    """Let what was typed win over environment and file: each value becomes the environment's."""
    by_name = {option.name: option for option in options.OPTIONS}
    os.environ.update({by_name[name].variable: value for name, value in given.items() if value})


def places(home: Path) -> tuple[listening.Listener, ...]:
    """The listeners that the options name. Raises Refusal for one that cannot or must not be served."""
    try:
        listeners = listening.from_options(options.load(home))
        listening.check(listeners)
    except (options.OptionError, listening.PlaceError) as problem:
        raise Refusal(str(problem)) from None
    return listeners


def make_home(home: Path) -> None:
    """The data folder, for its owner only. Raises Refusal when it cannot be made."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(home, 0o700)
    except OSError as problem:
        raise Refusal(f"{home} cannot be the data folder: {problem.strerror}.") from None


def tell(text: str) -> None:
    """Talk, on standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201
