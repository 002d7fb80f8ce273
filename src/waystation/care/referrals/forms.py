"""Forms of referrals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from waystation.care.cases.fields import BY_CODE
from waystation.care.codelists import choices, words
from waystation.care.consent.selectors import Release
from waystation.care.referrals.machine import FAIL_REASONS
from waystation.ui.forms import ListPick, ListPickMany, Pick


class ChooseForm(forms.Form):
    """A service of the directory, for a need of a case."""

    service_id = forms.UUIDField()
    need = forms.CharField(required=False, max_length=64)
    mode = forms.ChoiceField(choices=[("packet", ""), ("hand_off", "")], required=False)


class SendForm(forms.Form):
    """Under which release, and which of its fields: all of them unless fewer are enough."""

    release = forms.ChoiceField(label=_("Under which release"), widget=ListPick)
    fields_to_share = forms.MultipleChoiceField(
        label=_("Which fields go"), widget=ListPickMany, help_text=_("Uncheck what this service does not need.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, releases: list[Release], codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.releases = releases
        names = [
            (
                str(item.row.pk),
                _("%(purpose)s (release %(n)s, until %(day)s)")
                % {
                    "purpose": item.purpose,
                    "n": item.row.number,
                    "day": date_format(item.row.expires_on, "j F Y"),
                },
            )
            for item in releases
        ]
        self.fields["release"].choices = names  # type: ignore[attr-defined]  # a ChoiceField
        fields = [(code, BY_CODE[code].label) for code in codes if code in BY_CODE]
        self.fields["fields_to_share"].choices = fields  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self) -> dict[str, Any]:
        """What `actions.send` takes."""
        release = next(item.row for item in self.releases if str(item.row.pk) == self.cleaned_data["release"])
        fields, version = self.cleaned_data["fields_to_share"], self.cleaned_data["version"]
        return {"release": release, "fields": fields, "version": version}


class OpaqueForm(forms.Form):
    """A hand-off without identity: only the worker's own line travels."""

    call_back = forms.CharField(
        label=_("Where they can call you back"),
        max_length=120,
        help_text=_("Your desk, not the person's number. Nothing else about the person goes."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """One step, with its reason where a no has one."""

    event = forms.CharField(max_length=16)
    decline_reason = forms.ChoiceField(
        label=_("Why not"),
        choices=choices("decline_reason", blank=_("Choose")),
        required=False,
    )
    fail_reason = forms.ChoiceField(
        label=_("Why it did not work out"),
        choices=lambda: [(code, words("decline_reason", code)) for code in FAIL_REASONS],
        required=False,
        widget=Pick,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("event") == "decline" and not data.get("decline_reason"):
            self.add_error(
                "decline_reason", _("Say why, in one word: the sender looks elsewhere, and gaps get counted.")
            )
        if data.get("event") == "fail" and not data.get("fail_reason"):
            self.add_error("fail_reason", _("Say why it did not work out."))
        return data

    def reason(self) -> str:
        names = {"decline": "decline_reason", "fail": "fail_reason"}
        return str(self.cleaned_data.get(names.get(self.cleaned_data["event"], ""), ""))
