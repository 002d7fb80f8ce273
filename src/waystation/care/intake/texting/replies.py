"""What is answered by itself: the words carriers ask us to obey, the first answer, and nobody is here."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import combining, normalize

from waystation.care.intake.lines.anchors import standing
from waystation.care.intake.lines.models import Line

NATIONAL = "1-888-373-7888"


@dataclass(frozen=True)
class Answer:
    """One of the texts of replies.toml in a language; `code` is what is remembered of it, `phone` the line's own."""

    what: str = ""
    language: str = "en"
    phone: str = ""

    @property
    def code(self) -> str:
        return f"{self.what}_{self.language}" if self.what else ""

    @property
    def text(self) -> str:
        """The words, "" when nothing is answered."""
        if not self.what:
            return ""
        return str(_file()[self.what][self.language]).format(national=NATIONAL, phone=self.phone or NATIONAL)

    @classmethod
    def of(cls, code: str, phone: str = "") -> Answer:
        """The answer of a code given before."""
        what, _, language = code.rpartition("_")
        return cls(what, language, phone) if what in _file() and language in ("en", "es") else cls()


def keyword(text: str) -> tuple[str, str]:
    """("stop", "start", "help" or "", language) of a text that is one of these words and no more."""
    said = re.sub(r"[^\w ]", "", _plain(text)).strip()
    for what, words in _file()["words"].items():
        for language, known in words.items():
            if said in known:
                return what, language
    return "", ""


def language_of(text: str, line: Line) -> str:
    """Spanish when a text looks so, else the line's first language of the two."""
    said = f" {re.sub(r'[^a-zñ]+', ' ', _plain(text))} "
    if re.search("[¿¡ñ]", text) or any(f" {_plain(word)} " in said for word in _file()["spanish"]["words"]):
        return "es"
    return next((short for code in line.languages for long, short in _SHORT if code == long), "en")


def phone_of(line: Line) -> str:
    """The number to call on this line, "" when it has none."""
    return next((row.number for row in standing(line.numbers.filter(kind="phone"))), "")


_SHORT = (("eng", "en"), ("spa", "es"))


def _plain(text: str) -> str:
    """Lower case without accents; ñ stays a letter of its own."""
    split = normalize("NFKD", text.casefold().replace("ñ", "\x00"))
    return "".join(sign for sign in split if not combining(sign)).replace("\x00", "ñ")


@cache
def _file() -> dict[str, Any]:
    text = files("waystation.care.intake.texting").joinpath("data/replies.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
