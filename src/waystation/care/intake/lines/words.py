"""What the agency's journal says of acts on lines and the rota."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "line.made": _("Made a line"),
    "line.changed": _("Changed a line"),
    "line.row_added": _("Added a number, hours or a service to a line"),
    "line.row_removed": _("Took a number, hours or a service off a line"),
    "line.went_live": _("Let a line go live"),
    "line.taken_off": _("Took a line off the public pages"),
    "line.shift_asked": _("Put a shift forward"),
    "line.shift_answered": _("Answered about a shift"),
    "line.shift_ended": _("Took a shift off the rota"),
    "line.shift_taken": _("Took a shift that nobody had"),
    "line.shift_set": _("Put a colleague on a shift"),
    "line.swap_asked": _("Asked a colleague to take a shift"),
    "line.swap_answered": _("Answered about a colleague's shift"),
    "line.swap_withdrawn": _("Took back a question about a shift"),
}
