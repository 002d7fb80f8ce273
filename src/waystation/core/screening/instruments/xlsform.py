"""XLSForm workbooks (sheets survey, choices, settings) as instruments, in the part of XLSForm that a tool needs.

Read: select_one, select_multiple, integer, text, note and groups; labels in English and Spanish; `relevant` as
${item} = 'answer' or selected(${item}, 'answer'), joined by `and`. An instrument also has a rule, which XLSForm does
not know: it stands in columns of our own (settings: rule, bands, positive_when, owner, licence ...; choices: weight,
yes; survey: dimension, strength). What changes the sense of a form and is not read is refused with its sheet and row;
looks (appearance, required, media) are left aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from waystation.core.screening.instruments.errors import InstrumentError
from waystation.core.screening.instruments.reading import parse
from waystation.core.screening.instruments.shapes import Instrument
from waystation.core.screening.instruments.workbook import Row, read_sheets

KINDS = {"select_one": "one", "select_multiple": "many", "integer": "number", "text": "text", "note": "note"}
GROUPS = {"begin_group", "begin group", "end_group", "end group"}
CHANGES = ("calculation", "constraint", "choice_filter", "repeat_count", "trigger")
"""Columns of the survey that change what is asked or stored in ways that are not read here."""
CONDITION = re.compile(
    r"\s*(?:\$\{([^{}\s]{1,60})\}\s*=\s*['\"]([^'\"]{1,60})['\"]"
    r"|selected\(\s*\$\{([^{}\s]{1,60})\}\s*,\s*['\"]([^'\"]{1,60})['\"]\s*\))\s*"
)
LANGUAGES = {"english": "en", "en": "en", "eng": "en", "spanish": "es", "español": "es", "es": "es", "spa": "es"}
YES = frozenset({"yes", "si", "sí", "true", "1"})
SETTINGS = ("owner", "licence", "source", "mode")


def read_xlsform(content: bytes) -> Instrument:
    """The instrument of a workbook. Raises `InstrumentError`, which names the sheet and the row."""
    sheets = read_sheets(content, ("survey", "choices", "settings"))
    for name in ("survey", "settings"):
        if not sheets.get(name):
            raise InstrumentError(f"Sheet {name}: it is missing or empty.")
    settings = sheets["settings"][0]
    if len(sheets["settings"]) > 1:
        raise sheets["settings"][1].refuse("settings are one row")
    default = _language(settings.get("default_language")) or "en"
    choices = _choices(sheets.get("choices", []), default)
    rows = list(_items(sheets["survey"], choices, default))
    try:
        return parse(_document(settings, [item for _row, item in rows], default))
    except InstrumentError as problem:
        for number, (row, item) in enumerate(rows, 1):
            if re.match(rf"Item ({re.escape(item['id'])}|{number})[:,]", str(problem)):
                raise row.refuse(str(problem).rstrip(".")) from None
        raise InstrumentError(f"Sheet settings, row {settings.number}: {problem}") from None


def _document(settings: Row, items: list[dict[str, Any]], default: str) -> dict[str, Any]:
    told: dict[str, Any] = {name: settings.get(name) for name in SETTINGS}
    rule = {
        "kind": settings.get("rule"),
        "bands": [_band(settings, part) for part in _parts(settings.get("bands"))],
        "positive_when": [[name.strip() for name in part.split("+")] for part in _parts(settings.get("positive_when"))],
    }
    document = told | {
        "id": settings.get("form_id"),
        "version": settings.get("version"),
        "title": _words(settings, "form_title", default),
        "audience": _words(settings, "audience", default),
        "note": _words(settings, "note", default),
        "rule": rule,
        "items": items,
    }
    if settings.get("sensitivity") or settings.get("specificity"):
        document["accuracy"] = {
            "sensitivity": _number(settings, "sensitivity"),
            "specificity": _number(settings, "specificity"),
            "n": _whole(settings, "n"),
            "prevalence": _number(settings, "prevalence"),
            "source": settings.get("accuracy_source"),
        }
    return document


def _choices(rows: list[Row], default: str) -> dict[str, list[dict[str, Any]]]:
    lists: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        name, code = row.get("list_name") or row.get("list name"), row.get("name")
        if not name or not code:
            raise row.refuse("list_name and name are both needed")
        yes = row.get("yes").lower() if "yes" in row.cells else code.lower()
        weight = _number(row, "weight") if row.get("weight") else float(yes in YES)
        words = _words(row, "label", default)
        if not words["en"]:
            raise row.refuse("label is missing")
        lists.setdefault(name, []).append({"code": code, "words": words, "weight": weight, "yes": yes in YES})
    return lists


def _items(
    rows: list[Row], choices: Mapping[str, list[dict[str, Any]]], default: str
) -> Iterator[tuple[Row, dict[str, Any]]]:
    outer: list[list[list[str]]] = []
    for row in rows:
        kind, _, of = row.get("type").partition(" ")
        for name in CHANGES:
            if row.get(name):
                raise row.refuse(f"the column {name} is not supported")
        if row.get("type") in GROUPS:
            if kind.startswith("begin"):
                outer.append(_when(row))
            elif outer:
                outer.pop()
            else:
                raise row.refuse("a group ends that did not begin")
            continue
        yield row, _item(row, kind, of.strip(), choices, default, [pair for group in outer for pair in group])
    if outer:
        raise rows[-1].refuse("a group does not end")


def _item(
    row: Row, kind: str, of: str, choices: Mapping[str, list[dict[str, Any]]], default: str, outer: list[list[str]]
) -> dict[str, Any]:
    if kind not in KINDS:
        supported = ", ".join([*KINDS, "begin_group", "end_group"])
        raise row.refuse(f"the type {row.get('type')[:60]!r} is not supported; supported are {supported}")
    if not row.get("name"):
        raise row.refuse("name is missing")
    item: dict[str, Any] = {"id": row.get("name"), "kind": KINDS[kind], "when": outer + _when(row)}
    words, hints = _words(row, "label", default), _words(row, "hint", default)
    item["words"] = {lang: "\n".join(text for text in (words[lang], hints[lang]) if text) for lang in ("en", "es")}
    if not words["en"]:
        raise row.refuse("label is missing")
    if kind.startswith("select"):
        if of not in choices:
            raise row.refuse(f"there is no list {of[:60]!r} on the sheet choices")
        item["answers"] = choices[of]
    return item | {"dimension": row.get("dimension"), "strength": row.get("strength")}


def _when(row: Row) -> list[list[str]]:
    told = row.get("relevant")
    found = []
    for part in re.split(r"\band\b", told) if told else []:
        match = CONDITION.fullmatch(part)
        if match is None:
            raise row.refuse("relevant may only be ${item} = 'answer' or selected(${item}, 'answer'), joined by and")
        found.append([match[1] or match[3], match[2] or match[4]])
    return found


def _words(row: Row, name: str, default: str) -> dict[str, str]:
    """The text of a column in both languages; where one is missing the other stands in for English."""
    told = {"en": "", "es": ""}
    for head, value in row.cells.items():
        base, _, tongue = head.partition("::")
        if base.strip() == name:
            lang = (_language(tongue) or "") if tongue else default
            if lang in told:
                told[lang] = value
    return {"en": told["en"] or told["es"], "es": told["es"]}


def _language(told: str) -> str | None:
    """en or es out of `English (en)`, `en` or `Español`."""
    short = re.search(r"\(([a-z]{2,3})", told.lower())
    return LANGUAGES.get(short[1] if short else told.strip().lower())


def _parts(told: str) -> list[str]:
    return [part.strip() for part in told.split(";") if part.strip()]


def _band(settings: Row, part: str) -> dict[str, Any]:
    """`4 = possible concern *`: the least sum, the words, a star where it counts as positive."""
    low, _, words = part.partition("=")
    try:
        least = float(low)
    except ValueError:
        raise settings.refuse(f"bands are written like 4 = possible concern *, not {part[:60]!r}") from None
    return {"low": least, "words": words.rstrip(" *").strip(), "positive": words.rstrip().endswith("*")}


def _number(row: Row, name: str) -> float | None:
    if not row.get(name):
        return None
    try:
        return float(row.get(name))
    except ValueError:
        raise row.refuse(f"{name} must be a number") from None


def _whole(row: Row, name: str) -> int | None:
    told = row.get(name)
    if told and not re.fullmatch(r"[0-9]{1,9}", told):
        raise row.refuse(f"{name} must be a whole number")
    return int(told) if told else None
