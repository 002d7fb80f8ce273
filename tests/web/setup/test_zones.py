"""The time zone: that of the state unless another is chosen, kept in settings.toml with all else there."""

from __future__ import annotations

import tomllib
import zoneinfo
from pathlib import Path

import pytest
from django.test import Client

from tests.web.setup.house import GIVEN
from waystation.foundation.agencies.models import Agency
from waystation.foundation.agencies.zones import data
from waystation.web.setup import links, zones

FACTS = {
    "agency": "Hollow Creek Help", "kind": "shelter", "county": "Alder", "state": "CO", "person_word": "survivor",
    "fiscal_month": "7",
}  # fmt: skip


def test_each_zone_is_one_and_each_state_has_one() -> None:
    listed = {name for name, _words in zones.choices("es")}
    assert listed <= zoneinfo.available_timezones()
    states = [state for names in data()["states"].values() for state in names.split()]
    assert len(states) == len(set(states)) == 56
    assert {zones.of_state(state) for state in states} == listed
    assert (zones.of_state("tx"), zones.of_state("ZZ")) == ("America/Chicago", "")


@pytest.mark.parametrize(
    ("state", "given", "kept"),
    [("tx", "", "America/Chicago"), ("TX", "America/Denver", "America/Denver"), ("", "", "America/New_York")],
)
def test_a_founder_has_the_zone_of_the_state_or_the_one_chosen(empty: Path, state: str, given: str, kept: str) -> None:
    answer = Client().post(links.first_link(), {**GIVEN, "state": state, "time_zone": given})
    assert answer.status_code == 302
    assert zones.chosen() == kept
    assert (empty / "settings.toml").exists() is (kept != "America/New_York")


def test_an_administrator_can_change_the_zone_and_nothing_else_in_the_file(settled: Client, empty: Path) -> None:
    file = empty / "settings.toml"
    file.write_text('# ours\nport = 8123\ntime_zone = "America/Chicago"  # once\nlanguage = "es"\n')
    assert '<option value="America/Chicago" selected>' in settled.get("/set-up/agency/").content.decode()
    answer = settled.post("/set-up/agency/", FACTS | {"time_zone": "America/Denver"}, follow=True)
    assert "after the next start" in answer.content.decode()
    assert file.read_text() == '# ours\nport = 8123\ntime_zone = "America/Denver"\nlanguage = "es"\n'
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    file.write_text("port = 8123\n")
    settled.post("/set-up/agency/", FACTS)
    assert tomllib.loads(file.read_text()) == {"time_zone": "America/Denver", "port": 8123}


def test_a_settings_file_that_takes_nothing_is_said(settled: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError

    monkeypatch.setattr(zones, "write_whole", full)
    answer = settled.post("/set-up/agency/", FACTS | {"agency": "Other"})
    assert answer.status_code == 422
    assert "settings.toml" in answer.content.decode()
    assert Agency.objects.get().name == GIVEN["agency"]


def test_where_the_environment_says_the_zone_nobody_is_asked(
    settled: Client, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYSTATION_TIME_ZONE", "America/Chicago")
    assert "time_zone" not in settled.get("/set-up/agency/").content.decode()
    assert settled.post("/set-up/agency/", FACTS).status_code == 302
    assert not (empty / "settings.toml").exists()
