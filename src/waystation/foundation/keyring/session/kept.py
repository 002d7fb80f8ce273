"""Pages left open: where a member was and what was typed and not sent, kept for nobody but them.

What is kept is sealed twice: to the member's public key, so that it takes their passphrase to read it and none to keep
it (the screen may have locked already), and under a key file of the server, so that whoever can only write to the
database gains nothing by putting a public key of their own there. Nothing stays in the browser, not even that
something waits.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any
from uuid import UUID

from waystation.core.vault import keys
from waystation.core.vault.errors import VaultError
from waystation.core.vault.padding import pad, unpad
from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.models import Certificate, Draft
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.session.held import Held, server_key

FORM = "left_open"
MOST = 10
"""Pages kept for one member; the oldest give way."""
LIFETIME = dt.timedelta(days=7)


def keep(member: Member, data: dict[str, Any], keyring: Keyring | None = None) -> UUID | None:
    """Keep `data` (`page`, and `typed` or `pairs`) for a member; None when they have no keys to keep it under.

    With the keyring at hand its own public key is taken, else the newest one that was issued.
    """
    public = keyring.bundle.exchange_public if keyring else _newest_public(member)
    if not public:
        return None
    about = uuid.uuid4()
    label = _label(member, about)
    body = keys.wrap(server_key(), keys.seal_to(public, pad(json.dumps(data).encode()), label), label)
    with store.writing():
        mine = Draft.objects.filter(member=member, form=FORM)
        surplus = mine.order_by("-updated_at").values_list("pk", flat=True)[MOST - 1 :]
        Draft.objects.filter(pk__in=list(surplus)).delete()
        Draft.objects.create(member=member, form=FORM, subject=about, body=body, updated_at=clock.now())
    return about


def load(keyring: Keyring, about: UUID) -> dict[str, Any] | None:
    """What was kept for this member under this name; None for nothing, for another's, and after new keys."""
    row = Draft.objects.filter(member=keyring.member, form=FORM, subject=about).first()
    if row is None:
        return None
    label = _label(keyring.member, about)
    try:
        opened = unpad(keys.open_sealed(keyring.bundle.exchange, keys.unwrap(server_key(), row.body, label), label))
    except VaultError:
        return None
    data: dict[str, Any] = json.loads(opened)
    return data


def held_in(data: dict[str, Any]) -> Held | None:
    """The form that was sent and not yet taken in, if what was kept is one."""
    if "pairs" not in data:
        return None
    return Held(data["page"], [(name, value) for name, value in data["pairs"]])


def drop(member: Member, about: UUID) -> None:
    """Forget it: the member has it again, or does not want it."""
    with store.writing():
        Draft.objects.filter(member=member, form=FORM, subject=about).delete()


def waiting(member: Member) -> list[UUID]:
    """The names of what is kept for a member, newest first."""
    rows = Draft.objects.filter(member=member, form=FORM, updated_at__gt=clock.now() - LIFETIME)
    return list(rows.order_by("-updated_at").values_list("subject", flat=True))


def sweep() -> int:
    """Delete what nobody came back to within LIFETIME. Returns how many."""
    with store.writing():
        return Draft.objects.filter(form=FORM, updated_at__lte=clock.now() - LIFETIME).delete()[0]


def _newest_public(member: Member) -> bytes:
    found = Certificate.objects.filter(kind="member", subject=member.pk, agency=member.agency_id)
    row = found.order_by("-generation").first()
    return bytes(row.exchange) if row else b""


def _label(member: Member, about: UUID) -> bytes:
    return b"left_open/1" + member.pk.bytes + about.bytes
