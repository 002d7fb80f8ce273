"""Going live: only a line that somebody answers, and whose messages somebody can open."""

from __future__ import annotations

from django.utils.translation import gettext as _

from waystation.care.intake.lines.actions.changes import changing, must_run
from waystation.care.intake.lines.errors import NotReady
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors.opening import AHEAD
from waystation.care.intake.lines.selectors.roster import people_of, turns
from waystation.care.intake.lines.steps import lacks
from waystation.foundation import clock
from waystation.foundation.gate import Actor
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.errors import KeyringError


def lacking(actor: Actor, line: Line) -> list[str]:
    """What a line still needs before it can go live, as sentences that say what to do."""
    found = [str(one) for code in ("numbers", "hours") for one in lacks(line, code)]
    if not _certified(actor, line):
        found.append(_("Its intake team has no signed key: an administrator makes the team under Set-up, Teams."))
    elif not people_of(line):
        found.append(_("Nobody in its intake team may answer: an administrator adds an advocate under Colleagues."))
    now = clock.now()
    if not any(turn.holder for turn in turns(line, now, now + AHEAD)):
        found.append(_("Nobody is on call within 14 days: ask somebody in the rota, and wait until they agree."))
    return found


def go_live(actor: Actor, line: Line, *, version: int) -> None:
    """Show the line to the public. Raises NotAllowed, Stale, NotReady."""
    must_run(actor, line.agency_id)
    if reasons := lacking(actor, line):
        raise NotReady(reasons)
    with changing(actor, line, "line.went_live", version):
        line.live = True
        line.save(update_fields=["live"])


def take_off(actor: Actor, line: Line, *, version: int) -> None:
    """Show the line to the public no more. What came in stays where it is. Raises NotAllowed, Stale."""
    with changing(actor, line, "line.taken_off", version):
        line.live = False
        line.save(update_fields=["live"])


def _certified(actor: Actor, line: Line) -> bool:
    """Whether messages can be sealed to the team: its key is signed by the agency's root."""
    try:
        trust.team_key(actor.keyring, line.team)
    except KeyringError:
        return False
    return True
