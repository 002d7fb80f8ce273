"""Handing one shift to a colleague: asked by one, accepted by the other; or taken because nobody holds it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from waystation.care.intake.lines.actions.changes import alone, subject_of
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import Line, Swap
from waystation.care.intake.lines.models.rota import Standing
from waystation.care.intake.lines.policies import can_set_shifts
from waystation.care.intake.lines.selectors.freeing import engaged, is_away
from waystation.care.intake.lines.selectors.roster import Turn, find_turn, people_of
from waystation.foundation import gate
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.errors import NotAllowed


def ask_swap(actor: Actor, line: Line, *, turn: str, of: Member, back: str = "") -> Swap:
    """Ask a colleague to take one's shift (`turn` is its key); with `back` one takes theirs in return.

    Raises NotAllowed, and LineError when a shift is over, held by somebody else, or already asked about.
    """
    with alone(line):
        return _ask(actor, line, turn, of, back)


def _ask(actor: Actor, line: Line, turn: str, of: Member, back: str) -> Swap:
    mine = _coming(actor, line, turn)
    if mine.holder is None or mine.holder.pk != actor.id:
        raise NotAllowed("only who is on a shift asks a colleague to take it")
    if of.pk == actor.id or of not in people_of(line):
        raise LineError(_("%(name)s does not answer for this line's team.") % {"name": of})
    theirs = _coming(actor, line, back) if back else None
    if theirs is not None and theirs.holder != of:
        raise LineError(_("The shift in return is not theirs."))
    _must_be_free(line, mine, of, theirs)
    if theirs is not None:
        _must_be_free(line, theirs, actor.member, mine)
    if Swap.objects.filter(duty=mine.duty, on=mine.on, asked_of=of, standing=Standing.ASKED).exists():
        raise LineError(_("You asked already, and wait for an answer."))
    with gate.deed(actor, "line.swap_asked", subject_of(line), detail={"member": of.pk.hex}):
        return Swap.objects.create(
            line=line, duty=mine.duty, on=mine.on, back_duty=theirs.duty if theirs else None,
            back_on=theirs.on if theirs else None, asked_by=actor.member, asked_of=of, asked_at=actor.at,
        )  # fmt: skip


def answer_swap(actor: Actor, swap: Swap, *, agrees: bool) -> None:
    """Take the colleague's shift, or not. Raises NotAllowed for anybody else.

    Raises LineError when it was answered, is over, or changed hands since.
    """
    if swap.asked_of_id != actor.id:
        raise NotAllowed("a shift is taken by the person who was asked")
    with alone(swap.line), gate.deed(actor, "line.swap_answered", subject_of(swap.line), detail={"agreed": agrees}):
        if agrees:
            _must_stand(actor, swap)
        _decide(swap, actor, Standing.AGREED if agrees else Standing.REFUSED)


def withdraw_swap(actor: Actor, swap: Swap) -> None:
    """Ask no more. Raises NotAllowed, LineError."""
    if swap.asked_by_id != actor.id:
        raise NotAllowed("who asked withdraws")
    with gate.deed(actor, "line.swap_withdrawn", subject_of(swap.line)):
        _decide(swap, actor, Standing.ENDED)


def take_turn(actor: Actor, line: Line, *, turn: str) -> Swap:
    """Take a shift that nobody holds: its holder is on leave or left. Raises NotAllowed, LineError."""
    if actor.member not in people_of(line):
        raise NotAllowed("this line is not yours to answer")
    with alone(line):
        free = _coming(actor, line, turn)
        if free.holder is not None:
            raise LineError(_("%(name)s has it already.") % {"name": free.holder})
        _must_be_free(line, free, actor.member, None)
        return _hand(actor, line, free, actor.member, Standing.AGREED, "line.shift_taken")


def set_turn(actor: Actor, line: Line, *, turn: str, member: Member) -> Swap:
    """Put a colleague on one shift without asking: a supervisor's act. Raises NotAllowed, LineError."""
    if actor.agency_id != line.agency_id or not can_set_shifts(actor.role):
        raise NotAllowed("only a supervisor puts a colleague on a shift without asking")
    if member not in people_of(line):
        raise LineError(_("%(name)s does not answer for this line's team.") % {"name": member})
    with alone(line):
        found = _coming(actor, line, turn)
        _must_be_free(line, found, member, None)
        return _hand(actor, line, found, member, Standing.SET, "line.shift_set")


def _hand(actor: Actor, line: Line, turn: Turn, member: Member, standing: Standing, verb: str) -> Swap:
    before = turn.holder or turn.away or actor.member
    with gate.deed(actor, verb, subject_of(line), detail={"member": member.pk.hex, "before": before.pk.hex}):
        return Swap.objects.create(
            line=line, duty=turn.duty, on=turn.on, asked_by=before, asked_of=member, standing=standing,
            asked_at=actor.at, decided_at=actor.at,
        )  # fmt: skip


def _decide(swap: Swap, actor: Actor, standing: Standing) -> None:
    rows = Swap.objects.filter(pk=swap.pk, standing=Standing.ASKED)
    if not rows.update(standing=standing, decided_at=actor.at):
        raise LineError(_("This was answered already."))


def _coming(actor: Actor, line: Line, key: str) -> Turn:
    found = find_turn(line, key)
    if found is None or found.span.end <= actor.at:
        raise LineError(_("There is no such shift any more."))
    return found


def _must_stand(actor: Actor, swap: Swap) -> None:
    """The shift, and the one in return, are still held by those two, and the taker is free."""
    line = swap.line
    mine = _coming(actor, line, f"{swap.duty}.{swap.on:%Y%m%d}")
    back = f"{swap.back_duty}.{swap.back_on:%Y%m%d}" if swap.back_duty and swap.back_on else ""
    theirs = _coming(actor, line, back) if back else None
    if mine.holder != swap.asked_by or (theirs is not None and theirs.holder != swap.asked_of):
        raise LineError(_("This shift changed hands since. Look at the rota, and ask again."))
    _must_be_free(line, mine, swap.asked_of, theirs)
    if theirs is not None:
        _must_be_free(line, theirs, swap.asked_by, mine)


def _must_be_free(line: Line, turn: Turn, member: Member, giving: Turn | None) -> None:
    """Nobody is on call twice at once, on any line, or while away; the shift given in return does not count."""
    if turn.holder == member:
        raise LineError(_("%(name)s has it already.") % {"name": member})
    if is_away(member, turn.on):
        raise LineError(_("%(name)s is away on that day.") % {"name": member})
    if member in engaged(line, turn.span, {giving.key} if giving else ()):
        raise LineError(_("%(name)s is on call at that time already.") % {"name": member})
