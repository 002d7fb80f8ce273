"""The command line: `waystation VERB`. Each module of `waystation.commands` registers one verb."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from waystation import __version__, commands
from waystation.web.backup.errors import UpdateError


def build_parser() -> argparse.ArgumentParser:
    """The parser with every verb."""
    parser = argparse.ArgumentParser(
        prog="waystation",
        description="A self-hosted platform for the people who answer human trafficking in one community.",
        epilog="WAYSTATION_HOME names the data folder (default ~/.waystation).",
    )
    parser.add_argument("--version", action="version", version=f"waystation {__version__}")
    subparsers = parser.add_subparsers(title="verbs", dest="command", metavar="VERB", required=True)
    for module in sorted(found.name for found in iter_modules(commands.__path__)):
        register = getattr(import_module(f"waystation.commands.{module}"), "register", None)
        if register is not None:
            register(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 when done, 1 when it found something wrong, 2 with one sentence on stderr for bad input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waystation.web.settings")
    chosen = build_parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except (commands.Refusal, UpdateError) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
