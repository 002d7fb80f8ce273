"""What the keyring raises. Messages never quote what is sealed."""

from __future__ import annotations


class KeyringError(Exception):
    """Base of everything below."""


class NoKey(KeyringError):
    """This member holds no key for what was asked."""


class Stale(KeyringError):
    """Somebody else wrote first; `current_version` is what is there now."""

    def __init__(self, current_version: int) -> None:
        super().__init__(f"the stored version is {current_version}")
        self.current_version = current_version


class Tampered(KeyringError):
    """The database does not hold what the journal says was written."""


class KeysSwapped(Tampered):
    """The keys of an invited colleague are not those that were made with the slip."""


class Untrusted(KeyringError):
    """A public key, certificate or root does not lead back to the pinned fingerprint."""


class Undecided(KeyringError):
    """Capsules open only under an allowed decision that covers them."""


class NotAllowed(KeyringError):
    """The member's role may not do this."""


class WeakPassphrase(KeyringError, ValueError):
    """A passphrase of fewer than 12 characters."""


class WrongCode(KeyringError):
    """A recovery code, passphrase or request does not fit."""
