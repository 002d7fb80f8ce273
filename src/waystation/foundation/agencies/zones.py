"""The time zones an agency and its lines choose from, by the names people use, and the one each state keeps."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def data() -> dict[str, Any]:
    """The whole file: names of zones by language, and the states that keep each."""
    return tomllib.loads(Path(__file__).with_name("zones.toml").read_text(encoding="utf-8"))


def choices(language: str, *present: str) -> list[tuple[str, str]]:
    """Zones with their names, and after them those of `present` that are none of the list."""
    listed = {name: words.get(language, words["en"]) for name, words in data()["zone"].items()}
    return list((listed | {name: name for name in present if name and name not in listed}).items())


def of_state(state: str) -> str:
    """The zone most of a state keeps (two letters); "" for an unknown one."""
    return next((zone for zone, states in data()["states"].items() if state.upper() in states.split()), "")
