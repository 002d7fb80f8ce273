"""What can go wrong with sealed bytes. Messages never quote key, plaintext or blob."""

from __future__ import annotations


class VaultError(Exception):
    """Base of everything the vault raises on input it does not accept."""


class WrongKey(VaultError):
    """The key, the context, the label or the signature does not fit these bytes."""


class Malformed(VaultError):
    """The bytes (or the text of a code) do not have the shape of what they should be."""


class UnknownVersion(VaultError):
    """The bytes name a format version or algorithm that this release does not know."""


class Expired(VaultError):
    """A packet is genuine, but its time is over."""
