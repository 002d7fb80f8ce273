"""The one-time link that `waystation start` prints while there is no agency."""

from __future__ import annotations

import hmac
import os
import secrets
import time
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from waystation.foundation.agencies.models import Agency

LIFETIME = 86_400
"""Seconds a link is good; each start without an agency prints a fresh one."""


def first_link() -> str:
    """The path of a fresh one-time link, or nothing when there is an agency already."""
    if Agency.objects.exists():
        forget()
        return ""
    token = secrets.token_urlsafe(24)
    path, fresh = _file(), _file().with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        target.write(f"{sha256(token.encode()).hexdigest()} {int(time.time())}\n")
    fresh.replace(path)
    return reverse("setup:begin", args=[token])


def is_good(token: str) -> bool:
    """Whether this is the printed link, not used and not older than a day."""
    try:
        digest, made = _file().read_text().split()
    except (OSError, ValueError):
        return False
    fits = hmac.compare_digest(digest, sha256(token.encode()).hexdigest())
    return fits and 0 <= time.time() - float(made) < LIFETIME


def forget() -> None:
    """Take the link away: there is an agency."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.WAYSTATION_HOME) / "begin"
