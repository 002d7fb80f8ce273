"""Journey 2 as far as the public lanes go: a bystander tells, the desk reads and answers, the bystander comes back.

Without a script, in English and Spanish, on a small old phone's width; nothing is asked of anybody else, nothing set
before the first send, nothing stored, and each page with all it needs stays under 30 kB.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.conftest import OpenContext
from tests.e2e.pressing import lead_on
from tests.e2e.serving import Site
from tests.e2e.test_shift import come_in
from tests.e2e.watching import assert_no_axe_violation, assert_no_sideways_scroll, assert_stores_nothing, weigh_in

LIMIT = 30_000
NUMBER = re.compile(r"^[a-z]+( [a-z]+){5} \d\d$")


@pytest.fixture
def phone(new_context: OpenContext) -> BrowserContext:
    return new_context("320 light", java_script_enabled=False)


@pytest.fixture
def seeing(new_context: OpenContext) -> BrowserContext:
    return new_context("320 dark")


def send_form(page: Page, value: str = "") -> None:
    """Press the first or the named button of the page's own form, whatever its language."""
    form = page.locator("main form").first
    lead_on(form.locator(f"button[name={value}]" if value else "button").first)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_bystander_without_script_can_tell_and_come_back(phone: BrowserContext, site: Site, lang: str) -> None:
    page = phone.new_page()
    page.goto(f"/tell/?lang={lang}")
    assert page.title() in ("Notes", "Notas")
    assert phone.cookies() == []
    assert page.locator("html").get_attribute("lang") == lang
    page.locator("input[name=danger][value=no]").check()
    send_form(page)
    assert [cookie["name"] for cookie in phone.cookies()] == ["__Host-m"]
    page.locator("input[name=noticed][value=held]").check()
    page.locator("textarea[name=story]").fill("A white van, each morning.")
    send_form(page)
    page.locator("input[name=place]").fill("Mill Road")
    send_form(page)
    page.locator("input[name=plate]").fill("ABC 123")
    send_form(page)
    assert page.locator("html").get_attribute("lang") == lang
    send_form(page, "send")
    number = page.locator(".number").first.inner_text()
    assert NUMBER.match(number)
    lead_on(page.locator("button[name=close]"))
    assert phone.cookies() == []
    page.goto(f"/order/?lang={lang}")
    page.locator("textarea[name=number]").fill(number.upper())
    send_form(page)
    assert "white van" not in page.content()
    page.locator("textarea[name=text]").fill("I saw it again today.")
    send_form(page)
    assert "I saw it again today." in page.content()


def test_each_page_of_the_lanes_is_clean_small_silent_and_stores_nothing(
    seeing: BrowserContext, site: Site
) -> None:
    page = seeing.new_page()

    def look() -> None:
        assert_no_axe_violation(page)
        assert_no_sideways_scroll(page)
        assert_stores_nothing(page)
        assert weigh_in(seeing, page.url) <= LIMIT, page.url

    for lane in ("/get-help/", "/tell/"):
        page.goto(lane)
        look()
        while page.locator("main form button[name=send]").count():
            is_last = page.locator("main form button").count() == 1
            send_form(page)
            look()
            if is_last:
                send_form(page)  # nothing was written, which is asked about once
                look()
                break
        lead_on(page.get_by_role("link", name="See the letters now"))
        look()
    for address in ("/order/", "/order/?note=none", "/tell/?note=over"):
        page.goto(address)
        look()


def test_pictures_are_refused_with_the_reason(seeing: BrowserContext, site: Site) -> None:
    page = seeing.new_page()
    page.goto("/tell/")
    page.evaluate("document.querySelector('main form').enctype = 'multipart/form-data'")
    send_form(page)
    assert "Pictures and files are not taken" in page.locator("main").inner_text()
    assert_no_axe_violation(page)
    assert seeing.cookies() == []


def test_ana_can_take_a_message_and_answer_it(new_context: OpenContext, phone: BrowserContext, site: Site) -> None:
    visitor = phone.new_page()
    visitor.goto("/get-help/")
    visitor.locator("input[name=danger][value=now]").check()
    send_form(visitor)
    visitor.locator("textarea[name=story]").fill("Heron crosses at four")
    send_form(visitor, "send")
    number = visitor.locator(".number").first.inner_text()
    desk = new_context("1200 light").new_page()
    come_in(desk)
    desk.goto("/messages/")
    assert_no_axe_violation(desk)
    for address in [link.get_attribute("href") for link in desk.locator("main h3 a").all()]:
        desk.goto(str(address))
        if "Heron crosses at four" in desk.locator("main").inner_text():
            break
    assert_no_axe_violation(desk)
    here = desk.url
    lead_on(desk.get_by_role("button", name="Take this message"))
    desk.goto(here)
    desk.get_by_label("A letter").fill("Can you be at the clinic at five?")
    lead_on(desk.get_by_role("button", name="Write to the sender"))
    visitor.goto("/order/")
    visitor.locator("textarea[name=number]").fill(number)
    send_form(visitor)
    assert "Can you be at the clinic at five?" in visitor.content()
    assert "Heron" not in visitor.content()
