"""The site and the browser of the walks. Without Debian's Chromium these tests are skipped, and say so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import FLAGS, launcher, patient
from tests.e2e.serving import Site
from tests.e2e.walking import Walker
from tests.e2e.watching import LOOKS, Strays, origin_of


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> str:
    return launcher(tmp_path_factory.mktemp("browser"))


@pytest.fixture(autouse=True, scope="package")
def _filled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All workers of a run copy one demo."""
    base = tmp_path_factory.getbasetemp()
    Site.filled = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "filled"


@pytest.fixture(scope="package")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo with its own data folder; one for all walks."""
    running = Site(tmp_path_factory.mktemp("site") / "home")
    try:
        running.start()
        yield running
    finally:
        running.close()


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as tools:
        running = patient(tools.chromium.launch(executable_path=chromium, headless=True, args=FLAGS))
        yield running
        running.close()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser, site: Site) -> Iterator[OpenContext]:
    """Makes browser contexts on the site; fails the test if any of them asked another origin for anything."""
    strays = Strays(frozenset({site.address, origin_of(site.exit_address)}))
    opened: list[BrowserContext] = []

    def make(look: str = "1200 light", **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=site.address, **{**LOOKS[look], **options})
        strays.watch(context)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
    assert strays.seen == []


@pytest.fixture
def page(new_context: OpenContext) -> Page:
    """A page at 1200 px, light, with script."""
    return new_context().new_page()


@pytest.fixture
def page_without_script(new_context: OpenContext) -> Page:
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def walker(page: Page) -> Iterator[Walker]:
    """A person at the keyboard; fails the test if a focus could not be seen."""
    person = Walker(page)
    yield person
    assert person.unseen == []
