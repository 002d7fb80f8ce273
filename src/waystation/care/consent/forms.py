"""The form of a release: what the person agreed to, and what is known about who may sign."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.cases.fields import SHAREABLE
from waystation.care.codelists import choices
from waystation.care.consent.actions import NotValid
from waystation.care.consent.ages import AgeOnFile
from waystation.care.consent.signers import NO, UNKNOWN, YES, Signing
from waystation.care.consent.terms import Terms, default_end
from waystation.care.consent.words import FORMS, INTERPRETERS, PURPOSES, REFUSALS
from waystation.ui.forms import DayInput, ListPick, Pick, PickMany

KNOWN = [(YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("Not known"))]


class ReleaseForm(forms.Form):
    """One release. Nothing is ticked beforehand; the end is 30 days away unless the person wants another day."""

    referral = forms.UUIDField(required=False, widget=forms.HiddenInput)
    recipient = forms.ChoiceField(
        label=_("Who may receive it"), help_text=_("One agency. Another one is another release.")
    )
    purpose = forms.ChoiceField(label=_("What for"), choices=[("", _("Choose")), *PURPOSES.items()])
    purpose_words = forms.CharField(label=_("In the person's words, if they like"), required=False, max_length=200)
    fields_to_share = forms.MultipleChoiceField(
        label=_("Exactly which fields"),
        choices=[(item.code, item.label) for item in SHAREABLE],
        widget=PickMany,
        required=False,
        help_text=_("Only what this purpose needs. Notes, health and other people can never be part of a packet."),
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    expires_on = forms.DateField(
        label=_("Until"), widget=DayInput, help_text=_("At most 90 days. Longer is a new release.")
    )
    age = forms.ChoiceField(
        label=_("Is the person 18 or older?"),
        choices=[("adult", _("18 or older")), ("minor", _("Under 18")), (UNKNOWN, _("Not known"))],
        widget=Pick,
    )
    signed_by = forms.MultipleChoiceField(
        label=_("Who signed"),
        choices=[("survivor", _("The person")), ("guardian", _("A parent or guardian"))],
        widget=PickMany,
        required=False,
    )
    court_guardian = forms.ChoiceField(
        label=_("For an adult: has a court named a guardian?"),
        choices=KNOWN,
        widget=Pick,
        initial=UNKNOWN,
        required=False,
    )
    years = forms.IntegerField(label=_("For a minor: age in years"), required=False, min_value=0, max_value=17)
    turns_18_on = forms.DateField(
        label=_("For a minor: turns 18 on, if told"),
        required=False,
        widget=DayInput,
        help_text=_("Needed when a parent or guardian signs for someone who is 17, or whose age is not known."),
    )
    custody = forms.ChoiceField(
        label=_("For a minor: who has custody?"),
        choices=[
            ("parent", _("A parent or guardian")),
            ("agency", _("An agency, by court order")),
            ("nobody", _("Nobody who can be asked")),
            (UNKNOWN, _("Not known")),
        ],
        widget=Pick,
        initial=UNKNOWN,
        required=False,
    )
    guardian_concern = forms.ChoiceField(
        label=_("Is that parent or guardian alleged to have harmed the person or the other parent?"),
        choices=KNOWN,
        widget=Pick,
        initial=UNKNOWN,
        required=False,
    )
    emancipated = forms.ChoiceField(
        label=_("For a minor: emancipated by a court or by marriage?"),
        choices=KNOWN,
        widget=Pick,
        initial=UNKNOWN,
        required=False,
    )
    may_be_served_alone = forms.ChoiceField(
        label=_("For a minor: does a law let them have this service without a parent?"),
        choices=KNOWN,
        widget=Pick,
        initial=UNKNOWN,
        required=False,
    )
    which_law = forms.CharField(label=_("Which law"), required=False, max_length=200)
    form = forms.ChoiceField(label=_("How was it given?"), choices=list(FORMS.items()), widget=ListPick)
    language = forms.ChoiceField(label=_("In which language was it explained?"), choices=choices("language"))
    interpreter = forms.ChoiceField(label=_("Interpreter"), choices=list(INTERPRETERS.items()), widget=Pick)
    explained_by = forms.ChoiceField(label=_("Who explained it?"))
    consequences_explained = forms.BooleanField(
        label=_(
            "I explained what will be shared, with whom and until when; that help does not depend on it; "
            "and that they can take it back at any time, by word of mouth."
        ),
        required=False,
    )

    is_refused = False
    """Whether the rules, not a slip, stand in the way: then the page says what can be done instead."""

    def __init__(
        self, *args: Any, recipients: list[tuple[str, str]], colleagues: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = [("", _("Choose")), *recipients]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["explained_by"].choices = colleagues  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("may_be_served_alone") == YES and not data.get("which_law"):
            self.add_error("which_law", _("Name the law, so that counsel can check it."))
            self.is_refused = True
        return data

    @staticmethod
    def beginning(today: dt.date, colleague: str, age: AgeOnFile, language: str) -> dict[str, Any]:
        """What the form starts with. Age and language come from the case, so that nothing is typed twice."""
        return {
            "starts_on": today,
            "expires_on": default_end(today),
            "explained_by": colleague,
            "interpreter": "none",
            "language": language or "eng",
            "age": age.state or UNKNOWN,
            "years": age.years if age.state == "minor" else None,
        }

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(
            purpose=data["purpose"],
            purpose_words=data["purpose_words"],
            fields=data["fields_to_share"],
            form=data["form"],
            language=data["language"],
            interpreter=data["interpreter"],
            explained_by=dict(self.fields["explained_by"].choices)[data["explained_by"]],  # type: ignore[attr-defined]
            consequences_explained=data["consequences_explained"],
            which_law=data["which_law"],
        )

    def signing(self) -> Signing:
        data = self.cleaned_data
        return Signing(
            age=data["age"],
            years=data["years"],
            court_guardian=data["court_guardian"] or UNKNOWN,
            emancipated=data["emancipated"] or UNKNOWN,
            may_be_served_alone=data["may_be_served_alone"] or UNKNOWN,
            custody=data["custody"] or UNKNOWN,
            guardian_concern=data["guardian_concern"] or UNKNOWN,
            service="counseling" if data["purpose"] == "counseling" else UNKNOWN,
            signed_by=frozenset(data["signed_by"]),
        )

    def refuse(self, refusal: NotValid) -> None:
        """Put a refusal of the rules where it belongs in the form."""
        self.is_refused = True
        field, words = REFUSALS[refusal.code]
        self.add_error("fields_to_share" if field == "fields" else field, words)  # type: ignore[arg-type]  # lazy text
