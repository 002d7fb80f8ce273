"""The one door: who may see or do what, decided in one place and written in the journal.

`read` opens capsules, `deed` writes, `journal_of` shows who did what. There is no way around and no override.
"""

from __future__ import annotations

from waystation.foundation.gate.actor import Actor
from waystation.foundation.gate.deciding import SEE, Refused, decide
from waystation.foundation.gate.deeds import Deed, deed
from waystation.foundation.gate.journals import Entry, Journal, journal_of
from waystation.foundation.gate.reading import holds, read, read_shard, read_statistics
from waystation.foundation.gate.refusals import write_down
from waystation.foundation.gate.registry import Provider, Ruling, by_group, register
from waystation.foundation.keyring.decisions import Decision, Subject
from waystation.foundation.keyring.selectors.capsules import Opened

__all__ = [
    "SEE", "Actor", "Decision", "Deed", "Entry", "Journal", "Opened", "Provider", "Refused", "Ruling", "Subject",
    "by_group", "decide", "deed", "holds", "journal_of", "read", "read_shard", "read_statistics", "register",
    "write_down",
]  # fmt: skip
