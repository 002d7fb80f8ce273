"""A new agency code in place of the printed one: asked for after each use, and when somebody saw the paper.

The recovery secret stays the same, so custodians go on. Who kept both the old paper and an old copy of the data still
opens that copy, and gets the secret itself by it, which opens later copies too: no new code reaches into them.
"""

from __future__ import annotations

from waystation.core.vault.bundle import new_recovery_code, recovery_key
from waystation.core.vault.keys import wrap
from waystation.foundation import clock, store
from waystation.foundation.agencies import policies
from waystation.foundation.keyring import journal, labels
from waystation.foundation.keyring.actions.recovery import open_envelope
from waystation.foundation.keyring.errors import NotAllowed
from waystation.foundation.keyring.models import RecoveryEnvelope
from waystation.foundation.keyring.ring import Keyring


def new_envelope(keyring: Keyring, *, agency_code: str) -> str:
    """Seal the recovery secret under a new code and return it; the one given here opens nothing from now on.

    Administrators, with the printed code. Raises NotAllowed, WrongCode.
    """
    if not policies.can_enrol(keyring.member.role):
        raise NotAllowed("an administrator makes a new envelope")
    agency = keyring.agency
    with store.writing():
        row = RecoveryEnvelope.objects.select_for_update().get(agency=agency)
        secret, code = open_envelope(agency, agency_code), new_recovery_code()
        label = labels.recovery(agency.pk, secret.generation)
        row.body = wrap(recovery_key(code, agency.pk), secret.to_bytes(), label)
        row.generation, row.printed_on = secret.generation, clock.today()
        row.save(update_fields=["body", "generation", "printed_on"])
        journal.note(keyring, "recovery.envelope_renewed", agency.pk)
    return code
