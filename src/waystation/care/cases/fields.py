"""The catalogue of single fields of a case that a person can release to one agency, with their words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ShareField:
    """`code` is compartment and key, as the gate takes it; `sensitive` fields are never ticked beforehand."""

    code: str
    label: str | Promise
    compartment: str
    sensitive: bool = False


SHAREABLE: list[ShareField] = [
    ShareField("identity.name_to_use", _("Name to use"), "identity"),
    ShareField("identity.full_name", _("Full name"), "identity", sensitive=True),
    ShareField("identity.pronouns", _("Pronouns"), "identity"),
    ShareField("identity.age", _("Age"), "identity"),
    ShareField("identity.gender", _("Gender"), "identity"),
    ShareField("identity.languages", _("Languages"), "identity"),
    ShareField("identity.county", _("County"), "identity"),
    ShareField("safe_contact.how", _("Safe way to reach them"), "safe_contact"),
    ShareField("safe_contact.number", _("Number or address to use"), "safe_contact", sensitive=True),
    ShareField("safe_contact.when", _("Safe times"), "safe_contact"),
    ShareField("safe_contact.voicemail", _("Voicemail"), "safe_contact"),
    ShareField("safe_contact.code_word", _("Code word"), "safe_contact"),
    ShareField("safe_contact.do_not", _("What not to do"), "safe_contact"),
    ShareField("header.kind_of_trafficking", _("Kind of trafficking"), "header", sensitive=True),
    ShareField("referrals.need", _("The need this is about"), "referrals"),
]
BY_CODE: dict[str, ShareField] = {item.code: item for item in SHAREABLE}
