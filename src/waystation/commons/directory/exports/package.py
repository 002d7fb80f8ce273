"""Writing a package: a folder of JSON documents, or CSV tables with a data package descriptor."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..models import Record
from ..schema import columns, tables
from .records import REQUIRED, Book

DOCUMENTS = ("service", "organization", "service_at_location", "taxonomy", "taxonomy_term")
# The file of each table in the official data package.
FILES = {
    "organization": "organizations",
    "program": "programs",
    "service": "services",
    "attribute": "attributes",
    "location": "locations",
    "phone": "phones",
    "contact": "contacts",
    "address": "addresses",
    "schedule": "schedules",
    "service_area": "service_areas",
    "required_document": "required_documents",
    "language": "languages",
    "taxonomy_term": "taxonomy_terms",
    "meta_table_description": "meta_table_descriptions",
    "cost_option": "cost_options",
    "organization_identifier": "organization_identifiers",
    "taxonomy": "taxonomies",
    "unit": "units",
}
FORMULA = re.compile(r"^[=+\-@\t\r]")
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


class NotEmpty(Exception):
    """The folder already holds something, or cannot be made; an export never writes over files."""


def export_package(
    path: Path, *, form: str, version: str, tell: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Write everything public to a new or empty folder. Returns {format, version, files, records}. Raises NotEmpty."""
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise NotEmpty(f"{path}: give a new or an empty folder")
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotEmpty(f"{path}: this folder cannot be made ({(error.strerror or str(error)).lower()})") from error
    tell("reading the directory")
    book = Book(version)
    files, records = (_json if form == "hsds-json" else _csv)(book, path, tell)
    return {"format": form, "version": version, "files": files, "records": records}


def _json(book: Book, path: Path, tell: Callable[[str], None]) -> tuple[int, int]:
    count = 0
    for table in DOCUMENTS:
        folder = path / table
        folder.mkdir()
        tell(f"writing {len(book.rows[table]):,} x {table}")
        for document in book.documents(table):
            (folder / f"{document['id']}.json").write_text(
                json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8"
            )
            count += 1
    return count, count


def _csv(book: Book, path: Path, tell: Callable[[str], None]) -> tuple[int, int]:
    files = records = 0
    resources = []
    for model in tables(book.version):
        rows = list(book.rows[model.hsds_name].values())
        if not rows:
            continue
        name = f"{FILES.get(model.hsds_name, model.hsds_name)}.csv"
        names = [column.name for column in columns(model, book.version)]
        tell(f"writing {len(rows):,} x {model.hsds_name}")
        with (path / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(names)
            writer.writerows([guard(row.get(column)) for column in names] for row in rows)
        resources.append(_resource(model, name, book.version))
        files, records = files + 1, records + len(rows)
    held = {resource["name"] for resource in resources}
    for resource in resources:
        keys = resource["schema"]["foreignKeys"]
        resource["schema"]["foreignKeys"] = [k for k in keys if k["reference"]["resource"] in held | {""}]
    package = {
        "name": f"waystation-hsds-{book.version.replace('.', '-')}",
        "profile": "tabular-data-package",
        "resources": resources,
    }
    (path / "datapackage.json").write_text(json.dumps(package, indent=1), encoding="utf-8")
    return files + 1, records


def guard(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a quote mark before it; numbers stay numbers."""
    if isinstance(value, str) and FORMULA.match(value) and not NUMBER.match(value):
        return "'" + value
    return value


def _resource(model: type[Record], path: str, version: str) -> dict[str, Any]:
    """The data package description of one table (Frictionless tabular resource)."""
    must = {"id", *REQUIRED.get(model.hsds_name, ())} - {"description", *_may_be_blank(model)}
    fields = [
        {
            "name": c.name,
            "type": "number" if c.is_number else "string",
            **({"constraints": {"required": True}} if c.name in must else {}),
        }
        for c in columns(model, version)
    ]
    keys = [
        {"fields": COLUMN_OF.get(f.attname, f.attname),
         "reference": {"resource": "" if f.related_model is model else f.related_model.hsds_name, "fields": "id"}}
        for f in model._meta.concrete_fields
        if f.is_relation and isinstance(f.related_model, type) and issubclass(f.related_model, Record)
        and any(c.attribute == f.attname for c in columns(model, version))
    ]  # fmt: skip
    return {
        "name": model.hsds_name,
        "path": path,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"primaryKey": "id", "fields": fields, "foreignKeys": keys},
    }


COLUMN_OF = {"taxonomy_detail_id": "taxonomy_id"}


def _may_be_blank(model: type[Record]) -> set[str]:
    return {f.name for f in model._meta.concrete_fields if getattr(f, "blank", False)}
