"""What the desk writes: a letter to the sender, and the class of an outcome."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.care.intake.tips.actions.answering import NOT_BY_HAND
from waystation.core import codes
from waystation.ui.forms import ListPick

UNCHOSEN = NOT_BY_HAND | {"received"}


def _seen() -> forms.IntegerField:
    """How many letters stood on the page that a form was on: what came since is not answered by it."""
    return forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class LetterForm(forms.Form):
    text = forms.CharField(
        label=_("A letter"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Anyone with the order number reads it. Repeat nothing of the story, and no name."),
    )  # fmt: skip
    seen = _seen()


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What the sender reads"), widget=ListPick)
    seen = _seen()

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        lang = get_language() or "en"
        known = codes.get("tip_outcome").codes.values()
        self.fields["outcome"].choices = [(one.code, one.label(lang)) for one in known if one.code not in UNCHOSEN]  # type: ignore[attr-defined]  # a choice field
