"""`waystation screen`: what two statutes say of stated facts, element by element.

Reads a JSON object (or `-` for standard input) and prints the determinations; `--codes` lists the codes of the facts.
Needs no data folder and no database.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, TextIO

from waystation.core import screening

LARGEST = 1_000_000  # bytes; a statement of facts is a few hundred


def register(subparsers: Any) -> None:
    """Adds the subcommand to the parser of the command line."""
    parser = subparsers.add_parser(
        "screen",
        help="say what federal law and the Palermo Protocol ask of stated facts",
        description="Reads stated facts and says, element by element, what each definition makes of them. "
        "A fact after not: is stated not to be so; not:any says so of every fact of its list.",
    )
    parser.add_argument("facts", nargs="?", metavar="FACTS.json", help="a JSON file, or - for standard input")
    parser.add_argument("--codes", action="store_true", help="list the codes of acts, means and purposes")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--lang", choices=("en", "es"), default="en", help="language of the sentences")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the answer to standard output; 2 with one sentence on standard error when the input cannot be read."""
    if args.codes:
        _print_codes(args.json, args.lang, sys.stdout)
        return 0
    if not args.facts:
        return _refuse("Give a file of facts, or --codes to list what can be stated.")
    name = "standard input" if args.facts == "-" else args.facts
    try:
        statement = screening.parse(_read(args.facts))
    except (OSError, UnicodeDecodeError) as problem:
        return _refuse(f"{name} cannot be read: {_why(problem)}.")
    except RecursionError:
        return _refuse(f"{name} is nested too deeply to be a statement of facts.")
    except json.JSONDecodeError as problem:
        return _refuse(f"{name} is not JSON: line {problem.lineno}, column {problem.colno}: {problem.msg}.")
    except ValueError as problem:
        return _refuse(f"{name}: {problem}")
    found = screening.determine(statement)
    if args.json:
        answer = {code: determination.as_dict(args.lang) for code, determination in found.items()}
        print(json.dumps(answer, ensure_ascii=False, indent=2))  # noqa: T201
    else:
        _print_plain(found, args.lang, sys.stdout)
    return 0


def _read(name: str) -> Any:
    if name == "-":
        found = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with Path(name).open("rb") as stream:
            found = stream.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise screening.FactsError("the file is too large to be a statement of facts.")
    return json.loads(found.decode("utf-8-sig"))


def _why(problem: OSError | UnicodeDecodeError) -> str:
    if isinstance(problem, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return problem.strerror.lower() if problem.strerror else "it could not be opened"


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 2


def _print_codes(as_json: bool, lang: str, out: TextIO) -> None:
    if as_json:
        print(json.dumps(screening.codes_json(), indent=2), file=out)
        return
    for kind, codes in screening.codes_json().items():
        print(kind, file=out)
        for code in codes:
            print(f"  {code:28} {screening.facts()[code].label(lang)}", file=out)


def _print_plain(found: dict[str, screening.Determination], lang: str, out: TextIO) -> None:
    for determination in found.values():
        print(f"{determination.statute.label(lang)}: {determination.label(lang)}", file=out)
        for element in determination.elements.values():
            named = ", ".join(screening.facts()[code].label(lang) for code in element.facts)
            line = f"  {element.label(lang)}: {element.status_label(lang)}"
            print(f"{line} ({named})" if named else line, file=out)
        for reason in determination.reasons:
            print(f"  - {reason.text(lang)}", file=out)
        for text in determination.missing:
            print(f"  ? {text.text(lang)}", file=out)
