"""Grants whose time ran out: deleting one needs no key. Turning the key does, so a colleague who opens it does that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from waystation.foundation import store
from waystation.foundation.audit.canon import Written
from waystation.foundation.keyring import journal
from waystation.foundation.keyring.actions.compartments import rotate
from waystation.foundation.keyring.actions.holders import lines_of_ended
from waystation.foundation.keyring.errors import NoKey
from waystation.foundation.keyring.held import keys_for
from waystation.foundation.keyring.models import CompartmentKey, Grant
from waystation.foundation.keyring.ring import Keyring


def expire_grants(kind: str, holder: UUID, agency: UUID, subjects: Iterable[UUID] | None = None) -> list[Written]:
    """Delete a holder's grants of an agency's keys, on these subjects or on all, and mark the keys to be turned.

    Returns a line for each, which belongs in the agency's journal: a row that is put back then counts for nothing. A
    statistics key stays: pseudonyms hang on it, and it opens codes only.
    """
    grants = Grant.objects.filter(holder_kind=kind, holder=holder, key__agency=agency)
    if subjects is not None:
        grants = grants.filter(key__subject__in=list(subjects))
    with store.writing():
        keys = CompartmentKey.objects.filter(pk__in=grants.values("key_id")).exclude(compartment="statistics")
        keys.update(must_turn=True)
        written = lines_of_ended(grants.values_list("key", "holder_kind", "holder"), agency)
        grants.delete()
    return written


def due_subjects(agency: UUID) -> list[UUID]:
    """Subjects of an agency with a key that has to be turned."""
    rows = CompartmentKey.objects.filter(agency=agency, must_turn=True).order_by("subject")
    return list(rows.values_list("subject", flat=True).distinct())


def turn_due(keyring: Keyring, *, limit: int = 50, only: Collection[UUID] | None = None) -> int:
    """Turn the keys that are due and within this member's reach, each subject in a deed of its own.

    Returns of how many subjects. Needs no decision: nothing is shown. Raises Tampered, Untrusted.
    """
    turned = 0
    for subject in due_subjects(keyring.member.agency_id):
        if turned == limit or (only is not None and subject not in only):
            continue
        turned += _turn(keyring, subject)
    return turned


def _turn(keyring: Keyring, subject: UUID) -> bool:
    rows = CompartmentKey.objects.filter(subject=subject, must_turn=True)
    wanted = set(rows.values_list("compartment", flat=True))
    mine = sorted({name for _, name, _ in keys_for(keyring, [subject], list(wanted))} & wanted)
    if not mine:
        return False
    with store.writing():
        try:
            written = rotate(keyring, subject=subject, compartments=mine)
        except NoKey:  # a colleague turned it meanwhile
            return False
        journal.note(keyring, "keys.turned", subject, writes=written)
    return True
