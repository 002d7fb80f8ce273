"""The questions of both lanes. None asks what somebody is, speaks like or has papers for; none has to be answered."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.core import codes
from waystation.ui.forms import DayInput, ListPickMany, Pick

STORY = 4000
LEFT_OPEN = ("", _("I leave this open"))
YES_NO = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know"))]


class Words(forms.CharField):
    """Free words; what is too long is cut and not refused, and a NUL is dropped."""

    def __init__(self, longest: int = 200, **given: Any) -> None:
        super().__init__(required=False, **given)
        self.longest = longest
        self.widget.attrs["maxlength"] = longest

    def to_python(self, value: Any) -> str:
        words = super().to_python(str(value or "").replace("\x00", "")) or ""
        return words[: self.longest]


class Step(forms.Form):
    """One page of questions. Each that has one answer is left open until somebody answers it.

    Said by a mark of its own: where none is set, some text browsers set the first and send it, such as danger now.
    """

    title: Any = ""
    intro: Any = ""
    use_required_attribute = False

    lists: dict[str, str] = {}

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, listed in self.lists.items():
            known = codes.get(listed).codes.values()
            labels = [(one.code, one.label(get_language() or "en")) for one in known]
            self.fields[name].choices = labels  # type: ignore[attr-defined]  # a choice field
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.choices = [LEFT_OPEN, *field.choices]  # type: ignore[attr-defined]  # a choice field
            elif isinstance(field.widget, Pick):
                field.choices = [*field.choices, LEFT_OPEN]  # type: ignore[attr-defined]  # a choice field

    @classmethod
    def read(cls, sent: QueryDict) -> tuple[dict[str, Any], bool]:
        """(what was answered, whether something was cut because it was too long).

        An answer that is none of the choices counts as none: these forms refuse nothing.
        """
        found, is_cut = {}, False
        for name, field in _fields(cls).items():
            value = field.widget.value_from_datadict(sent, {}, name)
            try:
                clean = field.clean(value)
            except ValidationError:
                clean = field.clean(None)
            found[name] = clean.isoformat() if isinstance(clean, dt.date) else clean
            is_cut = is_cut or (isinstance(field, Words) and len(str(value or "").strip()) > field.longest)
        return found, is_cut


@cache
def _fields(step: type[Step]) -> dict[str, Any]:
    """The fields of a step, to read with: made once, since they hold nothing of any request."""
    return step().fields


class Danger(Step):
    title = _("Is anyone in danger?")
    intro = _("If someone may be hurt right now and you can call, call 911. Say where you are first.")
    danger = forms.ChoiceField(
        label=_("Danger"), required=False, widget=Pick,
        choices=[("now", _("Yes, now")), ("within_24h", _("Soon, today or tonight")), ("no", _("No")),
                 ("unknown", _("I do not know"))],
    )  # fmt: skip


class TipDanger(Danger):
    minor = forms.ChoiceField(label=_("Is someone under 18?"), required=False, widget=Pick, choices=YES_NO)


class HelpDanger(Danger):
    minor = forms.ChoiceField(
        label=_("Is someone under 18?"), required=False, widget=Pick, choices=YES_NO,
        help_text=_("Before you answer: when a child is being harmed, the law may make us tell child protection. "
                    "We would say so to you first. You may leave this open."),
    )  # fmt: skip


class TipNoticed(Step):
    title = _("What did you notice?")
    intro = _("What a person did or said counts. How they look or speak does not.")
    lists = {"noticed": "tip_noticed"}
    noticed = forms.MultipleChoiceField(label=_("Choose all that fit"), required=False, widget=ListPickMany)
    story = Words(
        STORY, label=_("In your own words, if you like"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you saw or heard. Please leave out names you do not need."),
    )  # fmt: skip


class TipWhere(Step):
    title = _("Where and when?")
    place = Words(300, label=_("Where was it?"), help_text=_("A street, a business, a place on the road."))
    happened = Words(200, label=_("When was it?"), help_text=_("In your own words: last night, each Friday."))
    on = forms.DateField(label=_("The day, if you know it"), required=False, widget=DayInput)


class TipMarks(Step):
    title = _("Anything that can be found again?")
    intro = _("Only what you saw anyway. Please do not follow anyone or take pictures.")
    vehicle = Words(label=_("A car or van"), help_text=_("Kind, color, writing on it."))
    plate = Words(20, label=_("Its plate"))
    phone = Words(40, label=_("A phone number they used"))
    advert = Words(300, label=_("An advertisement or web address"))


WHO = {"who": "contactor"}


class TipYou(Step):
    title = _("About you, only if you like")
    intro = _("You can leave all of this open. You get an order number at the end and can come back with it.")
    lists = WHO
    who = forms.ChoiceField(label=_("Who are you in this?"), required=False)
    reporter = Words(300, label=_("A name or a way to reach you"), help_text=_("Stays with the help line."))
    share_reporter = forms.ChoiceField(
        label=_("May the police know this too, if we tell them?"), required=False, widget=Pick, choices=YES_NO[:2]
    )


class HelpWanted(Step):
    title = _("What would help now?")
    intro = _("Choose what you like, or only write. You do not have to tell what happened.")
    lists = {"needs": "help_wanted"}
    needs = forms.MultipleChoiceField(label=_("Choose all that fit"), required=False, widget=ListPickMany)
    story = Words(STORY, label=_("In your own words, if you like"), widget=forms.Textarea(attrs={"rows": 6}))


class HelpReach(Step):
    title = _("How can we answer you?")
    intro = _("We always answer on these pages, under your order number. Call you? Only if you say so here.")
    call_back = forms.ChoiceField(
        label=_("Is it safe to call you?"), required=False, widget=Pick,
        choices=[("yes", _("Yes, as I say here")), ("no", _("No, only on these pages"))],
    )  # fmt: skip
    call_back_how = Words(300, label=_("Number, and the hours that are safe"))
    voicemail = forms.ChoiceField(
        label=_("May we leave a message on it?"), required=False, widget=Pick, choices=YES_NO[:2]
    )
    code_word = Words(60, label=_("A word we should say first"), help_text=_("So that you know it is us."))


class HelpYou(Step):
    title = _("What may we call you?")
    intro = _("Any name will do. It does not have to be yours.")
    lists = WHO
    name = Words(80, label=_("A name to use"))
    who = forms.ChoiceField(label=_("Who are you in this?"), required=False)


LANES: dict[str, tuple[type[Step], ...]] = {
    "help": (HelpDanger, HelpWanted, HelpReach, HelpYou),
    "tip": (TipDanger, TipNoticed, TipWhere, TipMarks, TipYou),
}
"""The pages of each lane, in order."""


class OrderNumber(forms.Form):
    use_required_attribute = False
    number = forms.CharField(
        label=_("Your order number"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Six words and two digits, or 26 digits. Capitals and dashes do not matter."),
    )  # fmt: skip


class Reply(forms.Form):
    use_required_attribute = False
    text = Words(2000, label=_("Write to us"), widget=forms.Textarea(attrs={"rows": 4}))
