"""Outreach of the canary's house: a place, a night that Ana is on today, a volunteer whose check Chloe may note."""

from __future__ import annotations

import datetime as dt

from tests import cast as people
from waystation.commons.outreach import actions
from waystation.foundation import clock
from waystation.foundation.keyring.actions.members import enrol_member


def a_night(cast: people.Cast) -> None:
    """So that every form of outreach is on a page of somebody who walks."""
    enrol_member(
        cast.keyring("kofi"), sign_in_name="vera", display_name="Vera", role="volunteer", passphrase=people.PASSPHRASE
    )
    spot = actions.save_hotspot(cast.actor("ana"), name="Motels", area="North", kind="lodging")
    crew = [cast.member(name) for name in ("ana", "chloe")]
    plan = actions.Plan(spot, clock.today(), dt.time(0, 10), dt.time(23, 50), crew)
    actions.plan_night(cast.actor("ana"), plan)
