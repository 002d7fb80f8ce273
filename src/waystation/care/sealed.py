"""Small verbs around gate and keyring that cases and intake share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from waystation.foundation import gate
from waystation.foundation.gate import Actor, Deed, Subject
from waystation.foundation.keyring.actions.capsules import amend as amend_capsule

Data = dict[str, Any]


def read_parts(actor: Actor, subject: Subject, fields: set[str], purpose: str) -> dict[str, tuple[Data, int]]:
    """{compartment: (data, version)} of one subject; an empty compartment is ({}, 0). Raises gate.Refused."""
    found = {item.compartment: (item.data, item.version) for item in gate.read(actor, subject, fields, purpose)}
    return {part: found.get(part, ({}, 0)) for part in {field.partition(".")[0] for field in fields}}


def amend(
    act: Deed,
    actor: Actor,
    subject: Subject,
    compartment: str,
    change: Callable[[Data], Data],
    version: int | None = None,
) -> None:
    """Change one compartment inside a running deed. Raises keyring's Stale when `version` is not the stored one."""
    written = act.detail.setdefault("parts", [])
    if compartment not in written:
        written.append(compartment)
    act.wrote(
        amend_capsule(
            actor.keyring,
            subject=subject.id,
            kind=subject.kind,
            compartment=compartment,
            change=change,
            expected_version=version,
        )
    )


def put(act: Deed, actor: Actor, subject: Subject, compartment: str, data: Data, version: int | None = None) -> None:
    """Replace the content of one compartment inside a running deed; see `amend`."""
    amend(act, actor, subject, compartment, lambda _: data, version)
