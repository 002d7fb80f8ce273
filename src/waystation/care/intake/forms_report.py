"""A report to child protection, written down after it was made, or why none is required: as little as the rule asks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.ui.forms import DayInput, ListPick, Pick

HOW = [("phone", _("By telephone")), ("online", _("On their website")), ("in_person", _("In person"))]
TOLD = [
    ("before", _("Yes, before it was made")),
    ("after", _("Yes, afterwards")),
    ("not_told", _("No, that would not have been safe")),
]


class ReportForm(forms.Form):
    """To whom, when, how, and whether the person knows. No account of harm: that was told once."""

    to_whom = forms.CharField(label=_("To whom"), max_length=200)
    how = forms.ChoiceField(label=_("How was it made?"), choices=HOW, widget=Pick)
    made_on = forms.DateField(label=_("Day"), widget=DayInput)
    at = forms.TimeField(label=_("Time"), help_text=_("Like 14:40."))
    reference = forms.CharField(label=_("Their reference, if they gave one"), required=False, max_length=60)
    told = forms.ChoiceField(label=_("Was the person told?"), choices=TOLD, widget=ListPick)


class NotRequiredForm(forms.Form):
    """Why no report is required. It is sealed with what was heard."""

    why = forms.CharField(
        label=_("No report is required, because"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The rule, and who said so. No account of harm. It is sealed with what was heard."),
    )
