"""What a verb on lines refuses, in words for the person who asked."""

from __future__ import annotations


class LineError(ValueError):
    """What was given does not fit; the message is shown beside the form."""


class NotReady(LineError):
    """The line cannot go live; `reasons` say what to do, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
