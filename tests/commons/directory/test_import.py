"""Importing packages: every row in the ledger, every repair by name, nothing half-loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from waystation.commons.directory.actions import import_package
from waystation.commons.directory.imports.ledger import Fate
from waystation.commons.directory.models import (
    Document,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
)
from waystation.foundation.audit.models import Event

pytestmark = pytest.mark.django_db
Package = Callable[..., Path]


def test_importer_can_follow_several_keys_in_one_cell(package: Package) -> None:
    folder = package(
        locations=[
            ["id", "name", "latitude", "longitude"],
            ["l1", "North", "39.1", "-84.2"],
            ["l2", "South", "39.0", "-84.3"],
        ],
        services=[
            ["service_recordid", "service_organization", "service_name", "service_locations"],
            ["s1", "o1", "Beds", "l1,l2"],
        ],
        phones=[["id", "number", "service_id", "location_id"], ["p1", "(555) 010-1000 ext 12", "s1", "l1,l2"]],
    )
    summary = import_package(None, path=folder)
    assert ServiceAtLocation.objects.count() == 2
    assert sorted(Phone.objects.values_list("number", "extension", "location__name")) == [
        ("(555) 010-1000", 12, "North"), ("(555) 010-1000", 12, "South"),
    ]  # fmt: skip
    assert summary.rules["several_keys"] == 2


def test_importer_keeps_ids_stable_over_imports(package: Package) -> None:
    first = import_package(None, path=package())
    before = set(Service.objects.values_list("pk", "name"))
    again = import_package(None, path=package())
    assert set(Service.objects.values_list("pk", "name")) == before
    assert first.rows_read == again.rows_read


def test_importer_makes_a_service_that_left_the_package_inactive(package: Package) -> None:
    import_package(None, path=package())
    import_package(None, path=package(services=[["id", "organization_id", "name"], ["s2", "o1", "Legal desk"]]))
    assert dict(Service.objects.values_list("name", "status")) == {"Warm beds": "inactive", "Legal desk": "active"}
    assert Document.objects.count() == 1


def test_importer_can_read_any_line_end_and_encoding(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "organizations.csv").write_bytes(b"id,name,description\ro1,Alder House,A house.\ro2,Lake,By the lake.\r")
    (folder / "services.csv").write_bytes(
        "id,organization_id,name\ns1,o1,Caf\xe9 de acogida\n".encode("latin-1") + "s2,o2,Niños\n".encode()
    )
    summary = import_package(None, path=folder)
    assert set(Service.objects.values_list("name", flat=True)) == {"Café de acogida", "Niños"}
    assert summary.rules["cr_newlines"] == 2
    assert summary.rules["latin1_bytes"] == 1


def test_importer_keeps_formula_cells_as_text_and_names_them(package: Package) -> None:
    summary = import_package(
        None,
        path=package(
            services=[["id", "organization_id", "name"], ["s1", "o1", "=HYPERLINK(1)"], ["s2", "o1", "+1 line"]]
        ),
    )
    assert set(Service.objects.values_list("name", flat=True)) == {"=HYPERLINK(1)", "+1 line"}
    assert summary.rules["formula_cell"] == 1
    [row] = [row for row in summary.ledger.rows if "formula_cell" in row.rules]
    assert (row.file, row.number, row.fate) == ("services.csv", 2, Fate.REPAIRED)


@pytest.mark.parametrize(
    ("name", "is_formula"),
    [("=1+1", True), ("@SUM(A1)", True), ("+A1", True), ("-cmd|x", True), ("+1 (305) 555-0101", False),
     ("- beds", False), ("-5", False), ("A=B", False)],
)  # fmt: skip
def test_importer_tells_a_formula_from_a_number(package: Package, name: str, is_formula: bool) -> None:
    services = [["id", "organization_id", "name", "description"], ["s1", "o1", "Beds", name]]
    summary = import_package(None, path=package(services=services))
    assert summary.rules.get("formula_cell", 0) == int(is_formula)


def test_importer_takes_nul_bytes_out(package: Package) -> None:
    summary = import_package(
        None, path=package(services=[["id", "organization_id", "name"], ["s1", "o1", "Warm\x00 beds"]])
    )
    assert Service.objects.get().name == "Warm beds"
    assert summary.rules["control_characters"] == 1


def test_importer_makes_a_stand_in_for_a_missing_organization(package: Package) -> None:
    folder = package(services=[["id", "organization_id", "name"], ["s1", "gone", "Beds"], ["s2", "gone", "Meals"]])
    summary = import_package(None, path=folder)
    assert Organization.objects.filter(source_id="gone").count() == 1
    assert summary.rules["missing_organization_made"] == 2


def test_importer_writes_one_line_in_the_journal(package: Package) -> None:
    import_package(None, path=package())
    assert list(Event.objects.values_list("verb", flat=True)) == ["directory.imported"]


def test_importer_names_each_fate_once(package: Package) -> None:
    folder = package(
        eligibility=[["id", "service_id", "eligibility"], ["", "", "Anyone"], ["", "s1", "Adults"]],
        zebras=[["id"], ["1"]],
    )
    summary = import_package(None, path=folder)
    fates = {(row.file, row.number): (row.fate, row.reason) for row in summary.ledger.rows}
    assert fates["eligibility.csv", 2] == (Fate.QUARANTINED, "eligibility_without_service")
    assert fates["eligibility.csv", 3] == (Fate.REPAIRED, "")
    assert fates["zebras.csv", 2] == (Fate.QUARANTINED, "table_not_known")
    assert Service.objects.get().eligibility_description == "Adults"
