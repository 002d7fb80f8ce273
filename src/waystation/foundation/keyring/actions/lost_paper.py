"""When the paper with the agency code is lost: two custodians together make a new one.

As a recovery: the first takes off the outer layer, the second opens the inner one between an hour and a day later. The
recovery secret and the root stay; it is sealed under a new code in place of the old one. So the paper that was lost
opens nothing here any more; with a copy of the data from before it opens that copy, and gives whoever has both the
secret itself. What begins an act of this kind is written in the journal with its bytes, so that nothing begun for
another purpose, and nothing that is over, can be put in its place.
"""

from __future__ import annotations

from uuid import UUID

from waystation.core.vault.bundle import new_recovery_code, recovery_key
from waystation.core.vault.envelope import digest
from waystation.core.vault.keys import wrap
from waystation.foundation import clock, store
from waystation.foundation.agencies import policies
from waystation.foundation.audit.canon import ERASED, Written
from waystation.foundation.audit.selectors import latest_digests
from waystation.foundation.keyring import journal, labels
from waystation.foundation.keyring.actions.recovery import DELAY, WINDOW, inner_opened, outer_taken_off, pinned_seed
from waystation.foundation.keyring.errors import NotAllowed, Tampered
from waystation.foundation.keyring.models import CodeRequest, RecoveryEnvelope, RecoveryShare
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.wholeness import prove_whole


def begin_new_code(keyring: Keyring) -> CodeRequest:
    """The first custodian begins; one at a time in an agency. Raises NotAllowed, Tampered."""
    generation, packed = outer_taken_off(keyring)
    with store.writing():
        since = clock.now() - WINDOW
        if CodeRequest.objects.filter(agency=keyring.agency, done_at=None, begun_at__gte=since).exists():
            raise NotAllowed("a new agency code is under way")
        made = CodeRequest.objects.create(
            agency=keyring.agency, begun_by=keyring.member, begun_at=clock.now(), generation=generation, inner=packed
        )
        journal.note(keyring, "recovery.code_begun", keyring.agency.pk, writes=[_line(made)])
    return made


def approve_new_code(keyring: Keyring, request: CodeRequest) -> str:
    """The second custodian makes the new agency code, which is returned; the lost one opens nothing from now on.

    Between one hour and one day after the beginning, while both are custodians. Raises NotAllowed, Tampered.
    """
    prove_whole(keyring)
    with store.writing():
        row = _under_way(keyring, request.pk)
        if not DELAY <= clock.now() - row.begun_at <= WINDOW:
            raise NotAllowed("a new agency code is made between one hour and one day after it was begun")
        both = {"first": row.begun_by, "second": keyring.member, "first__is_active": True}
        if not RecoveryShare.objects.filter(agency=keyring.agency, **both).exists():
            raise NotAllowed("two different custodians of today make a new agency code")
        line = _line(row)
        if latest_digests([row.pk], [row.agency_id]).get(row.pk) != (line.version, line.digest):
            raise Tampered("the journal knows another beginning of this")
        secret, code = inner_opened(keyring, row), new_recovery_code()
        pinned_seed(keyring, secret)
        kept = RecoveryEnvelope.objects.select_for_update().get(agency=keyring.agency)
        label = labels.recovery(row.agency_id, secret.generation)
        kept.body = wrap(recovery_key(code, row.agency_id), secret.to_bytes(), label)
        kept.generation, kept.printed_on = secret.generation, clock.today()
        kept.save(update_fields=["body", "generation", "printed_on"])
        row.approved_by = keyring.member
        _end(keyring, row, "recovery.code_replaced")
    return code


def stop_new_code(keyring: Keyring, request: CodeRequest) -> None:
    """End it before its approval: a custodian, a supervisor or an administrator. Raises NotAllowed."""
    member = keyring.member
    is_custodian = RecoveryShare.objects.filter(agency=keyring.agency, first=member).exists()
    if not (is_custodian or policies.can_watch_recovery(member.role)):
        raise NotAllowed("custodians, supervisors and administrators stop a new agency code")
    with store.writing():
        _end(keyring, _under_way(keyring, request.pk), "recovery.code_stopped")


def _under_way(keyring: Keyring, pk: UUID) -> CodeRequest:
    rows = CodeRequest.objects.select_for_update(of=("self",)).select_related("begun_by")
    row = rows.filter(pk=pk, agency=keyring.member.agency_id, done_at=None).first()
    if row is None:
        raise NotAllowed("this is over, or of another agency")
    return row


def _end(keyring: Keyring, row: CodeRequest, verb: str) -> None:
    row.done_at, row.inner = clock.now(), b""
    row.save(update_fields=["done_at", "inner", "approved_by"])
    detail = {"begun_by": str(row.begun_by_id)}
    journal.note(keyring, verb, row.agency_id, detail=detail, writes=[Written(row.pk, 2, ERASED)])


def _line(row: CodeRequest) -> Written:
    """The journal's line of a beginning: whose, when, and the bytes that wait for a second custodian."""
    begun = f"{row.generation}/{row.begun_at.isoformat()}".encode()
    return Written(
        row.pk, 1, digest(b"code/1" + row.agency_id.bytes + row.begun_by_id.bytes + begun + bytes(row.inner))
    )
