"""Key files of texting: for the gateway's settings and what waits to be sent, for message ids, and for senders.

The server has to check a signature, answer a retry alike and send a reply while nobody is signed in. What that takes
lies under these files, beside the database and never in it.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from waystation.core.vault.envelope import dump_json, load_json
from waystation.core.vault.errors import VaultError
from waystation.core.vault.keys import unwrap, wrap
from waystation.core.vault.padding import pad, unpad
from waystation.foundation import keyfiles

EPOCH_DAYS = 30
"""Days until the key of the senders' tags turns; the one before it stays as long again."""
_START = dt.date(1970, 1, 1)


def seal(what: str, row: UUID, data: Mapping[str, Any]) -> bytes:
    """Seal for this server alone: whoever has the database without the key file reads nothing."""
    return wrap(_file("texting"), pad(dump_json(dict(data))), f"texting/1/{what}/{row}".encode())


def unseal(what: str, row: UUID, body: bytes) -> dict[str, Any]:
    """Undo `seal`. Raises VaultError for another row or key file."""
    return load_json(unpad(unwrap(_file("texting"), body, f"texting/1/{what}/{row}".encode())))


def readable(what: str, row: UUID, body: bytes) -> dict[str, Any]:
    """`unseal`, or {} where the key file was lost."""
    try:
        return unseal(what, row, body)
    except VaultError:
        return {}


def message_id(gateway: UUID, said: str) -> UUID:
    """What a provider's message id is kept as: a tag, so that neither side's records lead to the other's."""
    return UUID(bytes=hmac.digest(_file("texting-ids"), gateway.bytes + said.encode(), "sha256")[:16])


def errand_place(gateway: UUID) -> str:
    """What an errand is sealed for: this gateway, so that its row cannot be pointed at somebody else's."""
    return f"errand/{gateway}"


def joining_id(tag: bytes, thread: UUID) -> UUID:
    """The id of the row that leads from a number's tag to a thread: only this server can make it."""
    said = b"texting/1/joining/" + tag + thread.bytes
    return UUID(bytes=hmac.digest(_file("texting-ids"), said, "sha256")[:16])


def thread_tag(thread: UUID) -> bytes:
    """16 bytes that stand for a thread where its id would outlive it."""
    return hmac.digest(_file("texting-ids"), b"texting/1/thread/" + thread.bytes, "sha256")[:16]


def epoch(day: dt.date) -> int:
    """The number of the 30 days that a day lies in."""
    return (day - _START).days // EPOCH_DAYS


def sender_tag(epoch: int, line: UUID, number: str) -> bytes:
    """16 bytes that stand for a number on a line, as long as the key file of this epoch is kept."""
    return hmac.digest(_file(_name(epoch)), line.bytes + number.encode(), "sha256")[:16]


def forget_before(epoch: int) -> int:
    """Delete the senders' key files of earlier epochs; returns how many."""
    folder = keyfiles.path_of(Path(settings.WAYSTATION_HOME), "x").parent
    gone = [path for path in folder.glob("texting-senders-*.key") if path.stem < _name(epoch)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _name(epoch: int) -> str:
    return f"texting-senders-{epoch:05d}"


def _file(name: str) -> bytes:
    return keyfiles.read_or_make(Path(settings.WAYSTATION_HOME), name)
