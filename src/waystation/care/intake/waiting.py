"""What waits for an answer, from every way a message comes in; each way registers where its waiting ones are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waystation.foundation.gate import Actor


@dataclass(frozen=True)
class Waiting:
    """One message that nobody has answered yet.

    `key` is unique among all ways ("tip:<uuid>"), `url` the page that answers it, `channel` and `lane` codes of
    core/codes, `since` when it came in; `danger` (now, within_24h, no or an open answer) and `minor` (yes, no or an
    open answer) are what was stated, never a guess. `mark` says in words what else to know before it is opened.
    `line` is the name of the line it came in on, "" where that is not known.
    """

    key: str
    title: str
    url: str
    channel: str
    lane: str
    since: dt.datetime
    danger: str = "not_asked"
    minor: str = "not_asked"
    mark: str = ""
    line: str = ""

    @property
    def reason(self) -> str:
        """Why it stands where it stands, in words."""
        said = [_("danger now") if self.danger == "now" else _("danger within a day")] * (self.danger in _DANGER)
        said += [_("a minor") if self.minor == "yes" else _("minor: not known")] * (self.minor != "no")
        return ", ".join([*said, _("then by wait"), *([self.mark] if self.mark else [])])


@dataclass(frozen=True)
class Aside:
    """What waits apart from the queue, in words with its number, and the page that lists it."""

    title: str
    url: str


Source = Callable[[Actor], Iterable[Waiting]]
_DANGER = {"now": 0, "within_24h": 1}
_MINOR = {"yes": 0, "no": 2}
_asides: dict[str, Callable[[Actor], Aside | None]] = {}
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a way messages come in, once, from its AppConfig.ready()."""
    _sources[name] = source


def waiting(actor: Actor) -> list[Waiting]:
    """All that waits for this member's help line: by stated danger, then minor, then the longest wait."""
    found = [one for source in _sources.values() for one in source(actor)]
    return sorted(found, key=lambda one: (_DANGER.get(one.danger, 2), _MINOR.get(one.minor, 1), one.since, one.key))


def register_aside(name: str, source: Callable[[Actor], Aside | None]) -> None:
    """Add a list of what a way sets aside, once, from its AppConfig.ready()."""
    _asides[name] = source


def aside(actor: Actor) -> list[Aside]:
    """What was set aside at this member's help line and waits to be looked at all the same."""
    return [one for source in _asides.values() if (one := source(actor)) is not None]
