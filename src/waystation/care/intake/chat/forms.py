"""Forms of chats: the visitor's and the desk's."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.codelists import choices
from waystation.care.intake.chat.actions.visiting import MOST
from waystation.ui.forms import Pick

DANGER = [
    ("now", _("Yes, now")),
    ("within_24h", _("Soon, within a day")),
    ("no", _("No")),
    ("not_asked", _("I would rather not say")),
]


class SayForm(forms.Form):
    """One message."""

    text = forms.CharField(label=_("Your message"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 3}))


class BeginForm(SayForm):
    """The first message. Nothing but the words is needed."""

    danger = forms.ChoiceField(
        label=_("Is someone in danger?"), choices=DANGER, required=False, initial="not_asked", widget=Pick
    )
    ticket = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ["danger", "text", "ticket"]


class EndForm(forms.Form):
    """How a chat ended, and what is noted of it in the contact."""

    disposition = forms.ChoiceField(label=_("How does it end?"), choices=choices("disposition", blank=""))
    note = forms.CharField(
        label=_("What you note of it"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("This goes into the contact as you type it. All else of the chat is destroyed within a day."),
    )  # fmt: skip
