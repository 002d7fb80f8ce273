"""The secret of an authenticator app that is being set up: sealed under the member's own key for half an hour.

Whoever scanned the square and had to sign in again before the first code meets the same square.
"""

from __future__ import annotations

from waystation.foundation.agencies.signin import factors
from waystation.foundation.keyring.actions.drafts import drop_draft, load_draft, save_draft
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session import state

FORM = "authenticator_secret"
LIFETIME = 1800
"""Seconds that one square stays good to scan."""


def secret_of(keyring: Keyring) -> tuple[str, bool]:
    """The secret to scan (base 32), and whether it takes the place of one that was shown earlier."""
    kept = load_draft(keyring, FORM)
    if kept is not None and 0 <= state.seconds() - kept["at"] < LIFETIME:
        return str(kept["secret"]), bool(kept["replaces"])
    made = {"secret": factors.new_secret(), "at": state.seconds(), "replaces": kept is not None}
    save_draft(keyring, FORM, made)
    return str(made["secret"]), kept is not None


def done(keyring: Keyring) -> None:
    """Forget it: the app is set up."""
    drop_draft(keyring, FORM)
