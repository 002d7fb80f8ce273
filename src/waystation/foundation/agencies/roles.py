"""The roles, read from roles.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Role:
    """One role: its words in each language and the facts that policies ask for."""

    code: str
    en: str
    es: str
    says_en: str
    says_es: str
    serves_people: bool = False
    supervises: bool = False
    administers: bool = False
    analyses: bool = False
    runs_line: bool = False
    idle_minutes: int = 15

    def label(self, language: str = "en") -> str:
        """The role's name in a language, English when there is no other."""
        return self.es if language.startswith("es") else self.en

    def sentence(self, language: str = "en") -> str:
        """What the role does, in one sentence."""
        return self.says_es if language.startswith("es") else self.says_en


@cache
def roles() -> dict[str, Role]:
    """All roles by code, in the order of the file."""
    text = files("waystation.foundation.agencies").joinpath("roles.toml").read_text(encoding="utf-8")
    return {code: Role(code=code, **entry) for code, entry in tomllib.loads(text).items()}


def role(code: str) -> Role:
    """One role. Raises KeyError for a code that is not in the file."""
    return roles()[code]
