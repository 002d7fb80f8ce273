"""What the pages and the journal say of leads."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "lead.begun": _("Began a lead"),
    "lead.linked": _("Linked a tip to a lead"),
    "lead.kept_apart": _("Said that two tips do not belong together"),
    "lead.taken_out": _("Took a tip out of a lead"),
    "lead.changed": _("Changed a lead"),
    "lead.renewed": _("Renewed the reason to keep a lead"),
    "lead.closed": _("Ended a lead without passing it on"),
    "lead.read": _("Opened a lead"),
    "lead.release_proposed": _("Proposed to release a lead"),
    "lead.release_declined": _("A release of a lead was declined"),
    "lead.release_lapsed": _("Nobody confirmed a release in time"),
    "lead.release_ended": _("The time of a released lead was over"),
    "lead.released": _("Released a lead, as the second person"),
    "lead.withdrawn": _("Withdrew a released lead"),
    "lead.opened_by_liaison": _("The liaison opened a lead"),
    "lead.answered": _("The liaison said what came of a lead"),
    "lead.answer_taken_in": _("The answer reached the tips"),
    "lead.expired": _("A lead's time was over and its keys were destroyed"),
    "lead_release.read": _("Opened a release of a lead"),
    "lead_desk.read": _("Looked up which tips were kept apart"),
    "tip.renewed": _("Renewed the reason to keep a tip"),
    "tip.ended": _("Ended a tip, nothing passed on"),
    "alert.logged": _("Wrote down a missing-person alert"),
    "alert.changed": _("Changed a missing-person alert"),
    "alert.linked": _("Linked an alert to a lead"),
    "alert.expired": _("An alert's time was over and its keys were destroyed"),
    "missing_alert.read": _("Opened a missing-person alert"),
    "liaison.asked": _("Asked to turn a liaison on"),
    "liaison.decided": _("Decided whether leads go to a liaison"),
    "liaison.turned_off": _("Turned a liaison off"),
}

REFUSALS: dict[str, str | Promise] = {
    "no_facts": _("State the facts: what was seen, when and where. A word or a feeling is no fact."),
    "no_relevance": _("Say why this may be trafficking."),
    "no_need": _("Say why this person needs to know it."),
    "no_reason": _("Say why this goes to this person."),
    "nothing_to_send": _("Choose at least one field that was told."),
    "unknown_field": _("This field cannot go."),
    "dates": _("Choose a last day: after today, and at most a year ahead."),
    "closed": _("This lead has ended. Nothing goes out of it."),
    "gone": _("The time of a tip in it is over. Propose it again without that tip."),
    "changed": _("A tip was taken out or ended meanwhile. Propose it again as the lead stands now."),
    "no_liaison": _("This is no liaison of your agency or of a partner it trusts."),
    "liaison_off": _("Leads do not go to this liaison."),
    "already_proposed": _("A release to this liaison already waits for a second person."),
    "not_waiting": _("Somebody decided this meanwhile."),
    "lapsed": _("Nobody confirmed within 14 days. Propose it again if it is still right."),
    "not_live": _("This release is not open any more."),
    "two_leads": _("These tips stand in two leads. Take one out first."),
    "same": _("This is one and the same tip."),
}
TRAITS: dict[str, str | Promise] = {
    "vehicle": _("The same plate"),
    "phone": _("The same phone number"),
    "advert": _("The same advert"),
    "place": _("The same place"),
}
