"""What the browser itself wrote down of the public lanes: a HAR of every page, on old phones; and a text browser.

Without a script, in both languages, 240 and 320 px wide. From the HAR file alone: nothing is asked of anybody else, no
cookie is set before the first send, and a page with all it needs stays under 30 kB.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.pressing import lead_on
from tests.e2e.serving import Site
from tests.e2e.test_public_lanes import LIMIT, NUMBER, send_form
from tests.e2e.watching import assert_no_sideways_scroll

OLD_PHONES: dict[str, Any] = {"240": {"width": 240, "height": 320}, "320": {"width": 320, "height": 480}}
FIRST = ("/get-help/", "/tell/", "/order/", "/chat/")
SECONDS = 60
Look = Callable[[], None]


def walk(page: Page, lang: str, look: Look) -> None:
    """Every page of the lanes: a message for help, a tip of all its steps, its number, coming back, a wrong number."""
    for address in FIRST:
        page.goto(f"{address}?lang={lang}")
        look()
    for lane in ("/get-help/", "/tell/"):
        page.goto(f"{lane}?lang={lang}")
        page.locator("input[name=danger][value=no]").check()
        send_form(page)
        look()
        page.locator("textarea[name=story]").fill("A white van, each morning.")
        while page.locator("main form button").count() > 1:
            send_form(page)
            look()
        if page.locator("main form button[name=send]").count():
            send_form(page, "send")
            look()
    number = page.locator(".number").first.inner_text()
    assert NUMBER.match(number)
    lead_on(page.locator("button[name=close]"))
    look()
    for said in ("one two three", number):
        page.goto(f"/order/?lang={lang}")
        page.locator("textarea[name=number]").fill(said)
        send_form(page)
        look()
    page.locator("textarea[name=text]").fill("I saw it again today.")
    send_form(page)
    look()


@pytest.fixture(params=[(lang, phone) for lang in ("en", "es") for phone in OLD_PHONES], ids="-".join)
def entries(request: pytest.FixtureRequest, browser: Browser, site: Site, tmp_path: Path) -> list[dict[str, Any]]:
    """The lines of the HAR of a whole walk, in their order."""
    lang, phone = request.param
    har = tmp_path / "lanes.har"
    context = browser.new_context(
        base_url=site.address, viewport=OLD_PHONES[phone], java_script_enabled=False, record_har_path=har,
        record_har_content="omit",
    )  # fmt: skip
    page, seen = context.new_page(), []

    def look() -> None:
        page.wait_for_load_state()
        assert_no_sideways_scroll(page)
        seen.append(page.url)

    try:
        walk(page, lang, look)
    finally:
        context.close()
    assert len(seen) >= 13
    found: list[dict[str, Any]] = json.loads(har.read_text())["log"]["entries"]
    return sorted(found, key=lambda entry: entry["startedDateTime"])


def bytes_of(entry: dict[str, Any]) -> int:
    """What came over the wire: the browser's own count, else head and body."""
    answer = entry["response"]
    counted = answer.get("_transferSize", -1)
    return int(counted if counted > 0 else max(answer["headersSize"], 0) + max(answer["bodySize"], 0))


def documents(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        kinds = [head["value"] for head in entry["response"]["headers"] if head["name"].lower() == "content-type"]
        if kinds and kinds[0].startswith("text/html"):
            yield entry


def test_the_har_of_every_page_asks_nobody_else_sets_no_early_cookie_and_is_small(
    entries: list[dict[str, Any]], site: Site
) -> None:
    pages = list(documents(entries))
    assert len(pages) >= 13
    home = urlsplit(site.address).netloc
    assert [entry["request"]["url"] for entry in entries if urlsplit(entry["request"]["url"]).netloc != home] == []
    sends = [place for place, entry in enumerate(entries) if entry["request"]["method"] == "POST"]
    early = entries[: sends[0]]
    assert len(list(documents(early))) >= len(FIRST)
    assert [entry["request"]["url"] for entry in early if heads(entry, "set-cookie")] == []
    assert [entry["request"]["url"] for entry in early if entry["request"]["cookies"]] == []
    assets = {entry["request"]["url"]: 0 for entry in entries if entry not in pages}
    for entry in entries:
        if entry["request"]["url"] in assets and entry["response"]["status"] == 200:
            assets[entry["request"]["url"]] = max(assets[entry["request"]["url"]], bytes_of(entry))
    around = sum(size for url, size in assets.items() if "/static/" in url)
    assert around > 0
    heavy = {entry["request"]["url"]: bytes_of(entry) + around for entry in pages}
    assert {url: size for url, size in heavy.items() if size > LIMIT} == {}


def heads(entry: dict[str, Any], name: str) -> list[str]:
    return [head["value"] for head in entry["response"]["headers"] if head["name"].lower() == name]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("address", FIRST[:3])
def test_a_text_browser_reads_the_page_and_can_fill_it_in(site: Site, address: str, lang: str, tmp_path: Path) -> None:
    """w3m at 40 columns: the words, the number of the national line, and controls it draws as its own."""
    program = shutil.which("w3m")
    if program is None:
        pytest.skip("no text browser: w3m is absent (apt-get install w3m)")
    command = [program, "-dump", "-cols", "40", "-no-cookie", "-T", "text/html", f"{site.address}{address}?lang={lang}"]
    place = {"HOME": str(tmp_path), "LANG": "C.UTF-8"}
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True, env=place)
    shown = ran.stdout
    assert "1-888-373-7888" in shown
    assert max(len(line) for line in shown.splitlines()) <= 60
    assert ("( )" in shown) if address != "/order/" else ("[" in shown)
    assert ("Notes" in shown or "First page" in shown) if lang == "en" else ("Primera" in shown or "página" in shown)
    assert "<" not in shown.replace("<<", "")
