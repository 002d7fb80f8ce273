"""The root of each agency as this server knows it: a fingerprint in a file outside the database.

Members carry the pinned root in their bundle. Where nobody is signed in, on the public lanes, this file stands for it:
whoever only writes to the database cannot make the server seal a message to a key of their own.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from hmac import compare_digest
from pathlib import Path
from uuid import UUID

from django.conf import settings

from waystation.foundation import keyfiles
from waystation.foundation.keyring.errors import Untrusted


def pin(agency: UUID, fingerprint: bytes) -> None:
    """Keep an agency's root, from its founding or from a member's own bundle after an update.

    Raises Untrusted when another one is kept: a root is never turned by writing over it.
    """
    path = _path(agency)
    if not path.exists():
        _write(path, fingerprint)
    if not compare_digest(pinned(agency), fingerprint):
        raise Untrusted("the root of this agency is not the one kept outside of the database")


def expect(agencies: Iterable[UUID]) -> None:
    """Let the first sign-in of these agencies pin their root: for an update from a version that kept no pins.

    Only the first such update says so, for the agencies it found: one that somebody wrote into the tables later is
    never pinned.
    """
    folder = _path(UUID(int=0)).parent
    if any(path for path in folder.glob("root-*.key") if not path.stem.endswith("-expected")):
        return
    for agency in agencies:
        _write(_expected(agency), bytes(keyfiles.LENGTH))


def pin_expected(agency: UUID, fingerprint: bytes) -> None:
    """At a sign-in: compare the root with the one kept, or keep it where the update expects one.

    Raises Untrusted when another one is kept.
    """
    if _expected(agency).exists():
        pin(agency, fingerprint)
        _expected(agency).unlink(missing_ok=True)
    elif _path(agency).exists() and not compare_digest(pinned(agency), fingerprint):
        raise Untrusted("the root of this agency is not the one kept outside of the database")


def pinned(agency: UUID) -> bytes:
    """The 32 bytes of the pinned fingerprint. Raises Untrusted when there is none."""
    try:
        found = _path(agency).read_bytes()
    except FileNotFoundError:
        raise Untrusted("the root of this agency is not pinned on this server") from None
    if len(found) != keyfiles.LENGTH:
        raise Untrusted("the pinned root of this agency is damaged")
    return found


def _path(agency: UUID) -> Path:
    return keyfiles.path_of(Path(settings.WAYSTATION_HOME), f"root-{agency.hex}")


def _expected(agency: UUID) -> Path:
    return keyfiles.path_of(Path(settings.WAYSTATION_HOME), f"root-{agency.hex}-expected")


def _write(path: Path, fingerprint: bytes) -> None:
    """Whole or not at all; the first of two processes wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(fingerprint)
            target.flush()
            os.fsync(target.fileno())
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink(missing_ok=True)
