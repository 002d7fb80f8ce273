"""Codes of the second factor come from the system's source of randomness, each with enough of it."""

from __future__ import annotations

import secrets

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret


def test_secrets_and_backup_codes_are_drawn_from_the_systems_source(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    for name in ("token_bytes", "token_hex"):
        draw = getattr(secrets, name)
        monkeypatch.setattr(secrets, name, lambda size=None, draw=draw: [drawn.append(size), draw(size)][1])
    first, second = generate_totp_secret(), generate_totp_secret()
    assert first != second
    assert RecoveryCodes.generate_seed() != RecoveryCodes.generate_seed()
    assert set(drawn) == {20, 40}
