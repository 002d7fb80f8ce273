"""`waystation practice`: the invented county beside a real installation; `start` runs it when somebody asks."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from waystation.commands import Refusal, django_ready, home_that_exists
from waystation.commands.start import choose, places
from waystation.web import options
from waystation.web.practice import keeping, place


def register(subparsers: Any) -> None:
    """Add `practice` to the command line."""
    parser = subparsers.add_parser(
        "practice",
        help="serve the invented county for practice (start does this by itself)",
        description="Makes the folder practice inside the data folder, fills it with the invented county when it is "
        "absent or older than a week, and serves it until nobody has used it for half an hour.",
    )
    parser.add_argument("--port", metavar="N", help="port (default 8001)")
    parser.add_argument("--child", action="store_true", help="end when standard input closes")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until idle. Raises Refusal when practice is served already, or something else stands in its place."""
    home = home_that_exists()
    if (home / options.DEMO_FLAG).exists():
        raise Refusal(f"{home} holds an invented county itself.")
    choose(port=args.port or os.environ.get("WAYSTATION_PORT", "8001"))
    if args.child:
        keeping.end_with_parent()
    keeping.hold_back()
    folder = place.folder_of(home)
    listeners = places(folder)
    with place.held(home, listeners[0].host, listeners[0].port) as is_mine:
        if not is_mine:
            raise Refusal("Practice is served already.")
        _make(home, folder)
        os.environ[keeping.KEEPER] = f"{os.getpid()} {keeping.IDLE_SECONDS}"
        from waystation.web import serving

        _tell(f"Practice is served at {listeners[0].address}/sign-in/ from {folder}.")
        serving.serve(*listeners)
    return 0


def _make(home: Path, folder: Path) -> None:
    """Settings on the practice folder, filled unless it is whole and of this week."""
    fresh = place.is_fresh(folder, time.time())
    if not fresh:
        try:
            place.clear(folder)
        except ValueError as problem:
            raise Refusal(str(problem)) from None
    place.share_certificate(home)
    os.environ["WAYSTATION_HOME"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    django_ready()
    from waystation.web import serving

    serving.prepare()
    if not fresh:
        from waystation.demo.seed import seed

        seed(_tell)
        place.complete(folder, time.time())


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201
