"""Reads of public messages.

For who builds on them (linking, release): `tips_of(actor)` lists messages with their notices, `marks_of(actor, tips)`
gives the facts that link them and opens nothing else, `open_tip(actor, id)` opens one whole, `tip_row(actor, id)` gives
the clear row. Actions: `tips.actions.set_outcome(actor, tip=, outcome="passed_on")` tells the sender's page,
`keep_longer(actor, tip=, until=, reason=)` moves the day on which a message that was not released is erased, and
`tips.actions.expiring.erase` destroys one. All raise gate.Refused for whoever is not of the line's team.
"""

from __future__ import annotations

from waystation.care.intake.tips.selectors.access import (
    OpenTip,
    TipRow,
    marks_of,
    open_tip,
    subject_of,
    tip_row,
    tips_of,
)

__all__ = ["OpenTip", "TipRow", "marks_of", "open_tip", "subject_of", "tip_row", "tips_of"]
