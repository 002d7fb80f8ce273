"""`waystation check`: is this installation sound? Weak keys, open files, clock, disk, backups, tables, journal."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from waystation.commands import django_ready, home_that_exists


def register(subparsers: Any) -> None:
    """Add `check` to the command line."""
    parser = subparsers.add_parser(
        "check",
        help="look for weak keys, open files, a wrong clock, a full disk, missing backups and a broken journal",
        description="Looks at the data folder and changes nothing. Exit code 0: sound; 1: something was found.",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when every check is clean, 1 with the findings otherwise."""
    home = home_that_exists()
    django_ready()
    from django.db import DatabaseError

    from waystation.web.health_report import ADVICE, CHECKS

    found: dict[str, list[str]] = {}
    for name, check in CHECKS.items():
        _tell(f"checking {name}")
        try:
            found[name] = check()
        except DatabaseError:
            found[name] = ["The tables cannot be read: run waystation start once, or restore a backup."]
    sound = not any(found.values())
    advice = {name: check() for name, check in ADVICE.items()}
    if args.json:
        print(json.dumps({"home": str(home), "sound": sound, "found": found, "advice": advice}, indent=2))  # noqa: T201
    else:
        for name, sentences in found.items():
            print(f"{name}: {'ok' if not sentences else ''}".rstrip())  # noqa: T201
            for sentence in sentences:
                print(f"  {sentence}")  # noqa: T201
        for sentence in (sentence for sentences in advice.values() for sentence in sentences):
            print(f"advice: {sentence}")  # noqa: T201
    return 0 if sound else 1


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)  # noqa: T201
