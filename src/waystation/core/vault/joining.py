"""A member's signature on letting somebody into a team: an administrator's or a colleague's."""

from __future__ import annotations

from uuid import UUID

from waystation.core.vault import primitives
from waystation.core.vault.primitives import Blob

_DOMAIN = b"waystation/joining/1"


def sign_joining(seed: bytes, team: UUID, member: UUID, version: int) -> bytes:
    """64 byte Ed25519 signature: this member belongs to this team, for the `version`th time their place changed."""
    return primitives.sign(seed, _DOMAIN, _statement(team, member, version))


def verify_joining(public: bytes, team: UUID, member: UUID, version: int, signature: Blob) -> None:
    """Raises WrongKey unless `sign_joining` made this signature with the seed of `public`."""
    primitives.verify(public, _DOMAIN, _statement(team, member, version), signature)


def _statement(team: UUID, member: UUID, version: int) -> bytes:
    return team.bytes + member.bytes + version.to_bytes(8, "big")
