"""What each role does first on the first day."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.foundation.agencies.roles import roles
from waystation.foundation.gate import Actor
from waystation.web.setup import selectors

FIRST = {
    "hotline_advocate": _("Opens Contacts, takes a contact, and writes down what the person chose to say."),
    "case_manager": _("Opens Today: what was handed over waits there. Then opens a case with five answers."),
    "attorney": _("Opens Today and reads what was handed over. The legal part of a case is theirs alone."),
    "clinician": _("Opens Today and reads what was handed over. Health notes stay with the care team."),
    "supervisor": _("Opens Today: is the journal unbroken? Then walks along with the first contact."),
    "administrator": _("Lets colleagues in as they arrive, and looks at the backup page tomorrow morning."),
    "intake_worker": _("Opens Referrals. What arrives shows only what the person agreed to share."),
    "coordinator": _("Opens the directory and calls the first ten services: is the entry still right?"),
    "liaison": _("Waits. Only what was released to this desk appears, and there is nothing to search."),
    "analyst": _("Opens Data tomorrow, after the first night’s count."),
    "volunteer": _("Opens the directory and learns the services of the county."),
}


def people(actor: Actor) -> list[dict[str, object]]:
    """Each role that somebody has here: its name, who has it, what they do first."""
    found: dict[str, list[str]] = {}
    for member in selectors.members(actor):
        found.setdefault(member.role, []).append(member.display_name)
    lang = get_language() or "en"
    return [
        {"role": role.label(lang), "names": found[code], "first": FIRST[code]}
        for code, role in roles().items()
        if code in found
    ]
