"""allauth's second factor with its secrets sealed under a key file outside the database."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from waystation.core.vault import keys
from waystation.foundation import keyfiles

_LABEL = b"second factor"


def factor_key() -> bytes:
    """32 bytes from `keys/factors.key` in the data folder."""
    return keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), "factors")


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Encrypts TOTP secrets and backup-code seeds, names members by sign-in name, and sends no mail."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(keys.wrap(factor_key(), text.encode(), _LABEL)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises WrongKey when the key file is not the one that sealed it."""
        return keys.unwrap(factor_key(), base64.b64decode(encrypted_text), _LABEL).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: members have no mail address here; the journal keeps the event."""
