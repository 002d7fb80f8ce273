"""The eight steps in one go, for the walks that differ in how they are walked and not in what is looked at."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e import steps_call, steps_case, steps_release
from tests.e2e.county import County


def walk_all(county: County, alias: str) -> None:
    """From the call to the journal; whoever walks it needs the pages to work, so little else is asserted."""
    from_call_to_case(county, alias)
    from_need_to_answer(county)
    from_withdrawal_to_journal(county, alias)


def from_call_to_case(county: County, alias: str) -> None:
    ana, ben = county["Ana"], county["Ben"]
    steps_call.take_call(ana)
    situation = steps_call.note_two_people(ana)
    steps_call.hand_over(ana)
    steps_case.read_what_was_heard(ben, situation)
    steps_case.open_case(ben, alias)
    steps_case.add_name(ben)


def from_need_to_answer(county: County) -> None:
    ben, femi = county["Ben"], county["Femi"]
    steps_case.add_need(ben)
    assert steps_case.search(ben).count() > 0
    steps_release.refer(ben)
    steps_release.begin_release(ben)
    steps_release.sign_with_guardian(ben)
    referral = steps_release.record(ben)
    steps_release.send(ben)
    steps_release.receive(femi, referral)
    expect(femi.page.locator("ul.leave > li")).to_have_count(len(steps_release.GOES))
    steps_release.answer(femi)


def from_withdrawal_to_journal(county: County, alias: str) -> None:
    ben, femi, chloe = county["Ben"], county["Femi"], county["Chloe"]
    steps_release.withdraw(ben)
    femi.page.reload()
    expect(femi.page.get_by_role("heading", level=1)).to_have_text(femi.words("Withdrawn by the person"))
    chloe.follow(chloe.words("Cases"))
    chloe.follow(alias)
    chloe.follow(chloe.words("Journal"))
    expect(chloe.page.get_by_text(chloe.words("Verified unbroken"))).to_be_visible()
