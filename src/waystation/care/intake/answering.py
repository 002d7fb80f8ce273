"""Who may read and answer what comes in by text or chat. Pure: the member and the row in, a verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from waystation.care.intake.policies import ACCESS_AFTER_HAND_OVER, ADVOCATE, Place, Purpose, Verdict

READERS = frozenset({ADVOCATE, "intake_worker", "supervisor"})
NONE = Verdict(False, False, "intake.not_yours", "No such message among yours.")
ANSWER = "answer"
"""The purpose of opening a number: to write back, never to show it."""


def may_answer(
    role: str,
    place: Place,
    fields: Iterable[str],
    purpose: str,
    today: date,
    own_days: timedelta = ACCESS_AFTER_HAND_OVER,
) -> Verdict:
    """May a member of this role do this with a conversation?

    The desk reads what waits or is open, an advocate the own ones for `own_days` more, a supervisor the team's. The
    advocate who took it writes; whoever takes it first has it. A number is opened to write back, and for nothing else.
    """
    fields = frozenset(fields)
    if not place.in_team or role not in READERS:
        return NONE
    is_open = place.status in ("waiting", "open")
    if not (is_open or role == "supervisor" or (place.own and today - place.updated_on <= own_days)):
        return NONE
    if purpose == Purpose.SEE:
        return Verdict(fields <= {"header"}, True, "intake.desk_reads")
    if (purpose == ANSWER or "number" in fields) and (purpose, fields) != (ANSWER, frozenset({"number"})):
        return Verdict(False, True, "intake.number_is_for_answering", "The number is opened to write back only.")
    if purpose in (Purpose.LIST, Purpose.WORK):
        return Verdict(True, True, "intake.desk_reads")
    if role != ADVOCATE or purpose not in (Purpose.TAKE, Purpose.WRITE, ANSWER):
        return Verdict(False, True, "intake.advocates_answer", "Advocates of the help line answer; you can read it.")
    if purpose == Purpose.TAKE:
        return Verdict(is_open, True, "intake.desk_takes", "" if is_open else "This conversation has ended.")
    if not place.own or place.status != "open":
        return Verdict(False, True, "intake.who_took_it_answers", "The advocate who took it answers; you can read it.")
    return Verdict(True, True, "intake.own_conversation")
