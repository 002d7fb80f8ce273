"""Seals of events: an HMAC under a key file outside the database, so that nobody who only writes to it can add one."""

from __future__ import annotations

from hmac import digest

from waystation.foundation.audit import checkpoints

_DOMAIN = b"waystation/event-seal/1\x00"


def sealing_key() -> bytes:
    """32 bytes, derived from the server's journal key file. Raises KeyFileError when the file is damaged."""
    return digest(checkpoints.server_seed(), _DOMAIN, "sha256")


def seal(key: bytes, event_hash: bytes) -> bytes:
    """HMAC-SHA-256 of an event's hash: says that this server wrote the event."""
    return digest(key, event_hash, "sha256")
