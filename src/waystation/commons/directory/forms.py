"""What people may ask the directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from . import selectors

GENDERS = [
    ("", _("Anyone")),
    ("women", _("Women and girls")),
    ("men", _("Men and boys")),
    ("other", _("Another gender")),
]
DISTANCES = [("10", _("6 miles (10 km)")), ("40", _("25 miles (40 km)")), ("80", _("50 miles (80 km)"))]


class SearchForm(forms.Form):
    """Everything is optional. `for_case` and `need` are carried through, never looked up here."""

    words = forms.CharField(label=_("What is needed"), required=False, max_length=400)
    near = forms.CharField(label=_("Near"), required=False, max_length=80, help_text=_("A place or ZIP code"))
    language = forms.ChoiceField(label=_("Language"), required=False)
    age = forms.IntegerField(label=_("Age"), required=False, min_value=0, max_value=120)
    gender = forms.ChoiceField(label=_("For whom"), required=False, choices=GENDERS)
    within = forms.ChoiceField(label=_("Within"), required=False, choices=DISTANCES, initial="40")
    open_now = forms.BooleanField(label=_("Open now"), required=False)
    free_places = forms.BooleanField(label=pgettext_lazy("shelter", "A free place"), required=False)
    verified = forms.BooleanField(label=_("Verified in the last 15 months"), required=False)
    exact = forms.BooleanField(required=False, widget=forms.HiddenInput)
    for_case = forms.UUIDField(required=False, widget=forms.HiddenInput)
    need = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = selectors.language_choices((get_language() or "en")[:2])
        language = self.fields["language"]
        if isinstance(language, forms.ChoiceField):
            language.choices = [("", _("Any language")), *known]
        self.fields["near"].widget.attrs["list"] = "places"

    def query(self, limit: int) -> selectors.Query:
        """The query object of a valid form."""
        given = self.cleaned_data
        return selectors.Query(
            words=given["words"],
            near=given["near"],
            within_km=float(given["within"] or 40),
            language=given["language"],
            age=given["age"],
            gender=given["gender"],
            open_now=given["open_now"],
            free_places=given["free_places"],
            verified_only=given["verified"],
            exact=given["exact"],
            limit=limit,
        )
