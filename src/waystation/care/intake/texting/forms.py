"""Forms of texts: an answer, how it ended, and how a gateway is reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.codelists import choices
from waystation.care.intake.texting.actions.answering import MOST
from waystation.care.intake.texting.models import Gateway
from waystation.care.intake.texting.sending import may_reach
from waystation.ui.forms import ListPick


class AnswerForm(forms.Form):
    """What is written back. No name of the agency and no topic: somebody else may read the phone."""

    text = forms.CharField(
        label=_("Your answer"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Somebody else may read their phone: write no name of ours and no topic. Phone companies keep it."),
    )  # fmt: skip
    message_id = forms.UUIDField(required=False, widget=forms.HiddenInput)


class EndForm(forms.Form):
    """How a conversation ended."""

    disposition = forms.ChoiceField(label=_("How does it end?"), choices=choices("disposition", blank=""))


class GatewayForm(forms.Form):
    """The gateway of a line. The secret is written and never shown."""

    kind = forms.ChoiceField(label=_("What kind of gateway?"), choices=Gateway.Kind.choices, widget=ListPick)
    secret = forms.CharField(
        label=_("Its secret"), required=False, max_length=200, min_length=16,
        widget=forms.PasswordInput,
        help_text=_("Twilio calls it auth token. Leave it empty to keep the one that is set. It is never shown again."),
    )  # fmt: skip
    account = forms.RegexField(
        r"[A-Za-z0-9]{0,64}", label=_("Our account there"), required=False,
        help_text=_("Twilio calls it account SID. Needed to write back."),
    )  # fmt: skip
    number = forms.RegexField(
        r"\+?[A-Za-z0-9]{0,32}", label=_("The number texts are sent from"), required=False,
        help_text=_("With country code, such as +15550142000."),
    )  # fmt: skip
    base = forms.CharField(
        label=_("Address to send to"), required=False, max_length=200,
        help_text=_("Empty: texts come in, and nothing is sent. For Twilio: https://api.twilio.com"),
    )  # fmt: skip
    live = forms.BooleanField(label=_("Texts come in now"), required=False)

    def __init__(self, *args: Any, has_secret: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_secret = has_secret

    def clean_base(self) -> str:
        base: str = self.cleaned_data["base"]
        if base and not may_reach(base):
            raise forms.ValidationError(_("An address that begins with https://."))
        return base

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("live") and not data.get("secret") and not self.has_secret:
            self.add_error("secret", _("Without its secret nothing can be told from a forgery."))
        for name in ("account", "number"):
            if data.get("base") and data.get("kind") == Gateway.Kind.TWILIO and not (data.get(name) or self.errors):
                self.add_error(name, _("Twilio needs this to send: nobody could be answered without it."))
        return data
