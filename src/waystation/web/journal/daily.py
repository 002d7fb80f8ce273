"""Once a day every chain is proved whole; where one is broken, supervisors and administrators are told on Today."""

from __future__ import annotations

import logging

from django.db import DatabaseError

from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Agency
from waystation.foundation.audit.actions import INSTANCE_CHAIN, append
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.selectors.recovery import FOUND_BROKEN

_log = logging.getLogger(__name__)


def prove_all() -> int:
    """Prove the chain of each agency and of the server; returns how many are broken. `waystation tick` runs it."""
    broken = 0
    for chain in [*Agency.objects.values_list("pk", flat=True), INSTANCE_CHAIN]:
        found = verify(chain)
        if found.ok:
            continue
        broken += 1
        _log.error("the journal %s is broken: %s", chain, found.problems[0])
        try:
            with store.writing():
                append(chain, at=clock.now(), verb=FOUND_BROKEN, subject=chain)
        except DatabaseError:
            _log.exception("the broken journal takes no entry")
    return broken
