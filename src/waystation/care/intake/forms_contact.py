"""The form of one contact. Only lane and channel must be answered, and how it ended when it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waystation.care.codelists import choices
from waystation.foundation import clock
from waystation.ui.forms import DayInput, ListPick, Pick, PickMany, with_open_answers

NOT_AHEAD = _("This lies in the future. Write when it happened; when you entered it, the clock keeps.")
HOW_IT_WAS = [("fine", _("Fine")), ("hard", _("Hard")), ("talk", _("I want to talk to somebody about it"))]


@dataclass(frozen=True)
class Part:
    """A part of the form, in order; what is `folded` is asked only when it came up."""

    key: str
    title: str | Promise
    names: tuple[str, ...]
    folded: bool = False


PARTS = (
    Part("call", _("The contact"), ("channel", "lane", "danger", "minor", "language", "who")),
    Part(
        "back", _("Calling back without harm"),
        ("call_back", "call_back_how", "code_word", "voicemail", "call_back_on"),
    ),
    Part(
        "times", _("When it was, and who interpreted"),
        ("happened_on", "happened_time", "waited", "lasted", "interpreter_vendor", "interpreter_id",
         "interpreter_minutes"),
        folded=True,
    ),
    Part(
        "more", _("If it came up"),
        ("safe_to_talk", "venue", "county", "likelihood", "needs", "given", "referrals_made", "wants_report"),
        folded=True,
    ),
    Part("note", _("A note"), ("note",)),
    Part("end", _("How it ended"), ("disposition", "well_being")),
)  # fmt: skip
"""The one order of the questions: on the page, on the printed night sheet and in the tests."""
OPEN_QUESTIONS = (
    "danger",
    "minor",
    "language",
    "who",
    "call_back",
    "voicemail",
    "safe_to_talk",
    "venue",
    "likelihood",
    "wants_report",
)
"""Questions where an untouched answer is `not_asked`."""


class ContactForm(forms.Form):
    """One contact: at most 12 taps, one for each answer that is open on the page and one to save."""

    channel = forms.ChoiceField(label=_("How do they reach us?"), choices=choices("channel"), widget=Pick)
    lane = forms.ChoiceField(label=_("What is it about?"), choices=choices("lane"), widget=ListPick)
    danger = forms.ChoiceField(
        label=_("Immediate danger"), choices=choices("danger", answers=True), required=False, widget=Pick
    )
    minor = forms.ChoiceField(
        label=_("Is anyone under 18?"), choices=choices("yes_no", answers=True), required=False, widget=Pick
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
    code_word = forms.CharField(label=_("Code word"), required=False, max_length=60)
    voicemail = forms.ChoiceField(
        label=_("Leave a voicemail?"),
        choices=lambda: with_open_answers([("yes", _("Yes")), ("no", _("No"))]),
        required=False,
        widget=Pick,
    )
    call_back_on = forms.DateField(label=_("Call back on"), required=False, widget=DayInput)
    happened_on = forms.DateField(label=_("Day it happened"), required=False, widget=DayInput)
    happened_time = forms.TimeField(label=_("Time it happened"), required=False, help_text=_("Like 14:40."))
    waited = forms.IntegerField(
        label=_("Seconds they waited for an answer"), required=False, min_value=0, max_value=604_800
    )
    lasted = forms.IntegerField(label=_("Minutes it took"), required=False, min_value=0, max_value=999)
    interpreter_vendor = forms.CharField(label=_("Interpreter service"), required=False, max_length=80)
    interpreter_id = forms.CharField(
        label=_("Interpreter's number"), required=False, max_length=40, help_text=_("The number they say, not a name.")
    )
    interpreter_minutes = forms.IntegerField(label=_("Minutes interpreted"), required=False, min_value=0, max_value=999)
    safe_to_talk = forms.ChoiceField(
        label=_("Was it safe to talk?"), choices=choices("yes_no", answers=True), required=False, widget=Pick
    )
    venue = forms.ChoiceField(
        label=_("Kind of place"), choices=choices("venue", answers=True, blank=""), required=False
    )
    county = forms.CharField(
        label=_("County"), required=False, max_length=80, help_text=_("The county is enough. No street, no house.")
    )
    likelihood = forms.ChoiceField(
        label=_("How likely, in your judgment"),
        choices=choices("likelihood", answers=True),
        required=False,
        widget=Pick,
    )
    needs = forms.MultipleChoiceField(
        label=_("What is needed"), choices=choices("contact_need"), required=False, widget=PickMany
    )
    given = forms.MultipleChoiceField(
        label=_("What you gave"), choices=choices("contact_given"), required=False, widget=PickMany
    )
    referrals_made = forms.IntegerField(
        label=_("How many names or numbers you gave"), required=False, min_value=0, max_value=99
    )
    wants_report = forms.ChoiceField(
        label=_("Do they want the police told?"),
        choices=choices("wants_report", answers=True),
        required=False,
        widget=Pick,
    )
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
    well_being = forms.ChoiceField(
        label=_("And you?"),
        choices=[("", _("No answer")), *HOW_IT_WAS],
        required=False,
        help_text=_("For you and your supervisor. It is never counted."),
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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        happened = self._happened(data)
        if happened is not None and happened > clock.now():
            today = data["happened_on"] == timezone.localdate(clock.now())
            self.add_error("happened_time" if today else "happened_on", NOT_AHEAD)
        elif data.get("happened_time") and not data.get("happened_on") and "happened_on" not in self.errors:
            self.add_error("happened_on", _("Say the day too."))
        return data

    def parts(self) -> Iterator[tuple[Part, list[forms.BoundField], bool]]:
        """Each part with its fields, and whether it stands open: something in it was answered, or has an error."""
        for part in PARTS:
            fields = [self[name] for name in part.names]
            told = any(field.errors or _told(field) for field in fields)
            yield part, fields, not part.folded or told

    def values(self) -> dict[str, Any]:
        """The answers as plain JSON; an untouched open question is `not_asked`."""
        data = {
            name: value for name, value in self.cleaned_data.items() if name not in ("happened_on", "happened_time")
        }
        for name in OPEN_QUESTIONS:
            data[name] = data.get(name) or "not_asked"
        data["call_back_on"] = data["call_back_on"].isoformat() if data.get("call_back_on") else ""
        happened = self._happened(self.cleaned_data)
        return data | ({"happened_at": happened.isoformat()} if happened else {})

    def differing(self, theirs: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
        """(label, theirs, yours) of every answer that differs, in words."""
        mine = self.cleaned_data
        return [
            (field.label, _words(field, theirs.get(name)), _words(field, mine.get(name)))
            for name, field in self.fields.items()
            if name != "version" and _words(field, theirs.get(name)) != _words(field, mine.get(name))
        ]

    @staticmethod
    def _happened(data: dict[str, Any]) -> dt.datetime | None:
        """The moment that was told; a day alone is its noon, or now when that is today and before noon."""
        day, time = data.get("happened_on"), data.get("happened_time")
        if not day:
            return None
        at = timezone.make_aware(dt.datetime.combine(day, time or dt.time(12)))
        return at if time else min(at, clock.now()) if day == timezone.localdate(clock.now()) else at


def when(moment: str) -> dict[str, Any]:
    """An ISO moment as the two fields that ask for it."""
    if not moment:
        return {}
    at = timezone.localtime(dt.datetime.fromisoformat(moment))
    return {"happened_on": at.date(), "happened_time": f"{at:%H:%M}"}


def _words(field: forms.Field, value: Any) -> str:
    """An answer as people read it; an untouched open question and "not asked" are the same."""
    pairs = dict(getattr(field, "choices", []) or [])
    if isinstance(value, list):
        return ", ".join(str(pairs.get(one, one)) for one in value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if value in (None, "", "not_asked"):
        return ""
    return str(pairs.get(value, value))


def _told(field: forms.BoundField) -> bool:
    """Whether it was answered; the moment fills itself."""
    own = field.name not in ("happened_on", "happened_time")
    return own and field.value() not in (None, "", [], "not_asked")
