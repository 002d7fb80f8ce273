"""Our own list of services (core/codes) as words for the index and for queries, in English and Spanish."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from waystation.core.codes.lists import Code, get

TAXONOMY = "waystation-services"


@cache
def services() -> dict[str, Code]:
    """{code: Code} of the service vocabulary."""
    return {code.code: code for code in get("service")}


def phrases(code: Code) -> list[str]:
    """Every word people use for a service, both languages."""
    return [code.en, code.es, *code.extra.get("words", []), *code.extra.get("palabras", [])]


def label_words(labels: Iterable[str]) -> str:
    """Index words for the labels of a service: `code\\x1fname`, or a bare outside code, which is left out."""
    words: list[str] = []
    for label in labels:
        code, mark, name = label.partition("\x1f")
        if code in services():
            words += phrases(services()[code])
        elif mark:
            words.append(name)
    return "\n".join(dict.fromkeys(words))
