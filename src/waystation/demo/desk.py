"""What the night left at the help line: a note for the next shift, and one pattern that is known."""

from __future__ import annotations

from waystation.care.intake.actions import close_shift, note_pattern, open_shift
from waystation.care.intake.models import DeskNote
from waystation.demo.people import Staff
from waystation.demo.reading import toml


def begin_night(staff: Staff) -> DeskNote:
    """Pilar begins her shift and notes a caller who is silent."""
    told, actor = toml("contacts")["night"], staff.actor("pilar")
    shift = open_shift(actor)
    note_pattern(actor, alias=told["pattern"], text=told["helps"])
    return shift


def end_night(staff: Staff, shift: DeskNote) -> None:
    """She ends it with words for Ana."""
    close_shift(staff.actor("pilar"), shift=shift, text=toml("contacts")["night"]["note"])
