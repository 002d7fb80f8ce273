"""What to show of the journal; everything comes by the address, because a member's id and a day name no client."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.foundation.gate.chains import Asked
from waystation.ui.forms import DayInput, Pick

SHOWN = [("all", _("All")), ("readings", _("Readings")), ("changes", _("Changes")), ("refused", _("Refusals"))]


class FilterForm(forms.Form):
    """Who, what and on which day; all can stay open."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    show = forms.ChoiceField(label=_("What"), choices=SHOWN, required=False, initial="all", widget=Pick)
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _("Everyone")), *members]  # type: ignore[attr-defined]  # a ChoiceField

    def asked(self) -> Asked:
        """The question in the gate's words; an answer that cannot be read asks for everything."""
        data = self.cleaned_data if self.is_valid() else {}
        who = data.get("who")
        return Asked(UUID(who) if who else None, data.get("show") or "all", data.get("day"), data.get("before"))
