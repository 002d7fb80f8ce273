"""The one-time link and what comes of it; the envelope."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.web.setup.house import GIVEN, SECRET, WORDS, founder, group_asked, keep_envelope, keyring_of, printed
from waystation.foundation.agencies.models import Agency, AgencySettings, Member
from waystation.foundation.agencies.signin import factors
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.actions.drafts import load_draft
from waystation.foundation.keyring.actions.members import use_recovery_code
from waystation.foundation.keyring.actions.recovery import use_agency_code
from waystation.foundation.keyring.models import Draft
from waystation.foundation.keyring.session import setting_up, state
from waystation.web.backup import places
from waystation.web.backup import selectors as backups
from waystation.web.setup import actions, links
from waystation.web.setup.steps import STEPS

CODE_ALONE = re.compile(r'id="recovery">.*?<code>([0-9A-Z-]+)</code>', re.S)


def test_the_first_administrator_can_found_the_agency_once(empty: Path) -> None:
    link = links.first_link()
    assert Client().get(link).status_code == 200
    assert Client().post(link, {**GIVEN, "again": "other words here"}).status_code == 422
    assert not Agency.objects.exists()
    answer = Client().post(link, GIVEN)
    assert answer["Location"] == "/sign-in/set-up/"
    agency = Agency.objects.get()
    assert (agency.state, agency.person_word, agency.is_host) == ("OH", "survivor", True)
    assert Member.objects.get().role == "administrator"
    assert Client().get(link).status_code == 404
    assert links.first_link() == ""
    assert verify(agency.pk).ok


def test_an_old_or_a_wrong_link_says_what_to_do(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = links.first_link()
    wrong = Client().get("/begin/nonsense/")
    assert wrong.status_code == 404
    assert "prints a fresh one" in wrong.content.decode()
    fresh = links.first_link()
    assert Client().get(link).status_code == 404
    assert Client().get(fresh).status_code == 200
    late = time.time() + links.LIFETIME + 1
    monkeypatch.setattr("waystation.web.setup.links.time.time", lambda: late)
    assert Client().get(fresh).status_code == 404
    assert Client().post(fresh, GIVEN).status_code == 404
    assert not Agency.objects.exists()


def test_a_second_founder_at_the_same_moment_founds_nothing(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page was open in two browsers, and both passed its first look at the table."""
    link = links.first_link()
    founder()
    monkeypatch.setattr(links, "is_good", lambda token: True)
    real, looks = Agency.objects.exists, iter([False])
    monkeypatch.setattr("waystation.web.setup.views.begin.Agency.objects.exists", lambda: next(looks, None) or real())
    answer = Client().post(link, {**GIVEN, "agency": "Other", "name": "other"})
    assert answer.status_code in (404, 422)
    assert (Agency.objects.count(), Member.objects.count()) == (1, 1)


def test_where_an_agency_is_no_link_founds_another(founded: None) -> None:
    (Path(settings.WAYSTATION_HOME) / "begin").write_text("0 0\n")
    assert Client().get("/begin/nonsense/").status_code == 404
    assert links.first_link() == ""


@pytest.fixture
def founded(empty: Path) -> None:
    founder()


def test_an_administrator_can_read_both_codes_until_one_group_was_typed_from_the_paper(administrator: Client) -> None:
    agency_code, backup_code = printed(administrator)
    wrong = administrator.post("/set-up/envelope/check/", {"group": "ZZZZ"})
    assert wrong.status_code == 422
    assert agency_code not in wrong.content.decode()
    assert len(printed(administrator)) == 2
    codes = keep_envelope(administrator)
    assert codes == [agency_code, backup_code]
    assert printed(administrator) == []
    assert not Draft.objects.exists()
    assert AgencySettings.objects.get().steps == {"agency": "done", "envelope": "done"}
    page = administrator.get("/set-up/envelope/").content.decode()
    assert agency_code not in page
    assert "The envelope is kept" in page


def test_the_printed_codes_open_what_the_paper_says(administrator: Client) -> None:
    agency_code, backup_code = keep_envelope(administrator)
    member = Member.objects.get()
    keyring, _code = use_agency_code(member, code=agency_code, passphrase="other words by the river")
    assert keyring.member == member
    key = places.read_key(backups.home())
    assert key is not None
    assert key.open(backup_code)


