"""Exports are judged by the official schemas, and come back as they went."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from waystation.commands.directory import register
from waystation.commons.directory import actions
from waystation.commons.directory.exports.package import NotEmpty, export_package, guard
from waystation.commons.directory.leaks.linter import SafeFacts
from waystation.commons.directory.models import Organization, SafeSite, Service
from waystation.commons.directory.schema import HSDS, columns, tables

from .conftest import judged, judges, real

pytestmark = pytest.mark.django_db
PROFILE = {"waystation-profile", "Field of the directory profile."}


def test_judge_knows_the_formats() -> None:
    judge = judges("3.1")["service"]
    bad = {
        "id": "7",
        "name": "x",
        "status": "active",
        "url": "no address",
        "email": "nobody",
        "last_modified": "yesterday",
    }
    assert len(list(judge.iter_errors(bad))) == 4


@pytest.mark.parametrize("version", ["3.0", "3.1"])
@pytest.mark.parametrize(
    "name", ["ohana_sample", "hsds_examples_3.0/examples/csv", "hsds_examples_3.1dev/examples/csv"]
)
def test_each_exported_record_is_valid(name: str, version: str, tmp_path: Path) -> None:
    actions.import_package(None, path=real(name))
    assert judged(tmp_path / "out", version) >= 3


def test_export_comes_back_as_it_went(tmp_path: Path) -> None:
    actions.import_package(None, path=real("hsds_examples_3.1dev/examples/csv"))
    service = Service.objects.get()
    service.gender_policy, service.populations, service.survivor_led = "men", ["minors"], True
    service.save()
    before = snapshot()
    export_package(tmp_path / "out", form="hsds-csv", version="3.1")
    for model in reversed(HSDS):
        model._default_manager.all().delete()
    summary = actions.import_package(None, path=tmp_path / "out")
    assert summary.quarantined == 0
    assert snapshot() == before
    service.refresh_from_db()
    assert (service.gender_policy, service.populations, service.survivor_led) == ("men", ["minors"], True)


def snapshot() -> dict[str, list[Any]]:
    """Every HSDS column of every record, but for the terms that the profile brings along."""
    found = {}
    for model in tables("3.1"):
        names = [c.attribute for c in columns(model, "3.1")]
        rows = model._default_manager.order_by("id").values_list(*names)
        found[model.hsds_name] = [row for row in rows if not PROFILE & {str(value) for value in row}]
    return found


def test_spreadsheet_cannot_run_an_exported_cell(tmp_path: Path) -> None:
    owner = Organization.objects.create(name="=cmd|' /C calc'!A0", description="+1")
    Service.objects.create(organization=owner, name="@SUM(1)", description="-plain")
    export_package(tmp_path / "out", form="hsds-csv", version="3.0")
    for name in ("organizations.csv", "services.csv"):
        with (tmp_path / "out" / name).open(newline="", encoding="utf-8") as stream:
            assert not [cell for row in csv.reader(stream) for cell in row if cell[:1] in {"=", "+", "-", "@"}]
    assert guard("-80.19") == "-80.19"
    assert actions.import_package(None, path=tmp_path / "out").quarantined == 0
    assert Organization.objects.filter(name="=cmd|' /C calc'!A0").exists()


def test_export_never_writes_over_files(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(NotEmpty):
        export_package(tmp_path, form="hsds-json", version="3.1")


@pytest.mark.parametrize("form", ["hsds-json", "hsds-csv"])
def test_export_holds_the_area_of_a_safe_site_and_no_more(form: str, tmp_path: Path) -> None:
    import uuid

    from nacl.public import PrivateKey

    owner = actions.save_organization(None, organization=Organization(name="Juniper House", description="A house."))
    service = actions.save_service(None, service=Service(organization=owner, name="Emergency rooms"))
    actions.declare_safe_site(
        None,
        service=service,
        agency=uuid.uuid4(),
        area_name="north half of the county",
        area_cells=["852a9073fffffff"],
        facts=SafeFacts(
            address_lines=("4417 Canary Row",), latitude=39.1234567, longitude=-84.7654321, phones=("555-0199",)
        ),
        team=uuid.uuid4(),
        team_exchange=bytes(PrivateKey.generate().public_key),
    )
    export_package(tmp_path / "out", form=form, version="3.1")
    text = "".join(p.read_text() for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert "north half of the county" in text
    assert not [word for word in ("Canary", "4417", "39.12", "84.76", "0199", "852a9073") if word in text]
    assert b"Canary" not in bytes(SafeSite.objects.get().body)


def test_command_line_offers_both_verbs() -> None:
    import argparse

    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    args = parser.parse_args(["export", "directory", "out", "--format", "hsds-csv", "--version", "3.0"])
    assert (args.format, args.version) == ("hsds-csv", "3.0")
