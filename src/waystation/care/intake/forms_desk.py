"""Forms of a shift: what was shared in danger, a call-back tried, the order changed, notes for colleagues."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waystation.care.codelists import choices
from waystation.care.intake.forms_contact import NOT_AHEAD
from waystation.foundation import clock
from waystation.ui.forms import DayInput, Pick, PickMany


class ShareForm(forms.Form):
    """What was given to whom: each line of its own, with the moment of the clock."""

    consent = forms.ChoiceField(
        label=_("Do they want help sent?"), choices=choices("danger_consent"), required=False, widget=Pick
    )
    whom = forms.ChoiceField(label=_("With whom you shared"), choices=choices("danger_whom"), widget=Pick)
    what = forms.MultipleChoiceField(label=_("What you shared"), choices=choices("danger_what"), widget=PickMany)
    county = forms.CharField(label=_("County they are in"), required=False, max_length=80)


class EndCardForm(forms.Form):
    """How the danger ended."""

    end = forms.ChoiceField(label=_("How did it end?"), choices=choices("danger_end"), widget=Pick)


class CalledBackForm(forms.Form):
    """A call-back that was tried; without a new day it is off the list."""

    reached = forms.ChoiceField(choices=[("yes", _("Reached")), ("no", _("Not reached"))])
    again_on = forms.DateField(label=_("Try again on"), required=False, widget=DayInput)

    def clean_again_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["again_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reached") == "no" and not data.get("again_on") and "again_on" not in self.errors:
            data["again_on"] = clock.today() + dt.timedelta(days=1)
        return data


class MoveForm(forms.Form):
    """A message of the queue put first, last, or back to its place; the reason is sealed in the journal."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    to = forms.ChoiceField(choices=[("first", _("Put first")), ("last", _("Put last")), ("back", _("Back in order"))])
    why = forms.CharField(label=_("Why"), required=False, max_length=200)


class ShiftNoteForm(forms.Form):
    """Words for the next advocate."""

    text = forms.CharField(
        label=_("For the next shift"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is still open, who will call back. No names you do not need."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PatternForm(forms.Form):
    """A known pattern: a name for it, what helps, when it was last seen."""

    alias = forms.CharField(
        label=_("Call it"), max_length=60, help_text=_("A name the caller chose, or one of yours. Not a real name.")
    )
    text = forms.CharField(
        label=_("What happens, and what helps"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    happened_on = forms.DateField(label=_("Last seen on"), required=False, widget=DayInput, initial=clock.today)

    def clean_happened_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["happened_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError(NOT_AHEAD)
        return day

    def happened_at(self) -> str:
        """The moment as ISO; "" when no day was given, which means now."""
        day = self.cleaned_data["happened_on"]
        if not day or day == clock.today():
            return ""
        return timezone.make_aware(dt.datetime.combine(day, dt.time(12))).isoformat()
