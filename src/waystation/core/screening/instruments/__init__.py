"""Screening instruments as data: their items and rule, what their answers come to, and the readers of their files.

Nobody's instrument is shipped here but one invented example (data/demonstration.toml). What a rule comes to is about
the tool alone: it never meets the determination of a statute, and nothing in the program acts on it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from waystation.core.screening.instruments.errors import InstrumentError
from waystation.core.screening.instruments.reading import LARGEST, parse, read_toml
from waystation.core.screening.instruments.scoring import Outcome, evaluate
from waystation.core.screening.instruments.shapes import Answer, Band, Instrument, Item, Rule, Words, shown
from waystation.core.screening.instruments.xlsform import read_xlsform

__all__ = [
    "LARGEST",
    "Answer",
    "Band",
    "Instrument",
    "InstrumentError",
    "Item",
    "Outcome",
    "Rule",
    "Words",
    "demonstration",
    "evaluate",
    "parse",
    "read_toml",
    "read_xlsform",
    "shown",
]


@cache
def demonstration() -> Instrument:
    """The one example that is shipped: invented, in our own words, and marked as such."""
    return read_toml(files("waystation.core.screening").joinpath("data/demonstration.toml").read_bytes())
