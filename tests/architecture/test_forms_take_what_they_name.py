"""What a page sends reaches a record only by a field that a form names: nothing is taken over as it came."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import waystation

SOURCE = Path(waystation.__file__).parent
SENT = {"request.POST", "request.GET", "self.data", "form.data"}
WHOLE = {
    "ui/errors.py": "what was typed, shown again beside the way back, escaped",
    "care/intake/views/contacts.py": "the draft of a contact, kept sealed as it was typed and read again by its form",
    "web/journal/views.py": "the questions of the journal, given to their form",
    "foundation/keyring/session/held.py": "a form that waits behind the lock, kept sealed and sent again as it was",
}
"""Files that read all that was sent, and why no record gets a field by it."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_no_form_takes_its_fields_from_a_model() -> None:
    found = [
        f"{name}: {ast.unparse(node)[:60]}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ClassDef) and any("ModelForm" in ast.unparse(base) for base in node.bases))
        or (isinstance(node, ast.Call) and "modelform" in ast.unparse(node.func).lower())
    ]
    assert found == []


def test_what_was_sent_is_never_spread_over_an_act() -> None:
    """`**request.POST`, and going through all its names, are in named files only."""
    through = set()
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg is None and _is_sent(node.value):
                through.add(name)
            if isinstance(node, ast.Dict) and any(
                key is None and _is_sent(value) for key, value in zip(node.keys, node.values, strict=True)
            ):
                through.add(name)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                asks_all = node.func.attr in {"items", "lists", "dict", "keys"}
                if asks_all and ast.unparse(node.func.value) in SENT:
                    through.add(name)
    assert through == set(WHOLE)


def _is_sent(node: ast.expr) -> bool:
    return any(part in ast.unparse(node) for part in SENT)
