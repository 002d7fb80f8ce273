"""The reader of instrument files (TOML): every complaint names the item and the rule that it breaks."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from waystation.core.screening.instruments.checking import Table, refuse
from waystation.core.screening.instruments.errors import InstrumentError
from waystation.core.screening.instruments.shapes import OPEN, Answer, Band, Instrument, Item, Rule, Words
from waystation.core.screening.meaning import Accuracy

LARGEST = 262_144
"""Bytes of a file; long published tools have some 60 items and 30 kB."""
MOST_ITEMS, MOST_ANSWERS, MOST_BANDS, MOST_NESTED = 300, 60, 20, 24
YES_NO = (Answer("yes", Words("Yes", "Sí"), 1.0, True), Answer("no", Words("No", "No"), 0.0, False))
STRENGTHS = ("strong", "medium", "weak")


def read_toml(content: bytes) -> Instrument:
    """The instrument of a TOML file. Raises `InstrumentError`."""
    if len(content) > LARGEST:
        raise InstrumentError(f"The file is larger than {LARGEST // 1024} kB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InstrumentError("The file is not UTF-8 text.") from None
    if any(_is_deep(line) for line in text.splitlines()):
        raise InstrumentError(f"A line of the file is nested more than {MOST_NESTED} deep.")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InstrumentError(f"The file is not TOML: {problem}.") from None
    except (RecursionError, ValueError):
        raise InstrumentError("The file holds a value that cannot be read.") from None
    return parse(document)


def _is_deep(line: str) -> bool:
    """Names and lists nested far beyond what a file here has: the reader's time would grow with their square."""
    plain = re.split("[\"'#]", line, maxsplit=1)[0]
    quoted = re.findall(r"[\"']\s*\.|\.\s*[\"']", line)
    return len(quoted) > MOST_NESTED or any(plain.count(sign) > MOST_NESTED for sign in ".[{")


def parse(document: Any) -> Instrument:
    """The instrument of a document as `Instrument.as_document` gives it. Raises `InstrumentError`."""
    table = Table(document, "the instrument")
    table.only(
        "id", "version", "title", "owner", "licence", "source", "audience", "mode", "items", "rule", "accuracy", "note",
        "demonstration",
    )  # fmt: skip
    items = tuple(_items(table))
    return Instrument(
        id=table.code("id"),
        version=table.text("version", 40),
        title=table.words("title", 200),
        owner=table.text("owner", 200),
        licence=table.text("licence", 500),
        source=table.text("source", 500),
        audience=table.words("audience", 400),
        mode=table.one_of("mode", ("asked", "observed")),
        items=items,
        rule=_rule(table, items),
        accuracy=_accuracy(table),
        note=table.words("note", 2000, needed=False),
        demonstration=table.flag("demonstration"),
    )


def _items(table: Table) -> Iterator[Item]:
    rows = table.rows("items", MOST_ITEMS)
    if not rows:
        raise refuse("the instrument", "it has no items")
    seen: dict[str, Item] = {}
    for number, row in enumerate(rows, 1):
        part = Table(row, f"item {number}")
        part.where = f"item {part.code('id')}"
        item = _item(part, seen)
        if item.id in seen:
            raise refuse(part.where, "two items have this id")
        seen[item.id] = item
        yield item


def _item(part: Table, before: Mapping[str, Item]) -> Item:
    part.only("id", "words", "kind", "answers", "when", "dimension", "strength")
    kind = part.one_of("kind", ("one", "many", "number", "text", "note"), "one")
    answers = tuple(_answers(part)) if kind in ("one", "many") else ()
    if kind not in ("one", "many") and part.rows("answers", MOST_ANSWERS):
        raise refuse(part.where, f"an item of the kind {kind} has no answers to choose from")
    return Item(
        id=part.code("id"),
        words=part.words("words", 2000),
        kind=kind,
        answers=answers,
        when=tuple(_conditions(part, before)),
        dimension=part.code("dimension", needed=False),
        strength=part.one_of("strength", STRENGTHS, ""),
    )


