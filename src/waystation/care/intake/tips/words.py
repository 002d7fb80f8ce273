"""What the agency's journal says of messages from the public lanes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RECEIVED, ANSWERED, EXPIRED = "tip.received", "tip.sender_wrote", "tip.expired"
VERBS: dict[str, str | Promise] = {
    RECEIVED: _("A message came in from the public pages"),
    ANSWERED: _("The sender of a message wrote again"),
    EXPIRED: _("A message was erased when its time was over"),
    "tip.read": _("Opened a message from the public pages"),
    "tip.taken": _("Took a message from the public pages"),
    "tip.written_to": _("Wrote to the sender of a message"),
    "tip.outcome": _("Said what came of a message"),
    "tip.kept_longer": _("Kept a message longer, with a reason"),
}
