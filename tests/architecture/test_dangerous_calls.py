"""Calls that turn words into programs: none is made; programs are started in named places only, without a shell."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import waystation

SOURCE = Path(waystation.__file__).parent
NEVER = {
    "eval", "exec", "compile", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load",
    "shelve.open", "Template", "Engine.from_string", "subprocess.getoutput",
}  # fmt: skip
STARTS_PROGRAMS = {
    "web/practice/opening.py": "the practice process, with our own command line",
    "web/backup/restoring.py": "a restored folder proved by this interpreter, with our own module",
}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """(file, dotted name, call) of every call in the source."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield path.relative_to(SOURCE).as_posix(), ast.unparse(node.func), node


def test_no_word_becomes_a_program() -> None:
    assert [f"{name}:{call.lineno} {dotted}" for name, dotted, call in calls() if dotted in NEVER] == []


def test_programs_are_started_in_named_places_and_without_a_shell() -> None:
    found = [(name, call) for name, dotted, call in calls() if dotted.startswith("subprocess.")]
    assert {name for name, _call in found} == set(STARTS_PROGRAMS)
    for name, call in found:
        assert isinstance(call.args[0], ast.List), name
        assert all(keyword.arg != "shell" for keyword in call.keywords), name
