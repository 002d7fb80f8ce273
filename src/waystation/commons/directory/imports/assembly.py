"""Rows to records: keys, references and the generic way from one row to one or more records."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import cache
from itertools import zip_longest
from typing import Any

from ..models import Organization, Record, Service
from .ledger import Row
from .values import converters

NAMESPACE = uuid.UUID("6f1a9f0e-6f0b-5a8e-9a3f-0d6a4c1d2b77")
# HSDS column of a key -> the table it leads to.
LEADS_TO = {
    "organization_id": "organization",
    "service_id": "service",
    "location_id": "location",
    "program_id": "program",
    "service_at_location_id": "service_at_location",
    "contact_id": "contact",
    "phone_id": "phone",
    "unit_id": "unit",
    "taxonomy_term_id": "taxonomy_term",
    "taxonomy_id": "taxonomy",
    "parent_organization_id": "organization",
    "parent_id": "taxonomy_term",
}
RENAMED = {"taxonomy_detail": "taxonomy_id"}


@cache
def references(model: type[Record]) -> list[tuple[str, str, bool]]:
    """[(attribute, HSDS column, required)] for every foreign key of a model."""
    return [
        (field.attname, RENAMED.get(field.name, field.attname), not field.null)
        for field in model._meta.concrete_fields
        if field.is_relation
    ]


class Assembly:
    """The records of one package as they grow. Keys that are UUIDs stay; others become UUIDv5 of source, table, key."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.made: dict[type[Record], dict[uuid.UUID, Record]] = {}
        self.known: dict[str, dict[str, uuid.UUID]] = {}
        self.seen: dict[str, dict[str, tuple[str, ...]]] = {}
        self.origin: dict[uuid.UUID, Row] = {}
        self.pairs: dict[tuple[uuid.UUID, uuid.UUID], None] = {}
        self.confidential: set[uuid.UUID] = set()
        self.language_names: dict[str, str] = {}
        self.stand_ins: set[uuid.UUID] = set()
        self.carried: set[str] = set()

    def key(self, table: str, original: str) -> uuid.UUID:
        if len(original) == 36:
            try:
                return uuid.UUID(original)
            except ValueError:
                pass
        return uuid.uuid5(NAMESPACE, f"{self.source}|{table}|{original}")

    def find(self, table: str, original: str) -> uuid.UUID | None:
        return self.known.get(table, {}).get(original)

    def records(self, model: type[Record]) -> Iterable[Any]:
        return self.made.get(model, {}).values()

    def get(self, model: type[Record], key: uuid.UUID) -> Any:
        return self.made.get(model, {}).get(key)

    def add(self, record: Record) -> None:
        record.source = self.source
        self.made.setdefault(type(record), {})[record.pk] = record

    def identity(self, row: Row) -> uuid.UUID | None:
        """The record's id, or None when the same row came before."""
        original, content = row.get("id"), tuple(row.cells.values())
        seen = self.seen.setdefault(row.table, {})
        if original and original not in seen:
            seen[original] = content
            key = self.key(row.table, original)
            self.known.setdefault(row.table, {})[original] = key
            return key
        if original and seen[original] == content:
            row.repaired("repeated_row")
            return None
        row.repaired("repeated_key" if original else "made_key")
        digest = "\x1f".join(content)
        if digest in seen:
            row.repaired("repeated_row")
            return None
        seen[digest] = ()
        return self.key(row.table, "\x1e" + digest)

    def build(self, model: type[Record], row: Row, **fixed: Any) -> list[Any]:
        """Make the records of a row and keep them. [] when the row is a repeat or is set aside."""
        key = self.identity(row)
        if key is None:
            return []
        wanted = converters(model)
        values: dict[str, Any] = {}
        for column in [c for c in row.cells if c in wanted]:
            text = row.cells[column]
            if text:
                values[column] = wanted[column](row, text)
        if "description" in wanted and row.get("description"):
            values["description"] = wanted["description"](row, row.get("description"))
        values |= fixed
        return self._place(model, row, key, {k: v for k, v in values.items() if v is not None})

    def _place(self, model: type[Record], row: Row, key: uuid.UUID, values: dict[str, Any]) -> list[Any]:
        links = [self._follow(row, attribute, column) for attribute, column, _ in references(model)]
        names = [attribute for attribute, _, _ in references(model)]
        missing = [
            attribute
            for (attribute, _, required), found in zip(references(model), links, strict=True)
            if required and not found and attribute not in values
        ]
        orphan = links and not any(links) and model.hsds_name in OWNED and not set(names) & values.keys()
        if missing or orphan:
            row.set_aside("no_parent")
            return []
        made = []
        for nth, combination in enumerate(zip_longest(*links) if links else [()]):
            chosen = {n: v for n, v in zip(names, combination, strict=True) if v is not None}
            needed = {
                a: link[0] for (a, _, required), link in zip(references(model), links, strict=True) if required and link
            }
            record = model(
                id=key if nth == 0 else uuid.uuid5(key, str(nth)),
                source_id=row.get("id")[:200],
                **(needed | chosen | values),
            )
            self.add(record)
            made.append(record)
            if not chosen or model.hsds_name not in OWNED:
                break
        if not made:
            made = [model(id=key, source_id=row.get("id")[:200], **values)]
            self.add(made[0])
        self.origin[key] = row
        return made

    def _follow(self, row: Row, attribute: str, column: str) -> list[uuid.UUID]:
        """The ids that a key cell leads to; keys that lead nowhere are dropped by name."""
        text = row.get(column)
        if not text:
            return []
        table = LEADS_TO[column]
        known = self.known.get(table, {})
        if text in known:
            return [known[text]]
        if "," not in text:
            row.repaired("missing_reference_dropped")
            return []
        keys = list(dict.fromkeys(k.strip() for k in text.split(",") if k.strip()))
        found = [known[k] for k in keys if k in known]
        row.repaired("several_keys" if len(keys) > 1 else "blank_marks")
        if len(found) < len(keys):
            row.repaired("missing_reference_dropped")
        return found

    def stand_in(self, row: Row, original: str, name: str) -> uuid.UUID:
        """An organization that the package names but does not hold."""
        key = self.key("organization", original or f"of service {row.get('id')}")
        if self.get(Organization, key) is None:
            self.add(Organization(id=key, source_id=original[:200], name=name))
            self.stand_ins.add(key)
        if original:
            self.known.setdefault("organization", {})[original] = key
        return key

    def services(self) -> Iterable[Service]:
        return self.records(Service)


# Records that mean nothing without an owner.
OWNED = {
    "contact",
    "phone",
    "schedule",
    "language",
    "funding",
    "service_area",
    "required_document",
    "url",
    "address",
    "accessibility",
    "service_at_location",
}
