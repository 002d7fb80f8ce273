"""A conversation that Jo stopped this week because somebody had come in; it waits in her own draft."""

from __future__ import annotations

from dataclasses import replace

from waystation.care.intake.screening import actions
from waystation.care.intake.screening.shapes import COMPANION
from waystation.demo.people import Staff

SAID = {"excessive_working_hours": "heard", "restricts_financial_access": "declined"}


def seed_guide(staff: Staff) -> None:
    """Two answers, then someone came in: the next visit begins with the question whether they are alone."""
    actor = staff.actor("jo")
    begun = actions.begin(actor).with_answers(SAID)
    actions.keep(actor, replace(begun, page="work", stopped=COMPANION))
