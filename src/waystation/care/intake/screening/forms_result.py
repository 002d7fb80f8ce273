"""The choice to keep or print a result, and the common figure that a tool is read at."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from waystation.ui.forms import ListPick


class KeepForm(forms.Form):
    """To keep or to print what was worked out. Nothing of it is stored otherwise."""

    what = forms.ChoiceField(
        label=_("What do you want to do with it?"),
        choices=[("keep", _("Keep it with what was heard")), ("print", _("Print it"))],
        widget=ListPick,
    )
    understood = forms.BooleanField(label=_("I know that a court can ask for what is stored or printed."))


class KeepToolForm(forms.Form):
    """To keep an instrument's answers and what its rule came to."""

    understood = forms.BooleanField(label=_("I know that a court can ask for what is stored."))


class PrevalenceForm(forms.Form):
    """How common it is among the people a tool is used with, as a share in percent."""

    prevalence = forms.DecimalField(
        label=_("How many in 100 of the people you ask, at a guess?"),
        min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False,
    )  # fmt: skip

    @classmethod
    def of(cls, request: HttpRequest) -> PrevalenceForm:
        """As it was sent, or as the address says; empty otherwise."""
        if "prevalence" in request.POST:
            return cls(request.POST)
        return cls(request.GET if request.GET.get("prevalence") else None)

    def address(self, path: str, which: str = "") -> str | None:
        """The address of the page at this figure, a number and nothing else; None while it cannot be read."""
        share = self.share()
        told = {"which": which} if which else {}
        return None if share is None else f"{path}?{urlencode({**told, 'prevalence': f'{share * 100:.6g}'})}"

    def share(self) -> float | None:
        """From 0 to 1, or None when nothing was given."""
        if not self.is_bound or not self.is_valid() or self.cleaned_data["prevalence"] is None:
            return None
        return float(self.cleaned_data["prevalence"]) / 100


def percent(share: float) -> str:
    """A share as a person reads it: 0.088 -> 8.8."""
    return str(number_format(round(share * 100, 3), use_l10n=True)).rstrip("0").rstrip(".,") or "0"
