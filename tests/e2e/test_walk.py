"""The walk of the product: from a call to a consented referral and its withdrawal, looked at step by step.

It is told once, in order, by one test; what a step leaves behind, the next one finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e import steps_call, steps_case, steps_release
from tests.e2e.conftest import OpenContext
from tests.e2e.county import County, lock_and_unlock
from tests.e2e.hands import Hand, Pointer
from tests.e2e.looked_at import (
    answers_of,
    found_on_disk,
    is_above,
    journal_of,
    leaving,
    sees_nothing_at,
    table_of,
    text_of,
)
from tests.e2e.picturing import save
from tests.e2e.pressing import lead_on
from tests.e2e.serving import Site
from tests.e2e.steps_call import CALL_BACK_HOW, WISHES
from tests.e2e.steps_case import ALIAS, NAME
from tests.e2e.watching import assert_stores_nothing
from tests.e2e.words import Words

MOST_TAPS = 12
SEEDED = "23"
EXPECTED_ACTS = {
    "Began this case",
    "Wrote what the person told about themself",
    "Added a need",
    "Chose a service",
    "Recorded a release the person signed",
    "Sent a referral with a release",
    "Opened a packet at the other agency",
    "Took in the answers that came back",
    "Withdrew a release on the person's word",
    "Showed the name",
    "Opened the case",
    "Read fields to share",
    "Saw it in a list",
}


@pytest.fixture(scope="module")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo of its own, in which nothing has happened yet."""
    running = Site(tmp_path_factory.mktemp("walk") / "home")
    try:
        running.start()
        yield running
    finally:
        running.close()


@pytest.fixture
def county(new_context: OpenContext) -> County:
    return County(new_context, lambda page: Pointer(page, Words()))


def test_newcomers_can_walk_the_whole_way(county: County, site: Site) -> None:
    before = _iris_reads_the_counts(county)
    situation = _ana_takes_the_call(county["Ana"], site)
    case = _ben_opens_the_case(county, situation)
    _one_reveal_is_one_line(county, case)
    referral = _ben_finds_a_bed(county["Ben"])
    _nothing_can_leave_yet(county["Ben"])
    _the_rule_stops_a_wrong_signature(county["Ben"])
    _release_is_recorded_and_sent(county["Ben"])
    _femi_sees_those_fields_and_nothing_else(county["Femi"], referral)
    _ben_reads_the_answer(county["Ben"], case)
    _the_person_withdraws(county, case, referral)
    _chloe_reads_the_journal(county["Chloe"], case)
    _iris_sees_the_count_move(county, before)
    for address in (case, f"{case}consent/", f"/situations/{situation}/"):
        sees_nothing_at(county["Iris"].page, address)
        sees_nothing_at(county["Kofi"].page, address)
    for hand in county.hands:
        assert_stores_nothing(hand.page)


def _ana_takes_the_call(ana: Hand, site: Site) -> str:
    """Steps 1 and 2. Returns the situation's id."""
    page = ana.page
    assert re.search(r"needs? you now", text_of(page))
    save(page, "01-today-ana")
    ana.taps = 0
    ana.follow("Take a contact")
    assert page.locator("form [name=danger]:checked, form [name=who] option:checked:not([value=''])").count() == 0
    with page.expect_response(_kept_whole):
        steps_call.fill_contact(ana)
    address = page.url
    expect(page.locator("[data-draft-state]")).to_be_visible()
    assert found_on_disk(site.home, CALL_BACK_HOW) == []
    lock_and_unlock(ana)
    page.goto("/contacts/")
    lead_on(page.locator(f"main a[href='{address.removeprefix(site.address)}']"))
    assert page.get_by_label("How, and when").input_value() == CALL_BACK_HOW
    expect(page.get_by_text("Draft opened again")).to_be_visible()
    save(page, "02-contact")
    ana.press("Save, and note what may be happening")
    assert ana.taps <= MOST_TAPS
    return _ana_notes_what_was_heard(ana)


def _kept_whole(answer: Response) -> bool:
    """Whether a draft was kept with the last of the words; slow hands have one kept before."""
    sent = parse_qs(answer.request.post_data or "")
    return answer.url.endswith("/draft/") and answer.status == 204 and [CALL_BACK_HOW] in sent.values()


