"""The page that hands out the certificate of the local authority, on a server that has one."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Browser

from tests.e2e.pressing import stay
from tests.e2e.serving import Site
from tests.e2e.watching import assert_looks_right, looks_for
from waystation.web.tls import authority

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("look", [look for turn in (0, 1) for look in looks_for(turn)])
def test_anyone_can_read_the_words_to_compare(browser: Browser, site: Site, look: str) -> None:
    root = authority.ensure(site.home, dt.datetime.now(dt.UTC))
    assert_looks_right(browser, f"{site.address}/trust/", look)
    page = browser.new_page()
    page.goto(f"{site.address}/trust/")
    assert authority.fingerprint(root)[1] in page.inner_text("main")
    with page.expect_download() as taken:
        stay(page.get_by_role("link", name="Take the file"))
    assert taken.value.suggested_filename == "waystation-ca.crt"
    page.close()
