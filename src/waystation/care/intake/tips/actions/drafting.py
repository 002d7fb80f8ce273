"""Drafts of people who have no account: sealed under a key that only their browser's cookie holds."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import math
from typing import Any
from uuid import UUID

from waystation.care.intake.tips.models import Draft
from waystation.care.intake.tips.policies import DRAFT_HOURS
from waystation.core.vault.envelope import Context, open_json, seal_json
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import new_key
from waystation.foundation import clock, store

MOST_HELD = 4
"""Drafts of one browser at a time: pages in several tabs."""
SHOWN = 1800
"""Seconds for which the page shows an order number."""
_NOBODY = UUID(int=0)


def new_cookie() -> str:
    """32 random bytes for a browser to hold."""
    return base64.urlsafe_b64encode(new_key()).decode()


def key_in(cookie: str) -> bytes | None:
    """The key a browser brought, None when it is no key."""
    try:
        key = base64.b64decode(cookie.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == 32 else None


def keys_in(cookie: str) -> list[bytes]:
    """The keys a browser brought, each of one draft, the newest first."""
    found = [key_in(part) for part in cookie.split(".", MOST_HELD)[:MOST_HELD]]
    return [key for key in found if key is not None]


def id_of(key: bytes) -> UUID:
    """The draft that a key is of. The key cannot be told from it."""
    return UUID(bytes=hashlib.sha256(b"tips/draft/1" + key).digest()[:16], version=4)


def begin(key: bytes, data: dict[str, Any]) -> UUID:
    """Keep the one draft of a new key; its id goes into the address of the pages."""
    row = Draft(pk=id_of(key), expires_hour=_expiry())
    row.body = seal(row.pk, key, data)
    with store.writing():
        row.save(force_insert=True)
    return row.pk


def load(draft: UUID, key: bytes) -> dict[str, Any] | None:
    """What is kept; None when there is none, its time is over, or this browser does not hold its key.

    An order number that was given on it is shown for `SHOWN` seconds.
    """
    found = store.select("SELECT body, expires_hour FROM tips_draft WHERE id = %s", [draft.hex])
    if not found or _moment(found[0][1]) <= clock.now():
        return None
    try:
        data = open_json(key, found[0][0], _context(draft))
    except VaultError:
        return None
    return data if clock.now().timestamp() <= data.get("until", math.inf) else None


def keep(draft: UUID, key: bytes, data: dict[str, Any]) -> bool:
    """Put new content in place of the old, unless the draft was sent meanwhile; whether it was kept."""
    body = seal(draft, key, data)
    with store.writing():
        return bool(Draft.objects.filter(pk=draft, sent=False).update(body=body, expires_hour=_expiry()))


def mark_sent(draft: UUID, body: bytes) -> bool:
    """In the transaction of its message: put the order number in place of what was written; False when it is gone."""
    text = "UPDATE tips_draft SET body = %s, sent = %s WHERE id = %s AND NOT sent"
    return bool(store.change(text, [body, True, draft.hex]))


def extend(draft: UUID) -> None:
    """A page looks at its draft in turn: it is kept as long from now. Written at most once an hour."""
    rows, until = Draft.objects.filter(pk=draft, sent=False), _expiry()
    if rows.exclude(expires_hour__gte=until).exists():
        with store.writing():
            rows.update(expires_hour=until)


def drop(draft: UUID) -> None:
    """Forget a draft."""
    with store.writing():
        Draft.objects.filter(pk=draft).delete()


def drop_held(cookie: str) -> None:
    """Forget all drafts whose keys a browser holds: somebody leaves it."""
    if keys := keys_in(cookie):
        with store.writing():
            Draft.objects.filter(pk__in=[id_of(key) for key in keys]).delete()


def shown_until() -> int:
    """Until when a page shows the order number it gives now."""
    return int(clock.now().timestamp()) + SHOWN


def sweep() -> int:
    """Forget drafts whose time is over. For tick; needs no key. Returns how many."""
    with store.writing():
        return Draft.objects.filter(expires_hour__lte=clock.now()).delete()[0]


def seal(draft: UUID, key: bytes, data: dict[str, Any]) -> bytes:
    """The draft as it is stored, bound to its row."""
    return seal_json(key, data, _context(draft))


def _context(draft: UUID) -> Context:
    return Context("tips_draft", "body", draft, _NOBODY, "draft", 1, 1, 1)


def _moment(stored: dt.datetime | str) -> dt.datetime:
    """A time as the driver gives it: aware, or naive and then UTC, or ISO text."""
    at = dt.datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _expiry() -> dt.datetime:
    """On the hour, so that it says little of when somebody wrote."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    return hour + dt.timedelta(hours=DRAFT_HOURS + 1)