def _ana_notes_what_was_heard(ana: Hand) -> str:
    page = ana.page
    for age in ("[name=age]", "[name=age_word]"):
        assert is_above(page, ".notice.say", age)
    assert page.locator("input[name=kind]").count() == 4
    assert page.locator("input[name=kind]:checked, [name*=gender], [name*=nation]").count() == 0
    situation = steps_call.note_two_people(ana)
    save(page, "03-two-laws", tall=1640)
    joel, second = answers_of(page)
    assert "Under 18 and a commercial sex act: no force, fraud or coercion has to be shown" in joel[0]
    assert all(answer.startswith("What was stated meets this definition") for answer in joel)
    assert all(answer.startswith("Not yet known") and "Still to learn: how" in answer for answer in second)
    assert "not a victim" not in page.content().lower()
    assert "There is no score." in text_of(page)
    assert "%" not in text_of(page)
    steps_call.hand_over(ana)
    expect(page.get_by_text("Handed over to Ben")).to_be_visible()
    return situation


def _ben_opens_the_case(county: County, situation: str) -> str:
    """Step 3. Returns the case's address."""
    ben = county["Ben"]
    page = ben.page
    expect(page.get_by_text("6 things need you now.")).to_be_visible()
    expect(page.get_by_text("Waits for you")).to_be_visible()
    save(page, "04-today-ben")
    steps_case.read_what_was_heard(ben, situation)
    ben.follow("Open a case for Person A")
    shown = page.locator("form.sheet :is(input:not([type=hidden]), select, textarea)")
    asked = set(shown.evaluate_all("all => all.map(one => one.name)"))
    assert len(asked) <= 5
    assert not asked & {"name_to_use", "full_name", "name", "age", "gender", "number"}
    carried = page.get_by_label("What comes with it").inner_text()
    assert all(words in carried for words in ("aged 17", "Spanish", "Alder County", CALL_BACK_HOW))
    assert page.get_by_role("radio", name="Only in the agreed way").is_checked()
    page.go_back()
    steps_case.open_case(ben)
    expect(page.get_by_role("heading", level=1)).to_have_text(ALIAS)
    expect(page.get_by_text("No name told")).to_be_visible()
    save(page, "05-case-opened")
    case = page.url
    steps_case.add_name(ben)
    return case


def _one_reveal_is_one_line(county: County, case: str) -> None:
    """A name shown lasts while that case is open, on all its pages; opening another case hides it."""
    ben = county["Ben"]
    page = ben.page
    shown = _times_shown(county["Chloe"], case)
    page.goto("/cases/")
    ben.follow("HERON-12")
    page.goto(case)
    assert NAME not in page.content()
    ben.press("Show name")
    for tab in ("Plan", "Notes", "Overview"):
        ben.follow(tab)
        expect(page.get_by_text(NAME, exact=True)).to_be_visible()
    assert NAME not in page.title()
    assert _times_shown(county["Chloe"], case) == shown + 1


def _times_shown(chloe: Hand, case: str) -> int:
    chloe.page.goto(f"{case}journal/")
    return journal_of(chloe.page).count(("Ben", "Showed the name"))


def _ben_finds_a_bed(ben: Hand) -> str:
    """Step 4. Returns the id of the draft."""
    steps_case.add_need(ben)
    hits = steps_case.search(ben)
    first = hits.first.inner_text()
    assert "Youth bed tonight" in first
    assert all(reason in first for reason in ("emergency shelter", "Spanish spoken", "Open now", "km) away", "aged"))
    assert all("Entry verified" in hit for hit in hits.all_inner_texts())
    assert "was read as" in text_of(ben.page)
    assert ALIAS not in ben.page.content()
    save(ben.page, "06-directory")
    steps_release.refer(ben)
    expect(ben.page.get_by_text("Emergency shelter, Tonight")).to_be_visible()
    return ben.page.url.rstrip("/").rsplit("/", 1)[-1]


def _nothing_can_leave_yet(ben: Hand) -> None:
    """Step 6, before step 5: the button is off, and a request made by hand is refused."""
    page = ben.page
    button = page.get_by_role("button", name="Send is off")
    assert button.get_attribute("aria-disabled") == "true"
    save(page, "07-send-is-off")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, "version": "1", "release": "", "fields_to_share": "identity.name_to_use"}
    origin = "/".join(page.url.split("/")[:3])
    answer = page.context.request.post(f"{page.url}send/", form=form, headers={"Origin": origin})
    assert answer.status in {403, 422}
    page.reload()
    expect(page.get_by_role("button", name="Send is off")).to_be_visible()


def _the_rule_stops_a_wrong_signature(ben: Hand) -> None:
    """Step 5: signed by a minor alone, then given by word of mouth; both stop and say what can be done instead."""
    page = ben.page
    steps_release.begin_release(ben)
    steps_release.record_refused(ben)
    assert "Ask counsel before anything leaves" in text_of(page)
    assert "What you can do instead" in text_of(page)
    save(page, "08-ask-counsel")
    steps_release.sign_with_guardian(ben)
    ben.choose("How was it given?", "By word of mouth")
    steps_release.record_refused(ben)
    assert "A release has to be in writing" in text_of(page)


