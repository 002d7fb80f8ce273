"""Forms of counts across agencies: names of agencies and totals, nothing of a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from waystation.core.linkage import AgencyTotals, Band, Sample, TotalsError
from waystation.core.linkage.totals import MOST_AGENCIES
from waystation.foundation import clock
from waystation.numbers.multiplicity.periods import ends

LONGEST_NAME = 80
MOST_PEOPLE = 1_000_000


class BeginForm(forms.Form):
    """Which year, and every partner agency."""

    ends_on = forms.TypedChoiceField(label=_("The year that ends on"), coerce=dt.date.fromisoformat)
    partners = forms.CharField(
        label=_("Partner agencies, one on each line"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Every agency that takes part, yours too. Clients are asked about these and no others."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(day.isoformat(), date_format(day, "j F Y")) for day in ends(clock.today())]
        self.fields["ends_on"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean_partners(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["partners"].splitlines() if line.strip()]
        if not 2 <= len(names) <= MOST_AGENCIES:
            raise forms.ValidationError(_("A count needs 2 to 40 agencies, one on each line."))
        if max(map(len, names)) > LONGEST_NAME:
            raise forms.ValidationError(_("The name of an agency has at most 80 letters."))
        if len({name.casefold() for name in names}) < len(names):
            raise forms.ValidationError(_("Two lines are the same. Each agency stands there once."))
        return names


class SampleForm(forms.Form):
    """The two numbers of the validation sample; both empty take it out."""

    pairs = forms.IntegerField(
        label=_("Pairs that were checked"), required=False, min_value=1, max_value=10_000,
        help_text=_("A pair is a client and one other agency that does help them. Checked with their written consent."),
    )  # fmt: skip
    named = forms.IntegerField(
        label=_("Of these, the client had named the agency"), required=False, min_value=0, max_value=10_000
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        pairs, named = data.get("pairs"), data.get("named")
        if (pairs is None) != (named is None) and not self.errors:
            self.add_error("named" if named is None else "pairs", _("Give both numbers, or none."))
        elif pairs is not None and named is not None and named > pairs:
            self.add_error("named", _("This cannot be more than the pairs that were checked."))
        data["sample"] = Sample(pairs, named) if pairs and named is not None and not self.errors else None
        return data


def pair_fields(names: Sequence[str], note: Any) -> dict[str, forms.Field]:
    """A box for each other partner, when pair totals are asked for."""
    return {
        f"pair_{at}": forms.IntegerField(
            label=_("Clients who named %(name)s") % {"name": name}, required=False, min_value=0, max_value=MOST_PEOPLE,
            help_text=note if at == 0 else "",
        )
        for at, name in enumerate(names)
    }  # fmt: skip


class PairsForm(forms.Form):
    """How many of the own clients named each other partner; all of them or none."""

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = pair_fields(names, _("As your staff tallied it, without a name. Leave all empty if nobody did."))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        told = [data.get(name) for name in self.fields]
        if any(people is not None for people in told) and None in told and not self.errors:
            self.add_error(f"pair_{told.index(None)}", _("Give all of these numbers, or none."))
        data["pairs"] = tuple(told) if None not in told else ()
        return data


class TotalsForm(forms.Form):
    """The totals of one partner as its paper shows them; a line merged with the one above stays empty."""

    unanswered = forms.IntegerField(
        label=_("Clients without an answer"), required=False, min_value=0, max_value=MOST_PEOPLE,
        help_text=_("Leave it empty where the paper says: 1 to 10."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, name: str, partners: int, pair_names: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.name, self.partners = name, partners
        pairs = pair_fields(pair_names, _("Leave a line empty where the paper withholds it."))
        rows = {}
        for number in range(partners):
            label = _("Clients who named no other agency") if number == 0 else _("Clients who named %(number)s others")
            rows[f"others_{number}"] = forms.IntegerField(
                label=label % {"number": number} if number else label,
                required=False,
                min_value=0,
                max_value=MOST_PEOPLE,
            )
        self.fields = {**rows, **self.fields, **pairs}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        told = [(number, data.get(f"others_{number}")) for number in range(self.partners)]
        starts = [number for number, people in told if people is not None]
        ends_at = [*(number - 1 for number in starts[1:]), self.partners - 1]
        bands = tuple(Band(low, high, data[f"others_{low}"]) for low, high in zip(starts, ends_at, strict=False))
        pairs = tuple(data[name] for name in self.fields if name.startswith("pair_"))
        given = pairs if any(people is not None for people in pairs) else ()
        data["totals"] = AgencyTotals(self.name, bands, data.get("unanswered"), given)
        try:
            data["totals"].check(self.partners)
        except TotalsError:
            self.add_error(None, _("Each count is 0 or more than 10, and the first line is not empty."))
            if given:
                self.add_error(None, _("Clients who named each agency must fit the lines above."))
        return data
