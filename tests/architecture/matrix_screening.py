"""Conversations and instruments in the world of the role matrix: one's own, a colleague's; loaded, shipped, foreign."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core.screening.workbooks import workbook
from waystation.care.intake.screening import actions
from waystation.care.intake.screening.selectors import DEMONSTRATION
from waystation.core.screening.instruments import demonstration
from waystation.foundation import clock

SERVING = {
    "hotline_advocate": "ana", "case_manager": "ben", "attorney": "lea", "clinician": "hana", "supervisor": "chloe",
    "intake_worker": "ivy",
}  # fmt: skip


def things(world: Any) -> dict[str, Any]:
    """Conversations are their holder's alone; whoever serves nobody is asked about Ben's."""
    own = {role: _begun(world, name) for role, name in SERVING.items()}
    instrument = {
        "shipped": DEMONSTRATION,
        "loaded": _loaded(world, "kofi"),
        "other_agency": _loaded(world, "rosa"),
        "unknown_id": uuid4(),
    }
    return {
        "conversation": {
            "own": own | {"casework": own["case_manager"]},
            "colleague": {"casework": _begun(world, "alma")},
            "unknown_id": {"casework": {"draft_id": uuid4()}},
        },
        "instrument": {name: {"casework": {"instrument_id": found}} for name, found in instrument.items()},
    }


def load(world: Any, role: str, ids: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile("tool.xlsx", workbook()), "permitted_by": "Its author", "confirmed": "on",
        "permitted_on": clock.today().isoformat(), "permission": "You may use it.",
    }  # fmt: skip


def _begun(world: Any, name: str) -> dict[str, Any]:
    actor = world.actor(name)
    begun = actions.begin(actor)
    tools = {str(DEMONSTRATION): {"pay": "yes"}}
    actions.keep(actor, dataclasses.replace(begun, alone="yes", page="work", instruments=tools))
    return {"draft_id": begun.key}


def _loaded(world: Any, name: str) -> Any:
    return actions.load_instrument(
        world.actor(name), instrument=demonstration(), permitted_by="Its author", permitted_on=clock.today(),
        permission="You may use it.",
    ).pk  # fmt: skip
