"""A whole package: files to tables, tables in the order of their keys, rows to records, every row in the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..models import (
    CostOption,
    Funding,
    Location,
    MetaTableDescription,
    Organization,
    OrganizationIdentifier,
    RequiredDocument,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
    Unit,
    Url,
)
from ..schema import HSDS
from . import shapes, shapes_service
from .assembly import LEADS_TO, Assembly
from .cells import clean
from .ledger import Ledger, Row
from .opening import BadPackage, RawFile, open_package
from .reading import cells_of, read_table
from .rulebook import columns_of, rename, tables_by_file
from .values import converters

Tell = Callable[[str], None]


def _plain(model: Any) -> shapes.Shape:
    return lambda assembly, row: assembly.build(model, row)


def _named(model: Any) -> shapes.Shape:
    def shape(assembly: Assembly, row: Row) -> None:
        if shapes.need_name(row):
            assembly.build(model, row)

    return shape


def _needs(model: Any, column: str) -> shapes.Shape:
    def shape(assembly: Assembly, row: Row) -> None:
        if row.get(column):
            assembly.build(model, row)
        else:
            row.set_aside("missing_required")

    return shape


# In the order in which keys can be followed.
ORDER: dict[str, shapes.Shape] = {
    "unit": _named(Unit),
    "taxonomy": _named(Taxonomy),
    "taxonomy_term": shapes_service.taxonomy_term,
    "taxonomy_term_type": shapes_service.term_type,
    "organization": shapes.organization,
    "organization_identifier": _needs(OrganizationIdentifier, "identifier"),
    "program": shapes_service.program,
    "location": shapes.location,
    "service": shapes_service.service,
    "service_at_location": shapes_service.service_at_location,
    "contact": shapes.contact,
    "language": shapes.language,
    "phone": shapes.phone,
    "address": shapes.address,
    "postal_address": shapes.address,
    "schedule": shapes_service.schedule,
    "holiday_schedule": shapes_service.schedule,
    "accessibility": shapes.accessibility,
    "eligibility": shapes_service.eligibility,
    "funding": _needs(Funding, "paid_by"),
    "service_area": _plain(ServiceArea),
    "cost_option": _plain(CostOption),
    "required_document": _plain(RequiredDocument),
    "service_taxonomy": shapes_service.service_taxonomy,
    "attribute": shapes_service.attribute,
    "service_capacity": shapes_service.capacity,
    "url": _needs(Url, "url"),
    "metadata": shapes_service.metadata,
    "meta_table_description": _plain(MetaTableDescription),
}
CIRCLES = {"organization": "parent_organization_id", "taxonomy_term": "parent_id"}


@dataclass
class Parsed:
    assembly: Assembly
    ledger: Ledger
    not_used: dict[str, list[str]]


def parse(path: Path, source: str, tell: Tell) -> Parsed:
    """Read a package whole, in memory. Raises BadPackage; writes nothing anywhere."""
    files = _chosen(open_package(path), path)
    ledger, assembly, not_used = Ledger(), Assembly(source), {}
    by_table: dict[str, list[Row]] = {}
    for raw in files:
        table = tables_by_file().get(raw.stem, "")
        rows, left = _rows(raw, table)
        tell(f"read {raw.name}: {len(rows):,} rows")
        ledger.rows += rows
        by_table.setdefault(table, []).extend(rows)
        if left:
            not_used[raw.name] = left
    for table, column in CIRCLES.items():
        _refuse_circles(by_table.get(table, []), column)
    _prepare(assembly, by_table)
    for table, shape in ORDER.items():
        for row in by_table.get(table, []):
            if any(row.cells.values()):
                shape(assembly, row)
            else:
                row.set_aside("nothing_in_row")
    _settle(assembly)
    return Parsed(assembly, ledger, not_used)


def _chosen(files: list[RawFile], path: Path) -> list[RawFile]:
    """The tables that lie beside the services file, the one nearest to the top."""
    homes = [PurePosixPath(f.name).parent for f in files if tables_by_file().get(f.stem) == "service"]
    if not homes:
        raise BadPackage("the package has no services file (services.csv)", str(path))
    home = min(homes, key=lambda h: len(h.parts))
    return [f for f in files if PurePosixPath(f.name).parent == home]


def _rows(raw: RawFile, table: str) -> tuple[list[Row], list[str]]:
    read = read_table(raw)
    if not table:
        rows = [Row(raw.name, number, "", cells) for number, cells, _ in cells_of(read)]
        for row in rows:
            row.set_aside("table_not_known")
        return rows, []
    names = rename(table, read.columns)
    ours = _known_columns(table)
    rows = []
    for number, cells, rules in cells_of(read):
        row = Row(raw.name, number, table, {names[c]: v for c, v in cells.items()}, list(rules))
        clean(row)
        rows.append(row)
    return rows, sorted(c for c in read.columns if names[c] not in ours)


def _known_columns(table: str) -> set[str]:
    models = {m.hsds_name: m for m in HSDS}
    base = {"postal_address": "address", "holiday_schedule": "schedule"}.get(table, table)
    plain = set(converters(models[base])) if base in models else set()
    return plain | set(columns_of(table)) | set(LEADS_TO) | {"id", "link_id", "resource_id", "eligibility"}


def _refuse_circles(rows: list[Row], column: str) -> None:
    parents = {row.get("id"): row for row in rows if row.get("id") and row.get(column)}
    safe: set[str] = set()
    for start, first in parents.items():
        path: list[str] = []
        key = start
        while key in parents and key not in safe:
            if key in path:
                loop = " -> ".join([*path[path.index(key) :], key])
                raise BadPackage(f"the ids go in a circle: {loop}", first.file, first.number)
            path.append(key)
            key = parents[key].get(column)
        safe.update(path)


def _prepare(assembly: Assembly, by_table: dict[str, list[Row]]) -> None:
    """What must be known before the first row: keys that point forward, languages by key, programs' owners."""
    for table in CIRCLES:
        known = assembly.known.setdefault(table, {})
        known.update({key: assembly.key(table, key) for row in by_table.get(table, []) if (key := row.get("id"))})
    for row in by_table.get("language", []):
        if row.get("record"):
            assembly.language_names[row.get("record")] = row.get("name")
    owners: dict[str, str] = {}
    for row in by_table.get("service", []):
        for program in row.get("program_id").split(","):
            owners.setdefault(program.strip(), row.get("organization_id"))
    for row in by_table.get("program", []):
        if not row.get("organization_id") and owners.get(row.get("id")):
            row.cells["organization_id"] = owners[row.get("id")]
            row.repaired("missing_reference_dropped")


def _settle(assembly: Assembly) -> None:
    """After the last row: forward keys that led nowhere, services at their places, confidential places."""
    for model, attribute in ((Organization, "parent_organization_id"), (TaxonomyTerm, "parent_id")):
        for record in assembly.records(model):
            target = getattr(record, attribute)
            if target and assembly.get(model, target) is None:
                setattr(record, attribute, None)
                if row := assembly.origin.get(record.pk):
                    row.repaired("missing_reference_dropped")
    for service, place in assembly.pairs:
        assembly.add(ServiceAtLocation(id=uuid.uuid5(service, str(place)), service_id=service, location_id=place))
    _hide(assembly)


def _hide(assembly: Assembly) -> None:
    """A place whose address is confidential keeps no coordinates, and its services say so."""
    for key in assembly.confidential:
        place = assembly.get(Location, key)
        place.latitude = place.longitude = None
        place.transportation = ""
    for link in assembly.records(ServiceAtLocation):
        if link.location_id in assembly.confidential:
            assembly.get(Service, link.service_id).confidentiality = Service.Confidentiality.CONFIDENTIAL
