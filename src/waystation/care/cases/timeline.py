"""The lines a timeline can hold: a code in the capsule, words in the reader's language on the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waystation.care.cases.shapes import TimelineEntry
from waystation.care.cases.templatetags.care import iso_day
from waystation.care.codelists import words

TEXTS: dict[str, str | Promise] = {
    "opened": _("Case opened"),
    "opened_from_situation": _("Case opened from a contact with the help line"),
    "first_word": _("First word: %(words)s"),
    "need_added": _("Said they need: %(service)s"),
    "need_changed": _("%(service)s: %(state)s"),
    "step_done": _("Done: %(what)s"),
    "safe_contact_set": _("Said how to reach them safely"),
    "name_told": _("Told us a name to use"),
    "stage_changed": _("Stage is now: %(stage)s"),
    "assigned": _("%(worker)s works on this case"),
    "closing_proposed": _("Ready to close: %(ending)s. A second reader looks at it"),
    "closing_returned": _("Not closed yet; the work goes on"),
    "closed": _("Case closed: %(ending)s"),
    "reopened": _("Case opened again"),
    "authorization_recorded": _("Release recorded for %(agency)s, %(count)s fields, until %(until)s"),
    "authorization_withdrawn": _("Release for %(agency)s withdrawn; their copy is closed"),
    "authorization_expired": _("Release for %(agency)s ended"),
    "referral_sent": _("Referral sent to %(agency)s: %(service)s"),
    "referral_without_name": _("Hand-off to %(agency)s without a name: %(service)s"),
    "referral_accepted": _("%(agency)s accepted: %(service)s"),
    "referral_declined": _("%(agency)s declined: %(service)s. Reason: %(reason)s"),
    "referral_started": _("Service began at %(agency)s: %(service)s"),
    "referral_completed": _("Service completed at %(agency)s: %(service)s"),
    "referral_not_completed": _("Did not work out at %(agency)s: %(service)s"),
    "referral_withdrawn": _("Referral to %(agency)s withdrawn"),
    "event": _("%(words)s"),
}
CODED = {
    "service": "service", "state": "need_state", "stage": "case_stage", "reason": "decline_reason",
    "ending": "closing_reason",
}  # fmt: skip
"""Parameters that hold a code, and the list that has its words."""
DAYS = {"until"}
"""Parameters that hold an ISO day."""


def sentence(entry: TimelineEntry) -> str:
    """The entry in words. A code without words, from a newer program, is shown as it is."""
    text = TEXTS.get(entry.code)
    if text is None:
        return entry.code.replace("_", " ")
    params = {key: words(CODED[key], value) if key in CODED else value for key, value in entry.params.items()}
    params |= {key: iso_day(params[key]) for key in DAYS & params.keys()}
    try:
        return str(text) % params
    except (KeyError, ValueError):
        return gettext("An entry that cannot be shown in words")
