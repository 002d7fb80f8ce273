"""The way back from a case to what was heard, for those who may still open it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waystation.care.cases.models import Case
from waystation.care.cases.origins import Origin
from waystation.care.intake.models import SituationCase
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors.access import subject_of
from waystation.foundation import gate
from waystation.foundation.gate import Actor


def origins_of(actor: Actor, case: Case) -> list[Origin]:
    """The situation this case was opened from and its contacts; nothing is opened to say so."""
    link = SituationCase.objects.filter(case=case).select_related("situation").first()
    if link is None:
        return []
    found = []
    if gate.decide(actor, subject_of(link.situation), {"facts"}, Purpose.WORK).allowed:
        address = reverse("intake:situation_detail", args=[link.situation_id])
        found.append(Origin(_("What was heard"), address))
    for contact in link.situation.contacts.order_by("created_hour", "id"):
        if gate.decide(actor, subject_of(contact), {"header", "account"}, Purpose.WORK).allowed:
            words = _("The contact, week of %(day)s") % {"day": date_format(contact.created_hour, "j F")}
            found.append(Origin(words, reverse("intake:contact_detail", args=[contact.pk])))
    return found
