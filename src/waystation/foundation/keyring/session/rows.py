"""Session rows in the database, written through the one queue of writers."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from waystation.foundation import store


class SessionStore(db.SessionStore):
    """Django's database sessions; saves and deletes wait their turn instead of meeting a locked database."""

    @classmethod
    def get_model_class(cls) -> Any:
        return super().get_model_class()

    def save(self, must_create: bool = False) -> None:
        with store.writing():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with store.writing():
            super().delete(session_key)
