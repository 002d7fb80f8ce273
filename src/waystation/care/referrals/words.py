"""Words for the steps of a referral, and for refusals."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: dict[str, str | Promise] = {
    "send": _("Sent"),
    "open": _("Opened"),
    "accept": _("Accepted"),
    "decline": _("Declined"),
    "start": _("Service began"),
    "complete": _("Service completed"),
    "fail": _("Did not work out"),
    "withdraw": _("Withdrawn"),
}
REFUSALS: dict[str, str | Promise] = {
    "consent": _("No live release of this person names this agency. The server refuses; nobody can get around it."),
    "expired": _("That release has ended. What has run out is the same as none."),
    "withdrawn": _("The person withdrew that release."),
    "field": _("The release does not name one of these fields."),
    "fields": _("Choose at least one field."),
    "recipient": _("This organization does not use this server. Call together instead."),
    "call_back": _("Say where they can call you back."),
    "identity": _("Nothing about the person may travel this way."),
    "reason": _("A no needs a reason from the list."),
    "side": _("This step belongs to the other agency."),
    "step": _("This referral has moved on. Look at where it stands now."),
    "none": _("There is no such release."),
}

VERBS: dict[str, str | Promise] = {
    "referral.chosen": _("Chose a service"),
    "referral.dropped": _("Put a draft away"),
    "referral.sent": _("Sent a referral with a release"),
    "referral.sent_without_name": _("Handed off without identity"),
    "referral.called_together": _("Called together with the person"),
    "referral.outcome_heard": _("Wrote down what was heard on the line"),
    "referral.answers_taken_in": _("Took in the answers that came back"),
    "referral.answer_noted": _("Noted an answer on the timeline"),
}
"""What the journal of a case says of acts on referrals."""
