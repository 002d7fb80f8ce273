"""The page that hands out the certificate of the local authority, on a server that has one."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.e2e.conftest import OpenContext
from tests.e2e.pressing import stay
from tests.e2e.serving import Site
from tests.e2e.watching import assert_looks_right, looks_for
from waystation.web.tls import authority

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("look", [look for turn in (0, 1) for look in looks_for(turn)])
def test_anyone_can_read_the_words_to_compare(new_context: OpenContext, site: Site, look: str) -> None:
    root = authority.ensure(site.home, dt.datetime.now(dt.UTC))
    page = new_context(look).new_page()
    assert_looks_right(page, f"{site.address}/trust/")
    assert authority.fingerprint(root)[1] in page.inner_text("main")
    with page.expect_download() as taken:
        stay(page.get_by_role("link", name="Take the file"))
    assert taken.value.suggested_filename == "waystation-ca.crt"
