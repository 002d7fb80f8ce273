"""Cleaning up sessions nobody came back to: bundles of idle screens, waiting sign-ins, rows past their end."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session

from waystation.foundation import store
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.session import kept, pending, state
from waystation.foundation.keyring.session.rows import SessionStore


def sweep() -> int:
    """Delete rows and kept pages that ended, drop bundles no request may open again. Returns how many rows changed."""
    now = dt.datetime.fromtimestamp(state.seconds(), dt.UTC)  # not the demo's clock: "next day" signs nobody out
    with store.writing():
        gone = Session.objects.filter(expire_date__lt=now).delete()[0]
    members = {str(member.pk): member for member in Member.objects.all()}
    return gone + kept.sweep() + sum(_sweep(row, members) for row in Session.objects.iterator(chunk_size=500))


def _sweep(row: Session, members: dict[str, Member]) -> int:
    data, now = row.get_decoded(), state.seconds()
    waiting = data.get(pending.ROW)
    ended = waiting is not None and now - waiting["at"] >= pending.LIFETIME
    if waiting is None:
        member = members.get(str(data.get("_auth_user_id")))
        ended = member is None or not member.is_active or state.is_over(data)
        if not ended and member is not None and state.is_idle(data, member):
            data.pop(state.BUNDLE)
            data.pop(state.PAGE, None)
            with store.writing():
                Session.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(data))
            return 1
    if ended:
        with store.writing():
            Session.objects.filter(pk=row.pk).delete()
    return int(ended)
