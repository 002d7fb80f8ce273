"""`waystation demo`: the invented county, in a data folder of its own, filled and served on this computer."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from waystation.commands import Refusal, django_ready
from waystation.commands.start import choose, make_home, places
from waystation.web import options

HOME = Path("waystation-demo")


def register(subparsers: Any) -> None:
    """Add `demo` to the command line."""
    parser = subparsers.add_parser(
        "demo",
        help="serve the invented county of Alder, filled",
        description="Fills a fresh data folder with an invented county and serves it on loopback. "
        "The folder is the demo's own; an older demo in it is replaced.",
    )
    parser.add_argument("--home", type=Path, default=HOME, metavar="DIR", help=f"data folder (default {HOME})")
    parser.add_argument("--port", default="8000", metavar="N", help="port (default 8000)")
    parser.add_argument("--keep", action="store_true", help="go on with the demo that is there")
    parser.add_argument("--seed-only", action="store_true", help="fill the folder and stop")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Seed and serve. Raises Refusal for a folder that is not a demo's, or a port in use."""
    home = args.home.expanduser().absolute()
    choose(host="127.0.0.1", port=args.port)
    os.environ.pop("WAYSTATION_PUBLIC_PORT", None)
    listeners = () if args.seed_only else places(home)
    fresh = _fresh_folder(home, args.keep)
    os.environ["WAYSTATION_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    django_ready()
    from waystation.web import serving

    serving.prepare()
    if fresh:
        from waystation.demo.seed import seed

        seed(_tell)
    if args.seed_only:
        return 0
    _tell(f"Alder County is at http://localhost:{args.port}/sign-in/ (stop it with Ctrl-C).")
    serving.serve(*listeners)
    return 0


def _fresh_folder(home: Path, keep: bool) -> bool:
    """Make the folder and mark it; True when it must be filled."""
    mark = home / options.DEMO_FLAG
    if home.exists() and any(home.iterdir()):
        if not mark.exists():
            raise Refusal(f"{home} holds something that is not a demo; choose another --home.")
        if keep:
            return False
        shutil.rmtree(home)
    make_home(home)
    mark.write_text("This folder holds an invented county. Nobody in it is real.\n", encoding="utf-8")
    return True


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201
