"""The documents are true: links lead somewhere, generated pages are fresh, the README's commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from waystation.cli import build_parser
from waystation.web.options import OPTIONS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    missing = [t for t in targets if not t.startswith(("http", "mailto:")) and not (page.parent / t).exists()]
    assert missing == []


def test_the_generated_reference_is_fresh() -> None:
    result = subprocess.run(
        [sys.executable, "tools/reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_the_readme_names_only_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"`?make ([a-z]+)`?", (ROOT / "README.md").read_text()))
    assert named
    assert named <= targets


def test_every_option_says_what_it_does() -> None:
    assert [o.name for o in OPTIONS if len(o.help) < 15] == []


def test_every_verb_of_the_command_line_has_a_help_text() -> None:
    reference = (ROOT / "docs" / "reference" / "command-line.md").read_text()
    verbs = [
        name
        for action in build_parser()._actions
        if action.choices and not isinstance(action.choices, range)
        for name in action.choices
    ]
    assert verbs
    assert [verb for verb in verbs if f"## waystation {verb}\n" not in reference] == []


def test_the_three_lines_of_python_in_the_how_to_print_a_report(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "estimate.md").read_text(encoding="utf-8")
    blocks = [re.sub("^    ", "", block, flags=re.M) for block in re.findall(r"(?:^    .*\n)+", page, re.M)]
    (tmp_path / "counts.csv").write_text(next(block for block in blocks if block.endswith("1,1,1,2\n")))
    lines = next(block for block in blocks if block.startswith("from waystation"))
    assert len(lines.splitlines()) == 3
    ran = subprocess.run([sys.executable, "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("<!doctype html>")
    assert "Verdict:" in ran.stdout
