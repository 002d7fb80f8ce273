"""Every sentence that the core can give as a reason has words on the pages, in both languages."""

from __future__ import annotations

import ast
from importlib.resources import files

import pytest
from django.utils import translation

from waystation.core.prevalence import Estimate, calibrating, linking
from waystation.numbers.prevalence import selfreported, words


def said_in(module: str) -> list[str]:
    """Sentences in the functions of a module that answer with reasons; what is filled in stands as a number."""
    package, _dot, name = module.rpartition(".")
    tree = ast.parse(files(package).joinpath(f"{name}.py").read_text(encoding="utf-8"))
    found = []
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef) and function.returns and "str" in ast.unparse(function.returns):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            inside = {id(part) for text in _strings(body) if isinstance(text, ast.JoinedStr) for part in text.values}
            found += [_filled(text) for text in _strings(body) if id(text) not in inside]
    return [text for text in found if text.count(" ") > 2]


def _strings(body: list[ast.stmt]) -> list[ast.expr]:
    return [
        node for one in body for node in ast.walk(one)
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    ]  # fmt: skip


def _filled(text: ast.expr) -> str:
    if isinstance(text, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "1,234" for part in text.values)
    assert isinstance(text, ast.Constant)
    return str(text.value)


LINKS = (((700.0, 900.0), 10), ((900.0, float("nan")), 10), ((1000.0, 1000.0), 1_234))
"""Numbers with wrong links and people on two lists or more, for each reason that rests on them."""


def _of_links(share: float | None, numbers: tuple[float, ...], on_two: int) -> str:
    row = Estimate("stepwise", 1000.0, 950.0, 1050.0, 0.95, 1.0, "", 0, "estimate", 100)
    return linking.told(row, numbers, share, on_two)[0]


REASONS = sorted(
    {
        *said_in("waystation.core.prevalence.verdicts"), "nothing in this table speaks against the range",
        calibrating.FAILED, selfreported.SAID, selfreported.CONTRADICT,
        *(_of_links(share, numbers, on_two) for share in (None, 0.05) for numbers, on_two in LINKS),
    }
)  # fmt: skip


def test_the_reasons_of_the_core_are_found() -> None:
    assert len(REASONS) >= 14
    assert "only 1,234 people are on two lists or more; 1,234 is the least" in REASONS


@pytest.mark.parametrize("sentence", REASONS)
def test_a_reason_of_the_core_is_known_to_the_pages(sentence: str) -> None:
    assert words.reason(sentence) != sentence
    with translation.override("es"):
        spanish = words.reason(sentence)
    assert spanish not in (sentence, words.reason(sentence))
