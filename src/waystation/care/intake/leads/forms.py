"""Forms of leads. None asks who is accused, and none asks for anybody's origin, accent or status."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.codelists import choices
from waystation.care.intake.leads import policies
from waystation.care.intake.leads.fields import FIELDS
from waystation.care.intake.leads.selectors import LiaisonRow
from waystation.foundation import clock
from waystation.ui.forms import DayInput, ListPick, ListPickMany, Pick

_ROWS = {"rows": 3}
TITLE_HELP = _("A thing or a place, such as “white van, motel lot”. Never a person.")


class JudgeForm(forms.Form):
    """Two tips: together, or apart."""

    first = forms.UUIDField(widget=forms.HiddenInput)
    second = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=[("together", ""), ("apart", "")])
    title = forms.CharField(label=_("Working title"), max_length=80, required=False, help_text=TITLE_HELP)


class TitleForm(forms.Form):
    """What the team calls a lead."""

    title = forms.CharField(label=_("Working title"), max_length=80, required=False, help_text=TITLE_HELP)


class EndingForm(forms.Form):
    """Why nothing is passed on: a class, no words about anybody."""

    ending = forms.ChoiceField(label=_("Why nothing is passed on"), choices=choices("lead_ending"), widget=ListPick)


class RenewForm(forms.Form):
    """Why it should live on."""

    reason = forms.CharField(
        label=_("Why it should be kept"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For 12 months at most. Without a reason it ends by itself."),
    )  # fmt: skip


class TakeOutForm(forms.Form):
    """Which tip leaves the lead."""

    tip = forms.UUIDField(widget=forms.HiddenInput)


class ReleaseForm(forms.Form):
    """What goes, to whom, with which facts, until when."""

    liaison = forms.ChoiceField(label=_("To which liaison"), widget=ListPick)
    fields_to_send = forms.MultipleChoiceField(label=_("Which fields go"), widget=ListPickMany)
    facts = forms.CharField(
        label=_("The facts"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was seen, when and where. Not what somebody is, looks like or believes."),
    )  # fmt: skip
    relevance = forms.CharField(
        label=_("Why this may be trafficking"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    need = forms.CharField(
        label=_("Why this person needs to know it"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label=_("Why now"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For your team and the journal. It does not go."),
    )  # fmt: skip
    expires_on = forms.DateField(label=_("Last day they can open it"), widget=DayInput)

    def __init__(self, *args: Any, liaisons: list[LiaisonRow], codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.liaisons = {str(row.member.pk): row for row in liaisons if row.is_on}
        names = [(pk, f"{row.member.display_name}, {row.member.agency.name}") for pk, row in self.liaisons.items()]
        self.fields["liaison"].choices = names  # type: ignore[attr-defined]  # a ChoiceField
        told = [(item.code, item.label) for item in FIELDS if item.code in codes]
        self.fields["fields_to_send"].choices = told  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["expires_on"].initial = clock.today() + policies.PACKET

    def chosen(self) -> dict[str, Any]:
        """What `actions.propose` takes."""
        data = self.cleaned_data
        names = ("facts", "relevance", "need", "reason", "expires_on")
        liaison = self.liaisons[data["liaison"]].member
        return {name: data[name] for name in names} | {"liaison": liaison, "fields": data["fields_to_send"]}


class DecideForm(forms.Form):
    """What the second person does, or who withdraws."""

    do = forms.ChoiceField(choices=[("confirm", ""), ("decline", ""), ("withdraw", "")])
    reason = forms.CharField(
        label=_("Why it is withdrawn"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("do") == "withdraw" and not str(data.get("reason", "")).strip():
            self.add_error("reason", _("Say why it is withdrawn."))
        return data


class OutcomeForm(forms.Form):
    """What came of it: a code, no words about anybody."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=choices("lead_outcome"), widget=ListPick)


class StandingForm(forms.Form):
    """Whether leads go to a liaison."""

    do = forms.ChoiceField(choices=[("ask", ""), ("on", ""), ("off", "")])
    enforcement = forms.ChoiceField(
        label=_("Does this liaison's agency enforce immigration law?"),
        choices=[("no", _("No")), ("yes", _("Yes"))], required=False, widget=Pick,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("do") == "ask" and not data.get("enforcement"):
            self.add_error("enforcement", _("Say what their agency does. Ask them if you do not know."))
        return data


class AlertForm(forms.Form):
    """An alert as another agency issued it."""

    kind = forms.ChoiceField(label=_("Kind of alert"), choices=choices("missing_alert_kind"), widget=ListPick)
    issuer = forms.CharField(label=_("Which agency issued it"), max_length=120)
    issued_on = forms.DateField(label=_("Issued on"), widget=DayInput)
    issued_time = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    area = forms.CharField(label=_("Area"), max_length=120, required=False)
    reference = forms.CharField(label=_("Their number"), max_length=60, required=False)
    report_line = forms.CharField(
        label=_("Line for reports"), max_length=60, required=False, help_text=_("As the alert says it.")
    )
    about = forms.CharField(
        label=_("What the alert says"), max_length=1000, required=False, widget=forms.Textarea(attrs=_ROWS),
        help_text=_("Only what your team needs. It stays here; we publish no alert."),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("How it ended"), choices=choices("missing_alert_outcome"), initial="running")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, str]:
        """What `actions.log_alert` takes."""
        data = dict(self.cleaned_data)
        on, at = data.pop("issued_on"), data.pop("issued_time")
        data.pop("version")
        return {**data, "issued_at": f"{on.isoformat()}T{at:%H:%M}" if at else on.isoformat()}


class AlertLinkForm(forms.Form):
    """Which lead an alert may be about."""

    lead = forms.ChoiceField(label=_("Link it to a lead"))

    def __init__(self, *args: Any, leads: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = leads  # type: ignore[attr-defined]  # a ChoiceField
