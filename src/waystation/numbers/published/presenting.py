"""What the public page of an estimate shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waystation.numbers.prevalence import noting, words
from waystation.numbers.prevalence import presenting as kept


def shown(found: Mapping[str, Any]) -> dict[str, Any]:
    """Context of the page and of the report, from the published part alone."""
    said = words.say(found, (kept.whole(found["lo"]), kept.whole(found["hi"])))
    word = found["verdict"]
    reasons = [words.reason(each) for each in found["reasons"]]
    without = found["without_one_list"]
    has_noise = any(row.get("mc_error") is not None for row in found["panel"])
    return {
        "verdict": kept.Verdict(
            word, kept.ICONS[word], str(words.VERDICTS[word]), said, reasons, words.is_said(found)
        ),
        "figure": kept.figure(found),
        "panel": [
            {
                "label": words.method(row["method"]), "point": kept.whole(row["point"]),
                "range": f"{kept.whole(row['lo'])} – {kept.whole(row['hi'])}" if row["lo"] and row["hi"] else "–",
                "chance": _chance(row.get("mc_error")) if has_noise else "",
            }
            for row in found["panel"]
        ],
        "notes": noting.public_sentences(found["panel"]), "is_bent": noting.are_bent(found["panel"], are_codes=True),
        "stated": stated(found),
        "seen": found["seen"],
        "smallest": found["seen"] or min(row["lo"] or row["point"] or 1 for row in found["panel"]),
        "on_lists": [(_on(at), count) for at, count in enumerate(found["on_lists"], start=1)],
        "without": tuple(kept.whole(end) for end in without) if without else (),
        "curve": [(f"{at:+.1f}", kept.whole(number)) for at, number in found["if_all_lists_lean"]],
        "ends": kept.said(found), "assumed": words.assumed(found), "nots": words.NOT,
    }  # fmt: skip


def _on(lists: int) -> str:
    return _("On one list") if lists == 1 else _("On %(n)s lists") % {"n": lists}


def _chance(error: int | None) -> str:
    """Noise of the computation, as it was rounded up to tens."""
    return "–" if error is None else _("up to %(n)s") % {"n": kept.whole(error)}


LINKS = {
    None: gettext_lazy("Nobody has checked"),
    0.0: gettext_lazy("A sample was checked, and none was wrong"),
    0.005: gettext_lazy("A sample was checked: fewer than 1 in 100"),
    0.05: gettext_lazy("A sample was checked: up to 5 in 100"),
}


def stated(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What people say of the table and no table shows; nothing for a publication that did not keep it."""
    told = found.get("stated")
    if told is None:
        return []
    yes, no = _("Yes"), _("Nobody said so")
    error = told["linkage_error"]
    links = LINKS[error] if error in LINKS else _("up to %(n)s in 100") % {"n": f"{100 * error:g}"}
    lines = [
        (_("Wrong or missing matches"), str(links)),
        (_("Lists send people to each other"), yes if told["referrals"] else no),
    ]
    if found["lists"] == 2:
        given = _("An argument was given") if told["independent"] else no
        lines.append((_("Why the two lists should be independent"), given))
    return lines