def _answers(part: Table) -> Iterator[Answer]:
    rows = part.rows("answers", MOST_ANSWERS)
    if not rows:
        yield from YES_NO
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        one = Table(row, f"{part.where}, answer {number}")
        one.only("code", "words", "weight", "yes")
        code = one.code("code")
        if code in seen:
            raise refuse(one.where, f"two answers have the code {code}")
        if code in OPEN:
            raise refuse(one.where, f"{code} is offered beside every item and is not an answer of its own")
        seen.add(code)
        yield Answer(code, one.words("words", 500), one.number("weight", 0.0), one.flag("yes"))


def _conditions(part: Table, before: Mapping[str, Item]) -> Iterator[tuple[str, str]]:
    for pair in part.rows("when", 10):
        if not (isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(one, str) for one in pair)):
            raise refuse(part.where, "when must hold pairs of an item and one of its answers")
        name, code = pair
        if name not in before:
            raise refuse(part.where, f"when speaks of {name[:60]!r}, which is no earlier item")
        if code not in {answer.code for answer in before[name].answers}:
            raise refuse(part.where, f"when speaks of {code[:60]!r}, which is no answer of the item {name}")
        yield name, code


def _rule(table: Table, items: tuple[Item, ...]) -> Rule:
    part = Table(table.needed("rule"), "the rule")
    part.only("kind", "bands", "positive_when", "review")
    kind = part.one_of("kind", ("any_yes", "weighted_sum", "dimensions"))
    part.where = f"the rule {kind}"
    bands = tuple(_bands(part))
    groups = tuple(_groups(part, {item.dimension for item in items if item.dimension}))
    scored = [item for item in items if item.kind in ("one", "many")]
    if not scored:
        raise refuse(part.where, "no item has answers to choose from")
    if kind == "any_yes" and not any(answer.yes for item in scored for answer in item.answers):
        raise refuse(part.where, "no answer of any item is marked as yes")
    if (kind == "weighted_sum") != bool(bands):
        raise refuse(part.where, "bands belong to the rule weighted_sum, and it needs them")
    if (kind == "dimensions") != bool(groups):
        raise refuse(part.where, "positive_when belongs to the rule dimensions, and it needs it")
    for item in scored if kind == "dimensions" else []:
        if bool(item.dimension) != bool(item.strength):
            raise refuse(f"item {item.id}", "the rule dimensions needs a dimension and a strength, or neither")
    return Rule(kind, bands, groups, part.flag("review") or kind == "dimensions")


def _bands(part: Table) -> Iterator[Band]:
    last = -math.inf
    for number, row in enumerate(part.rows("bands", MOST_BANDS), 1):
        one = Table(row, f"{part.where}, band {number}")
        one.only("low", "words", "positive")
        low = one.number("low")
        if low <= last:
            raise refuse(one.where, "each band begins above the one before it")
        last = low
        yield Band(low, one.words("words", 200), one.flag("positive"))


def _groups(part: Table, dimensions: set[str]) -> Iterator[tuple[str, ...]]:
    for number, group in enumerate(part.rows("positive_when", MOST_BANDS), 1):
        if not (isinstance(group, list | tuple) and group and all(isinstance(name, str) for name in group)):
            raise refuse(part.where, f"positive_when, group {number}, must be a list of dimensions")
        for name in group:
            if name not in dimensions:
                raise refuse(part.where, f"positive_when speaks of {name[:60]!r}, which is no item's dimension")
        yield tuple(group)


def _accuracy(table: Table) -> Accuracy | None:
    told = table.get("accuracy")
    if not told:
        return None
    part = Table(told, "the published accuracy")
    part.only("sensitivity", "specificity", "n", "prevalence", "source")
    prevalence = None if part.get("prevalence") is None else part.share("prevalence")
    return Accuracy(
        sensitivity=part.share("sensitivity"),
        specificity=part.share("specificity"),
        n=part.whole("n"),
        prevalence=prevalence,
        source=part.text("source", 500),
    )