def _release_is_recorded_and_sent(ben: Hand) -> None:
    """Steps 5 and 6: who signs by the rule, a look at exactly what would leave, and it goes."""
    page = ben.page
    ben.choose("How was it given?", "Signed on paper; the paper is kept")
    ben.press("Show what would leave")
    expected = {
        "Name to use": NAME,
        "Languages": "Spanish",
        "Safe way to reach them": "Only in the agreed way",
        "Safe times": CALL_BACK_HOW,
        "The need this is about": "Emergency shelter",
    }
    assert set(leaving(page)) == set(expected)
    steps_release.record(ben)
    ben.press("Show the values as they will leave")
    assert leaving(page) == expected
    save(page, "09-what-leaves")
    steps_release.send(ben)
    expect(page.get_by_text(re.compile(r"^Sent\. You will see here"))).to_be_visible()


def _femi_sees_those_fields_and_nothing_else(femi: Hand, referral: str) -> None:
    page = femi.page
    expect(page.get_by_text("2 things need you now.")).to_be_visible()
    steps_release.receive(femi, referral)
    assert tuple(leaving(page)) == steps_release.GOES
    assert leaving(page)["Name to use"] == NAME
    source = page.content()
    for kept_back in (ALIAS, "Ana", "Ben<", WISHES, "aged 17", "bystander", "Person B", "commercial", "Alder County,"):
        assert kept_back not in source
    save(page, "10-femi-received")
    steps_release.answer(femi)
    sees_nothing_at(page, f"/cases/{referral}/")


def _ben_reads_the_answer(ben: Hand, case: str) -> None:
    ben.page.goto("/today/")
    line = ben.page.locator("section[aria-labelledby=h-answers] li").filter(has_text=ALIAS)
    expect(line).to_contain_text("Juniper House answered")
    lead_on(line.get_by_role("link"))
    expect(ben.page.get_by_text("Service started")).to_be_visible()
    save(ben.page, "11-answer")
    ben.page.goto(case)
    assert "Juniper House" in ben.page.locator("ol.way").inner_text()


def _the_person_withdraws(county: County, case: str, referral: str) -> None:
    """Step 7: one button; the partner's very next request finds nothing; what had left is listed truthfully."""
    ben, femi = county["Ben"], county["Femi"]
    ben.page.goto(case)
    steps_release.withdraw(ben)
    femi.page.goto(f"/referrals/received/{referral}/")
    expect(femi.page.get_by_role("heading", level=1)).to_have_text("Withdrawn by the person")
    for gone in (NAME, CALL_BACK_HOW, "Emergency shelter"):
        assert gone not in femi.page.content()
    save(femi.page, "12-femi-withdrawn")
    left = ben.page.get_by_role("region", name="What has left so far").inner_text()
    assert all(label in left for label in steps_release.GOES)
    assert "Juniper House" in left
    assert "Opened 3 times by the role Intake worker" in left
    assert "cannot be unread" in left
    save(ben.page, "13-withdrawn")


def _chloe_reads_the_journal(chloe: Hand, case: str) -> None:
    chloe.page.goto("/today/")
    expect(chloe.page.get_by_text("Unbroken")).to_be_visible()
    chloe.page.goto(case)
    chloe.follow("Journal")
    expect(chloe.page.get_by_text("Verified unbroken")).to_be_visible()
    told = journal_of(chloe.page)
    assert {what for _who, what in told} >= EXPECTED_ACTS
    assert ("Femi", "Opened a packet at the other agency") in told
    assert told[0] == ("Chloe", "Read this journal")
    assert all(who and what for who, what in told)
    save(chloe.page, "14-journal")


def _iris_reads_the_counts(county: County) -> dict[str, str]:
    iris = county["Iris"]
    iris.follow("Data")
    before = table_of(iris.page)
    assert before["Sex"] == SEEDED
    assert list(before.values()).count("withheld") >= 2
    return before


def _iris_sees_the_count_move(county: County, before: dict[str, str]) -> None:
    """Step 8: nothing moves before the daily batch, one cell after it."""
    page: Page = county["Iris"].page
    page.reload()
    assert table_of(page) == before
    county.go_to_next_day()
    page.reload()
    assert table_of(page) == before | {"Sex": str(int(SEEDED) + 1)}
    save(county["Iris"].page, "15-counts")
