"""Calls that turn words into programs: none is made; programs are started in named places only, without a shell."""

from __future__ import annotations

import ast
import re
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
    "numbers/prevalence/spool.py": "a panel of estimates computed by this interpreter, with our own module",
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


PATTERNS = {
    "web/options.py": "patterns of the options, written there",
    "web/backup/archive.py": "its own words",
    "web/setup/forms.py": "its own words",
    "core/screening/instruments/xlsform.py": "a row's number and the name of an item, escaped",
    "commons/directory/languages.py": "names of languages, escaped",
    "commons/directory/search/showing.py": "a word that was searched, escaped",
    "commons/directory/leaks/linter.py": "a data file of ours, read at start",
    "commons/directory/imports/rulebook.py": "a data file of ours, read at start",
}
FORMATS = {
    "web/updating.py": "the name of a copy, a constant",
    "care/intake/texting/replies.py": "a data file of ours",
    "core/linkage/multiplicity.py": "the members of Assumption, constants",
}


def test_no_pattern_is_built_of_what_somebody_typed() -> None:
    """Each place whose pattern is no constant is named with what it is built of."""
    built = {
        name
        for name, dotted, call in calls()
        if dotted.startswith("re.")
        and dotted != "re.escape"
        and call.args
        and not isinstance(call.args[0], ast.Constant)
    }
    assert built <= set(PATTERNS), sorted(built - set(PATTERNS))


def test_no_format_is_made_of_what_somebody_typed() -> None:
    """`format` and `format_map` belong to texts in the code; catalog entries are filled by name."""
    used = {
        name
        for name, _dotted, call in calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"format", "format_map"}
        and not isinstance(call.func.value, ast.Constant)
    }
    assert used <= set(FORMATS), sorted(used - set(FORMATS))


def test_no_script_can_change_what_all_objects_share() -> None:
    """No key that came from outside is assigned to, and nothing is merged into another object but what is written."""
    scripts = sorted(SOURCE.rglob("static/ui/*.js"))
    assert scripts
    wild = re.compile(
        r"\w\[[^\]\"']+\]\s*=[^=]|__proto__|prototype|\beval\b|new Function|\.\.\.JSON|assign\([^,]+, JSON"
    )
    assert [f"{path.name}: {found[0]}" for path in scripts for found in wild.finditer(path.read_text())] == []
