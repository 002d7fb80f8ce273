"""What the pages of set-up ask."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.core import codes
from waystation.foundation import clock
from waystation.foundation.agencies.models import Agency, AgencySettings
from waystation.foundation.agencies.signin.forms import NewPassphraseForm
from waystation.ui.forms import DayInput, ListPick, Pick, PickMany
from waystation.web.setup import zones

PHONE = RegexValidator(r"^[0-9+(). -]{2,40}\Z", _("Digits, spaces and dashes only."))
OTHER = "other"
"""The code of a language that has none; nobody can look for it."""
STATE = RegexValidator(r"^[A-Za-z]{2}\Z", _("Two letters, such as OH."))


class FactsForm(forms.Form):
    """What an agency is. The pages use its word for the people it serves."""

    agency = forms.CharField(label=_("Name of your agency"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=Agency.Kind.choices)
    county = forms.CharField(label=_("County"), max_length=100, required=False)
    state = forms.CharField(
        label=_("State"), max_length=2, required=False, validators=[STATE], help_text=_("Two letters, such as OH.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False,
        help_text=_("The pages use it from the next start on. Empty: the one most of your state keeps."),
    )  # fmt: skip
    person_word = forms.ChoiceField(
        label=_("Your word for the people you serve"), choices=Agency.PersonWord.choices, widget=Pick,
        initial=Agency.PersonWord.CLIENT,
    )  # fmt: skip

    def __init__(self, *args: Any, with_zone: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_zone or zones.is_fixed():
            del self.fields["time_zone"]
            return
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *zones.choices(get_language() or "en")]

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"]).upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "time_zone" in cleaned:
            cleaned["time_zone"] = cleaned["time_zone"] or zones.of_state(cleaned.get("state") or "")
        return cleaned


class FoundingForm(FactsForm, NewPassphraseForm):
    """The agency and its first administrator."""

    display_name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("As colleagues see it."))
    name = forms.CharField(
        label=_("Your sign-in name"), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    field_order = (
        "agency", "kind", "county", "state", "time_zone", "person_word", "display_name", "name", "new", "again",
    )  # fmt: skip


class AgencyForm(FactsForm):
    """The same facts later, and the month the fiscal year begins with."""

    fiscal_month = forms.TypedChoiceField(
        label=_("First month of your fiscal year"), coerce=int, choices=list(MONTHS.items())
    )


class EnvelopeForm(forms.Form):
    """One group of the printed code, typed from the paper."""

    group = forms.CharField(
        label=_("That group of four"), max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_group(self) -> str:
        return plain(self.cleaned_data["group"])


class NewEnvelopeForm(forms.Form):
    """The code on the paper that a new one replaces."""

    code = forms.CharField(
        label=_("Agency code"), max_length=80, help_text=_("From the paper in the envelope."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


def plain(text: str) -> str:
    """A group of a code without what people mistype: case, dashes, O for 0, I and L for 1."""
    return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(str.maketrans("OIL", "011"))


class TeamsForm(forms.Form):
    """A name for each team to make; an empty one makes none."""

    intake = forms.CharField(
        label=_("Who answers first"), max_length=120, required=False, help_text=_("Takes calls, texts and walk-ins.")
    )
    casework = forms.CharField(
        label=_("Who stays with a person"), max_length=120, required=False, help_text=_("Plans, notes, referrals.")
    )
    legal = forms.CharField(
        label=_("Who gives legal help"), max_length=120, required=False,
        help_text=_("Opens what is privileged; nobody else does."),
    )  # fmt: skip
    health = forms.CharField(
        label=_("Who gives care"), max_length=120, required=False, help_text=_("Opens health notes; nobody else does.")
    )


class LanguagesForm(forms.Form):
    """The languages someone at the desk speaks."""

    languages = forms.MultipleChoiceField(label=_("Someone here speaks"), widget=PickMany, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["languages"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            pair for pair in codes.get("language").choices(get_language() or "en", answers=False) if pair[0] != OTHER
        ]


def _phone(label: Any, help_text: Any = "", required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})
    return forms.CharField(
        label=label, help_text=help_text, max_length=40, required=required, validators=[PHONE], widget=widget
    )


class NumbersForm(forms.Form):
    """The numbers that pages and people give out."""

    line = _phone(_("Your own help line"), _("Empty if you have none; then the pages name the national line."))
    line_hours = forms.CharField(
        label=_("When someone answers it"), max_length=120, required=False, help_text=_("Such as: every day, 8 to 20.")
    )
    emergency = _phone(_("Emergency"), required=True)
    child_protection = _phone(_("Child protection of the county"))
    domestic_violence = _phone(_("Domestic violence line"))
    local_help = _phone(_("Food, shelter and other local help"), required=True)
    national = _phone(_("National trafficking line"), _("Change it only when the line itself changes."), required=True)


class ReportingForm(forms.Form):
    """Who decided how the state's rule is followed here, and the number to report to."""

    report_line = _phone(_("Number you report to"), _("Empty: the number of the rule above, if it has one."))
    report_decided_by = forms.CharField(
        label=_("Who decided this for your agency"), max_length=120, required=False,
        help_text=_("A name, such as your counsel’s. Empty until somebody has."),
    )  # fmt: skip
    report_decided_on = forms.DateField(label=_("On which day"), required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("report_decided_by") and not cleaned.get("report_decided_on"):
            cleaned["report_decided_on"] = clock.today()
        return cleaned


class PackageForm(forms.Form):
    """One of the packages that lie in the folder for them."""

    package = forms.ChoiceField(label=_("Which package"), widget=ListPick)

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["package"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in names]


class PlaceForm(forms.Form):
    """Where the program runs."""

    place = forms.ChoiceField(
        label=_("Where will people use it?"), choices=AgencySettings.Place.choices, widget=ListPick
    )
