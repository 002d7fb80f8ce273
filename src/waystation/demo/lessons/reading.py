"""The lessons, read from `data/lessons/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Step:
    """One thing to do: as whom, where, why it matters; `done` is `view NAME ...` or `event VERB`."""

    who: str
    done: str
    page: str
    words: dict[str, str]

    @property
    def views(self) -> tuple[str, ...]:
        """The address names any of whose pages shows that the step is done; empty when the journal tells."""
        kind, *names = self.done.split()
        return tuple(names) if kind == "view" else ()

    @property
    def event(self) -> str:
        """The verb in the journal that shows it."""
        kind, _space, name = self.done.partition(" ")
        return name if kind == "event" else ""

    def do(self, language: str) -> str:
        return self.words[f"do_{_short(language)}"]

    def why(self, language: str) -> str:
        return self.words[f"why_{_short(language)}"]


@dataclass(frozen=True)
class Lesson:
    """For whom, how long, and the steps in turn; `role` is "" for a tour through several desks."""

    id: str
    order: int
    role: str
    minutes: int
    titles: dict[str, str]
    steps: tuple[Step, ...]

    def title(self, language: str) -> str:
        return self.titles[_short(language)]


@cache
def lessons() -> dict[str, Lesson]:
    """All lessons by id, in their order."""
    folder = files("waystation.demo").joinpath("data", "lessons")
    texts = {entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8") for entry in folder.iterdir()}
    found = [_lesson(name, tomllib.loads(text)) for name, text in texts.items()]
    return {lesson.id: lesson for lesson in sorted(found, key=lambda lesson: lesson.order)}


def _lesson(name: str, entry: dict[str, Any]) -> Lesson:
    titles = {"en": entry["title_en"], "es": entry["title_es"]}
    steps = tuple(_step(step) for step in entry["step"])
    return Lesson(name, entry["order"], entry["role"], entry["minutes"], titles, steps)


def _step(entry: dict[str, str]) -> Step:
    words = {key: entry[key] for key in ("do_en", "do_es", "why_en", "why_es")}
    return Step(entry["who"], entry["done"], entry.get("page", ""), words)


def _short(language: str) -> str:
    return "es" if language.startswith("es") else "en"
