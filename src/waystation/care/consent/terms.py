"""What lies in the capsule of a release: its terms, how it was given, and which fields went with which packet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from waystation.care.payload import Payload

DEFAULT_DAYS = 30
LONGEST_DAYS = 90
SPOKEN = "spoken"
FORMS = ("paper", "screen")
"""How a release is given in writing. By word of mouth there is none."""
PURPOSES = ("shelter", "legal", "counseling", "health", "benefits", "work", "safety", "other")


@dataclass(frozen=True)
class Terms(Payload):
    """Codes and the person's own limits. `signing` is what was known about who may sign, `rule` which rule answered."""

    purpose: str = ""
    purpose_words: str = ""
    fields: list[str] = field(default_factory=list)
    form: str = ""
    language: str = ""
    interpreter: str = ""
    explained_by: str = ""
    consequences_explained: bool = False
    signing: dict[str, Any] = field(default_factory=dict)
    rule: str = ""
    rules_edition: str = ""
    which_law: str = ""
    sent: dict[str, list[str]] = field(default_factory=dict)
    """{packet id: the fields that left in it}"""
    sent_at: dict[str, str] = field(default_factory=dict)
    """{packet id: the moment it left, ISO}"""


def latest_end(starts_on: dt.date) -> dt.date:
    """The last day a release that starts on this day may have."""
    return starts_on + dt.timedelta(days=LONGEST_DAYS)


def default_end(starts_on: dt.date) -> dt.date:
    return starts_on + dt.timedelta(days=DEFAULT_DAYS)
