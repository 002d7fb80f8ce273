"""Forms of overlap tables. What is typed is sealed with the table; nothing here is about one person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waystation.numbers.prevalence.policies import FEWEST_LISTS, GRID_LISTS, MOST_LISTS
from waystation.numbers.prevalence.shapes import Sheet, Told, masks_of, sheet_of_csv
from waystation.ui.forms import ListPick

LARGEST = 1_000_000
LONGEST = 60


class ToldForm(forms.Form):
    """Who is counted, where, when, and how sure the matches are."""

    population = forms.CharField(
        label=gettext_lazy("Who is counted"), max_length=200,
        help_text=gettext_lazy("For example: people of any age who were made to work."),
    )  # fmt: skip
    period = forms.CharField(
        label=gettext_lazy("Period"), max_length=80, help_text=gettext_lazy("The same for all lists.")
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120)
    matching = forms.CharField(
        label=gettext_lazy("How people were matched between lists"), max_length=300,
        help_text=gettext_lazy("Who compared, by what, and who looked a second time. No names."),
    )  # fmt: skip
    linkage = forms.ChoiceField(
        label=gettext_lazy("How many matches may be wrong or missing?"), widget=ListPick, initial="not_checked",
        choices=[
            ("not_checked", gettext_lazy("Nobody has checked")),
            ("none_wrong", gettext_lazy("A sample was checked, and none was wrong")),
            ("under_one", gettext_lazy("A sample was checked: fewer than 1 in 100")),
            ("up_to_five", gettext_lazy("A sample was checked: up to 5 in 100")),
        ],
    )  # fmt: skip
    referrals = forms.BooleanField(
        label=gettext_lazy("Some of these agencies send people to each other"), required=False
    )
    exclusive = forms.BooleanField(
        label=gettext_lazy("Some of these agencies never serve the same people"), required=False
    )
    independent = forms.CharField(
        label=gettext_lazy("With two lists only: why should they be independent?"), max_length=300, required=False
    )

    def told(self) -> Told:
        return Told.of(self.cleaned_data)


class NewForm(ToldForm):
    """A table that will be typed into a grid: also the names of its lists."""

    lists = forms.CharField(
        label=gettext_lazy("Lists, one on each line"), max_length=GRID_LISTS * (LONGEST + 2),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Two to six. Give each list a short name, such as the agency's."),
    )  # fmt: skip

    def clean_lists(self) -> tuple[str, ...]:
        names = tuple(line.strip() for line in self.cleaned_data["lists"].splitlines() if line.strip())
        if not FEWEST_LISTS <= len(names) <= GRID_LISTS:
            raise ValidationError(_("There are %(n)s lists. Two to six can be typed in.") % {"n": len(names)})
        if any(len(name) > LONGEST for name in names):
            raise ValidationError(_("A name has %(n)s letters at most.") % {"n": LONGEST})
        if len({name.casefold() for name in names}) < len(names):
            raise ValidationError(_("Two lists have the same name. Give each its own."))
        return names

    def sheet(self) -> Sheet:
        return Sheet(self.told(), self.cleaned_data["lists"])


class ImportForm(ToldForm):
    """A table from a file or from pasted text: its header names the lists."""

    file = forms.FileField(
        label=gettext_lazy("A CSV file"), required=False, widget=forms.FileInput(attrs={"accept": ".csv"})
    )
    text = forms.CharField(
        label=gettext_lazy("Or the same text, pasted"), required=False, max_length=200_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("A column of 0 and 1 for each list, and a column “count”. The first line has names."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        text = self._text(data)
        if text and not self.errors:
            data["sheet"] = self._sheet(text)
        return data

    def _text(self, data: dict[str, Any]) -> str:
        if data.get("file") is None:
            if not data.get("text", "").strip():
                self.add_error("text", _("Choose a file or paste the text."))
            return str(data.get("text", ""))
        try:
            return bytes(data["file"].read()).decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("This file is not UTF-8 text. Save the table as CSV, UTF-8."))
            return ""

    def _sheet(self, text: str) -> Sheet | None:
        from waystation.core.prevalence import TableError
        from waystation.numbers.prevalence.refusals import in_words

        where = "file" if self.cleaned_data.get("file") else "text"
        try:
            sheet = sheet_of_csv(text, self.told())
        except TableError as problem:
            self.add_error(where, in_words(problem))
            return None
        if len(sheet.lists) > MOST_LISTS:
            self.add_error(
                where,
                _("There are %(n)s lists. Up to 8 can be used here; the command line takes 16.")
                % {"n": len(sheet.lists)},
            )
        return sheet

    def sheet(self) -> Sheet:
        found = self.cleaned_data["sheet"]
        assert isinstance(found, Sheet)
        return found


class CountsForm(forms.Form):
    """How many people are on exactly these lists, for every combination of them. Empty is 0."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for mask in masks_of(len(sheet.lists)):
            self.fields[f"people_{mask}"] = forms.IntegerField(
                label=self._label(mask), required=False, min_value=0, max_value=LARGEST,
                initial=sheet.counts.get(mask) if sheet.is_complete else None,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip

    def _label(self, mask: int) -> str:
        names = self.sheet.names(mask)
        return _("Only %(name)s") % {"name": names[0]} if len(names) == 1 else " + ".join(names)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(self.counts().values()):
            raise ValidationError(_("There is nobody in this table yet."))
        return data

    def counts(self) -> dict[int, int]:
        return {mask: self.cleaned_data.get(f"people_{mask}") or 0 for mask in masks_of(len(self.sheet.lists))}

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """Fields by how many lists they are about."""
        found: dict[int, list[Any]] = {}
        for mask in masks_of(len(self.sheet.lists)):
            found.setdefault(mask.bit_count(), []).append(self[f"people_{mask}"])
        title = {size: _("On exactly %(n)s lists") % {"n": size} for size in found} | {1: _("On one list only")}
        return [(title[size], fields) for size, fields in found.items()]
