"""Shapes of what lies in the capsules of a lead, a release, a desk and an alert."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from waystation.care.payload import Payload


@dataclass(frozen=True)
class LeadHeader(Payload):
    """What the list shows: a working title about a thing or a place, never a person; why it ended, if it did."""

    title: str = ""
    ending: str = ""


@dataclass(frozen=True)
class LeadAccount(Payload):
    """Links in the order they were confirmed {tips, why, by, on}, and renewals {on, by, reason, until}."""

    links: list[dict[str, Any]] = field(default_factory=list)
    renewals: list[dict[str, str]] = field(default_factory=list)
    tips: list[dict[str, str]] = field(default_factory=list)
    """Tips taken out and renewed, as {tip, what, by, on}."""


@dataclass(frozen=True)
class Terms(Payload):
    """What goes, frozen at the proposal: values by field code, the facts and the reason stated, and the liaison.

    `renewal` is not here: a release is never prolonged, a new one is proposed.
    """

    title: str = ""
    values: dict[str, str] = field(default_factory=dict)
    facts: str = ""
    reason: str = ""
    relevance: str = ""
    need: str = ""
    tips: list[str] = field(default_factory=list)
    withdrawn_because: str = ""


@dataclass(frozen=True)
class Refused(Payload):
    """Pairs that do not belong together: {tips: [a, b], by, on}."""

    pairs: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class AlertAccount(Payload):
    """One alert as another agency issued it. `issued_at` ISO local; `leads` ids of leads it was linked to."""

    kind: str = ""
    issuer: str = ""
    issued_at: str = ""
    area: str = ""
    reference: str = ""
    report_line: str = ""
    about: str = ""
    outcome: str = "running"
    leads: list[str] = field(default_factory=list)
