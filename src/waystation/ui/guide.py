"""Examples the style guide draws: invented words, no record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import DayInput, ListPickMany, Pick, with_open_answers

TOKENS = [
    ("paper", gettext_lazy("the page")),
    ("sheet", gettext_lazy("what you act on")),
    ("well", gettext_lazy("sunk, sealed")),
    ("ink", gettext_lazy("text")),
    ("soft", gettext_lazy("second text")),
    ("line", gettext_lazy("hairlines")),
    ("edge", gettext_lazy("controls")),
    ("lake", gettext_lazy("you can, you are here")),
    ("lake-wash", gettext_lazy("chosen, allowed")),
    ("lamp", gettext_lazy("please look")),
    ("lamp-wash", gettext_lazy("please look, sunk")),
    ("night", gettext_lazy("the help strip")),
]
SPACES = ["s0", "s1", "s2", "s3", "s4", "s5", "s6"]


class Example(forms.Form):
    """One field of every kind."""

    recipient = forms.ChoiceField(
        label=gettext_lazy("Recipient"),
        choices=[("", gettext_lazy("Choose")), ("juniper", "Juniper House")],
        error_messages={"required": gettext_lazy("Choose one recipient")},
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Ends on"),
        widget=DayInput,
        error_messages={"required": gettext_lazy("Say when it ends")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        required=False,
        help_text=gettext_lazy("In words the person would use. What you wrote is kept."),
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    call_back = forms.ChoiceField(
        label=gettext_lazy("May we call back?"),
        required=False,
        widget=Pick,
        choices=with_open_answers([("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]),
    )
    noticed = forms.MultipleChoiceField(
        label=gettext_lazy("What did you notice?"),
        required=False,
        widget=ListPickMany,
        choices=[
            ("papers", gettext_lazy("Someone else keeps their papers, phone or money")),
            ("leave", gettext_lazy("They cannot leave, or cannot talk alone")),
        ],
    )
    told = forms.BooleanField(label=gettext_lazy("I have said who will read this"), required=False)


def examples() -> dict[str, Any]:
    """Context of the style guide: one of everything."""
    today = dt.date(2026, 10, 14)
    return {
        "tokens": TOKENS,
        "spaces": SPACES,
        "today": today,
        "recent": today - dt.timedelta(days=1),
        "aged": today - dt.timedelta(days=430),
        "form": Example({"purpose": _("A room for tonight"), "call_back": "not_asked"}),
        "beds": ["full"] * 4 + ["held"] + ["free"] * 2,
        "tabs": [
            {"label": _("Overview"), "url": "#g-way"},
            {"label": _("Notes"), "url": "#g-way", "current": True},
            {"label": _("Sharing"), "url": "#g-way", "count": 2},
        ],
        "steps": [_("Danger"), _("What you noticed"), _("Where"), _("When")],
        "stops": [
            {"when": _("In 12 days"), "title": _("Ring: still to come"), "state": "next"},
            {"when": _("9 October"), "title": _("Disc: done"), "state": "done"},
            {"when": _("2 September"), "title": _("Square: sealed or closed"), "state": "shut"},
        ],
        "rows": [
            {"label": _("Labor"), "value": 139},
            {"label": _("Both"), "value": 32},
            {"label": _("Another"), "value": None},
        ],
        **_tables(),
    }


def _tables() -> dict[str, Any]:
    return {
        "columns": [
            {"label": _("Service")},
            {"label": _("Rooms"), "end": True},
            {"label": _("Free"), "end": True},
        ],
        "table_rows": [
            {"head": "Juniper House", "url": "#g-table", "cells": _cells(2, 1)},
            {"head": _("Motel vouchers"), "cells": _cells(6, 6)},
        ],
        "laws": [
            {"name": _("Federal law"), "cite": "TVPA, 22 USC 7102"},
            {"name": "Palermo", "cite": _("Protocol, Art. 3")},
        ],
        "law_rows": [
            {"element": _("Act"), "cells": [{"text": _("Supported"), "facts": [1]}] * 2},
            {"element": _("Means"), "cells": [{"text": _("Not known yet"), "gap": True}] * 2},
            {"element": _("Purpose"), "cells": [{"text": _("Supported"), "facts": [3]}] * 2},
        ],
        "answers": [{"word": _("Undetermined"), "why": _("still to learn: means")}] * 2,
        "doors": [
            {"icon": "hand", "url": "#g-doors", "title": _("Get help"), "text": _("A person listens."), "go": _("How")},
            {"icon": "find", "url": "#g-doors", "title": _("Find a service"), "text": _("By need."), "go": _("Search")},
        ],
    }


def _cells(rooms: int, free: int) -> list[dict[str, Any]]:
    return [
        {"label": _("Rooms"), "value": rooms, "end": True},
        {"label": _("Free"), "value": free, "end": True},
    ]
