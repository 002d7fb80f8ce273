"""Writes the generated reference pages; with `--check` fails when a page is out of date."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from waystation.web.options import Option

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "reference"
NOTE = "<!-- Written by tools/reference.py from the code. Do not edit. -->\n\n"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    from waystation.web.options import OPTIONS

    rows = [
        [f"`{o.name}`", f"`{o.variable}`", o.type.__name__, _default(o), "secret" if o.secret else o.bounds, o.help]
        for o in OPTIONS
    ]
    note = (
        "In `settings.toml` in the data folder, or in the environment, which wins; what is typed after "
        "`waystation start` wins over both. A value that cannot be is refused in one sentence. "
        "A secret is printed nowhere."
    )
    head = ["Name", "Environment", "Type", "Default", "Accepts", "What it does"]
    return f"# Settings\n\n{note}\n\n" + table(head, rows)


def _default(option: Option) -> str:
    if option.type is list:
        return " ".join(f"`{word}`" for word in option.default) or "none"
    return f"`{option.default}`" if option.default != "" else "empty"


def roles_page() -> str:
    from waystation.foundation.agencies.roles import roles

    rows = [[f"`{code}`", role.label("en"), role.sentence("en")] for code, role in roles().items()]
    note = "The gate decides what each role may open. Every route and role: `tests/architecture/role_matrix.csv`."
    return f"# Roles\n\n{note}\n\n" + table(["Code", "Role", "In one sentence"], rows)


def data_dictionary_page() -> str:
    from django.apps import apps

    from waystation.core import codes
    from waystation.core.codes import statistics

    text = ["# Data dictionary\n\n## Columns\n\nOf the sealed wings. What is not here lies in capsules.\n\n"]
    rows = []
    for label in ("audit", "agencies", "keyring", "cases", "intake", "consent", "referrals", "insights"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.local_fields:
                rows.append([f"{label}.{model.__name__}", f"`{field.name}`", field.get_internal_type()])
    text += [table(["Record", "Column", "Type"], rows), "\n## Statistics capsule\n\n"]
    rows = [
        [kind, f"`{name}`", str(field["type"]), str(field.get("list", ""))]
        for kind in ("contact", "situation", "client")
        for name, field in statistics.schema(kind).items()
    ]
    text += [table(["Kind", "Field", "Type", "Code list"], rows), "\n## Code lists\n\n"]
    lists = [codes.get(name) for name in codes.names()]
    rows = [[f"`{item.name}`", str(len(item)), item.en, item.source, item.date] for item in lists]
    text.append(table(["List", "Codes", "What", "Source", "Date"], rows))
    return "".join(text)


def command_page() -> str:
    from waystation.cli import build_parser

    parser = build_parser()
    text = ["# Command line\n\n```\n" + parser.format_help() + "```\n"]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                text.append(f"\n## waystation {name}\n\n```\n{sub.format_help()}```\n")
    return "".join(text)


ASVS_NOTE = (
    "What shows that an item is met, or why it is open, or why nothing here is what it speaks of. Ids and levels are "
    "those of the standard, the words are ours. Written by hand in `asvs.csv`; a test holds it to the standard's list "
    "and to the tests that exist. **Decided** means not met to the letter, by a choice whose reason stands there. "
    "**Open** means not met, or met and not shown."
)


def asvs_page() -> str:
    with (TARGET / "asvs.csv").open(newline="", encoding="utf-8") as source:
        items = list(csv.DictReader(source))
    text = ["# OWASP ASVS 5.0, levels 1 and 2\n\n", ASVS_NOTE, "\n\n"]
    states = ("shown", "decided", "open", "not here")
    rows = [
        [f"Level {level}", *(str(sum(i["level"] == level and i["state"] == state for i in items)) for state in states)]
        for level in ("1", "2")
    ]
    text.append(table(["", "Shown", "Decided", "Open", "Not here"], rows))
    for chapter in dict.fromkeys(item["id"].split(".")[0] for item in items):
        here = [item for item in items if item["id"].split(".")[0] == chapter]
        text.append(f"\n## V{chapter}\n\n")
        text.append(table(["Item", "Level", "About", "State", "Shown by, or why"], [_asvs_row(item) for item in here]))
    return "".join(text)


def _asvs_row(item: dict[str, str]) -> list[str]:
    names = item["evidence"].split()
    shown = " ".join(f"`{name}`" for name in names) if item["state"] == "shown" else item["evidence"]
    return [f"V{item['id']}", item["level"], item["about"], item["state"], shown]


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "roles.md": roles_page,
    "data-dictionary.md": data_dictionary_page,
    "command-line.md": command_page,
    "asvs.md": asvs_page,
}


def main(check: bool) -> int:
    os.environ |= {
        "WAYSTATION_HOME": tempfile.mkdtemp(prefix="waystation-reference-"),
        "DJANGO_SETTINGS_MODULE": "waystation.web.settings",
        "COLUMNS": "100",
    }
    import django

    django.setup()
    stale = []
    for name, write in PAGES.items():
        page = NOTE + write()
        path = TARGET / name
        if not path.exists() or path.read_text() != page:
            stale.append(name)
            if not check:
                path.write_text(page)
    if check and stale:
        print(f"Out of date: {', '.join(stale)}. Run: python tools/reference.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
