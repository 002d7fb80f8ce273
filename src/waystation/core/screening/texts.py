"""The sentences of a determination and the other reviewed data of screening, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Text:
    """A sentence under a key, in English and Spanish."""

    key: str
    en: str
    es: str

    def text(self, lang: str = "en") -> str:
        return self.es if lang.lower().startswith("es") else self.en


@cache
def data(name: str) -> Mapping[str, Any]:
    """The parsed data file `data/<name>.toml`."""
    path = files("waystation.core.screening").joinpath(f"data/{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def say(group: str, key: str) -> Text:
    """The sentence `key` of a group of texts.toml."""
    row = data("texts")[group][key]
    return Text(key, row["en"], row["es"])
