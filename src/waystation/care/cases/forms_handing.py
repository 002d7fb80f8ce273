"""Giving cases to a colleague: which, and to whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.cases.selectors import Row
from waystation.foundation.agencies.models import Member
from waystation.ui.forms import ListPickMany


class HandingForm(forms.Form):
    """Some of a worker's cases, by alias, and the colleague who takes them over."""

    cases = forms.MultipleChoiceField(label=_("Cases"), widget=ListPickMany)
    to = forms.ChoiceField(label=_("To"))

    def __init__(self, rows: list[Row], receivers: list[Member], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(member.pk): member for member in receivers}
        self.fields["cases"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (str(row.case.pk), row.alias) for row in rows
        ]
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, member.display_name) for pk, member in self.known.items()
        ]
