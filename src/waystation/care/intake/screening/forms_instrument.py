"""Asking an instrument's items, and loading an instrument."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.core.screening.instruments import (
    Instrument,
    InstrumentError,
    Item,
    read_toml,
    read_xlsform,
    shown,
)
from waystation.foundation import clock
from waystation.ui.forms import OPEN_ANSWERS, DayInput, ListPick, ListPickMany

ITEM = "item_"
MOST_UPLOADED = 1_000_000


class ItemsForm(forms.Form):
    """The items of one instrument, each with the three open answers.

    Without scripts a page cannot unfold an item, so all of them stand there, and one that hangs on an earlier answer
    says so; what its condition rules out is dropped when the form is read.
    """

    def __init__(self, *args: Any, instrument: Instrument, known: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        lang = get_language() or "en"
        for item in instrument.items:
            if item.kind != "note":
                self.fields[ITEM + item.id] = field = _field(item, lang)
                field.help_text = _hangs_on(instrument, item, lang)
                self.initial[ITEM + item.id] = known.get(item.id, field.initial)

    def answers(self) -> dict[str, Any]:
        """{item id: answer}; what was not asked is left out, and so is what a condition rules out."""
        told = {name.removeprefix(ITEM): value for name, value in self.cleaned_data.items() if name.startswith(ITEM)}
        told = {name: value for name, value in told.items() if value not in (None, "", [], "not_asked")}
        asked = {item.id for item in shown(self.instrument, told)}
        return {name: value for name, value in told.items() if name in asked}


class LoadForm(forms.Form):
    """An instrument file, and the permission of its owner in words."""

    file = forms.FileField(
        label=_("The instrument's file"),
        help_text=_("An instrument file (.toml) or an XLSForm workbook (.xlsx)."),
        widget=forms.FileInput(attrs={"accept": ".toml,.xlsx"}),
    )
    permitted_by = forms.CharField(
        label=_("Who of the owner permitted it?"), max_length=200, help_text=_("A name and what they do there.")
    )
    permitted_on = forms.DateField(label=_("On which day?"), widget=DayInput)
    permission = forms.CharField(
        label=_("In which words?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copy the sentence of their letter, licence or message."),
    )  # fmt: skip
    confirmed = forms.BooleanField(label=_("I have this permission in writing, and we keep to it."))

    instrument: Instrument | None = None

    def clean_permitted_on(self) -> Any:
        day = self.cleaned_data["permitted_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean_file(self) -> Any:
        """The file read: what is wrong with it is said with its place. The complaint is in English, as the file is."""
        file = self.cleaned_data["file"]
        if file.size > MOST_UPLOADED:
            raise forms.ValidationError(_("The file is larger than an instrument can be."))
        content = file.read()
        try:
            self.instrument = read_xlsform(content) if content[:2] == b"PK" else read_toml(content)
        except InstrumentError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return file


def _field(item: Item, lang: str) -> forms.Field:
    words = item.words.text(lang)
    choices = [(answer.code, answer.words.text(lang)) for answer in item.answers]
    if item.kind == "one":
        return forms.ChoiceField(
            label=words, choices=[*choices, *OPEN_ANSWERS], required=False, widget=ListPick, initial="not_asked"
        )
    if item.kind == "many":
        return forms.MultipleChoiceField(label=words, choices=choices, required=False, widget=ListPickMany)
    if item.kind == "number":
        return forms.IntegerField(label=words, required=False, min_value=-1_000_000, max_value=1_000_000)
    return forms.CharField(label=words, required=False, max_length=500)


def _hangs_on(instrument: Instrument, item: Item, lang: str) -> str:
    parts = []
    for name, code in item.when:
        parent = instrument.item(name)
        answer = next((one for one in parent.answers if one.code == code), None) if parent else None
        if parent and answer:
            parts.append(f"{parent.words.text(lang)} {answer.words.text(lang)}")
    return _("Only if: %(what)s") % {"what": "; ".join(parts)} if parts else ""
