"""The sender writes again, with the order number."""

from __future__ import annotations

from typing import Any

from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors.sender import Found
from waystation.care.intake.tips.shapes import Letter, Letters
from waystation.care.intake.tips.words import ANSWERED
from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.keyring.actions.received import rewrite

MOST_LETTERS = 200


def write_as_sender(found: Found, *, text: str) -> bool:
    """Add a letter to the team; the same words sent twice in a row are one. Whether it was added.

    Raises ValueError for an empty letter and when there are too many, NoKey while the key is turned, Tampered.
    """
    words = text.strip()
    if not words:
        raise ValueError("an empty letter")
    tip, added = found.tip, []

    def change(data: dict[str, Any]) -> dict[str, Any]:
        letters = Letters.of(data)
        last = letters.letters[-1] if letters.letters else {}
        if (last.get("by"), last.get("text")) == ("sender", words):
            return data
        if len(letters.letters) >= MOST_LETTERS:
            raise ValueError("too many letters")
        added.append(words)
        letter = Letter("sender", clock.today().isoformat(), words, clock.now().isoformat()).to_dict()
        return Letters(letters.outcome, [*letters.letters, letter]).to_dict()

    with store.writing():
        written = rewrite(
            tip.pk, compartment="letters", key=found.key, generation=tip.door_generation, change=change
        )  # fmt: skip
        rows = Tip.objects.filter(pk=tip.pk)
        rows.update(updated_on=clock.today())
        if added:  # back into the queue, by the time of the oldest letter that nobody has answered
            hour = clock.now().replace(minute=0, second=0, microsecond=0)
            rows.filter(wrote_hour=None).update(wrote_hour=hour, set_aside=False)
        audit.append(tip.agency_id, at=clock.now(), verb=ANSWERED, subject=tip.pk, writes=[written])
    return bool(added)
