"""Packages that cannot be read: one clear sentence with file and row, exit 2, and nothing loaded."""

from __future__ import annotations

import argparse
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from waystation.commands import directory as command
from waystation.commons.directory.models import Organization, Service

pytestmark = pytest.mark.django_db
Package = Callable[..., Path]
SERVICES = "id,organization_id,name\ns1,o1,Beds\n"


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(arguments)
    return int(args.run(args))


def zipped(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), text)
    return path


def refused(path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> None:
    assert run("import", "directory", str(path)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    last = told.err.strip().splitlines()[-1]
    assert last.startswith("Nothing was imported.")
    assert all(word in last for word in words), last
    assert not Service.objects.exists()
    assert not Organization.objects.exists()


def test_importer_cannot_read_a_truncated_zip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = zipped(tmp_path / "whole.zip", services_csv=SERVICES * 500).read_bytes()
    short = tmp_path / "short.zip"
    short.write_bytes(whole[: len(whole) // 2])
    refused(short, capsys, "short.zip", "damaged or cut off")


def test_importer_cannot_read_a_zip_with_a_broken_member(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = zipped(tmp_path / "broken.zip", services_csv="".join(f"s{n},o1,Beds {n * 7919}\n" for n in range(2000)))
    data = bytearray(path.read_bytes())
    data[200:240] = bytes(40)
    path.write_bytes(bytes(data))
    refused(path, capsys, "broken.zip")


def test_importer_refuses_a_zip_bomb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(zipped(tmp_path / "bomb.zip", services_csv="a" * 30_000_000), capsys, "services.csv", "zip bomb")


def test_importer_refuses_names_that_lead_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../services.csv", SERVICES)
    refused(path, capsys, "../services.csv", "leads out")


def test_importer_refuses_a_link_that_leads_out(
    tmp_path: Path, package: Package, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret.csv").write_text(SERVICES)
    folder = package()
    (folder / "phones.csv").symlink_to(tmp_path / "secret.csv")
    refused(folder, capsys, "phones.csv", "outside the package")


def test_importer_cannot_read_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(tmp_path, capsys, "no CSV file")


def test_importer_cannot_read_a_missing_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(tmp_path / "nowhere", capsys, "nowhere")


def test_importer_needs_a_services_file(package: Package, capsys: pytest.CaptureFixture[str]) -> None:
    folder = package()
    (folder / "services.csv").unlink()
    refused(folder, capsys, "services.csv")


def test_importer_refuses_a_hundred_thousand_columns(package: Package, capsys: pytest.CaptureFixture[str]) -> None:
    refused(package(phones=[[f"c{n}" for n in range(100_000)]]), capsys, "phones.csv, row 1", "100,000 columns")


def test_importer_refuses_a_hundred_thousand_cells_in_a_row(
    package: Package, capsys: pytest.CaptureFixture[str]
) -> None:
    refused(package(phones=[["id", "number"], ["p1"] * 100_000]), capsys, "phones.csv, row 2", "100,000 columns")


def test_importer_refuses_a_circle_of_ids(package: Package, capsys: pytest.CaptureFixture[str]) -> None:
    heading = ["id", "name", "parent_organization_id"]
    folder = package(organizations=[heading, ["o1", "A", "o2"], ["o2", "B", "o3"], ["o3", "C", "o2"]])
    refused(folder, capsys, "organizations.csv, row", "circle: o2 -> o3 -> o2")


def test_importer_refuses_an_organization_that_is_its_own_parent(
    package: Package, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = package(organizations=[["id", "name", "parent_organization_id"], ["o1", "A", "o1"]])
    refused(folder, capsys, "organizations.csv, row 2", "circle")


def test_importer_refuses_a_cell_of_two_million_letters(package: Package, capsys: pytest.CaptureFixture[str]) -> None:
    refused(package(phones=[["id", "number"], ["p1", "5" * 2_000_000]]), capsys, "phones.csv, row 2")


def test_importer_leaves_nothing_when_writing_fails(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    from waystation.commons.directory.actions import importing

    def broken() -> int:
        raise RuntimeError("the index is broken")

    monkeypatch.setattr(importing, "rebuild", broken)
    with pytest.raises(RuntimeError):
        run("import", "directory", str(package()))
    assert not Service.objects.exists()


def test_command_prints_a_summary_and_a_ledger(
    package: Package, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = tmp_path / "ledger.jsonl"
    assert run("import", "directory", str(package()), "--ledger", str(ledger), "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert {k: summary[k] for k in ("rows_read", "loaded", "repaired", "quarantined", "services")} == {
        "rows_read": 2, "loaded": 2, "repaired": 0, "quarantined": 0, "services": 1,
    }  # fmt: skip
    lines = [json.loads(line) for line in io.StringIO(ledger.read_text())]
    assert lines[0] == {"file": "organizations.csv", "row": 2, "fate": "loaded", "rule": ""}


def test_command_reads_a_zip_with_a_folder_inside(tmp_path: Path) -> None:
    path = zipped(tmp_path / "nested.zip", top__services_csv=SERVICES, top__organizations_csv="id,name\no1,House\n")
    assert run("import", "directory", str(path)) == 0
    assert Service.objects.get().organization.name == "House"
