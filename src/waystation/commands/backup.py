"""`waystation backup`: an online copy, sealed; `--drill` proves that one can be restored."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import Any

from waystation.commands import Refusal, django_ready, home_that_exists
from waystation.web import options


def register(subparsers: Any) -> None:
    """Add `backup` to the command line."""
    parser = subparsers.add_parser(
        "backup",
        help="make a sealed backup now, or prove that one can be restored",
        description="Copies database, keys, witness, settings and files while the server goes on, sealed to the "
        "backup key. Kept are 7 daily and 4 weekly backups, none longer than 35 days.",
    )
    parser.add_argument("--to", type=Path, metavar="DIR", help="folder to write to (default: option backup_folder)")
    parser.add_argument("--new-code", action="store_true", help="make a backup key and print its code once")
    parser.add_argument("--drill", type=Path, metavar="FILE", help="restore FILE into a folder that is thrown away")
    parser.add_argument("--code-file", type=Path, metavar="FILE", help="read the printed code from a file")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when done, 1 after a drill that found something."""
    home = home_that_exists()
    django_ready()
    from django.db import DatabaseError

    from waystation.foundation.keyfiles import KeyFileError
    from waystation.web import updating
    from waystation.web.backup.errors import BackupError

    updating.refuse_newer()
    try:
        if args.drill:
            return _drill(args, home)
        return _new_code(args) if args.new_code else _make(args)
    except (BackupError, KeyFileError) as problem:
        raise Refusal(str(problem)) from None
    except OSError as problem:
        raise Refusal(str(BackupError.of(problem, problem.filename or home))) from None
    except DatabaseError:
        raise Refusal("The tables cannot be read or written: run waystation check.") from None


def read_code(file: Path | None) -> str:
    """The printed code: from a file, typed unseen, or from standard input. Raises Refusal."""
    try:
        if file is not None:
            return file.read_text(encoding="utf-8").strip()
        if sys.stdin.isatty():
            return getpass.getpass("The printed backup code: ").strip()
        return sys.stdin.readline().strip()
    except (OSError, UnicodeDecodeError):
        raise Refusal(f"{file or 'The code'} cannot be read.") from None


def _new_code(args: argparse.Namespace) -> int:
    from waystation.web.backup import actions

    code = actions.make_key(None)
    print("Print this code and keep it away from this computer. It is shown once.", file=sys.stderr)  # noqa: T201
    print(json.dumps({"code": code}) if args.json else code)  # noqa: T201
    return 0


def _make(args: argparse.Namespace) -> int:
    from waystation.web.backup import actions

    made = actions.make_backup(None, folder=args.to.expanduser().absolute() if args.to else None)
    print(json.dumps(made) if args.json else made["file"])  # noqa: T201
    return 0


def _drill(args: argparse.Namespace, home: Path) -> int:
    from waystation.foundation import clock
    from waystation.web.backup import actions, restoring

    file, url = args.drill.expanduser().absolute(), options.load(home)["database_url"]
    report = restoring.drill(file, read_code(args.code_file), home, clock.now(), url)
    kept = actions.keep_report(report)
    if args.json:
        print(json.dumps(report | {"report": str(kept)}))  # noqa: T201
    else:
        word = "good" if report["good"] else "NOT GOOD: " + "; ".join(report["problems"])
        print(f"{report['file']}: {word}. {report['rows']} rows, {report['events']} journal entries.")  # noqa: T201
    return 0 if report["good"] else 1
