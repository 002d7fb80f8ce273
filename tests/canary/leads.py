"""Leads of the canary's house: tips that share a plate, a lead released to Hale, one that waits, an alert."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests import cast as people
from tests.care.intake.tips.ground import sent
from waystation.care.intake.leads import actions
from waystation.care.intake.leads.models import Lead, MissingAlert, Release
from waystation.care.intake.leads.policies import PACKET
from waystation.care.intake.leads.selectors import LeadPage, lead_page
from waystation.care.intake.lines.models import Line
from waystation.care.intake.tips.models import Tip
from waystation.foundation import clock
from waystation.foundation.keyring.actions.members import enrol_member

FACTS = "One van before five in the morning, six men, the doors locked; seen twice in a week."
FITTING = {"ending": "no_sign", "enforcement": "no"}
"""Codes that actions about leads take."""


def some_leads(cast: people.Cast) -> None:
    """So that every form about leads is on a page of somebody who walks; one liaison is still off."""
    enrol_member(
        cast.keyring("kofi"), sign_in_name="lou", display_name="Lou", role="liaison", passphrase=people.PASSPHRASE
    )
    hale = cast.member("hale")
    actions.ask_for(cast.actor("kofi"), liaison=hale, enforcement="no")
    actions.decide(cast.actor("chloe"), liaison=hale, allowed=True)
    line = Line.objects.filter(agency=cast.agency("riverbend"), live=True)[0]
    tips = [sent(line, story="A van", plate=plate)[0].pk for plate in ("HZK 4471", "HZK 4471", "QRS 1188", "TUV 2299")]
    released, waiting = (actions.start_lead(cast.actor("chloe"), tip=tip, title="A van") for tip in tips[2:])
    actions.confirm(cast.actor("ana"), release=_propose(cast, "chloe", released))
    _propose(cast, "chloe", waiting)
    told = {"kind": "amber", "issuer": "State patrol", "issued_at": "2026-03-01", "outcome": "running"}
    actions.log_alert(cast.actor("ana"), team=cast.team("intake"), values=told)


def row_for(cast: people.Cast, wanted: Any, place: str) -> Any:
    """One of what an action about leads is about; None for anything else."""
    action = place.rsplit(".", 1)[-1]
    if wanted is Release:
        status = "proposed" if action in ("confirm", "decline") else "live"
        return Release.objects.filter(status=status).first() or _release_anew(cast, status)
    if wanted is LeadPage:
        return lead_page(cast.actor("ana"), Lead.objects.filter(status="open")[0].pk)
    return wanted.objects.first() if wanted in (Lead, MissingAlert) else None


def answered(cast: people.Cast) -> None:
    """Hale says what came of a lead; a code, which stands sealed all the same."""
    release = Release.objects.filter(status="live").first() or _release_anew(cast, "live")
    actions.answer(cast.actor("hale"), release=release, outcome="looking")


def tip_for(name: str) -> UUID | None:
    """A tip for an argument that names one."""
    order = {"tip": "-pk", "first": "pk", "second": "-pk"}.get(name)
    row = Tip.objects.filter(lane="tip").order_by(order).first() if order else None
    return row.pk if row else None


def _release_anew(cast: people.Cast, status: str) -> Release:
    """The walk turns the liaison off, and with that goes what he held: turned on again, with another lead."""
    hale = cast.member("hale")
    actions.ask_for(cast.actor("kofi"), liaison=hale, enforcement="no")
    actions.decide(cast.actor("chloe"), liaison=hale, allowed=True)
    line = Line.objects.filter(agency=cast.agency("riverbend"), live=True)[0]
    lead = actions.start_lead(cast.actor("chloe"), tip=sent(line, story="A van", plate="WXY 5511")[0].pk, title="A van")
    release = _propose(cast, "chloe", lead)
    if status == "live":
        actions.confirm(cast.actor("ana"), release=release)
    return Release.objects.get(pk=release.pk)


def _propose(cast: people.Cast, who: str, lead: Lead) -> Release:
    actor = cast.actor(who)
    return actions.propose(
        actor, page=lead_page(actor, lead.pk), liaison=cast.member("hale"), fields=["what", "vehicle"], facts=FACTS,
        relevance="Held", need="His work", reason="Twice", expires_on=clock.today() + PACKET,
    )  # fmt: skip
