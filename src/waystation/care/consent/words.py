"""Words for the codes of consent: purposes, ways of signing, refusals and what can be done instead."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PURPOSES: dict[str, str | Promise] = {
    "shelter": _("A safe place to stay"),
    "legal": _("Legal help"),
    "counseling": _("Counseling"),
    "health": _("Health care"),
    "benefits": _("Benefits and papers"),
    "work": _("Work and money"),
    "safety": _("Safety"),
    "other": _("Something else, said below"),
}
FORMS: dict[str, str | Promise] = {
    "paper": _("Signed on paper; the paper is kept"),
    "screen": _("Signed on this screen"),
    "spoken": _("By word of mouth"),
}
INTERPRETERS: dict[str, str | Promise] = {
    "none": _("None was needed"),
    "staff": _("A colleague"),
    "phone": _("An interpreter on the phone"),
    "present": _("An interpreter in the room"),
}
STATES: dict[str, str | Promise] = {
    "live": _("Live"),
    "ahead": _("Not begun"),
    "expired": _("Ended"),
    "withdrawn": _("Withdrawn"),
}
REFUSALS: dict[str, tuple[str, str | Promise]] = {
    "spoken": (
        "form",
        _("A release has to be in writing. By word of mouth, hand off without identity or call together."),
    ),
    "incomplete": ("form", _("Say how the release was given and what it is for.")),
    "no_fields": ("fields", _("Choose at least one field, exactly those the person agreed to.")),
    "unknown_field": ("fields", _("This field can never leave.")),
    "not_explained": ("consequences_explained", _("Explain it first: it is the person's decision only then.")),
    "recipient": ("recipient", _("This agency cannot receive packets here.")),
    "dates": ("expires_on", _("A release ends after it begins, and at most 90 days later. Longer is a new one.")),
    "too_long_for_rule": (
        "expires_on",
        _("The rule under which this person signs alone allows no more days than this."),
    ),
    "turns_18": ("expires_on", _("A release signed by a guardian ends by the day the person turns 18.")),
    "turns_18_untold": (
        "turns_18_on",
        _(
            "What a guardian signs ends by the day the person turns 18. Ask for that day and write it here. "
            "If the day is not known, write the earliest it can be."
        ),
    ),
    "age_differs": ("age", _("The age in the case says otherwise. Look again, or ask counsel.")),
    "guardian_is_abuser": (
        "guardian_concern",
        _("Someone alleged to have harmed this person can never sign for them. Ask counsel."),
    ),
    "signature_missing": ("signed_by", _("A signature that the rule asks for is missing.")),
    "no_rule": ("age", _("The rule does not clearly answer who may sign. Ask counsel before anything leaves.")),
}
"""{refusal: (the field of the form it belongs to, words)}"""


def purpose_words(purpose: str, own_words: str) -> str:
    """What a release is for, with the person's own words where they gave some."""
    named = str(PURPOSES.get(purpose, purpose))
    if not own_words:
        return named
    return own_words if purpose == "other" else f"{named}: {own_words}"


VERBS: dict[str, str | Promise] = {
    "release.recorded": _("Recorded a release the person signed"),
    "release.withdrawn": _("Withdrew a release on the person's word"),
    "release.ended": _("A release ran out; its sealed copies were destroyed"),
    "releases.read": _("Read the releases and what has left"),
    "packet.opened_by_recipient": _("Opened a packet at the other agency"),
}
"""What the journal of a case says of acts on releases."""
