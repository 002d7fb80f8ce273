"""Five-minute tours: a card each, with its stops."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from waystation.demo.reading import toml


@dataclass(frozen=True)
class Tour:
    """For whom, and what to do in turn."""

    title: str
    stops: tuple[str, ...]


def tours() -> list[Tour]:
    """All tours in the reader's language."""
    lang = "es" if (get_language() or "en").startswith("es") else "en"
    return [Tour(entry["title"][lang], tuple(stop[lang] for stop in entry["stop"])) for entry in toml("tours")["tour"]]
