"""Forms of the help line. Only lane and channel must be answered, and how it ended when it ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.codelists import choices
from waystation.ui.forms import DayInput, ListPick, Pick, with_open_answers


class ContactForm(forms.Form):
    """One contact: at most 12 taps, one for each field and one to save."""

    lane = forms.ChoiceField(label=_("What is it about?"), choices=choices("lane"), widget=ListPick)
    channel = forms.ChoiceField(label=_("How do they reach us?"), choices=choices("channel"), widget=Pick)
    danger = forms.ChoiceField(
        label=_("Immediate danger"), choices=choices("danger", answers=True), required=False, widget=Pick
    )
    language = forms.ChoiceField(
        label=_("Language they prefer"), choices=choices("language", answers=True, blank=""), required=False
    )
    who = forms.ChoiceField(
        label=_("Who is calling"), choices=choices("contactor", answers=True, blank=""), required=False
    )
    call_back = forms.ChoiceField(
        label=_("Safe to call back?"), choices=choices("safe_contact", answers=True), required=False, widget=Pick
    )
    call_back_how = forms.CharField(
        label=_("How, and when"),
        required=False,
        max_length=300,
        help_text=_("A number only if they want to be called back."),
    )
    voicemail = forms.ChoiceField(
        label=_("Leave a voicemail?"),
        choices=lambda: with_open_answers([("yes", _("Yes")), ("no", _("No"))]),
        required=False,
        widget=Pick,
    )
    code_word = forms.CharField(label=_("Code word"), required=False, max_length=60)
    call_back_on = forms.DateField(label=_("Call back on"), required=False, widget=DayInput)
    note = forms.CharField(
        label=_("A note, if you need one"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names you do not need. What was heard about harm has its own page."),
    )
    disposition = forms.ChoiceField(
        label=_("How does it end?"), choices=choices("disposition", blank=_("Not ended yet")), required=False
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ending: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ending = ending

    def clean_disposition(self) -> str:
        value: str = self.cleaned_data["disposition"]
        if self.ending and not value:
            raise forms.ValidationError(_("Choose how this contact ended."))
        return value

    def values(self) -> dict[str, Any]:
        """The answers as plain JSON; an untouched open question is `not_asked`."""
        data = dict(self.cleaned_data)
        for name in ("danger", "language", "who", "call_back", "voicemail"):
            data[name] = data[name] or "not_asked"
        data["call_back_on"] = data["call_back_on"].isoformat() if data["call_back_on"] else ""
        return data


class SituationForm(forms.Form):
    """What may be happening: the kinds are equals, none is chosen beforehand, and no place is finer than a county."""

    kind = forms.ChoiceField(
        label=_("What kind, as far as you heard"), choices=choices("kind_of_trafficking"), required=False, widget=Pick
    )
    county = forms.CharField(
        label=_("County"), required=False, max_length=80, help_text=_("The county is enough. No street, no house.")
    )
    situation_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """Named apart from the version of a person's facts: both are sent by one form."""

    def changes(self) -> dict[str, Any]:
        """What `actions` take. A kind that was not chosen and a county that was not sent stay as they are."""
        data = self.cleaned_data
        return {
            "kind": data["kind"] or None,
            "county": data["county"].strip() if "county" in self.data else None,
            "situation_version": data["situation_version"],
        }

    def differing(self, theirs: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
        """(label, theirs, yours) of every answer that differs; one that was not given is not compared."""
        mine = self.changes()
        kinds = dict(self.fields["kind"].choices)  # type: ignore[attr-defined]  # a ChoiceField
        return [
            (self.fields[name].label, kinds.get(theirs[name], theirs[name]), kinds.get(mine[name], mine[name]))
            for name in ("kind", "county")
            if mine[name] is not None and mine[name] != theirs[name]
        ]


class OutOfScopeForm(forms.Form):
    """One tap: which number was given."""

    number = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, numbers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = [(code, code) for code in numbers]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """How a contact ended."""

    disposition = forms.ChoiceField(label=_("How does it end?"), choices=choices("disposition", blank=_("Choose")))


class HandOverForm(forms.Form):
    """Who takes it on: a team of the same agency, or one worker in it."""

    to = forms.ChoiceField(label=_("Hand over to"), widget=ListPick)

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = receivers  # type: ignore[attr-defined]  # a ChoiceField
