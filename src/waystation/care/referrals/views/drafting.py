"""What the page of a draft shows: releases, lines that would leave, the ways that need no release."""

from __future__ import annotations

from typing import Any

from waystation.care.cases.selectors import CasePage
from waystation.care.codelists import words
from waystation.care.consent import leaving
from waystation.care.consent import selectors as consent
from waystation.care.referrals.forms import OpaqueForm, SendForm, VersionForm
from waystation.care.referrals.selectors import Sent
from waystation.foundation.gate import Actor


def live_releases(actor: Actor, item: Sent) -> tuple[list[consent.Release], list[str]]:
    """The live releases for this recipient, and the fields they name."""
    if item.row.recipient_id is None:
        return [], []
    live = consent.live_releases(actor, item.row.case, item.row.recipient_id)
    return live, consent.codes_of(live)


def draft_context(
    actor: Actor,
    page: CasePage,
    item: Sent,
    *,
    with_name: bool,
    form: SendForm | None = None,
    opaque: OpaqueForm | None = None,
) -> dict[str, Any]:
    """Context of a draft. Without a live release there are no lines and the button is off."""
    context: dict[str, Any] = {
        "can_send": consent.may_work_on(actor, page.case),
        "opaque": opaque or OpaqueForm(initial={"version": item.row.version}),
        "call": VersionForm(initial={"version": item.row.version}),
    }
    live, codes = live_releases(actor, item) if context["can_send"] else ([], [])
    if not live:
        return context
    need = words("service", item.header.need)
    context |= {
        "live": live,
        "is_shown": with_name,
        "lines": leaving.preview(actor, page.case, codes, need=need, with_name=with_name),
        "stays": leaving.staying(codes),
        "form": form or _form(item, live, codes),
    }
    return context


def _form(item: Sent, live: list[consent.Release], codes: list[str]) -> SendForm:
    start = {"version": item.row.version, "release": str(live[0].row.pk), "fields_to_share": codes}
    return SendForm(initial=start, releases=live, codes=codes)
