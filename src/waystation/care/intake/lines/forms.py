"""What the pages of the wizard ask. Times are written as on a clock, 24 hours."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.care.intake.lines.models import LineNumber, WarmNumber
from waystation.care.intake.lines.models.line import DAY
from waystation.care.intake.lines.weekdays import clock_words
from waystation.core import codes, screening
from waystation.foundation.agencies import zones
from waystation.foundation.agencies.models import Team
from waystation.ui.forms import DayInput, ListPick, ListPickMany, Pick, PickMany

PHONE = RegexValidator(r"^[0-9+(). -]{2,40}\Z", _("Digits, spaces and dashes only."))
OTHER = "other"
COMMON = ("eng", "spa", "ase", "cmn", "yue", "vie", "kor", "tgl", "por", "fra", "hat", "ara", "rus")
"""Languages that stand first where a line says what it speaks."""


class MinuteField(forms.CharField):
    """A time of day such as 22:00, as minutes from midnight; 24:00 is the end of the day."""

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6})
        super().__init__(max_length=5, widget=box, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return clock_words(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})[:.]?([0-5]\d)", text.strip())
        minute = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
        if minute > DAY:
            raise forms.ValidationError(_("Write a time such as 08:00 or 22:30."))
        return minute


class SpanForm(forms.Form):
    """A stretch of a day, over midnight when it ends the next day."""

    starts = MinuteField(label=_("From"), help_text=_("Such as 08:00."))
    ends = MinuteField(label=_("Until"), help_text=_("24:00 is midnight."))
    next_day = forms.BooleanField(label=_("Ends the next day"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("next_day") and cleaned.get("ends") is not None:
            cleaned["ends"] += DAY
        return cleaned


def weekdays(label: Any) -> forms.TypedMultipleChoiceField:
    """Days of the week, 0 Monday."""
    days = [(str(day), name) for day, name in WEEKDAYS.items()]
    return forms.TypedMultipleChoiceField(label=label, choices=days, coerce=int, widget=PickMany)


def language_choices() -> list[tuple[str, str]]:
    """The list of languages without the one that has no code."""
    return [pair for pair in codes.get("language").choices(get_language() or "en", answers=False) if pair[0] != OTHER]


def common_languages() -> list[tuple[str, str]]:
    """Those that lines in the United States speak most."""
    return [pair for pair in language_choices() if pair[0] in COMMON]


def more_languages() -> list[tuple[str, str]]:
    """All others, by their names."""
    return sorted((pair for pair in language_choices() if pair[0] not in COMMON), key=lambda pair: pair[1])


class SpokenForm(forms.Form):
    """Languages of the one list (ISO 639-3): the common ones at hand, all others when they are asked for."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=PickMany, choices=common_languages
    )  # fmt: skip
    more = forms.MultipleChoiceField(
        label=_("All others, by their names"), required=False, widget=PickMany, choices=more_languages
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["languages"] = [*cleaned.get("languages", []), *cleaned.pop("more", [])]
        if not cleaned["languages"] and not self.errors:
            self.add_error("languages", _("Choose at least one language."))
        return cleaned


def phone(label: Any, required: bool = True) -> forms.CharField:
    """A number as it is read aloud."""
    box = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"})
    return forms.CharField(label=label, max_length=40, required=required, validators=[PHONE], widget=box)


class FactsForm(forms.Form):
    """What a line is called, who answers it, and the clock it keeps."""

    name = forms.CharField(label=_("Name of the line"), max_length=80, help_text=_("As the public reads it."))
    team = forms.ModelChoiceField(
        label=_("Intake team that answers it"), queryset=Team.objects.none(), empty_label=None, widget=ListPick
    )
    county = forms.CharField(label=_("County"), max_length=100, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("The clock its hours and its rota are read on."))

    def __init__(self, *args: Any, agency: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)
        team.queryset = Team.objects.filter(agency=agency, kind=Team.Kind.INTAKE).order_by("name")
        if len(team.queryset) == 1:
            self.initial.setdefault("team", team.queryset[0].pk)
        zone = self.fields["time_zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zones.choices((get_language() or "en")[:2], str(self.initial.get("time_zone") or ""))


class NumberForm(forms.Form):
    """One number people reach the line by."""

    kind = forms.ChoiceField(label=_("What it is for"), choices=LineNumber.Kind.choices, widget=Pick, initial="phone")
    number = phone(_("Number"))


class LanesForm(forms.Form):
    """What may come in."""

    takes_calls = forms.BooleanField(
        label=_("Telephone calls"), required=False, help_text=_("The line needs a telephone or TTY number then.")
    )
    takes_help = forms.BooleanField(label=_("Messages from people who ask for help"), required=False)
    takes_tips = forms.BooleanField(label=_("Tips from people who saw something"), required=False)
    takes_texts = forms.BooleanField(label=_("Text messages, through your gateway"), required=False)
    takes_chats = forms.BooleanField(label=_("Chat on the web page"), required=False)


class HoursForm(SpanForm):
    """Hours on one or more weekdays."""

    days = weekdays(_("Days"))
    field_order = ("days", "starts", "ends", "next_day")


class HolidayForm(SpanForm):
    """A day with its own hours; without times the line is closed all day."""

    on = forms.DateField(label=_("Day"), widget=DayInput)
    name = forms.CharField(label=_("What day it is"), max_length=80, help_text=_("Such as Thanksgiving."))
    starts = MinuteField(label=_("From"), required=False, help_text=_("Empty: closed all day."))
    ends = MinuteField(label=_("Until"), required=False)
    field_order = ("on", "name", "starts", "ends", "next_day")


class LanguagesForm(SpokenForm):
    """What the line speaks, and what an advocate says first."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of the people who answer"), required=False, widget=PickMany, choices=common_languages,
        help_text=_("Interpreters on the phone come later."),
    )  # fmt: skip
    script_en = forms.CharField(
        label=_("What the advocate says first, in English"), max_length=1500, widget=forms.Textarea(attrs={"rows": 5})
    )
    script_es = forms.CharField(
        label=_("The same in Spanish"), max_length=1500, required=False,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "es"}),
    )  # fmt: skip


class EscalationForm(forms.Form):
    """After how many seconds a waiting message alerts whom."""

    on_call = forms.IntegerField(label=_("The first on call, after seconds"), min_value=0, max_value=3600)
    next = forms.IntegerField(label=_("Everyone on call, after seconds"), min_value=0, max_value=3600)
    supervisor = forms.IntegerField(label=_("The supervisors of the team, after seconds"), min_value=0, max_value=3600)


class InterpreterForm(SpokenForm):
    """One interpreter service by telephone."""

    vendor = forms.CharField(label=_("Name of the service"), max_length=80)
    number = phone(_("Number"))
    how = forms.CharField(
        label=_("How to dial, step by step"), max_length=1500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Name nobody here. Whoever runs this server can read it, so an account code is better on paper."),
    )  # fmt: skip
    field_order = ("vendor", "number", "languages", "more", "how")


class FallbackForm(forms.Form):
    """Public numbers told when the line is closed."""

    fallback = forms.MultipleChoiceField(label=_("Told when the line is closed"), widget=ListPickMany)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fallback"]
        assert isinstance(field, forms.MultipleChoiceField)
        lang = get_language() or "en"
        field.choices = [(code, f"{one.number}: {one.label(lang[:2])}") for code, one in screening.lines().items()]


class WarmForm(forms.Form):
    """A number to pass a caller on to."""

    kind = forms.ChoiceField(label=_("What it is"), choices=WarmNumber.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    number = phone(_("Number"))
    county = forms.CharField(label=_("County"), max_length=100, required=False, help_text=_("Empty: every county."))


class LanguageForm(forms.Form):
    """Which language a caller speaks, for the interpreter page."""

    language = forms.ChoiceField(label=_("Language the person speaks"), required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Any")), *choices]


def day_of(text: str) -> dt.date | None:
    """A day out of an address; None for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def minute_of(text: str) -> int | None:
    """A minute out of an address; None for anything else."""
    return int(text) if re.fullmatch(r"\d{1,4}", text) and int(text) <= 2 * DAY else None
