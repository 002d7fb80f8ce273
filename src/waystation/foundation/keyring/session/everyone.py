"""Lock every screen of an agency at once: nobody's bundle stays open, no half sign-in waits."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from waystation.foundation import store
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.errors import NotAllowed
from waystation.foundation.keyring.session import journal, pending, state
from waystation.foundation.keyring.session.rows import SessionStore


def lock(member: Member) -> int:
    """Drop the bundles of all sessions of the member's agency. Returns how many. Raises NotAllowed.

    For supervisors and administrators. Whoever is in the middle of a page types the passphrase and goes on.
    """
    if not policies.can_watch_recovery(member.role):
        raise NotAllowed("a supervisor or administrator locks everyone")
    people = {str(pk) for pk in Member.objects.filter(agency=member.agency_id).values_list("pk", flat=True)}
    with store.writing():
        locked = sum(_lock(row, people) for row in Session.objects.iterator(chunk_size=500))
        journal.note(member, journal.LOCKED_EVERYONE)
    return locked


def _lock(row: Session, people: set[str]) -> int:
    data = row.get_decoded()
    waiting = data.get(pending.ROW)
    if waiting is not None and waiting["member"] in people:
        row.delete()
        return 1
    if data.get("_auth_user_id") not in people or state.BUNDLE not in data:
        return 0
    del data[state.BUNDLE]
    data.pop(state.PAGE, None)
    Session.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(data))
    return 1
