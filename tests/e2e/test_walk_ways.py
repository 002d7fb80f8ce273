"""The same walk by other ways: from the keyboard, without script, in Spanish, and on a small phone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.e2e import steps_call
from tests.e2e.conftest import OpenContext
from tests.e2e.county import County
from tests.e2e.hands import Hand, Pointer
from tests.e2e.picturing import save
from tests.e2e.reading import SpanishReader
from tests.e2e.walking import Walker
from tests.e2e.watching import assert_no_sideways_scroll, assert_stores_nothing
from tests.e2e.whole_way import walk_all
from tests.e2e.words import Words


def test_everyone_can_walk_the_whole_way_by_keyboard_and_sees_where_they_are(new_context: OpenContext) -> None:
    walkers: list[Walker] = []

    def make(page: Page) -> Hand:
        walkers.append(Walker(page))
        return walkers[-1]

    walk_all(County(new_context, make), "KESTREL-51")
    assert [line for walker in walkers for line in walker.unseen] == []


def test_everyone_can_walk_the_whole_way_without_script(new_context: OpenContext) -> None:
    county = County(new_context, lambda page: Pointer(page, Words()), java_script_enabled=False)
    walk_all(county, "KESTREL-52")


def test_everyone_can_walk_the_whole_way_in_spanish_and_meets_no_english(new_context: OpenContext) -> None:
    readers: list[SpanishReader] = []

    def make(page: Page) -> Hand:
        readers.append(SpanishReader(page, Words("es")))
        return readers[-1]

    walk_all(County(new_context, make), "KESTREL-53")
    for reader in readers:
        reader.read()
    assert sorted({line for reader in readers for line in reader.english}) == []


def test_ana_can_take_the_call_on_a_small_phone_in_the_dark(new_context: OpenContext) -> None:
    county = County(new_context, lambda page: Narrow(page, Words()), look="320 dark", has_touch=True)
    ana = county["Ana"]
    ana.follow("Take a contact")
    steps_call.fill_contact(ana)
    save(ana.page, "16-phone-dark")
    ana.press("Save, and note what may be happening")
    steps_call.note_two_people(ana)
    steps_call.hand_over(ana)
    assert_no_sideways_scroll(ana.page)
    assert_stores_nothing(ana.page)


class Narrow(Pointer):
    """Looks, before leaving a page, whether it was wider than the screen."""

    def _open(self, control: Locator) -> None:
        assert_no_sideways_scroll(self.page)
        super()._open(control)
