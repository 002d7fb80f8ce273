"""What happened to somebody's keys, in one sentence: who did what for whom, and nothing about any client."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waystation.foundation.keyring.selectors.recovery import FOUND_BROKEN, Told

_OF_THE_CODE = {
    "recovery.code_begun": gettext_lazy("%(actor)s began a new agency code, since the paper is lost."),
    "recovery.code_stopped": gettext_lazy("%(actor)s stopped the new agency code."),
    "recovery.code_replaced": gettext_lazy("%(actor)s and another custodian made a new agency code for the lost one."),
}


def sentence(one: Told) -> str:
    """The sentence for a verb of `selectors.recovery.TOLD`."""
    names = {"actor": one.actor or _("Somebody"), "member": one.member or _("a colleague")}
    if one.verb == FOUND_BROKEN:
        return _(
            "The daily proof of the journal failed: somebody may have changed it from outside. Write nothing more, "
            "and have “waystation check” run on the server."
        )
    if one.verb == "member.recovered" and one.actor == one.member:
        return _("%(member)s got new keys with the printed agency code.") % names
    if one.verb == "member.recovered":
        return _("%(actor)s finished a recovery: %(member)s has a new passphrase.") % names
    if one.verb == "recovery.begun":
        return _("%(actor)s began to bring back the passphrase of %(member)s.") % names
    if one.verb == "recovery.stopped":
        return _("%(actor)s stopped the recovery for %(member)s.") % names
    if one.verb == "recovery.custodians_named":
        return _("%(actor)s named new custodians.") % names
    if one.verb == "recovery.envelope_renewed":
        return _("%(actor)s made a new agency code. The one before opens nothing.") % names
    if one.verb in _OF_THE_CODE:
        return str(_OF_THE_CODE[one.verb]) % names
    if one.verb == "member.recovery_code_used":
        return _("%(member)s used the printed recovery code.") % names
    return _("%(actor)s removed the lost phone of %(member)s.") % names
