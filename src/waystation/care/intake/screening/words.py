"""What the agency's journal says of acts around screening."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "situation.result_kept": _("Kept what two laws say, or an instrument's result"),
    "situation.result_removed": _("Took a kept result away"),
    "situation.result_printed": _("Printed what two laws say"),
    "instrument.loaded": _("Loaded an instrument"),
    "instrument.retired": _("Took an instrument out of use"),
}
