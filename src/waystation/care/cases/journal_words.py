"""What a journal entry says in words. Wings above add the verbs of their own acts."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waystation.foundation.gate import Entry

VERBS: dict[str, str | Promise] = {
    "case.opened": gettext_lazy("Began this case"),
    "case.assigned": gettext_lazy("Gave the case to a worker"),
    "case.stage_changed": gettext_lazy("Moved the stage"),
    "case.closing_proposed": gettext_lazy("Proposed to close the case"),
    "case.closing_returned": gettext_lazy("Sent a closing back to the work"),
    "case.closed": gettext_lazy("Read a closing second and closed the case"),
    "case.reopened": gettext_lazy("Opened a closed case again"),
    "case.identity_set": gettext_lazy("Wrote what the person told about themself"),
    "case.safe_contact_set": gettext_lazy("Wrote how to reach the person safely"),
    "case.need_added": gettext_lazy("Added a need"),
    "case.need_changed": gettext_lazy("Changed where a need stands"),
    "case.step_added": gettext_lazy("Added a next step"),
    "case.step_done": gettext_lazy("Marked a step done"),
    "case.note_added": gettext_lazy("Added a note"),
    "case.read": gettext_lazy("Opened the case"),
    "list.read": gettext_lazy("Saw it in a list"),
    "journal.read": gettext_lazy("Read this journal"),
}
READ_FOR: dict[str, str | Promise] = {
    "reveal": gettext_lazy("Showed the name"),
    "share": gettext_lazy("Read fields to share"),
    "alias": gettext_lazy("Compared aliases"),
    "list": gettext_lazy("Saw it in a list"),
    "write": gettext_lazy("Opened it to change it"),
}
PARTS: dict[str, str | Promise] = {
    "header": gettext_lazy("Header"),
    "identity": gettext_lazy("Identity"),
    "safe_contact": gettext_lazy("Safe contact"),
    "narrative": gettext_lazy("Notes"),
    "legal": gettext_lazy("Legal"),
    "health": gettext_lazy("Health"),
    "referrals": gettext_lazy("Plan"),
    "others": gettext_lazy("Others"),
    "statistics": gettext_lazy("Codes for counting"),
}


def sentence(entry: Entry) -> str:
    """One line of the journal in words. A verb from a newer program is shown as it is."""
    detail = entry.detail or {}
    if entry.verb.endswith(".read") and detail.get("purpose") in READ_FOR:
        return str(READ_FOR[detail["purpose"]])
    if entry.verb.endswith(".refused"):
        return _("Asked for what the rules do not allow, and was refused")
    words = str(VERBS.get(entry.verb, entry.verb.replace(".", ": ").replace("_", " ")))
    if entry.detail is None:
        return _("%(words)s (sealed for an earlier circle of readers)") % {"words": words}
    return words


def parts(entry: Entry) -> list[str]:
    """The compartments an entry names, in words."""
    detail = entry.detail or {}
    fields = detail.get("parts") or (detail.get("fields", []) if entry.verb.endswith(".read") else [])
    names = dict.fromkeys(str(field).partition(".")[0] for field in fields)
    return [str(PARTS[name]) for name in names if name in PARTS]
