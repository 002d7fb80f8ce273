"""What members of the line's team do with a message: take it, write back, say what came of it, keep it longer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from waystation.care import sealed
from waystation.care.intake.actions import take_contact
from waystation.care.intake.actions.contacts import week_of
from waystation.care.intake.models import Contact
from waystation.care.intake.tips.actions.sending import door_label
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.policies import KEPT_AFTER_CLOSE, Purpose
from waystation.care.intake.tips.selectors.access import OpenTip, open_tip, subject_of
from waystation.care.intake.tips.shapes import Letter, Letters
from waystation.core import codes
from waystation.foundation import clock, gate, store
from waystation.foundation.gate import Actor, Deed
from waystation.foundation.gate.deciding import require
from waystation.foundation.keyring.actions.received import door_for
from waystation.foundation.keyring.errors import Stale

LONGEST_LETTER = 2000
OUTCOME_STATUS = {
    "received": Tip.Status.WAITING, "being_read": Tip.Status.READING, "question": Tip.Status.READING,
    "help_offered": Tip.Status.READING, "passed_on": Tip.Status.PASSED_ON, "answered": Tip.Status.PASSED_ON,
    "nothing_passed_on": Tip.Status.CLOSED,
    "closed": Tip.Status.CLOSED,
}  # fmt: skip
"""Where each outcome class (core/codes: tip_outcome) leaves the message."""
NOT_BY_HAND = frozenset({"passed_on", "answered"})
"""Outcomes of a tip that a confirmed release and a liaison's answer set, through `set_by_lead`, and nobody by hand."""


def may_take(actor: Actor, tip: Tip) -> None:
    """Raises gate.Refused for a member who takes no messages; asked before one is opened to be taken."""
    require(actor, subject_of(tip), {"notice"}, Purpose.TAKE)


def take(actor: Actor, *, opened: OpenTip) -> Contact:
    """Take a message: the contact of the same id and pointer comes to be, and its record of codes replaces the first.

    Taken twice by the same member it is one contact. Raises gate.Refused (also when a colleague has taken it).
    """
    tip, notice, told = opened.tip, opened.notice, opened.told
    may_take(actor, tip)
    values: dict[str, Any] = {
        "lane": tip.lane, "channel": notice.channel, "language": notice.language, "danger": notice.danger,
        "who": notice.who, "call_back": told.call_back, "call_back_how": told.call_back_how,
        "code_word": told.code_word, "voicemail": told.voicemail, "happened_at": notice.at, "minor": notice.minor,
    }  # fmt: skip
    with store.writing():
        contact = take_contact(actor, values=values, contact_id=tip.pk, pointer=tip.pointer)
        if tip.status != Tip.Status.WAITING:
            return contact
        with _deed(actor, tip, "tip.taken", {}, Purpose.TAKE) as act:
            _settle(act, actor, tip, "being_read", taken=True)
    return contact


def write_letter(
    actor: Actor,
    *,
    tip: Tip,
    text: str,
    outcome: str = "question",
    version: int | None = None,
    seen: int | None = None,
) -> None:
    """Write to the sender, who reads it with the order number. A message nobody took is taken first.

    `seen`: how many letters the writer had before them; one of the sender that came since stays unanswered. Raises
    gate.Refused, keyring's Stale, ValueError.
    """
    words = text.strip()
    if not words or len(words) > LONGEST_LETTER:
        raise ValueError("a letter has 1 to 2000 characters")
    _may_become(outcome)
    letter = Letter("team", clock.today().isoformat(), words, clock.now().isoformat())
    _answer(actor, tip, "tip.written_to", outcome, version, letter=letter, seen=seen)


def set_outcome(
    actor: Actor, *, tip: Tip, outcome: str, version: int | None = None, seen: int | None = None
) -> None:
    """Say what came of a message, as a class: it is all its sender reads. A message nobody took is taken first.

    `seen` as in `write_letter`. Raises gate.Refused, UnknownCode, Stale; ValueError for "received", which no message
    becomes again, and for what a lead alone says.
    """
    _may_become(outcome)
    _answer(actor, tip, "tip.outcome", outcome, version, seen=seen)


def set_by_lead(actor: Actor, *, tip: Tip, outcome: str) -> None:
    """What a lead says of its tips when it moves on; for `leads` alone. Nobody takes a tip by it, nor answers a letter.

    Raises gate.Refused, UnknownCode, ValueError for "received" and for a message of the help lane.
    """
    codes.get("tip_outcome")[outcome]
    if OUTCOME_STATUS[outcome] == Tip.Status.WAITING or tip.lane == "help":
        raise ValueError("a message is received once, and one of the help lane is never passed on")
    with _deed(actor, tip, "tip.outcome", {"outcome": outcome}) as act:
        _settle(act, actor, tip, outcome)


