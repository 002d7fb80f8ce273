"""What was heard of a person who has a case already goes into that case, as a note its worker writes."""

from __future__ import annotations

from dataclasses import replace

from waystation.care import sealed
from waystation.care.cases import actions as cases
from waystation.care.cases.models import Case
from waystation.care.cases.policies import Purpose as CasePurpose
from waystation.care.cases.policies import notes_part
from waystation.care.cases.selectors import subject_of as case_subject
from waystation.care.intake.models import Situation, SituationCase
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.care.intake.shapes import Facts
from waystation.foundation import gate, store
from waystation.foundation.gate import Actor
from waystation.foundation.gate.deciding import require


def note_in_case(actor: Actor, *, situation: Situation, person_id: str, case: Case, text: str) -> None:
    """Note what was heard about one person in a case of one's own; no second case is opened for them then.

    Raises gate.Refused for a situation that was not handed to this member or a case they do not write in, ValueError
    without words or when the person has a case, KeyError for a person who is not there.
    """
    require(actor, case_subject(case), {notes_part(actor.role)}, CasePurpose.WRITE)

    def note(data: sealed.Data) -> sealed.Data:
        facts = Facts.of(data)
        if person_id not in {item["id"] for item in facts.persons}:
            raise KeyError(person_id)
        if person_id in facts.cases:
            raise ValueError("this person has a case")
        return replace(facts, cases={**facts.cases, person_id: str(case.pk)}).to_dict()

    subject, detail = subject_of(situation), {"case": str(case.pk)}
    with store.writing():
        with gate.deed(
            actor, "situation.noted_in_case", subject, detail, fields={"facts"}, purpose=Purpose.NOTE_CASE
        ) as act:
            sealed.amend(act, actor, subject, "facts", note)
            if not SituationCase.objects.filter(case=case).exists():
                SituationCase.objects.create(situation=situation, case=case)
        cases.add_note(actor, case=case, text=text)
