"""The comforts of the staff pages, on a page of their own: drafts, the idle lock, copying."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.pressing import stay

PAGE = """<!doctype html><html lang="en"><head><title>Desk</title><script src="{script}" defer></script></head>
<body data-idle-seconds="900" data-lock-url="/robots.txt" data-keep-url="/kept/" data-idle-url="/idle/">
<div id="idle" role="alert" hidden><button type="button">Keep working</button></div>
<form method="post" data-draft-url="/draft/"><input type="hidden" name="csrfmiddlewaretoken" value="t0">
<label>Words <input name="words"></label><span data-draft-state data-kept="Kept" hidden></span></form>
<p id="code">KESTREL</p><button type="button" data-copy="#code" data-copied="Copied" hidden>Copy</button>
</body></html>"""


@pytest.fixture
def desk(page: Page) -> Page:
    """The desk with its clock in our hand; drafts and signs of life are answered 204."""
    page.goto("/styleguide/")
    icon = page.locator("link[rel=stylesheet]").get_attribute("href") or ""
    script = icon.rsplit("/", 1)[0] + "/desk.js"
    page.route("**/desk/", lambda route: route.fulfill(body=PAGE.format(script=script), content_type="text/html"))
    page.route("**/draft/", lambda route: route.fulfill(status=204))
    page.route("**/kept/", lambda route: route.fulfill(status=204))
    page.clock.install()
    page.goto("/desk/")
    return page


def test_words_are_kept_as_a_draft_once_they_change(desk: Page) -> None:
    with desk.expect_request("**/draft/") as sent:
        desk.get_by_label("Words").fill("she was told")
        desk.clock.run_for(5100)
    assert parse_qs(sent.value.post_data or "")["words"] == ["she was told"]
    assert sent.value.headers["x-csrftoken"] == "t0"
    expect(desk.locator("[data-draft-state]")).to_have_text("Kept")


def test_unchanged_form_is_not_sent_again(desk: Page) -> None:
    sent: list[str] = []
    desk.on("request", lambda request: sent.append(request.url))
    desk.clock.run_for(20_000)
    assert [url for url in sent if "/draft/" in url] == []


def test_failed_draft_is_tried_again(desk: Page) -> None:
    answers = [500, 204]

    def answer(route: Route) -> None:
        route.fulfill(status=answers.pop(0))

    desk.route("**/draft/", answer)
    desk.get_by_label("Words").fill("again")
    with desk.expect_response("**/draft/"):
        desk.clock.run_for(5100)
    expect(desk.locator("[data-draft-state]")).to_have_js_property("hidden", False)  # it knows of the failure
    with desk.expect_response(lambda response: "/draft/" in response.url and response.status == 204):
        desk.clock.run_for(5100)
    assert answers == []


def the_server_says(desk: Page, left: int) -> None:
    """What is left until the session locks, in seconds."""
    desk.route("**/idle/", lambda route: route.fulfill(json={"left": left}))


def test_idle_desk_says_so_and_then_shows_the_lock_page(desk: Page) -> None:
    the_server_says(desk, 55)
    desk.clock.run_for(845_000)
    expect(desk.locator("#idle")).to_be_visible()
    the_server_says(desk, 5)
    desk.clock.run_for(60_000)
    desk.wait_for_url("**/robots.txt?next=%2Fdesk%2F")


def test_a_tab_nobody_looks_at_does_not_lock_while_somebody_works_in_another(desk: Page) -> None:
    the_server_says(desk, 900)
    for _ in range(3):
        with desk.expect_response("**/idle/"):
            desk.clock.run_for(1_000_000)  # more than is left, counted from when the last answer was read
    expect(desk.locator("#idle")).to_be_hidden()
    expect(desk).to_have_url("/desk/")


def test_somebody_at_the_desk_can_go_on(desk: Page) -> None:
    the_server_says(desk, 55)
    desk.clock.run_for(845_000)
    with desk.expect_response("**/kept/"):
        stay(desk.get_by_role("button", name="Keep working"))
    expect(desk.locator("#idle")).to_be_hidden()
    desk.clock.run_for(60_000)
    expect(desk).to_have_url("/desk/")
