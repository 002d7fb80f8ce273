"""What was heard about one person: the age by words or years, and each fact with its own open answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.care.cases.forms import AGE_DIFFERS
from waystation.care.cases.shapes import age_fits
from waystation.care.codelists import choices
from waystation.care.intake.shapes import Facts, Person
from waystation.core import screening
from waystation.ui.forms import Pick, with_open_answers

FACT = "fact_"
STATES = with_open_answers([("heard", _("Heard")), ("absent", _("Said it is not so"))])
GROUPS: list[tuple[str, str | Promise]] = [
    ("acts", _("What was done")),
    ("means", _("How")),
    ("purposes", _("For what")),
]


class PersonForm(forms.Form):
    """One person. Everything can be skipped; a fact that is not touched is `not_asked` and is not stored."""

    age = forms.IntegerField(label=_("Age, if told"), required=False, min_value=0, max_value=120)
    age_word = forms.ChoiceField(
        label=_("Or without a number"),
        choices=lambda: with_open_answers([("minor", _("Under 18")), ("adult", _("18 or over"))]),
        required=False,
        widget=Pick,
    )
    age_from = forms.ChoiceField(
        label=_("How it is known"),
        required=False,
        choices=[
            ("", ""),
            ("self", _("The person said so")),
            ("other", _("Someone else said so")),
            ("about", _("About, my impression")),
        ],
    )
    language = forms.ChoiceField(
        label=_("Language they prefer"), choices=choices("language", answers=True, blank=""), required=False
    )
    words = forms.CharField(
        label=_("Their own words, if they matter"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Not needed. The account should be told once, and not to you alone."),
    )
    wishes = forms.CharField(label=_("What they want next"), required=False, max_length=300)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "en"
        for code, fact in screening.facts().items():
            self.fields[FACT + code] = forms.ChoiceField(
                label=fact.label(lang), choices=STATES, required=False, initial="not_asked", widget=Pick
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        age = data.get("age")
        if age is not None and not age_fits(age, data.get("age_word") or ""):
            self.add_error("age_word", AGE_DIFFERS)
        return data

    def groups(self) -> list[dict[str, Any]]:
        """The facts by element: what was answered so far stands open, the rest is folded away."""
        found = []
        for kind, title in GROUPS:
            fields = [self[FACT + fact.code] for fact in screening.facts_of(kind)]
            told = [field for field in fields if field.errors or (field.value() or "not_asked") != "not_asked"]
            rest = [field for field in fields if field not in told]
            found.append({"kind": kind, "title": title, "told": told, "rest": rest})
        return found

    def values(self) -> dict[str, Any]:
        """Keyword arguments of `actions.change_person`."""
        data = self.cleaned_data
        return {
            "age": data["age"] if data["age"] is not None else data["age_word"] or "not_asked",
            "age_from": data["age_from"] or "not_asked",
            "language": data["language"] or "not_asked",
            "words": data["words"].strip(),
            "wishes": data["wishes"].strip(),
            "states": self._states(),
            "version": data["version"],
        }

    def again(self, version: int) -> dict[str, Any]:
        """What was typed, to be saved over `version`."""
        return {**self.cleaned_data, "version": version}

    def differing(self, theirs: dict[str, Any]) -> list[tuple[Any, Any, Any]]:
        """(label, theirs, yours) of every answer that differs."""
        return [
            (field.label, _shown(field, theirs.get(name)), _shown(field, self.cleaned_data.get(name)))
            for name, field in self.fields.items()
            if name != "version" and (theirs.get(name) or _blank(name)) != (self.cleaned_data.get(name) or _blank(name))
        ]

    @staticmethod
    def known(facts: Facts, person: Person, version: int) -> dict[str, Any]:
        """The stored answers as initial values."""
        is_number = isinstance(person.age, int)
        told = {FACT + fact.code: fact.state for fact in facts.fact_list(person.id)}
        return {
            "age": person.age if is_number else None,
            "age_word": "" if is_number else person.age,
            "age_from": person.age_from if person.age_from != "not_asked" else "",
            "language": person.language if person.language != "not_asked" else "",
            "words": facts.words.get(person.id, ""),
            "wishes": person.wishes,
            "version": version,
            **told,
        }

    def _states(self) -> dict[str, str]:
        named = {name.removeprefix(FACT): value for name, value in self.cleaned_data.items() if name.startswith(FACT)}
        return {code: value or "not_asked" for code, value in named.items()}


def _blank(name: str) -> str:
    return "not_asked" if name.startswith(FACT) or name == "age_word" else ""


def _shown(field: forms.Field, value: Any) -> Any:
    pairs = dict(getattr(field, "choices", []) or [])
    return pairs.get(value or "not_asked", value) if pairs else value
