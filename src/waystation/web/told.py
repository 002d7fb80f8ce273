"""On Today: what happened to one's own keys, and for supervisors to anyone's. Names of staff, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from waystation.foundation.gate import Actor
from waystation.foundation.keyring.selectors.recovery import FOUND_BROKEN, new_code_under_way, told, under_way
from waystation.foundation.keyring.session import telling


@dataclass(frozen=True)
class Notice:
    """`needs_look` while a recovery is under way: it can still be stopped. `is_grave`: the journal is broken."""

    title: str
    url: str
    needs_look: bool
    lines: list[str]
    is_grave: bool = False

    @property
    def kind(self) -> str:
        return "attend" if self.needs_look or self.is_grave else "know"


def notice(actor: Actor) -> Notice | None:
    """The notice, or None when nothing happened in the last days. A broken journal comes first, then recoveries."""
    found = told(actor.member)
    if not found:
        return None
    concerned: set[Any] = {one.member.pk for one in found if one.member}
    running = any(one.request.member_id in concerned for one in under_way(actor.agency_id))
    title = _("A passphrase is being brought back") if running else _("Keys and phones")
    if any(one.verb == "recovery.code_begun" for one in found) and new_code_under_way(actor.agency_id):
        running, title = True, _("A new agency code is being made")
    grave = [one for one in found if one.verb == FOUND_BROKEN][:1]
    if grave:
        title = _("The journal is broken")
    lines = [telling.sentence(one) for one in [*grave, *(one for one in found if one.verb != FOUND_BROKEN)][:3]]
    return Notice(title, reverse("signin:recoveries"), running, lines, bool(grave))
