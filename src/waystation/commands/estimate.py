"""`waystation estimate`: how many people several lists together never saw, as a panel with a verdict.

Reads a table of capture histories (or `-` for standard input). Needs no data folder and no database.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waystation.core.prevalence import Coverage, Panel, Table

LARGEST = 200_000_000
"""Bytes; a million people on sixteen lists are 32 million."""


def register(subparsers: Any) -> None:
    """Adds the subcommand to the parser of the command line."""
    parser = subparsers.add_parser(
        "estimate",
        help="estimate a hidden population from lists that overlap",
        description="Reads a CSV file with a column of 0 and 1 for each list and a column count (or one row for each "
        "person), and prints a panel of estimates, what speaks for and against them, and a verdict.",
    )
    parser.add_argument("counts", metavar="COUNTS.csv", help="a CSV file, or - for standard input")
    parser.add_argument("--methods", nargs="+", metavar="NAME", default=(), help="methods, else the usual panel")
    parser.add_argument("--replicates", type=int, default=20_000, help="bootstrap replicates")
    parser.add_argument("--seed", type=int, default=20_221_122, help="same seed, same numbers")
    parser.add_argument("--threads", type=int, default=1, help="threads; they change no number")
    parser.add_argument("--engine", choices=("numpy", "fast"), default="numpy", help="fast needs numba: the extra fast")
    parser.add_argument(
        "--linkage-error", type=float, metavar="SHARE",
        help="the largest share of wrong or missed matches that a check of them allows for; 0 when it found none",
    )  # fmt: skip
    parser.add_argument(
        "--coverage", nargs="?", const="stepwise", metavar="METHOD",
        help="also try a method on invented populations like this one, whose size is known",
    )  # fmt: skip
    parser.add_argument("--strata", metavar="COLUMN", help="a column of kinds of people: a panel for each")
    parser.add_argument("--because", metavar="TEXT", default="", help="why people of one stratum are more alike")
    parser.add_argument("--populations", type=int, default=100, help="how many of each kind for --coverage")
    parser.add_argument("--seconds", type=float, default=120.0, help="the longest --coverage may take")
    parser.add_argument("--report", metavar="FILE.html", help="also write a report with figures, in one file")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the panel to standard output; 2 with one sentence on standard error when the input cannot be used.

    130 after an interrupt, with what was computed until then.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # many small matrices: more threads only wait for each other
    from waystation.core import prevalence  # numpy and scipy are loaded for this verb alone

    name = "standard input" if args.counts == "-" else args.counts
    try:
        text = io.StringIO(_read(args.counts), newline="")
        if args.strata:
            return _by_strata(args, prevalence.read_strata(text, args.strata))
        table = prevalence.Table.from_histories(text)
        found = prevalence.panel(
            table, methods=args.methods, replicates=args.replicates, seed=args.seed, threads=max(1, args.threads),
            engine=args.engine, stated=prevalence.Stated(linkage_error=args.linkage_error),
            progress=_progress(sys.stderr.isatty()),
        )  # fmt: skip
        tried = _coverage(table, args) if args.coverage and found.complete else None
        if args.report:
            Path(args.report).write_text(prevalence.report(found), encoding="utf-8")
    except KeyboardInterrupt:
        print("Interrupted: nothing was computed that may be shown.", file=sys.stderr)  # noqa: T201
        return 130
    except UnicodeDecodeError:
        return _refuse(f"{name} cannot be read: it is not UTF-8 text.")
    except OSError as problem:
        name = problem.filename or name
        return _refuse(f"{name} cannot be used: {(problem.strerror or 'it could not be opened').lower()}.")
    except ValueError as problem:
        return _refuse(f"{name}: {problem}.")
    print(_json(found, tried) if args.json else _text(found, tried))  # noqa: T201
    return 0 if found.complete else 130


def _by_strata(args: argparse.Namespace, tables: dict[str, Table]) -> int:
    """Prints the panel of each stratum and that of all."""
    from waystation.core import prevalence

    found = prevalence.by_strata(
        tables, args.because, replicates=args.replicates, seed=args.seed, engine=args.engine,
        threads=max(1, args.threads), stated=prevalence.Stated(linkage_error=args.linkage_error),
        progress=_progress(sys.stderr.isatty()),
    )  # fmt: skip
    if args.report:
        Path(args.report).write_text(prevalence.report(found.whole), encoding="utf-8")
    if args.json:
        each = {name: panel.to_dict() for name, panel in found.panels.items()}
        print(json.dumps(found.whole.to_dict() | {"strata": each}, ensure_ascii=False, allow_nan=False, indent=2))  # noqa: T201
    else:
        parts = [f"{name}\n{prevalence.text(panel)}" for name, panel in found.panels.items()]
        print("\n\n".join([*parts, f"All together\n{prevalence.text(found.whole)}"]))  # noqa: T201
    return 0


def _coverage(table: Table, args: argparse.Namespace) -> Coverage | None:
    from waystation.core import prevalence

    end = time.monotonic() + args.seconds
    try:
        return prevalence.coverage(
            table, args.coverage, populations=args.populations, seed=args.seed, engine=args.engine,
            linkage_error=args.linkage_error, going=lambda: time.monotonic() < end,
            progress=_progress(sys.stderr.isatty()),
        )  # fmt: skip
    except prevalence.TableError as problem:
        print(f"Nothing was tried: {problem}.", file=sys.stderr)  # noqa: T201
        return None


def _json(found: Panel, tried: Coverage | None) -> str:
    whole = found.to_dict() | ({} if tried is None else {"coverage": tried.to_dict()})
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2)


def _text(found: Panel, tried: Coverage | None) -> str:
    from waystation.core import prevalence

    return prevalence.text(found) + ("" if tried is None else "\n\n" + prevalence.trials(tried))


def _read(name: str) -> str:
    from waystation.core.prevalence import TableError

    if name == "-":
        found = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(name).open("rb") as stream:
            found = stream.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise TableError("the file is larger than 200 MB")
    return found.decode("utf-8-sig")


def _progress(shown: bool) -> Any:
    def tell(method: str, done: int, of: int) -> None:
        if shown:
            sys.stderr.write(f"\r{method}: {done:,} of {of:,}   ")
            sys.stderr.flush()

    return tell


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 2
