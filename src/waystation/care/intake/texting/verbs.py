"""What the journal says of texts."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "text.gateway_set": _("Set how texts come in and go out"),
    "text.received": _("Received a text"),
    "text.read": _("Opened texts"),
    "text_message.read": _("Read texts"),
    "text_sender.read": _("Opened a number to write back"),
    "text.taken": _("Took a text"),
    "text.answered": _("Wrote back by text"),
    "text.ended": _("Ended a conversation by text"),
    "text.sent": _("Sent a text"),
    "text.failed": _("A text could not be sent"),
    "text.unsure": _("It is not known whether a text was sent"),
    "text.provider_deleted": _("The provider deleted its copy of a text"),
    "text.provider_refused": _("The provider did not delete its copy of a text"),
    "text.number_erased": _("Erased a number"),
    "text.erased": _("Erased a conversation by text"),
}
