"""The sizes and shapes of design: small files, short functions, named rooms."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "waystation"
DRAWERS = {"utils", "helpers", "common", "misc", "util", "helper"}


def python_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()
    return [ROOT / name for name in listed if "/migrations/" not in name and (ROOT / name).exists()]


def ours() -> list[Path]:
    return [path for path in python_files() if path.is_relative_to(SRC)]


def test_no_file_is_longer_than_its_limit() -> None:
    long = []
    for path in python_files():
        limit = 400 if path.is_relative_to(ROOT / "tests") else 300
        lines = len(path.read_text().splitlines())
        if lines > limit:
            long.append(f"{path.relative_to(ROOT)}: {lines} > {limit}")
    assert long == []


def test_no_function_is_longer_than_forty_lines() -> None:
    long = []
    for path in ours():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 40:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines}")
    assert long == []


def test_no_template_is_longer_than_120_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {n}"
        for path in SRC.rglob("*.html")
        if (n := len(path.read_text().splitlines())) > 120
    ]
    assert long == []


def test_no_module_is_a_drawer() -> None:
    assert [str(p.relative_to(ROOT)) for p in python_files() if p.stem in DRAWERS or p.parent.name in DRAWERS] == []


def test_every_package_says_what_it_is_for() -> None:
    silent = []
    for path in SRC.rglob("__init__.py"):
        if "migrations" in path.parts or "templatetags" in path.parts:
            continue
        if not ast.get_docstring(ast.parse(path.read_text())):
            silent.append(str(path.relative_to(ROOT)))
    assert silent == []


def test_no_empty_room_stands_waiting() -> None:
    empty = []
    for path in SRC.rglob("__init__.py"):
        folder = path.parent
        if "migrations" in folder.parts:
            continue
        held = [p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
        if not [p for p in held if p.name not in {"__init__.py", "apps.py"}]:
            empty.append(str(folder.relative_to(ROOT)))
    assert empty == []


def test_templates_carry_no_inline_style_or_script() -> None:
    found = []
    for path in SRC.rglob("*.html"):
        text = path.read_text()
        patterns = (r"\sstyle\s*=", r"<script(?![^>]*\bsrc=)", r"\son[a-z]+\s*=\s*[\"']")
        if any(re.search(pattern, text) for pattern in patterns):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


CONSTRUCTS = [
    (r"\bDecision\(", {"foundation/gate/"}, "only the gate makes a Decision"),
    (r"\bmark_safe\(|\|safe\b", {"ui/"}, "only ui marks text as safe"),
    (r"\b(timezone|datetime)\.now\(|\bdate\.today\(", {"foundation/clock.py"}, "time comes from the clock"),
    (r"\b(override|force)\s*=\s*True", set(), "there is no override"),
]


@pytest.mark.parametrize(("pattern", "allowed", "law"), CONSTRUCTS, ids=[c[2] for c in CONSTRUCTS])
def test_the_laws_hold_in_the_text_of_the_code(pattern: str, allowed: set[str], law: str) -> None:
    found = []
    for path in [*ours(), *SRC.rglob("*.html")]:
        name = str(path.relative_to(SRC))
        if not any(name.startswith(a) for a in allowed):
            lines = enumerate(path.read_text().splitlines(), 1)
            found += [f"{name}:{n}" for n, line in lines if re.search(pattern, line)]
    assert found == [], law


def test_every_place_a_law_excepts_exists() -> None:
    assert [place for _, places, _ in CONSTRUCTS for place in places if not (SRC / place).exists()] == []
