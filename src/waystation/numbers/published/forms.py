"""The words of a public page: typed for it, and clear from then on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.numbers.published.models import Publication
from waystation.ui.forms import ListPick


class PublishForm(forms.Form):
    """Who reads it, and in which words it says who is counted."""

    audience = forms.ChoiceField(label=_("Who may read it"), choices=Publication.Audience.choices, widget=ListPick)
    population = forms.CharField(label=_("Who is counted"), max_length=200)
    period = forms.CharField(label=_("Period"), max_length=80)
    place = forms.CharField(label=_("Place"), max_length=120)
    matching = forms.CharField(label=_("How people were matched between lists"), max_length=300)
    is_read = forms.BooleanField(label=_("I have read these words. They name no person and no small group."))
