"""What the journal says of chats."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "chat.begun": _("A visitor began a chat"),
    "chat.written": _("A visitor wrote in a chat"),
    "chat.read": _("Read a chat"),
    "chat.taken": _("Took a chat"),
    "chat.answered": _("Answered in a chat"),
    "chat.ended": _("Ended a chat"),
    "chat.ended_by_visitor": _("A visitor ended a chat, and it was destroyed"),
    "chat.destroyed": _("Destroyed a chat after a day"),
}
