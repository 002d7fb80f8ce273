"""The rule registry: each wing's rules, by kind of subject. `web` wires them once at start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from waystation.foundation.gate.actor import Actor
from waystation.foundation.keyring.decisions import Subject


@dataclass(frozen=True)
class Ruling:
    """One rule's opinion: True allows, False denies, None has nothing to say. `reason` is shown to people."""

    allow: bool | None
    rule: str
    reason: str = ""


Provider = Callable[[Actor, Subject, frozenset[str], str, str, dt.datetime], Ruling | None]
"""provider(actor, subject, fields, purpose, path, now): pure but for clear metadata."""

GroupRule = Callable[[Actor, Any, frozenset[str], str, str, dt.datetime], Ruling | None]
"""A rule that is told a subject's group in place of the subject."""


@dataclass(frozen=True)
class ByGroup:
    """A provider that knows subjects by their group only, so that a list is ruled on once for each group in it."""

    group: Callable[[Actor, Subject], Hashable]
    rule: GroupRule

    def __call__(
        self, actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime
    ) -> Ruling | None:
        return self.rule(actor, self.group(actor, subject), fields, purpose, path, now)


def by_group(group: Callable[[Actor, Subject], Hashable]) -> Callable[[GroupRule], ByGroup]:
    """Make a provider of a rule that looks at `group(actor, subject)` and never at the subject itself."""
    return lambda rule: ByGroup(group, rule)


_providers: dict[str, list[Provider]] = {}


def register(kind: str, provider: Provider) -> None:
    """Add a rule for a kind of subject; adding it twice changes nothing."""
    rules = _providers.setdefault(kind, [])
    if provider not in rules:
        rules.append(provider)


def unregister(kind: str, provider: Provider) -> None:
    """Take a rule away again (tests)."""
    rules = _providers.get(kind, [])
    if provider in rules:
        rules.remove(provider)


def providers(kind: str) -> tuple[Provider, ...]:
    """The rules of a kind in the order of registration."""
    return tuple(_providers.get(kind, ()))
