"""Short forms of the help line: a situation, the way out, the end, a hand-over. The contact itself: forms_contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.codelists import choices
from waystation.care.intake.actions.contacts import NOISE
from waystation.care.intake.forms_contact import NOT_AHEAD
from waystation.foundation import clock
from waystation.ui.forms import DayInput, ListPick, Pick


class SituationForm(forms.Form):
    """What may be happening: the kinds are equals, none is chosen beforehand, and no place is finer than a county."""

    kind = forms.ChoiceField(
        label=_("What kind, as far as you heard"), choices=choices("kind_of_trafficking"), required=False, widget=Pick
    )
    county = forms.CharField(
        label=_("County"), required=False, max_length=80, help_text=_("The county is enough. No street, no house.")
    )
    happened_on = forms.DateField(
        label=_("Day it was told"),
        required=False,
        widget=DayInput,
        help_text=_("The day it was entered is kept apart."),
    )
    situation_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """Named apart from the version of a person's facts: both are sent by one form."""

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day and day > clock.today():
            raise forms.ValidationError(NOT_AHEAD)
        return day

    def changes(self) -> dict[str, Any]:
        """What `actions` take. A kind that was not chosen and a county that was not sent stay as they are."""
        data = self.cleaned_data
        return {
            "kind": data["kind"] or None,
            "county": data["county"].strip() if "county" in self.data else None,
            "happened_on": data["happened_on"].isoformat() if data["happened_on"] else None,
            "situation_version": data["situation_version"],
        }

    def differing(self, theirs: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
        """(label, theirs, yours) of every answer that differs; one that was not given is not compared."""
        mine = self.changes()
        kinds = dict(self.fields["kind"].choices)  # type: ignore[attr-defined]  # a ChoiceField
        return [
            (self.fields[name].label, kinds.get(theirs[name], theirs[name]), kinds.get(mine[name], mine[name]))
            for name in ("kind", "county", "happened_on")
            if mine[name] is not None and mine[name] != theirs[name]
        ]


class OutOfScopeForm(forms.Form):
    """One tap: which number was given, or that it was silent, abusive, a prank or a wrong number."""

    number = forms.ChoiceField(widget=forms.HiddenInput, required=False)
    noise = forms.ChoiceField(widget=forms.HiddenInput, required=False, choices=[(code, code) for code in NOISE])

    def __init__(self, *args: Any, numbers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = [(code, code) for code in numbers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("number")) == bool(data.get("noise")) and not self.errors:
            raise forms.ValidationError(_("Choose one."))
        return data


class EndForm(forms.Form):
    """How a contact ended."""

    disposition = forms.ChoiceField(label=_("How does it end?"), choices=choices("disposition", blank=_("Choose")))


class HandOverForm(forms.Form):
    """Who takes it on: a team of the same agency, or one worker in it."""

    to = forms.ChoiceField(label=_("Hand over to"), widget=ListPick)

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = receivers  # type: ignore[attr-defined]  # a ChoiceField
