"""`waystation tick`: what happens by itself, once, for a computer where another program keeps the time."""

from __future__ import annotations

import argparse
import json
from typing import Any

from waystation.commands import Refusal, django_ready, home_that_exists


def register(subparsers: Any) -> None:
    """Add `tick` to the command line."""
    parser = subparsers.add_parser(
        "tick",
        help="run what is due, once (start does it every 5 seconds)",
        description="Runs due work that needs no key, such as deleting sessions that ended.",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the tasks no other process is running."""
    home_that_exists()
    django_ready()
    from django.db import DatabaseError

    from waystation.web import ticking, updating

    updating.refuse_newer()
    try:
        ran = ticking.tick()
    except DatabaseError:
        raise Refusal("The tables cannot be read: run waystation start once.") from None
    print(json.dumps({"ran": ran}) if args.json else "\n".join(ran))  # noqa: T201
    return 0
