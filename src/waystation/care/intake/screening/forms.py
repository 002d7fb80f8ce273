"""The forms of the guide's pages. Everything can be skipped; an answer that is not touched is `not_asked`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.care.cases.forms import AGE_DIFFERS
from waystation.care.cases.shapes import age_fits
from waystation.care.intake.screening.shapes import Conversation
from waystation.care.intake.shapes import NOT_ASKED
from waystation.core.screening import guide
from waystation.core.screening.texts import say
from waystation.ui.forms import ListPick, Pick, with_open_answers

FACT = "fact_"
ALONE = [
    ("yes", _("Yes, we are alone. An interpreter is fine.")),
    ("no", _("No, somebody is with them.")),
    ("not_sure", _("I am not sure.")),
]
INTERPRETERS = [
    ("none", _("No interpreter")),
    ("telephone", _("By telephone")),
    ("in_person", _("In the room")),
    ("companion", _("A relative or friend")),
]
ANSWERS = with_open_answers([("heard", _("Yes")), ("absent", _("No"))])


class BeforeForm(forms.Form):
    """Is the person alone, and who interprets? Asked each time a conversation goes on."""

    alone = forms.ChoiceField(label=_("Are you alone with the person?"), choices=ALONE, widget=ListPick)
    interpreter = forms.ChoiceField(
        label=_("Who interprets?"), choices=INTERPRETERS, required=False, widget=Pick,
        help_text=_("Not a relative, a friend, an employer or someone from the same small community."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("interpreter") == "companion":
            self.add_error("interpreter", _("Use an interpreter who does not know them, or go on another day."))
        return data


class WishForm(forms.Form):
    """What the person needs now, in a few words."""

    wishes = forms.CharField(
        label=_("What they want next"), required=False, max_length=300, help_text=_("In their words. Can stay empty.")
    )

    @staticmethod
    def known(conversation: Conversation) -> dict[str, Any]:
        return {"wishes": conversation.wishes}

    def changes(self) -> dict[str, Any]:
        return {"wishes": self.cleaned_data.get("wishes", "")}


class AgeForm(forms.Form):
    """The age, after the notice was said."""

    age = forms.IntegerField(label=_("Age, if told"), required=False, min_value=0, max_value=120)
    age_word = forms.ChoiceField(
        label=_("Or without a number"), required=False, widget=Pick,
        choices=lambda: with_open_answers([("minor", _("Under 18")), ("adult", _("18 or over"))]),
    )  # fmt: skip
    age_from = forms.ChoiceField(
        label=_("How it is known"), required=False,
        choices=[("", ""), ("self", _("The person said so")), ("other", _("Someone else said so"))],
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("age") is not None and not age_fits(data["age"], data.get("age_word") or ""):
            self.add_error("age_word", AGE_DIFFERS)
        return data

    @staticmethod
    def known(conversation: Conversation) -> dict[str, Any]:
        number = isinstance(conversation.age, int)
        return {
            "age": conversation.age if number else None,
            "age_word": "" if number else conversation.age,
            "age_from": "" if conversation.age_from == NOT_ASKED else conversation.age_from,
        }

    def changes(self) -> dict[str, Any]:
        data = self.cleaned_data
        age = data.get("age") if data.get("age") is not None else data.get("age_word") or NOT_ASKED
        return {"age": age, "age_from": data.get("age_from") or NOT_ASKED}


class QuestionsForm(forms.Form):
    """One page of questions, each with five answers and the element or sign that it speaks of."""

    def __init__(self, *args: Any, group: guide.Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "en"
        for question in group.questions:
            about = [say("element", question.fact.element).text(lang), question.sign_label(lang)]
            self.fields[FACT + question.code] = forms.ChoiceField(
                label=question.words.text(lang), choices=ANSWERS, required=False, initial=NOT_ASKED, widget=Pick,
                help_text=_("About: %(what)s") % {"what": "; ".join(part for part in about if part)},
            )  # fmt: skip

    @staticmethod
    def known(conversation: Conversation) -> dict[str, Any]:
        return {FACT + code: state for code, state in conversation.answers.items()}

    def said(self) -> dict[str, str]:
        """{fact code: answer} of this page, also of what was left alone."""
        codes = [name.removeprefix(FACT) for name in self.fields]
        return {code: self.cleaned_data.get(FACT + code) or NOT_ASKED for code in codes}


PageForm = WishForm | AgeForm | QuestionsForm


def page_form(code: str, conversation: Conversation, data: Any = None) -> PageForm:
    """The form of a page of the guide, with what was said so far."""
    group = guide.group_of(code)
    assert group is not None
    if code == "now":
        return WishForm(data, initial=WishForm.known(conversation))
    if code == "age":
        return AgeForm(data, initial=AgeForm.known(conversation))
    return QuestionsForm(data, initial=QuestionsForm.known(conversation), group=group)
