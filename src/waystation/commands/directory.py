"""`waystation import directory` and `waystation export directory`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from waystation.commands import django_ready
from waystation.commands.start import make_home
from waystation.web import options


def register(subparsers: Any) -> None:
    """Add `import directory` and `export directory` to the command line."""
    bring = subparsers.add_parser("import", help="bring data in from files")
    what = bring.add_subparsers(dest="what", required=True, metavar="WHAT")
    directory = what.add_parser("directory", help="an HSDS package (1.x to 3.x), folder or zip")
    directory.add_argument("path", type=Path, metavar="PATH")
    directory.add_argument(
        "--ledger", type=Path, metavar="FILE", help="write what became of each input row (.csv or .jsonl)"
    )
    directory.add_argument(
        "--source", default="", metavar="NAME", help="name of the source; default: name of the package"
    )
    directory.add_argument("--json", action="store_true", help="print the summary as JSON")
    directory.set_defaults(run=run, verb="import")

    take = subparsers.add_parser("export", help="write data out to files")
    what = take.add_subparsers(dest="what", required=True, metavar="WHAT")
    directory = what.add_parser("directory", help="the directory as an HSDS package")
    directory.add_argument("path", type=Path, metavar="DIR", help="an empty or new folder")
    directory.add_argument("--format", choices=["hsds-json", "hsds-csv"], default="hsds-json")
    directory.add_argument("--version", choices=["3.0", "3.1"], default="3.1")
    directory.add_argument("--json", action="store_true", help="print the summary as JSON")
    directory.set_defaults(run=run, verb="export")


def run(args: argparse.Namespace) -> int:
    """0 when done, 2 with one sentence on stderr when the input is bad."""
    make_home(options.home_from())
    django_ready()
    _bring_tables_up_to_date()
    return _import(args) if args.verb == "import" else _export(args)


def _bring_tables_up_to_date() -> None:
    """A new data folder has no tables yet, and one of an older version may lack some. Raises UpdateError."""
    from waystation.web import updating

    updating.update()
    updating.hold_running(options.home_from())


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _say(summary: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary, sort_keys=True))  # noqa: T201
        return
    for key, value in summary.items():
        if isinstance(value, int | float | str):
            print(f"{key}: {value:,}" if isinstance(value, int) else f"{key}: {value}")  # noqa: T201


def _import(args: argparse.Namespace) -> int:
    from waystation.commons.directory.actions import import_package
    from waystation.commons.directory.imports.opening import BadPackage

    try:
        if args.ledger and not args.ledger.resolve().parent.is_dir():
            raise BadPackage("there is no such folder for the ledger", str(args.ledger))
        if args.ledger and args.ledger.is_dir():
            raise BadPackage("the ledger is a file, and this is a folder", str(args.ledger))
        summary = import_package(None, path=args.path, source=args.source, tell=_tell)
    except BadPackage as bad:
        _tell(f"Nothing was imported. {bad}")
        return 2
    if args.ledger:
        summary.ledger.write(args.ledger)
        _tell(f"ledger: {args.ledger}")
    for name, rows in summary.rules.items():
        _tell(f"  {rows:>7,} {name}")
    _say(summary.as_json(), args.json)
    return 0


def _export(args: argparse.Namespace) -> int:
    from waystation.commons.directory.exports.package import NotEmpty, export_package

    try:
        summary = export_package(args.path, form=args.format, version=args.version, tell=_tell)
    except NotEmpty as full:
        _tell(f"Nothing was written. {full}")
        return 2
    _say(summary, args.json)
    return 0
