"""What the agency's journal says of acts at the help line."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "contact.taken": _("Took a contact"),
    "contact.changed": _("Changed a contact"),
    "contact.ended": _("Ended a contact"),
    "contact.handed_over": _("Handed a contact over"),
    "contact.help_line_access_ended": _("The help line's time with a contact ended"),
    "contact.read": _("Opened a contact"),
    "contact.called_back": _("Called back"),
    "contact.put_back": _("Put a contact back into the queue"),
    "contact.picked_up": _("Picked a contact up"),
    "queue.moved": _("Changed the order of the queue by hand"),
    "danger.opened": _("Opened a danger card"),
    "danger.shared": _("Noted what was shared in danger"),
    "danger.joined": _("Joined as the second person at a danger card"),
    "danger.ended": _("Ended a danger card"),
    "shift.opened": _("Began a shift"),
    "shift.closed": _("Ended a shift with a note for the next"),
    "shift.note_read": _("Read the note of a shift"),
    "pattern.noted": _("Noted a known pattern"),
    "pattern.ended": _("Took a known pattern away"),
    "pattern.expired": _("The time of a known pattern ended"),
    "desk_note.read": _("Opened a note of the desk"),
    "situation.begun": _("Began to note a situation"),
    "situation.changed": _("Changed a situation"),
    "situation.person_added": _("Added a person to a situation"),
    "situation.heard": _("Noted what was heard"),
    "situation.handed_over": _("Handed a situation over"),
    "situation.report_made": _("Made a report to child protection"),
    "situation.report_not_required": _("Said why no report to child protection is required"),
    "situation.noted_in_case": _("Noted what was heard in a case of one's own"),
    "situation.case_opened": _("Opened a case from a situation"),
    "situation.read": _("Opened a situation"),
}
