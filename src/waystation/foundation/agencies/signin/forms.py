"""Forms of sign-in. Each parses HTTP and nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.foundation.agencies.signin.passphrases import SHORTEST, is_guessable

MOST = 1024
"""Longest passphrase taken, in characters."""


def _passphrase(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, help_text=help_text, max_length=MOST, strip=False, widget=widget)


def _code(label: Any, help_text: Any = "") -> forms.CharField:
    attrs = {"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
    return forms.CharField(label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs=attrs))


class SignInForm(forms.Form):
    """Sign-in name and passphrase."""

    name = forms.CharField(
        label=_("Sign-in name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    passphrase = _passphrase(_("Passphrase"))


class UnlockForm(forms.Form):
    """The passphrase of the member whose screen is locked, and what waits to be sent again."""

    passphrase = _passphrase(_("Passphrase"))
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    held = forms.CharField(required=False, widget=forms.HiddenInput)
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput)


class StepForm(forms.Form):
    """The passphrase before one act, what waits to be done, and the page to leave it for."""

    passphrase = _passphrase(_("Your passphrase"))
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    back = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    held = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """Six digits of the authenticator app, or a printed backup code."""

    code = _code(_("Code from your app"), _("Six digits. A printed backup code works too."))


class SetUpForm(forms.Form):
    """The first code of a new authenticator app."""

    code = _code(_("Code your app shows now"), _("Six digits."))


class NewPassphraseForm(forms.Form):
    """A new passphrase, twice."""

    new = _passphrase(_("New passphrase"), _("12 characters or more. Four or five words that nobody links with you."))
    again = _passphrase(_("The same passphrase again"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        new, again = cleaned.get("new", ""), cleaned.get("again", "")
        if new and len(new) < SHORTEST:
            self.add_error("new", _("Use 12 characters or more."))
        elif new and is_guessable(new):
            self.add_error("new", _("This one is easy to guess. Use four or five words that nobody links with you."))
        elif new and again and new != again:
            self.add_error("again", _("The two passphrases differ. Type the new one twice."))
        return cleaned


class ConfirmForm(forms.Form):
    """The member's own passphrase, asked again before a change of keys."""

    passphrase = _passphrase(_("Your passphrase"))


class RecoverForm(NewPassphraseForm):
    """The printed recovery code and a new passphrase."""

    name = forms.CharField(
        label=_("Sign-in name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Recovery code"),
        max_length=80,
        help_text=_("The printed one, in groups of letters and digits. Spaces and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order: tuple[str, ...] = ("name", "code", "new", "again")


class AgencyCodeForm(RecoverForm):
    """The printed agency code, a new passphrase, and whether the phone is lost too."""

    phone_lost = forms.BooleanField(
        label=_("The phone with the codes is lost too"), required=False, help_text=_("You set up a new one next.")
    )
    field_order = ("name", "code", "new", "again", "phone_lost")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Agency code")


class CustodiansForm(forms.Form):
    """Who can bring back a lost passphrase, two together; the agency code shows that the agency wants it so."""

    custodians = forms.MultipleChoiceField(
        label=_("Custodians"), widget=forms.CheckboxSelectMultiple, help_text=_("Two at least. Three is better.")
    )
    agency_code = forms.CharField(
        label=_("Agency code"),
        max_length=80,
        help_text=_("From the printed envelope. Put it back afterwards."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["custodians"].choices = people  # type: ignore[attr-defined]  # a field of choices

    def clean_custodians(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["custodians"]
        if len(chosen) < 2:
            raise forms.ValidationError(_("Choose two people at least: one alone must not be able to do it."))
        return chosen


class PasskeyForm(forms.Form):
    """A passkey's name, and the browser's answer."""

    name = forms.CharField(label=_("A name for this passkey"), max_length=60, initial=_("Security key"))
    credential = forms.JSONField(widget=forms.HiddenInput)
