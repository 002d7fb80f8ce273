"""Repairs of text in cells, whatever the column: the rules that need no knowledge of the table."""

from __future__ import annotations

import re

from .ledger import Row
from .rulebook import finders, mojibake

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# One look at a whole row tells whether any cell needs a closer one.
TROUBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1e\x7f\ufffd]|\\n|\\r|##|[^\x00-\x7f]|'[=+\-@]")
# A number, a telephone number or a dash alone is none.
FORMULA = re.compile(r"\x1f[=@](?=\S)|\x1f[+-](?=[A-Za-z(]|\d+\s*[-+*/(]\s*[A-Za-z(])")
NAMES = {"name", "alternate_name"}
SMALL = {"of", "the", "and", "for", "in", "at", "to", "a", "an", "on", "by", "de", "del", "la", "las", "los", "y"}
KEPT = {
    "YMCA",
    "YWCA",
    "USA",
    "US",
    "UM",
    "FIU",
    "UHCS",
    "LLC",
    "PA",
    "II",
    "III",
    "IV",
    "VA",
    "HIV",
    "AIDS",
    "DC",
    "NW",
    "NE",
    "SW",
    "SE",
    "FL",
    "CCDA",
    "ESOL",
    "GED",
    "WIC",
    "SSI",
    "TTY",
    "PTSA",
    "ARC",
    "AARP",
    "MDC",
}
INCORPORATED = {"INC": "Inc", "CORP": "Corp", "CO": "Co", "LTD": "Ltd", "ST": "St", "DR": "Dr", "JR": "Jr"}


def clean(row: Row) -> None:
    """Strip, decode and tidy each cell in place, noting each repair."""
    cells = row.cells
    joined = "\x1f".join(cells.values())
    if TROUBLE.search(joined):
        for column, value in cells.items():
            if value and TROUBLE.search(value):
                cells[column] = _repair(row, value)
    for column, value in cells.items():
        if value and (value[0].isspace() or value[-1].isspace()):
            cells[column] = value.strip()
            row.repaired("outer_spaces")
    if FORMULA.search("\x1f" + joined):
        row.repaired("formula_cell")  # kept as the text it is, never worked out, guarded when it leaves
    for column in NAMES & cells.keys():
        cells[column] = _small_letters(row, cells[column])


def _repair(row: Row, value: str) -> str:
    if CONTROL.search(value):
        value = CONTROL.sub("", value)
        row.repaired("control_characters")
    if "\\n" in value or "\\r" in value:
        value = value.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\r", "\n")
        row.repaired("literal_newline")
    if not value.isascii():
        pattern, table = mojibake()
        value, found = pattern.subn(lambda m: table[m.group()], value)
        if found:
            row.repaired("mojibake")
    if value[:1] == "'" and value[1:2] in "=+-@" and value[1:2]:
        value = value[1:]
        row.repaired("formula_guard")
    if "##" in value:
        for name, pattern, text in finders():
            value, found = pattern.subn(text, value)
            if found:
                row.repaired(name)
    return value


def _small_letters(row: Row, name: str) -> str:
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 8 or " " not in name or any(c.islower() for c in letters):
        return name
    row.repaired("all_caps_name")
    words = re.split(r"(\W+)", name)
    return "".join(_word(word, first=i == 0) for i, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    if not word.isalpha() or word in KEPT:
        return word
    if word in INCORPORATED:
        return INCORPORATED[word]
    if len(word) == 1:
        return "s" if word == "S" and not first else word
    if word.lower() in SMALL and not first:
        return word.lower()
    if len(word) <= 5 and not set(word) & set("AEIOUY"):
        return word
    return word.capitalize()
