"""Reading the texts: `pages.toml` by the name of the address, `words.toml` by the word."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Word:
    """One word of the field with its plain meaning, in one language."""

    id: str
    name: str
    means: str


@cache
def data(name: str) -> dict[str, Any]:
    """One data file of this package, parsed once."""
    return tomllib.loads(files("waystation.web.help").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def text_of(view_name: str, language: str) -> str:
    """What the page at this address name is for and what is sealed there; "" for an address that shows no page."""
    pages = data("pages")
    entry: dict[str, str] = pages["page"].get(pages["same"].get(view_name, view_name), {})
    return entry.get(_short(language), "")


def words(language: str) -> list[Word]:
    """The glossary in the order of the reader's alphabet."""
    lang = _short(language)
    found = [Word(entry["id"], entry[lang], entry[f"means_{lang}"]) for entry in data("words")["word"]]
    return sorted(found, key=lambda word: word.name.casefold())


@dataclass(frozen=True)
class Reminder:
    """What to think of before an act, in one language."""

    title: str
    lines: tuple[str, ...]


def before(view_name: str, language: str) -> Reminder | None:
    """The reminder of the page at this address name; None for a page from which nothing goes out."""
    lang = _short(language)
    for act in data("harm")["act"]:
        if view_name in act["shown_on"]:
            return Reminder(act[f"title_{lang}"], tuple(line[lang] for line in act["line"]))
    return None


def _short(language: str) -> str:
    return "es" if language.startswith("es") else "en"
