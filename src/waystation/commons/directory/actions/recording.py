"""One act on the directory: policy, transaction, journal. It holds no person, so its journal is the server's."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from waystation.foundation import clock, store
from waystation.foundation.audit import actions as audit
from waystation.foundation.gate.actor import Actor

from ..policies import NotAllowed, may_edit


@contextmanager
def recorded(
    actor: Actor | None, verb: str, subject: uuid.UUID | None = None, detail: Mapping[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """A write transaction that ends with a journal event. Raises NotAllowed before anything is written.

    The yielded dict may grow; it becomes the clear detail of the event, and must hold public facts only.
    """
    if actor is not None and not may_edit(actor):
        raise NotAllowed(verb)
    with store.writing():
        said = dict(detail or {})
        yield said
        audit.append(
            audit.INSTANCE_CHAIN,
            at=actor.at if actor else clock.now(),
            verb=verb,
            actor=actor.id if actor else None,
            subject=subject,
            detail=json.dumps(said, sort_keys=True).encode(),
        )
