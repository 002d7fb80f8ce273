"""The one error of instrument files."""

from __future__ import annotations


class InstrumentError(ValueError):
    """A file is no instrument; the message is one sentence that names the item and the rule that it breaks."""
