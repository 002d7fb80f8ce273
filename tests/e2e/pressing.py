"""Clicks by what follows them: the test reads nothing before the next page is there.

A click returns as soon as the answer begins to come, when the page it brings may still be empty.
"""

from __future__ import annotations

from playwright.sync_api import Locator


def lead_on(control: Locator) -> None:
    """Click what opens another page, and wait until that page is loaded."""
    with control.page.expect_navigation():
        control.click()


def stay(control: Locator) -> None:
    """Click what changes the page as it stands: a fold, a choice, a button of a script."""
    control.click()


def set_off(control: Locator) -> None:
    """Click what leads away; the test itself waits for what it asks of the next page (`expect`, `wait_for_url`).

    For pages that open others by themselves meanwhile, where the next page may not be the one of the click.
    """
    control.click()
