"""The time zone of the community: chosen at set-up, kept in settings.toml, in force after the next start."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from django.conf import settings

from waystation.foundation.agencies import zones
from waystation.foundation.agencies.zones import of_state
from waystation.web import options
from waystation.web.backup.places import write_whole

__all__ = ["choices", "chosen", "is_fixed", "of_state"]
_LINE = re.compile(r"^[ \t]*time_zone[ \t]*=.*$", re.MULTILINE)


def choices(language: str) -> list[tuple[str, str]]:
    """Zones with their names; also the present one when it is none of the list."""
    return zones.choices(language, chosen())


def is_fixed() -> bool:
    """Whether the environment says the zone, so that the file would not count."""
    return bool(os.environ.get("WAYSTATION_TIME_ZONE"))


def chosen() -> str:
    """The zone that counts after the next start."""
    return str(options.load(Path(settings.WAYSTATION_HOME))["time_zone"])


def choose(zone: str) -> bool:
    """Write the zone into settings.toml, all else there as it was; False when it stands there already.

    Raises OSError, also for a file in which the line cannot be changed safely.
    """
    if not zone or is_fixed() or zone == chosen():
        return False
    path = Path(settings.WAYSTATION_HOME) / "settings.toml"
    text, line = path.read_text(encoding="utf-8") if path.exists() else "", f'time_zone = "{zone}"'
    changed = _LINE.sub(line, text, count=1) if _LINE.search(text) else f"{line}\n{text}"
    if tomllib.loads(changed) != tomllib.loads(text) | {"time_zone": zone}:
        raise OSError(f"{path} cannot be changed safely")
    write_whole(path, changed.encode())
    return True
