"""What the county told the line, and what became of it: two tips about one van, one lead answered, one tip ended."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from waystation.care.intake.leads import actions
from waystation.care.intake.leads.models import Release
from waystation.care.intake.leads.policies import PACKET
from waystation.care.intake.leads.selectors import lead_page
from waystation.care.intake.lines.models import Line
from waystation.care.intake.tips.actions import drafting, send, set_outcome
from waystation.care.intake.tips.models import Tip
from waystation.core.vault.keys import new_key
from waystation.demo.days import DAY
from waystation.demo.people import Staff
from waystation.demo.reading import toml
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member, Team

PROPOSES, CONFIRMS, ADMINISTERS = "ana", "chloe", "kofi"


def seed_leads(staff: Staff, today: dt.date) -> None:
    """Everything in the order of its days; the clock is left where the last of it stands."""
    told = toml("leads")
    liaison = Member.objects.get(sign_in_name=told["liaison"])
    tips: dict[str, UUID] = {}
    releases: dict[str, Release] = {}
    events = [(one["days_ago"], kind, one) for kind in ("tip", "lead") for one in told[kind]]
    events += [(one["outcome_days_ago"], "answer", one) for one in told["lead"] if "outcome" in one]
    events += [(told[kind]["days_ago"], kind, told[kind]) for kind in ("ended", "alert")]
    events.sort(key=lambda event: -int(event[0]))
    clock.set_offset(-(events[0][0] + 1) * DAY)
    actions.ask_for(staff.actor(ADMINISTERS), liaison=liaison, enforcement="no")
    actions.decide(staff.actor(CONFIRMS), liaison=liaison, allowed=True)
    for days_ago, kind, one in events:
        clock.set_offset(-days_ago * DAY)
        if kind == "tip":
            tips[one["key"]] = _tip(one)
        elif kind == "lead":
            releases[one["key"]] = _lead(staff, one, tips, liaison)
        elif kind == "answer":
            _answer(staff, releases[one["key"]], one["outcome"])
        elif kind == "ended":
            actions.close_tip(staff.actor(CONFIRMS), tip=tips[one["tip"]], ending=one["ending"])
        else:
            _alert(staff, one, today)
    read = Tip.objects.get(pk=tips[told["reading"]["tip"]])
    set_outcome(staff.actor(PROPOSES), tip=read, outcome="being_read")


def _tip(told: dict[str, Any]) -> UUID:
    """Sent as anybody sends it; the order number is thrown away."""
    key, before = new_key(), set(Tip.objects.values_list("pk", flat=True))
    line = Line.objects.get(live=True)
    data = {"line": line.pk.hex, "lane": "tip", "language": told["language"], "answers": told["answers"]}
    send(drafting.begin(key, data), key, data)
    return Tip.objects.exclude(pk__in=before).get().pk


def _lead(staff: Staff, told: dict[str, Any], tips: dict[str, UUID], liaison: Member) -> Release:
    actor = staff.actor(PROPOSES)
    first, *others = (tips[key] for key in told["tips"])
    if others:
        lead = actions.link(actor, first=first, second=others[0], why=told["why"], title=told["title"])
    else:
        lead = actions.start_lead(actor, tip=first, title=told["title"])
    proposed = actions.propose(
        actor, page=lead_page(actor, lead.pk), liaison=liaison, fields=told["fields"], facts=told["facts"],
        relevance=told["relevance"], need=told["need"], reason=told["reason"], expires_on=clock.today() + PACKET,
    )  # fmt: skip
    return actions.confirm(staff.actor(CONFIRMS), release=proposed)


def _answer(staff: Staff, release: Release, outcome: str) -> None:
    hale = staff.actor(release.liaison.sign_in_name)
    row, _terms = actions.open_given(hale, release.pk)
    actions.answer(hale, release=row, outcome=outcome)
    actions.take_in_answers(staff.actor(PROPOSES))


def _alert(staff: Staff, told: dict[str, Any], today: dt.date) -> None:
    day = today - dt.timedelta(days=told["days_ago"])
    team = Team.objects.get(kind="intake", agency=staff.actor(PROPOSES).agency_id)
    names = ("kind", "issuer", "area", "report_line")
    values = {name: told[name] for name in names} | {"issued_at": f"{day}{told['hour']}", "outcome": "running"}
    actions.log_alert(staff.actor(PROPOSES), team=team, values=values)
