"""What outreach refuses."""

from __future__ import annotations


class OutreachError(Exception):
    """The base of all."""


class NotAllowed(OutreachError):
    """The member's role, or their check, does not include this act."""


class NotCleared(OutreachError):
    """A volunteer whose check is not done; `names` are the display names."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__("not cleared")


class LeadsToSomebody(OutreachError):
    """A text gives a place or a person away; `kinds` say how, the text is not repeated."""

    def __init__(self, kinds: list[str]) -> None:
        self.kinds = kinds
        super().__init__(", ".join(kinds))


class Changed(OutreachError):
    """Somebody else wrote since the form was opened."""


class NotNow(OutreachError):
    """The night is not in a state for this: over, called off, or the member is out already."""
