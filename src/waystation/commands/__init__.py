"""The command line, one module a verb: each has `register(subparsers)` and sets `run(args) -> exit code`."""

from __future__ import annotations

from pathlib import Path


class Refusal(Exception):
    """Bad input or a state in which a verb does not run. The text is one clear sentence; the exit code is 2."""


def home_that_exists() -> Path:
    """The data folder. Raises Refusal when there is none."""
    from waystation.web import options

    home = options.home_from()
    if not home.is_dir():
        raise Refusal(f"There is no data folder at {home}; waystation start makes one.")
    return home


def django_ready() -> None:
    """Load the settings and apps; options that cannot be used become a Refusal.

    Raises UpdateError while another process brings this data folder up to date.
    """
    import django

    from waystation.foundation.keyfiles import KeyFileError
    from waystation.web.options import OptionError

    try:
        django.setup()
    except (OptionError, KeyFileError) as problem:
        raise Refusal(str(problem)) from None
    from django.conf import settings

    from waystation.web import updating

    updating.hold_running(Path(settings.WAYSTATION_HOME))
