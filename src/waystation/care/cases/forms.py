"""Forms of a case. Nothing here asks for a name before a person wants to give one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.cases import aliases
from waystation.care.cases.models import Case
from waystation.care.cases.shapes import age_fits
from waystation.care.codelists import choices
from waystation.ui.forms import DayInput, ListPick, Pick, with_open_answers


def stages() -> list[tuple[str, Any]]:
    """The stages of an open case; it is closed by two people, not by its stage."""
    return [(code, words) for code, words in choices("case_stage")() if code in Case.Stage.values]


YES_NO = [("yes", _("Yes")), ("no", _("No"))]
AGE_STATES = [
    ("stated", _("Told, the number above")),
    ("minor", _("Under 18, no number")),
    ("adult", _("18 or over, no number")),
]

AGE_DIFFERS = _("This does not fit the age above. Take out the one that was not said.")


class OpenCaseForm(forms.Form):
    """Five inputs, all filled in beforehand where something is known, none of which identifies anyone."""

    alias = forms.CharField(
        label=_("Alias"),
        max_length=20,
        help_text=_("A bird and a number. Keep this one, or let the person choose."),
    )
    kind_of_trafficking = forms.ChoiceField(
        label=_("What kind, as far as known"), choices=choices("kind_of_trafficking"), widget=Pick
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=choices("case_stage"))
    assignee = forms.ChoiceField(label=_("Worker"))
    how = forms.ChoiceField(
        label=_("Is it safe to get in touch?"), choices=choices("safe_contact", answers=True), widget=ListPick
    )

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = workers  # type: ignore[attr-defined]  # a ChoiceField

    def clean_alias(self) -> str:
        alias = aliases.clean(self.cleaned_data["alias"])
        if not aliases.is_well_formed(alias):
            raise forms.ValidationError(_("An alias is one word and a number, like KESTREL-41."))
        return alias


class NameForm(forms.Form):
    """What a person may tell about themself. Every field can stay empty, for good."""

    name_to_use = forms.CharField(label=_("Name to use"), required=False, max_length=120)
    full_name = forms.CharField(
        label=_("Full name"), required=False, max_length=200, help_text=_("Only if something they asked for needs it.")
    )
    pronouns = forms.CharField(label=_("Pronouns"), required=False, max_length=40)
    age = forms.IntegerField(label=_("Age, if told"), required=False, min_value=0, max_value=120)
    age_state = forms.ChoiceField(
        label=_("How the age is known"), choices=lambda: with_open_answers(AGE_STATES), required=False, widget=Pick
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=choices("gender", answers=True), required=False)
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=choices("language"), required=False)
    county = forms.CharField(label=_("County"), required=False, max_length=80)
    other_agencies = forms.IntegerField(
        label=_("How many other partner agencies help them, if told"), required=False, min_value=0, max_value=39,
        help_text=_("Only the number, not which. It lets the coalition count people once. It can be skipped."),
    )  # fmt: skip
    other_agencies_state = forms.ChoiceField(
        label=_("How that number is known"),
        choices=lambda: with_open_answers([("stated", _("Told, the number above"))]),
        required=False,
        widget=Pick,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        others, known = data.get("other_agencies"), data.get("other_agencies_state")
        data["other_agencies_state"] = "stated" if others is not None else known
        if known in {"stated", "", None} and others is None:
            data["other_agencies_state"] = "not_asked"
        if data.get("age") is not None:
            if not age_fits(data["age"], data.get("age_state") or ""):
                self.add_error("age_state", AGE_DIFFERS)
            data["age_state"] = "stated"
        elif data.get("age_state") in {"stated", "", None}:
            data["age_state"] = "not_asked"
        data["gender"] = data.get("gender") or "not_asked"
        return data


class SafeContactForm(forms.Form):
    """How to reach the person without harm; shown first on every page of the case."""

    how = forms.ChoiceField(
        label=_("Is it safe to get in touch?"),
        choices=choices("safe_contact", answers=True),
        required=False,
        widget=ListPick,
    )
    line = forms.CharField(
        label=_("The safety line, in a few words"),
        required=False,
        max_length=140,
        help_text=_("Like: Text only, after 19:00. Never call the work place."),
    )
    number = forms.CharField(label=_("Number or address to use"), required=False, max_length=120)
    when = forms.CharField(label=_("Safe times"), required=False, max_length=120)
    voicemail = forms.ChoiceField(
        label=_("Leave a voicemail?"), choices=lambda: with_open_answers(YES_NO), required=False, widget=Pick
    )
    code_word = forms.CharField(label=_("Code word"), required=False, max_length=60)
    do_not = forms.CharField(label=_("What not to do"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class NeedForm(forms.Form):
    """One need, in the words of the service vocabulary."""

    code = forms.ChoiceField(label=_("What is needed"))
    urgency = forms.ChoiceField(label=_("How soon"), choices=choices("urgency"), required=False, widget=Pick)
    language = forms.ChoiceField(
        label=_("In which language"), choices=choices("language", answers=True, blank=""), required=False
    )
    age_group = forms.ChoiceField(
        label=_("Age group"),
        choices=lambda: with_open_answers([("minor", _("Under 18")), ("adult", _("18 or over"))]),
        required=False,
        widget=Pick,
    )

    def __init__(self, *args: Any, services: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("Choose")), *services]  # type: ignore[attr-defined]  # a ChoiceField


class NoteForm(forms.Form):
    """A note about the work, not the story."""

    text = forms.CharField(
        label=_("Note"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What was done and agreed. The account of harm needs no second telling."),
    )


class StepForm(forms.Form):
    """One next step."""

    what = forms.CharField(label=_("Next step"), max_length=200)
    due_on = forms.DateField(label=_("Until"), required=False, widget=DayInput)


class StageForm(forms.Form):
    """Where the work stands."""

    stage = forms.ChoiceField(label=_("Stage"), choices=stages)


class AssignForm(forms.Form):
    """Who works on the case."""

    assignee = forms.ChoiceField(label=_("Worker"))

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = workers  # type: ignore[attr-defined]  # a ChoiceField


class ClosingForm(forms.Form):
    """Why the case can end."""

    ending = forms.ChoiceField(label=_("Why it can end"), choices=choices("closing_reason"), widget=ListPick)


class SearchForm(forms.Form):
    """Words to look for in the aliases of one's cases. Sent by POST, kept nowhere."""

    q = forms.CharField(
        label=_("Alias"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
