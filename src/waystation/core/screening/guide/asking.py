"""Our own conversation guide: plain questions, each about one fact and so about one element of a definition.

The words are data (guide.toml), in English and Spanish. A question holds no weight and an answer makes no score:
answers are facts, heard or said not to be so, or one of the three open answers, and what they come to is `determine`'s
business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from waystation.core import codes
from waystation.core.screening.facts import ADULT_AT, Fact, facts
from waystation.core.screening.texts import Text, data

ANSWERS = ("heard", "absent", "unknown", "declined", "not_asked")
"""What can stand beside a question; all but the last are kept."""


@dataclass(frozen=True)
class Question:
    """One question: the words to say, the fact an answer becomes, the ILO sign it speaks of ("" for none)."""

    fact: Fact
    words: Text
    sign: str

    @property
    def code(self) -> str:
        return self.fact.code

    def sign_label(self, lang: str = "en") -> str:
        return codes.get("ilo_signs")[self.sign].label(lang) if self.sign else ""


@dataclass(frozen=True)
class Group:
    """One page of the guide: what to say first, what to do and not to do, a note on its content, its questions."""

    code: str
    title: Text
    say: Text
    note: Text
    do: Mapping[str, tuple[str, ...]]
    dont: Mapping[str, tuple[str, ...]]
    questions: tuple[Question, ...]

    def advice(self, lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What to do and what not to do, in a language."""
        key = "es" if lang.lower().startswith("es") else "en"
        return self.do[key], self.dont[key]


@cache
def groups() -> tuple[Group, ...]:
    """The pages in their order: needs first, the hardest questions late, a way out at the end."""
    return tuple(_group(row) for row in data("guide")["groups"])


def group_of(code: str) -> Group | None:
    """One page by its code."""
    return next((group for group in groups() if group.code == code), None)


@cache
def questions() -> Mapping[str, Question]:
    """Every question by the code of its fact."""
    return MappingProxyType({one.code: one for group in groups() for one in group.questions})


def version() -> str:
    """The version of the words, kept beside what is printed."""
    return str(data("guide")["guide"]["version"])


def said(answers: Mapping[str, Any]) -> dict[str, str]:
    """{fact code: heard, absent, unknown or declined} out of answers; the rest is left out."""
    return {code: answers[code] for code in questions() if answers.get(code) in ANSWERS[:-1]}


def possibly_minor(age: int | str) -> bool:
    """Under 18, or not known: an age that nobody told is treated as possibly under 18."""
    return age < ADULT_AT if isinstance(age, int) else age != "adult"


def _group(row: Mapping[str, Any]) -> Group:
    code = row["code"]
    return Group(
        code=code,
        title=Text(code, row["en"], row["es"]),
        say=Text(f"{code}.say", row.get("say_en", ""), row.get("say_es", "")),
        note=Text(f"{code}.note", row.get("note_en", ""), row.get("note_es", "")),
        do=MappingProxyType({lang: tuple(row[f"do_{lang}"]) for lang in ("en", "es")}),
        dont=MappingProxyType({lang: tuple(row[f"dont_{lang}"]) for lang in ("en", "es")}),
        questions=tuple(
            Question(facts()[fact], Text(fact, one["en"], one["es"]), one.get("sign", ""))
            for fact, one in data("guide")["questions"].get(code, {}).items()
        ),
    )
