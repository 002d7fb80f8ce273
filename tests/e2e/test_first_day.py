"""From an empty folder to a colleague's first contact on another computer: two browsers, two addresses, one server."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.e2e import first_day
from tests.e2e.first_day import Office, other_address
from tests.e2e.pacing import Pace, Paced
from tests.e2e.picturing import save
from tests.e2e.watching import LOOKS

MOST_MINUTES = 20


@dataclass
class Day:
    """A house, the two people in it, and the time they took."""

    office: Office
    admin: Paced
    colleague: Paced
    pace: Pace
    stops: list[str]


@pytest.fixture(scope="module")
def day(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """The whole day; each step asserts where it stands, and the tests ask what came of it."""
    office = Office(tmp_path_factory.mktemp("first") / "home", other=other_address())
    pace = Pace()
    try:
        office.start()
        here = browser.new_context(base_url=office.address, **LOOKS["1200 light"])
        there = browser.new_context(base_url=office.from_elsewhere, ignore_https_errors=True, **LOOKS["1200 light"])
        going = Day(office, Paced(here.new_page(), pace), Paced(there.new_page(), pace), pace, [])
        walk(going)
        yield going
        here.close()
        there.close()
    finally:
        office.close()


def walk(day: Day) -> None:
    """The slip changes hands as soon as it is printed: while the administrator goes on, the colleague comes in."""
    admin, colleague = day.admin, day.colleague
    first_day.found(admin, day.office)
    day.stops.append(admin.page.url)
    save(admin.page, "17-envelope")
    first_day.keep_envelope(admin)
    first_day.make_teams(admin)
    slip = first_day.invite(admin)
    save(admin.page, "18-slip")
    admin.away("walking over", 60)
    admin.meet(colleague)
    first_day.back_at_the_desk(admin)
    first_day.join(colleague, slip)
    save(colleague.page, "19-wait")
    first_day.desk(admin)
    day.stops += [slip.place, admin.page.url]
    colleague.away("walking over", 30)
    colleague.meet(admin)
    first_day.admit(admin)
    colleague.meet(admin)
    first_day.first_contact(colleague)
    day.stops.append(colleague.page.url)
    admin.open("/set-up/directory/")
    save(admin.page, "20-directory")
    first_day.the_house(admin)


def test_two_people_can_come_from_nothing_to_the_first_contact_in_twenty_minutes(
    day: Day, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        done = day.colleague.at / 60
        print(f"\nfirst day: {done:.1f} min from nothing to the first contact at a human pace, goal {MOST_MINUTES}")
        print(f"  {day.admin.at / 60:5.1f} min until every step of set-up is done")
        print(f"  {day.pace.minutes:5.1f} min of work for both together, of which")
        for what, minutes in day.pace.by_kind().items():
            print(f"  {minutes:5.1f} min {what}")
    assert day.colleague.at / 60 <= MOST_MINUTES


def test_the_slip_leads_to_the_address_that_the_colleague_s_computer_reaches(day: Day) -> None:
    told = day.office.from_elsewhere if day.office.other else day.office.address
    assert day.stops[1] == f"{told}/join/"
    assert day.stops[3].startswith(f"{told}/contacts/")


def test_the_colleague_s_computer_can_trust_the_server_by_the_authority_s_file(day: Day) -> None:
    if not day.office.other:
        pytest.skip("this machine has no address on a local network: the colleague came over loopback")
    assert day.office.trusted() == 200
    words = re.search(r"fingerprint in words: (.+)", day.office.log.read_text())
    assert words
    day.colleague.open("/trust/")
    assert words[1].strip() in day.colleague.page.locator("main").inner_text()


def test_what_the_administrator_set_up_is_done_and_reads_no_contact(day: Day) -> None:
    day.admin.open("/set-up/")
    save(day.admin.page, "21-set-up")
    assert "11 of 11 steps are done" in day.admin.page.locator("main").inner_text()
    answer = day.admin.page.goto(day.stops[3].replace(day.office.from_elsewhere, day.office.address))
    assert answer is not None
    assert answer.status == 404


def test_a_visitor_reads_the_numbers_of_the_county(day: Day) -> None:
    page = day.admin.page.context.browser.new_page()  # type: ignore[union-attr]  # launched by the fixture
    page.goto(day.office.address)
    assert "555-010-0199" in page.locator(".help").inner_text()
    page.context.close()


def test_one_contact_is_in_the_data_folder_and_nothing_of_it_in_clear(day: Day) -> None:
    with closing(sqlite3.connect(day.office.home / "waystation.sqlite3")) as base:
        assert base.execute("SELECT count(*) FROM intake_contact").fetchone() == (1,)
    for path in day.office.home.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert first_day.NOTE.encode() not in held, path
            assert first_day.PASSPHRASE.encode() not in held, path
