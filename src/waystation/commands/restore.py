"""`waystation restore`: a data folder from a backup file and the printed code, on a clean machine."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from waystation.commands import Refusal
from waystation.commands.backup import read_code
from waystation.web import options


def register(subparsers: Any) -> None:
    """Add `restore` to the command line."""
    parser = subparsers.add_parser(
        "restore",
        help="make a data folder from a backup and its printed code",
        description="Asks for the printed backup code. The folder appears only when everything in it was proved; "
        "a backup of PostgreSQL needs DATABASE_URL to name a new, empty database.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup, waystation-<date>-<time>.wsb")
    parser.add_argument("--home", type=Path, metavar="DIR", help="data folder to make (default: WAYSTATION_HOME)")
    parser.add_argument("--code-file", type=Path, metavar="FILE", help="read the printed code from a file")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Restore. Raises Refusal with one sentence; then nothing is there that was not there before."""
    from waystation.web.backup.errors import BackupError
    from waystation.web.backup.restoring import restore

    home = args.home.expanduser().absolute() if args.home else options.home_from()
    try:
        done = restore(args.file.expanduser().absolute(), read_code(args.code_file), home)
    except BackupError as problem:
        raise Refusal(str(problem)) from None
    except OSError as problem:
        raise Refusal(str(BackupError.of(problem, problem.filename or home))) from None
    told = f"{done['home']} holds the backup of {done['made'][:16]}: {done['rows']} rows. Run waystation start."
    print(json.dumps(done) if args.json else told)  # noqa: T201
    return 0
