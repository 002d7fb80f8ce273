"""Codes to print, shown until the member says they are kept: sealed under the member's own key, whatever ends first.

A locked screen, another browser and a new sign-in do not lose them; the next sign-in leads to them again.
"""

from __future__ import annotations

from typing import Any

from waystation.foundation.keyring.actions.drafts import TO_PRINT, drop_draft, load_draft, save_draft
from waystation.foundation.keyring.ring import Keyring


def add(keyring: Keyring, **codes: Any) -> None:
    """Put codes (`recovery`: text, `backup`: list) beside those that wait already."""
    if codes:
        save_draft(keyring, TO_PRINT, {**waiting(keyring), **codes})


def waiting(keyring: Keyring) -> dict[str, Any]:
    """The codes that wait, or nothing."""
    return load_draft(keyring, TO_PRINT) or {}


def kept(keyring: Keyring) -> None:
    """Forget them: the member has them on paper."""
    drop_draft(keyring, TO_PRINT)
