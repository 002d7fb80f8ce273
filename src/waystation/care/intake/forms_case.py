"""Which case of one's own a person has already, and the words that are noted there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.cases.models import Case
from waystation.care.cases.policies import can_open_case
from waystation.care.cases.selectors import holds_notes, worklist
from waystation.foundation.gate import Actor
from waystation.ui.forms import ListPick


class NoteInCaseForm(forms.Form):
    """One open case of the worker's own, by its alias, and what to note."""

    case = forms.TypedChoiceField(label=_("In which case of yours?"), coerce=UUID, widget=ListPick)
    text = forms.CharField(
        label=_("What to note there"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("As you write it, signed with your name. Take out what does not belong in the case."),
    )

    def __init__(self, *args: Any, cases: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = cases  # type: ignore[attr-defined]  # a ChoiceField


def can_note(actor: Actor, known: list[tuple[str, str]]) -> bool:
    """Whether a note of this member can be kept in any of these cases of theirs."""
    return any(holds_notes(actor, case) for case in Case.objects.filter(pk__in=[pk for pk, _alias in known]))


def own_cases(actor: Actor) -> list[tuple[str, str]]:
    """(id, alias) of the open cases this member works on; none for a role that has none, and then nothing is opened."""
    rows = worklist(actor) if can_open_case(actor.role) else []
    return [(str(row.case.pk), row.alias) for row in sorted(rows, key=lambda row: row.alias)]
