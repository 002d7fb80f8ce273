"""What the pages of the rota ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waystation.care.intake.lines.forms import SpanForm, weekdays
from waystation.foundation.agencies.models import Member
from waystation.ui.forms import DayInput, ListPick, Pick


def member_choice(field: forms.Field, people: Iterable[Member]) -> None:
    """Offer these people, by their ids."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(str(one.pk), one.display_name) for one in people]


class ShiftForm(SpanForm):
    """Whom to ask, when, and whether it returns every week."""

    member = forms.ChoiceField(label=_("Who"), widget=ListPick)
    every = forms.ChoiceField(
        label=_("How often"), choices=[("week", _("Every week")), ("once", _("Once"))], widget=Pick, initial="week"
    )
    days = weekdays(_("On these days, every week"))
    on = forms.DateField(
        label=_("First day, or the one day"), widget=DayInput, help_text=_("A weekly shift counts from this day on.")
    )
    rank = forms.TypedChoiceField(
        label=_("Answers"), choices=[("1", _("First")), ("2", _("Next, when the first does not"))], coerce=int,
        widget=Pick, initial="1",
    )  # fmt: skip
    at_once = forms.BooleanField(
        label=_("Set it now, without asking"), required=False,
        help_text=_("Only a supervisor can. Everybody else is asked and has to agree."),
    )  # fmt: skip
    field_order = ("member", "every", "days", "on", "starts", "ends", "next_day", "rank", "at_once")

    def __init__(self, *args: Any, people: Iterable[Member], may_set: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member_choice(self.fields["member"], people)
        self.fields["days"].required = False
        if not may_set:
            del self.fields["at_once"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("every") == "week" and not cleaned.get("days"):
            self.add_error("days", _("Choose at least one day of the week."))
        return cleaned


class GapForm(ShiftForm):
    """Whom to ask for hours that an address proposes: nothing else is left to fill in."""

    every = forms.ChoiceField(choices=[("once", "once")], widget=forms.HiddenInput, initial="once")
    rank = forms.TypedChoiceField(choices=[("1", "1")], coerce=int, widget=forms.HiddenInput, initial="1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["days"]
        for name in ("on", "starts", "ends", "next_day"):
            self.fields[name].widget = forms.HiddenInput()


class SwapForm(forms.Form):
    """Whom to ask to take a shift, and which of theirs one takes in return."""

    member = forms.ChoiceField(label=_("Whom do you ask?"), widget=ListPick)
    back = forms.ChoiceField(label=_("In return you take"), required=False)

    def __init__(
        self, *args: Any, people: Iterable[Member], returns: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        member_choice(self.fields["member"], people)
        back = self.fields["back"]
        assert isinstance(back, forms.ChoiceField)
        back.choices = [("", _("Nothing")), *returns]


class SetForm(forms.Form):
    """Whom a supervisor puts on a shift."""

    member = forms.ChoiceField(label=_("Who"))

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member_choice(self.fields["member"], people)
