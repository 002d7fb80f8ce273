"""Forms of outreach. The only words that are typed are the name and area of a kind of place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.commons.outreach import selectors
from waystation.commons.outreach.actions.results import MOST
from waystation.commons.outreach.models import Clearance, Hotspot
from waystation.core import codes
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.selectors import settings_of
from waystation.foundation.gate import Actor
from waystation.ui.forms import DayInput, ListPickMany, Pick, PickMany

LANGUAGES = ("eng", "spa", "cmn", "vie", "fra", "hat", "por", "ara", "rus", "tgl", "swa")
REMINDER = _("Ticks only. What somebody told you, or how they looked, goes to the help line, where it is sealed.")


def code_choices(name: str) -> list[tuple[str, str]]:
    """Choices of a code list in the reader's language."""
    return codes.get(name).choices(get_language() or "en")


def language_choices(actor: Actor) -> list[tuple[str, str]]:
    """The languages of the agency's desk, else those most often met in outreach."""
    known = codes.get("language")
    wanted = settings_of(actor.agency_id).languages or LANGUAGES
    return [(code, known[code].label(get_language() or "en")) for code in wanted if code in known]


class TimeInput(forms.TimeInput):
    """A time of day, by the browser's own picker."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class HotspotForm(forms.Form):
    """A kind of place in a declared area."""

    name = forms.CharField(
        label=_("What you call it"), max_length=80, help_text=_("For example: Motels at the north exit. No address.")
    )
    area = forms.CharField(
        label=_("Area"), max_length=80, help_text=_("A district or a part of the county. No street, no point on a map.")
    )
    kind = forms.ChoiceField(label=_("Kind of place"), choices=lambda: code_choices("hotspot_kind"))
    is_active = forms.BooleanField(label=_("We still go there"), required=False, initial=True)


class _WhenForm(forms.Form):
    """Where and when, the same in a plan and in what came of it."""

    hotspot = forms.ModelChoiceField(label=_("Place"), queryset=Hotspot.objects.none(), empty_label=_("Choose"))
    on = forms.DateField(label=_("Day"), widget=DayInput)
    starts = forms.TimeField(label=_("From"), widget=TimeInput)
    ends = forms.TimeField(label=_("To"), widget=TimeInput, help_text=_("After midnight is the next day."))
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=PickMany)
    remarks = forms.MultipleChoiceField(
        label=_("What to know of the place or the night"), required=False, widget=PickMany, help_text=REMINDER,
        choices=lambda: code_choices("outreach_remark"),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, kept: Hotspot | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        rows = selectors.hotspots(actor)
        also = Hotspot.objects.filter(pk=kept.pk) if kept else Hotspot.objects.none()
        self.fields["hotspot"].queryset = rows | also  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["languages"].choices = language_choices(actor)  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("starts") and data.get("starts") == data.get("ends"):
            self.add_error("ends", _("It ends when it begins."))
        return data


class PlanForm(_WhenForm):
    """What, when, who, with what."""

    crew = forms.ModelMultipleChoiceField(
        label=_("Who goes"), queryset=Member.objects.none(), required=False, widget=ListPickMany
    )
    materials = forms.MultipleChoiceField(
        label=_("Materials to take"), required=False, widget=PickMany, choices=lambda: code_choices("outreach_material")
    )
    field_order = ("hotspot", "on", "starts", "ends", "crew", "materials", "languages", "remarks")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field = self.fields["crew"]
        field.queryset = Member.objects.filter(agency=actor.agency_id)  # type: ignore[attr-defined]  # a model field
        field.widget.choices = [(str(one.pk), one.display_name) for one in selectors.goers(actor, clock.today())]

    def plan(self) -> dict[str, Any]:
        """The answers as `actions.Plan` takes them."""
        names = ("hotspot", "on", "starts", "ends", "materials", "languages", "remarks")
        return {name: self.cleaned_data[name] for name in names} | {"crew": list(self.cleaned_data["crew"])}


class ResultForm(_WhenForm):
    """One night in one form: numbers and codes."""

    contacts = forms.IntegerField(
        label=_("People talked with"), min_value=0, max_value=MOST, help_text=_("A number. Who they are is not kept.")
    )
    referrals = forms.IntegerField(
        label=_("Numbers or services named to people"), min_value=0, max_value=MOST, required=False
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs you saw"), required=False, widget=PickMany, choices=lambda: code_choices("outreach_need")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        for code, label in code_choices("outreach_material"):
            self.fields[f"given_{code}"] = forms.IntegerField(label=label, min_value=0, max_value=MOST, required=False)

    @property
    def given(self) -> list[forms.BoundField]:
        """The fields of materials, one for each code."""
        return [self[name] for name in self.fields if name.startswith("given_")]

    def result(self) -> dict[str, Any]:
        """The answers as `actions.Result` takes them."""
        names = ("hotspot", "on", "starts", "ends", "contacts", "languages", "needs", "remarks")
        data = self.cleaned_data
        given = {name[6:]: data[name] or 0 for name in self.fields if name.startswith("given_")}
        return {name: data[name] for name in names} | {"materials": given, "referrals": data["referrals"] or 0}


class OutForm(forms.Form):
    """Going out now: when one is due back, and who is told if one is not."""

    due = forms.TimeField(label=_("Due back at"), widget=TimeInput)
    watcher = forms.ModelChoiceField(
        label=_("Who is told if you are late"), queryset=Member.objects.none(), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.pk for one in selectors.goers(actor, clock.today()) if one.pk != actor.id]
        self.fields["watcher"].queryset = Member.objects.filter(pk__in=keys)  # type: ignore[attr-defined]  # a model field


class ClearanceForm(forms.Form):
    """The state of a volunteer's check. What the check said is not kept here."""

    status = forms.ChoiceField(label=_("State of the check"), choices=Clearance.Status.choices, widget=Pick)
    until = forms.DateField(label=_("Holds until"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        until: dt.date | None = data.get("until")
        if data.get("status") == Clearance.Status.CLEARED and until and until < clock.today():
            self.add_error("until", _("This day has passed."))
        return data
