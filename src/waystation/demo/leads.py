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
    events = [(tip["days_ago"], lambda tip=tip: tips.update({tip["key"]: _tip(tip)})) for tip in told["tip"]]
    events += [
        (lead["days_ago"], lambda lead=lead: _lead(staff, lead, tips, liaison, releases)) for lead in told["lead"]
    ]
    events += [
        (lead["outcome_days_ago"], lambda lead=lead: _answer(staff, releases[lead["key"]], lead["outcome"]))
        for lead in told["lead"] if "outcome" in lead
    ]  # fmt: skip
    events.append((told["ended"]["days_ago"], lambda: _end(staff, tips, told["ended"])))
    events.append((told["alert"]["days_ago"], lambda: _alert(staff, told["alert"], today)))
    clock.set_offset(-(max(day for day, _ in events) + 1) * DAY)
    actions.ask_for(staff.actor(ADMINISTERS), liaison=liaison, enforcement="no")
    actions.decide(staff.actor(CONFIRMS), liaison=liaison, allowed=True)
    for days_ago, happen in sorted(events, key=lambda event: -event[0]):
        clock.set_offset(-days_ago * DAY)
        happen()
    read = Tip.objects.get(pk=tips[told["reading"]["tip"]])
    set_outcome(staff.actor(PROPOSES), tip=read, outcome="being_read")


def _tip(told: dict[str, Any]) -> UUID:
    """Sent as anybody sends it; the order number is thrown away."""
    key, before = new_key(), set(Tip.objects.values_list("pk", flat=True))
    line = Line.objects.get(live=True)
    data = {"line": line.pk.hex, "lane": "tip", "language": told["language"], "answers": told["answers"]}
    send(drafting.begin(key, data), key, data)
    return Tip.objects.exclude(pk__in=before).get().pk


def _lead(
    staff: Staff, told: dict[str, Any], tips: dict[str, UUID], liaison: Member, releases: dict[str, Release]
) -> None:
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
    releases[told["key"]] = actions.confirm(staff.actor(CONFIRMS), release=proposed)


def _answer(staff: Staff, release: Release, outcome: str) -> None:
    hale = staff.actor(release.liaison.sign_in_name)
    row, _terms = actions.open_given(hale, release.pk)
    actions.answer(hale, release=row, outcome=outcome)
    actions.take_in_answers(staff.actor(PROPOSES))


def _end(staff: Staff, tips: dict[str, UUID], told: dict[str, Any]) -> None:
    actions.close_tip(staff.actor(CONFIRMS), tip=tips[told["tip"]], ending=told["ending"])


def _alert(staff: Staff, told: dict[str, Any], today: dt.date) -> None:
    day = today - dt.timedelta(days=told["days_ago"])
    team = Team.objects.get(kind="intake", agency=staff.actor(PROPOSES).agency_id)
    names = ("kind", "issuer", "area", "report_line")
    values = {name: told[name] for name in names} | {"issued_at": f"{day}{told['hour']}", "outcome": "running"}
    actions.log_alert(staff.actor(PROPOSES), team=team, values=values)
