"""Session rows in the database, written through the one queue of writers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection

from waystation.foundation import clock, store
from waystation.foundation.keyring.session.state import BUNDLE, PAGE


class SessionStore(db.SessionStore):
    """Django's database sessions; saves and deletes wait their turn instead of meeting a locked database."""

    @classmethod
    def get_model_class(cls) -> Any:
        return super().get_model_class()

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        self._opened_with = data.get(BUNDLE)
        return data

    def _get_session_from_db(self) -> Any:
        """The row, asked for by hand: every request of every person asks."""
        key = self.session_key or ""
        until = connection.ops.adapt_datetimefield_value(dt.datetime.fromtimestamp(clock.seconds(), dt.UTC))
        text = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
        rows = store.select(text, [key, until]) if key else []
        if not rows:
            self._session_key = None
            return None
        return self.model(session_key=key, session_data=rows[0][0])

    def save(self, must_create: bool = False) -> None:
        with store.writing():
            if not must_create:
                self._stay_locked()
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with store.writing():
            super().delete(session_key)

    def _stay_locked(self) -> None:
        """Somebody may have locked this screen while its request ran: what it read then does not open it again."""
        bundle = getattr(self, "_opened_with", None)
        if bundle is None or self.get(BUNDLE) != bundle:
            return
        stored = self.model.objects.filter(session_key=self.session_key).values_list("session_data", flat=True).first()
        if stored is not None and self.decode(stored).get(BUNDLE) != bundle:
            self.pop(BUNDLE)
            self.pop(PAGE, None)
