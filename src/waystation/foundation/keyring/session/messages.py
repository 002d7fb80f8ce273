"""Messages to the next page, sealed under the browser's key: they may name what a person did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpResponse

from waystation.foundation.keyring.session import seal, state

_ROW = "said"


class SealedStorage(BaseStorage):
    """Keeps messages in the session row under `__Host-k`. Without a key they last one answer."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        text, key = self.request.session.get(_ROW), state.browser_key(self.request)
        found = seal.data_from_text(text, key, b"messages") if text and key else None
        return [Message(level, said, extra_tags=tags) for level, said, tags in found or []], True

    def _store(self, messages: Sequence[Message], response: HttpResponse, *args: Any, **kwargs: Any) -> list[Message]:
        key = state.browser_key(self.request)
        if messages and key:
            plain = [[message.level, str(message.message), message.extra_tags or ""] for message in messages]
            self.request.session[_ROW] = seal.data_to_text(plain, key, b"messages")
        elif _ROW in self.request.session:
            del self.request.session[_ROW]
        return []
