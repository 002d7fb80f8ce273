"""Sealing under the browser's key: one key in the cookie, another derived from it for each use."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import UUID

from waystation.core.vault import keys
from waystation.core.vault.bundle import Bundle, open_bundle, seal_bundle
from waystation.core.vault.errors import VaultError


def to_cookie(key: bytes) -> str:
    """A 32-byte key as cookie text."""
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def from_cookie(text: str | None) -> bytes | None:
    """The key of a cookie; None when it is missing or has another shape."""
    try:
        key = base64.urlsafe_b64decode(f"{text}=".encode("ascii")) if text else b""
    except (ValueError, UnicodeEncodeError):
        return None
    return key if len(key) == 32 else None


def bundle_to_text(bundle: Bundle, key: bytes, member: UUID, use: bytes) -> str:
    """Seal a bundle for one use (`b"session"`, `b"pending"`)."""
    return base64.b64encode(seal_bundle(bundle, _derived(key, use), member)).decode()


def bundle_from_text(text: str, key: bytes, member: UUID, use: bytes) -> Bundle | None:
    """Undo `bundle_to_text`; None when key, member or use do not fit."""
    try:
        return open_bundle(base64.b64decode(text), _derived(key, use), member)
    except (VaultError, ValueError):
        return None


def data_to_text(data: Any, key: bytes, use: bytes) -> str:
    """Seal JSON data for one use."""
    return base64.b64encode(keys.wrap(key, json.dumps(data).encode(), b"browser/" + use)).decode()


def data_from_text(text: str, key: bytes, use: bytes) -> Any:
    """Undo `data_to_text`; None when it does not open."""
    try:
        return json.loads(keys.unwrap(key, base64.b64decode(text), b"browser/" + use))
    except (VaultError, ValueError):
        return None


def _derived(key: bytes, use: bytes) -> bytes:
    return bytes.fromhex(keys.pseudonym(key, b"browser/" + use))