def test_an_administrator_who_left_the_page_finds_the_codes_after_signing_in_anew(administrator: Client) -> None:
    codes = printed(administrator)
    assert load_draft(keyring_of(Member.objects.get()), "setup.envelope") == {
        "agency": codes[0], "backup": codes[1],
    }  # fmt: skip
    assert WORDS.encode() not in Draft.objects.get().body
    assert codes[0].encode() not in bytes(Draft.objects.get().body)


def test_a_founder_who_never_came_to_the_second_factor_finds_the_recovery_code_and_the_same_square(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = SECRET.search(founder().get("/sign-in/set-up/").content.decode())
    assert secret
    late = state.seconds() + setting_up.LIFETIME - 60
    monkeypatch.setattr(state, "seconds", lambda: late)
    again = Client()
    answer = again.post("/sign-in/", {"name": "mara", "passphrase": WORDS})
    assert answer["Location"] == "/sign-in/set-up/"
    assert secret.group() in again.get("/sign-in/set-up/").content.decode()
    code = factors.current_code(secret.group().replace(" ", ""))
    kept = again.get(again.post("/sign-in/set-up/", {"code": code})["Location"]).content.decode()
    recovery = CODE_ALONE.search(kept)
    assert recovery
    assert use_recovery_code(Member.objects.get(), code=recovery[1], passphrase="other words by the river")
    assert not Draft.objects.filter(form=setting_up.FORM).exists()


def test_a_square_of_long_ago_is_replaced_and_the_page_says_so(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = founder().get("/sign-in/set-up/").content.decode()
    assert "new square" not in first
    now = state.seconds() + setting_up.LIFETIME
    monkeypatch.setattr(state, "seconds", lambda: now)
    again = Client()
    again.post("/sign-in/", {"name": "mara", "passphrase": WORDS})
    page = again.get("/sign-in/set-up/").content.decode()
    assert "This is a new square" in page
    old, new = SECRET.search(first), SECRET.search(page)
    assert old
    assert new
    assert old.group() != new.group()


def test_an_administrator_cannot_go_past_the_envelope(administrator: Client) -> None:
    for step in [step.code for step in STEPS if step.code != "envelope"]:
        assert administrator.get(f"/set-up/{step}/")["Location"] == "/set-up/envelope/", step
        assert administrator.post(f"/set-up/{step}/", {})["Location"] == "/set-up/envelope/", step
    assert administrator.post("/set-up/later/", {"step": "envelope"})["Location"] == "/set-up/envelope/"
    assert "Go on: The envelope" in administrator.get("/set-up/").content.decode()


def test_two_tabs_of_the_envelope_end_in_one_state(administrator: Client) -> None:
    number = group_asked(administrator)
    group = printed(administrator)[0].split("-")[number]
    assert administrator.post("/set-up/envelope/check/", {"group": group})["Location"] == "/set-up/teams/"
    assert administrator.post("/set-up/envelope/check/", {"group": group})["Location"] == "/set-up/envelope/"


def test_a_founding_that_is_cut_off_leaves_nothing_and_can_be_done_again(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key of the backups is a file and is there already; the next founding makes another."""
    link = links.first_link()

    def cut(*_args: object) -> None:
        raise OSError("the computer went out")

    with monkeypatch.context() as patched:
        patched.setattr(actions, "save_draft", cut)
        with pytest.raises(OSError, match="went out"):
            Client().post(link, GIVEN)
    assert (Agency.objects.count(), Member.objects.count(), AgencySettings.objects.count()) == (0, 0, 0)
    assert backups.has_key()
    browser = Client()
    assert browser.post(link, GIVEN)["Location"] == "/sign-in/set-up/"
    codes = load_draft(keyring_of(Member.objects.get()), "setup.envelope")
    key = places.read_key(backups.home())
    assert codes is not None
    assert key is not None
    assert key.open(codes["backup"])


def test_a_link_file_that_a_power_cut_left_founds_nothing(empty: Path) -> None:
    """The agency was kept and the link was not forgotten."""
    link = links.first_link()
    before = (empty / "begin").read_text()
    assert Client().post(link, GIVEN).status_code == 302
    (empty / "begin").write_text(before)
    assert Client().post(link, {**GIVEN, "agency": "Other", "name": "other"}).status_code == 404
    assert links.first_link() == ""
    assert not (empty / "begin").exists()
