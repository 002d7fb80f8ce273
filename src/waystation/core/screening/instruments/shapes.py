"""What an instrument is: items with answers, one rule, and what was published of its accuracy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from waystation.core.screening.meaning import Accuracy

Mode = Literal["asked", "observed"]
ItemKind = Literal["one", "many", "number", "text", "note"]
RuleKind = Literal["any_yes", "weighted_sum", "dimensions"]
Strength = Literal["", "strong", "medium", "weak"]
OPEN = ("unknown", "declined", "not_asked")


@dataclass(frozen=True)
class Words:
    """A text in English and, where the owner has one, in Spanish."""

    en: str
    es: str = ""

    def text(self, lang: str = "en") -> str:
        return self.es if lang.lower().startswith("es") and self.es else self.en


@dataclass(frozen=True)
class Answer:
    """One answer of an item: its weight in a sum, and whether it counts as yes."""

    code: str
    words: Words
    weight: float = 0.0
    yes: bool = False


@dataclass(frozen=True)
class Item:
    """One question or observation. `when` are the answers to earlier items that let it be asked (all of them);
    `dimension` and `strength` place it for a dimension rule."""

    id: str
    words: Words
    kind: ItemKind = "one"
    answers: tuple[Answer, ...] = ()
    when: tuple[tuple[str, str], ...] = ()
    dimension: str = ""
    strength: Strength = ""


@dataclass(frozen=True)
class Band:
    """A stretch of sums from `low` up to the next band, and whether it counts as positive."""

    low: float
    words: Words
    positive: bool = False


@dataclass(frozen=True)
class Rule:
    """any_yes: one yes is positive. weighted_sum: the band of the sum. dimensions: the dimensions of `positive_when`
    (any of its groups, all in the group), each by strong, medium and weak signs. `review`: have it checked first."""

    kind: RuleKind
    bands: tuple[Band, ...] = ()
    positive_when: tuple[tuple[str, ...], ...] = ()
    review: bool = False


@dataclass(frozen=True)
class Instrument:
    """A tool as its owner published it. `language` is the first one its words are in."""

    id: str
    version: str
    title: Words
    owner: str
    licence: str
    source: str
    audience: Words
    mode: Mode
    items: tuple[Item, ...]
    rule: Rule
    accuracy: Accuracy | None = None
    note: Words = field(default_factory=lambda: Words(""))
    demonstration: bool = False

    def item(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    def as_document(self) -> dict[str, Any]:
        """The plain form that `parse` reads back."""
        told = asdict(self)
        told["accuracy"] = told["accuracy"] or {}
        return told


def shown(instrument: Instrument, answers: Mapping[str, Any]) -> list[Item]:
    """The items whose conditions the answers so far fulfil, in order."""
    found: list[Item] = []
    for item in instrument.items:
        names = {one.id for one in found}
        if all(name in names and _is(answers.get(name), code) for name, code in item.when):
            found.append(item)
    return found


def _is(answer: Any, code: str) -> bool:
    return code in answer if isinstance(answer, list | tuple) else answer == code
