"""What two laws say, or what an instrument came to, is written down only when a worker chooses. A journal line each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from waystation.care import sealed
from waystation.care.intake.actions.reporting import purpose_of
from waystation.care.intake.models import Situation
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import Facts
from waystation.core import screening
from waystation.core.screening.instruments import Instrument, evaluate
from waystation.foundation import clock, gate
from waystation.foundation.gate import Actor


def keep_determination(actor: Actor, *, situation: Situation, person_id: str) -> None:
    """Write down what each law says today of what was heard. Raises gate.Refused, KeyError for nobody."""

    def kept(facts: Facts) -> dict[str, Any]:
        person = next(one for one in facts.person_list() if one.id == person_id)
        known = [(f.code, f.state == "absent") for f in facts.fact_list(person_id) if f.state in ("heard", "absent")]
        found = screening.determine(screening.state(person.age, known))
        return {"kind": "determination", "answers": {code: one.determination for code, one in found.items()}}

    _add(actor, situation, person_id, kept)


def keep_instrument(
    actor: Actor, *, situation: Situation, person_id: str, instrument: Instrument, answers: dict[str, Any]
) -> None:
    """Write down the answers to an instrument and what its rule came to. Raises gate.Refused, KeyError for nobody."""
    outcome = evaluate(instrument, answers)
    told = {
        "kind": "instrument", "instrument": instrument.id, "edition": instrument.version,
        "title": {"en": instrument.title.en, "es": instrument.title.es}, "answers": answers, "result": outcome.result,
        "low": outcome.low, "high": outcome.high,
    }  # fmt: skip
    _add(actor, situation, person_id, lambda _facts: told)


def remove_kept(actor: Actor, *, situation: Situation, kept_id: str) -> None:
    """Take a kept result away again. Raises gate.Refused."""

    def change(data: sealed.Data) -> sealed.Data:
        facts = Facts.of(data)
        return replace(facts, screenings=[one for one in facts.screenings if one.get("id") != kept_id]).to_dict()

    subject = subject_of(situation)
    with gate.deed(
        actor, "situation.result_removed", subject, fields={"facts"}, purpose=purpose_of(actor)
    ) as act:  # fmt: skip
        sealed.amend(act, actor, subject, "facts", change)


def note_print(actor: Actor, *, situation: Situation) -> None:
    """Note in the journal that the determination was printed; nothing is stored. Raises gate.Refused."""
    with gate.deed(actor, "situation.result_printed", subject_of(situation), fields={"facts"}, purpose=Purpose.WORK):
        pass


def _add(actor: Actor, situation: Situation, person_id: str, kept: Any) -> None:
    head = {"id": str(uuid4()), "person": person_id, "on": clock.today().isoformat(), "by": actor.member.display_name}

    def change(data: sealed.Data) -> sealed.Data:
        facts = Facts.of(data)
        if person_id not in {item["id"] for item in facts.persons}:
            raise KeyError(person_id)
        return replace(facts, screenings=[*facts.screenings, {**head, **kept(facts)}]).to_dict()

    subject = subject_of(situation)
    with gate.deed(actor, "situation.result_kept", subject, fields={"facts"}, purpose=purpose_of(actor)) as act:
        sealed.amend(act, actor, subject, "facts", change)
