"""What the public page of an estimate shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from waystation.numbers.prevalence import presenting as kept
from waystation.numbers.prevalence import words


def shown(found: Mapping[str, Any]) -> dict[str, Any]:
    """Context of the page and of the report, from the published part alone."""
    said = words.say(found, (kept.whole(found["lo"]), kept.whole(found["hi"])))
    word = found["verdict"]
    reasons = [words.reason(each) for each in found["reasons"]]
    without = found["without_one_list"]
    return {
        "verdict": kept.Verdict(
            word, kept.ICONS[word], str(words.VERDICTS[word]), said, reasons, words.is_said(found)
        ),
        "figure": kept.figure(found),
        "panel": [
            {
                "label": words.method(row["method"]), "point": kept.whole(row["point"]),
                "range": f"{kept.whole(row['lo'])} – {kept.whole(row['hi'])}" if row["lo"] and row["hi"] else "–",
            }
            for row in found["panel"]
        ],
        "seen": found["seen"],
        "smallest": found["seen"] or min(row["lo"] or row["point"] or 1 for row in found["panel"]),
        "on_lists": [(_on(at), count) for at, count in enumerate(found["on_lists"], start=1)],
        "without": tuple(kept.whole(end) for end in without) if without else (),
        "curve": [(f"{at:+.1f}", kept.whole(number)) for at, number in found["if_all_lists_lean"]],
        "ends": kept.said(found), "assumed": words.assumed(found), "nots": words.NOT,
    }  # fmt: skip


def _on(lists: int) -> str:
    return _("On one list") if lists == 1 else _("On %(n)s lists") % {"n": lists}
