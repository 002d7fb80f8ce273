"""Each step of set-up: what it keeps, where it shows, and who may come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from tests.cast import Cast
from waystation.foundation.agencies.models import Agency, AgencySettings, Team
from waystation.foundation.agencies.selectors import settings_of
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.errors import NotAllowed
from waystation.web.backup import selectors as backups
from waystation.web.setup import actions, packages
from waystation.web.setup.steps import SKIPPABLE, STEPS

NUMBERS = {
    "line": "(555) 010-0199", "line_hours": "every day, 8 to 20", "emergency": "911", "child_protection": "555-0123",
    "domestic_violence": "555-0147", "local_help": "211", "national": "1-888-373-7888",
}  # fmt: skip
PACKAGE = {
    "organizations.csv": "id,name,description\no1,Alder House,A house.\n",
    "services.csv": "id,organization_id,name,status\ns1,o1,Warm beds,active\ns2,o1,,active\n",
}


def kept() -> AgencySettings:
    return settings_of(Agency.objects.get())


def test_an_administrator_can_make_the_suggested_teams_once(settled: Client) -> None:
    page = settled.get("/set-up/teams/").content.decode()
    assert 'value="Intake desk"' in page
    assert 'value="Case team"' in page
    assert 'value="Legal team"' not in page
    given = {"intake": "Front desk", "casework": "Case team"}
    assert settled.post("/set-up/teams/", given)["Location"] == "/set-up/people/"
    settled.post("/set-up/teams/", given)
    made = Team.objects.filter(kind__in=("intake", "casework", "legal", "health"))
    assert sorted(made.values_list("name", flat=True)) == ["Case team", "Front desk"]
    assert "Front desk" in settled.get("/set-up/teams/").content.decode()


def test_the_numbers_of_the_county_stand_on_the_public_page_and_in_the_strip(settled: Client) -> None:
    before = Client().get("/").content.decode()
    assert "1-888-373-7888" in before
    assert "Here in the county" not in before
    assert settled.post("/set-up/numbers/", NUMBERS)["Location"] == "/set-up/reporting/"
    settled.post("/set-up/languages/", {"languages": ["eng", "spa"]})
    page = Client().get("/").content.decode()
    strip = page[page.index('class="help"') : page.index("</aside>")]
    assert 'href="tel:+15550100199"' in strip
    assert "1-888-373-7888" in strip
    for word in ("(555) 010-0199", "every day, 8 to 20", "555-0147", "We speak: English, Spanish"):
        assert word in page, word


def test_an_administrator_cannot_keep_words_as_a_number(settled: Client) -> None:
    answer = settled.post("/set-up/numbers/", {**NUMBERS, "line": "call <me>"})
    assert answer.status_code == 422
    assert kept().line == ""


def test_the_rule_is_shown_with_source_and_day_and_a_decision_is_kept(settled: Client) -> None:
    page = settled.get("/set-up/reporting/").content.decode()
    assert "Have counsel review" in page
    assert "2151.421" in page
    given = {"report_line": "555-0188", "report_decided_by": "A. Counsel", "report_decided_on": ""}
    assert settled.post("/set-up/reporting/", given).status_code == 302
    assert (kept().report_line, kept().report_decided_by) == ("555-0188", "A. Counsel")
    assert kept().report_decided_on is not None


def test_what_the_agency_set_stands_at_the_desk(cast: Cast) -> None:
    kofi, ana = cast.actor("kofi"), cast.client("ana")
    actions.set_down(kofi, "numbers", **NUMBERS)
    actions.set_down(kofi, "reporting", report_line="555-0188", report_decided_by="")
    page = ana.get("/contacts/new/", follow=True).content.decode()
    assert "If there is danger now" in page
    assert "555-0123" in page
    given = ana.get("/contacts/out-of-scope/").content.decode()
    assert "555-0147" in given
    assert "(555) 010-0199" not in given


def test_an_administrator_can_leave_a_step_for_later_and_come_back(settled: Client) -> None:
    assert settled.post("/set-up/later/", {"step": "teams"})["Location"] == "/set-up/people/"
    assert kept().steps["teams"] == "later"
    settled.post("/set-up/teams/", {"intake": "Desk"})
    assert kept().steps["teams"] == "done"
    settled.post("/set-up/later/", {"step": "teams"})
    assert kept().steps["teams"] == "done"
    for step in ("agency", "envelope", "nonsense", ""):
        assert settled.post("/set-up/later/", {"step": step}).status_code == 404, step


def test_when_everything_waits_the_last_page_names_it_and_today_is_next(settled: Client) -> None:
    for step in sorted(SKIPPABLE - {"done"}):
        settled.post("/set-up/later/", {"step": step})
    page = settled.get("/set-up/done/").content.decode()
    assert "Left for later" in page
    assert "Mara" in page
    assert settled.post("/set-up/done/")["Location"] == "/today/"
    assert verify(Agency.objects.get().pk).ok


def test_today_names_the_next_step_until_set_up_is_done(settled: Client) -> None:
    assert "Set-up: Teams" in settled.get("/today/").content.decode()
    for step in sorted(SKIPPABLE - {"done"}):
        settled.post("/set-up/later/", {"step": step})
    assert "Set-up: The first day" in settled.get("/today/").content.decode()
    settled.post("/set-up/done/")
    assert "Set-up: " not in settled.get("/today/").content.decode()


def test_the_facts_of_an_agency_can_be_changed(settled: Client) -> None:
    given = {"agency": "Lantern", "kind": "legal_aid", "county": "", "state": "ky", "person_word": "client"}
    assert settled.post("/set-up/agency/", {**given, "fiscal_month": "7"}).status_code == 302
    agency = Agency.objects.get()
    assert (agency.name, agency.kind, agency.state, agency.fiscal_month) == ("Lantern", "legal_aid", "KY", 7)
    assert settled.post("/set-up/agency/", {**given, "state": "Kentucky"}).status_code == 422


def test_a_package_in_the_folder_can_be_loaded_and_its_ledger_is_shown(settled: Client) -> None:
    assert "The folder is empty" in settled.get("/set-up/directory/").content.decode()
    folder = packages.folder()
    (folder / "elsewhere").symlink_to("/etc")
    (folder / "county").mkdir()
    for name, text in PACKAGE.items():
        (folder / "county" / name).write_text(text)
    page = settled.get("/set-up/directory/").content.decode()
    assert "county" in page
    assert "elsewhere" not in page
    for bad in ("../county", "elsewhere", "/etc"):
        assert settled.post("/set-up/directory/", {"package": bad}).status_code == 422, bad
    answer = settled.post("/set-up/directory/", {"package": "county"})
    assert answer["Location"] == "/set-up/directory/"
    page = settled.get("/set-up/directory/").content.decode()
    assert "What became of county" in page
    assert "1 set aside" in page
    assert kept().steps["directory"] == "done"


def test_a_folder_that_is_no_package_changes_nothing(settled: Client) -> None:
    packages.make_folder()
    (packages.folder() / "pictures").mkdir()
    answer = settled.post("/set-up/directory/", {"package": "pictures"})
    assert answer.status_code == 422
    assert "Nothing was loaded" in answer.content.decode()
    assert "directory" not in kept().steps


def test_a_new_backup_key_is_printed_and_asked_for_again(settled: Client) -> None:
    assert backups.has_key()
    assert settled.post("/set-up/backup/", {"make": "yes"})["Location"] == "/set-up/envelope/"
    page = settled.get("/set-up/envelope/").content.decode()
    assert page.count('<code class="code">') == 1
    assert "The backup code" in settled.get("/set-up/envelope/check/").content.decode()
    assert settled.post("/set-up/backup/", {})["Location"] != "/set-up/envelope/"


@pytest.mark.parametrize("name", ["nia", "ana", "iris"])
def test_a_colleague_cannot_find_set_up(name: str, cast: Cast) -> None:
    browser = cast.client(name)
    for step in STEPS:
        assert browser.get(f"/set-up/{step.code}/").status_code == 404, step.code
    assert browser.get("/set-up/").status_code == 404
    assert "/set-up/" not in browser.get("/today/").content.decode()


def test_an_action_refuses_who_is_no_administrator(cast: Cast) -> None:
    nia = cast.actor("nia")
    acts: list[Any] = [
        lambda: actions.set_down(nia, "numbers"), lambda: actions.make_teams(nia, names={"intake": "X"}),
        lambda: actions.put_off(nia, "teams"), lambda: actions.keep_envelope(nia, group="AAAA"),
        lambda: actions.describe(nia, agency="X"), lambda: actions.load_package(nia, name="x"),
        lambda: actions.renew_backup_key(nia),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not AgencySettings.objects.exists()


def test_an_agency_founded_before_there_was_set_up_has_its_envelope_behind_it(cast: Cast) -> None:
    page = cast.client("kofi").get("/set-up/").content.decode()
    assert "2 of 11 steps are done" in page
    assert not (Path(site.WAYSTATION_HOME) / "incoming").exists()


def test_an_agency_that_does_not_run_the_server_reads_who_keeps_backups(cast: Cast) -> None:
    rosa = cast.client("rosa")
    page = rosa.get("/set-up/backup/").content.decode()
    assert "The agency that runs this server looks after backups" in page
    assert "Make the key" not in page
    assert rosa.post("/set-up/backup/", {})["Location"] == "/set-up/place/"
    assert rosa.post("/set-up/backup/", {"make": "yes"}).status_code == 403