def keep_longer(actor: Actor, *, tip: Tip, until: dt.date, reason: str) -> None:
    """Move the day on which a message is erased; the reason is kept sealed in the journal.

    Raises gate.Refused, ValueError without a reason, or for a day past a year from now.
    """
    today = clock.today()
    if not reason.strip() or not today < until <= today + dt.timedelta(days=366):
        raise ValueError("keeping a message longer takes a reason, and a day within a year")
    with _deed(actor, tip, "tip.kept_longer", {"until": until.isoformat(), "reason": reason.strip()}):
        row = _locked(tip)
        row.retention_on, row.version = until, row.version + 1
        _save(tip, row, ["retention_on", "version"])


def _deed(actor: Actor, tip: Tip, verb: str, detail: dict[str, Any], purpose: str = Purpose.WRITE) -> Any:
    return gate.deed(actor, verb, subject_of(tip), detail, fields={"letters"}, purpose=purpose)


def _may_become(outcome: str) -> None:
    """Whether a person may say so. Raises UnknownCode, ValueError."""
    codes.get("tip_outcome")[outcome]
    if OUTCOME_STATUS[outcome] == Tip.Status.WAITING:
        raise ValueError("a message is received once")
    if outcome in NOT_BY_HAND:
        raise ValueError("only a lead says so; a message of the help lane is never passed on")


def _answer(
    actor: Actor,
    tip: Tip,
    verb: str,
    outcome: str,
    version: int | None,
    *,
    letter: Letter | None = None,
    seen: int | None = None,
) -> None:
    expected = _hold(actor, tip, version)
    with _deed(actor, tip, verb, {"outcome": outcome}) as act:
        _settle(act, actor, tip, outcome, letter, expected, seen=seen)


def _hold(actor: Actor, tip: Tip, version: int | None) -> int | None:
    """Take a message that waits still: whoever answers it holds it, and it is a contact. The version to expect then."""
    require(actor, subject_of(tip), {"letters"}, Purpose.WRITE)
    if not Tip.objects.filter(pk=tip.pk, status=Tip.Status.WAITING).exists():
        return version
    may_take(actor, tip)
    opened = open_tip(actor, tip.pk)
    if version not in (None, opened.versions["letters"]):
        raise Stale(opened.versions["letters"])
    take(actor, opened=opened)
    tip.taken_by = actor.member
    return None


def _locked(tip: Tip) -> Tip:
    """The row as it stands now, held until the deed is done: a page may have read it long before."""
    return Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)


def _save(tip: Tip, row: Tip, changed: list[str]) -> None:
    """Store what a deed changed, and nothing that somebody else changed meanwhile; `tip` shows it too."""
    row.save(update_fields=changed)
    for name in changed:
        setattr(tip, name, getattr(row, name))


def _settle(
    act: Deed,
    actor: Actor,
    tip: Tip,
    outcome: str,
    letter: Letter | None = None,
    version: int | None = None,
    *,
    taken: bool = False,
    seen: int | None = None,
) -> None:
    """Write outcome and letter into the letters, and see that the sender's key still opens them."""
    replies: list[str] = []
    unread: list[Any] = []

    def change(data: sealed.Data) -> sealed.Data:
        letters = Letters.of(data)
        later = letters.letters[seen:] if seen is not None else []
        unread.extend(one for one in later if one.get("by") == "sender")
        added = [letter.to_dict()] if letter else []
        return Letters(outcome, [*letters.letters, *added]).to_dict()

    def look(data: sealed.Data) -> sealed.Data:
        replies.append(str(data.get("reply", "")))
        return data

    subject = subject_of(tip)
    sealed.amend(act, actor, subject, "letters", change, version)
    sealed.amend(act, actor, subject, "notice", look)
    public = bytes.fromhex(replies[0])
    row = _locked(tip)
    row.door, row.door_generation = door_for(
        actor.keyring, subject=row.pk, compartment="letters", public=public, label=lambda gen: door_label(row.pk, gen)
    )
    changed = ["door", "door_generation", *_move(actor, row, outcome, taken, answers=not unread)]
    _save(tip, row, changed)


def _move(actor: Actor, row: Tip, outcome: str, taken: bool, *, answers: bool) -> list[str]:
    """Set the clear columns to an outcome; returns which were changed. `answers`: no letter came that was not seen."""
    changed = ["status", "updated_on", "version"]
    row.status, row.updated_on, row.version = OUTCOME_STATUS[outcome], clock.today(), row.version + 1
    if taken:
        row.taken_by, row.set_aside = actor.member, False
        changed += ["taken_by", "set_aside"]
    if answers and not taken and outcome not in NOT_BY_HAND:  # to take it, or a lead that moves on, answers no letter
        row.wrote_hour = None
        changed += ["wrote_hour"]
    if row.status == Tip.Status.CLOSED:
        row.retention_on = min(row.retention_on, clock.today() + KEPT_AFTER_CLOSE)
        row.created_hour = week_of(row.created_hour)
        changed += ["retention_on", "created_hour"]
    return changed
