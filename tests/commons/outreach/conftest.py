"""Riverbend goes out: one hotspot, and volunteers of Riverbend beside the cast."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from tests.cast import PASSPHRASE, Cast, named
from waystation.commons.outreach import actions
from waystation.commons.outreach.models import Hotspot, Night
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.members import enrol_member
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.unlocking import unlock
from waystation.web import wiring

DAY = dt.timedelta(days=1)


@dataclass
class Scene:
    """The cast, and a hotspot where Ana and Chloe go."""

    cast: Cast
    hotspot: Hotspot

    def actor(self, name: str) -> Actor:
        return self.cast.actor(name)

    def plan(
        self, who: str = "ana", days: int = 0, crew: tuple[str, ...] = ("ana",), remarks: tuple[str, ...] = ()
    ) -> Night:  # fmt: skip
        members = [self.cast.member(name) for name in crew]
        plan = actions.Plan(
            self.hotspot, clock.today() + days * DAY, dt.time(20), dt.time(23, 30), members, ["line_card"],
            ["spa"], remarks,
        )  # fmt: skip
        return actions.plan_night(self.actor(who), plan)

    def result(self, contacts: int = 14, days: int = 0, **other: object) -> actions.Result:
        on = clock.today() - days * DAY
        return actions.Result(self.hotspot, on, dt.time(20), dt.time(23), contacts, **other)  # type: ignore[arg-type]  # keywords of Result


@pytest.fixture
def scene(cast: Cast) -> Scene:
    wiring.connect()
    spot = actions.save_hotspot(cast.actor("ana"), name="Motels at the north exit", area="Millrace", kind="lodging")
    return Scene(cast, spot)


@pytest.fixture
def volunteer(scene: Scene) -> Actor:
    """Vera of Riverbend, a volunteer of whom nothing is noted yet."""
    member, _ = enrol_member(
        scene.cast.keyring("kofi"), sign_in_name="vera", display_name="Vera", role="volunteer", passphrase=PASSPHRASE,
        pk=named("vera"),
    )  # fmt: skip
    return actor_for(member)


def actor_for(member: Member) -> Actor:
    unlocked = unlock(member, PASSPHRASE)
    assert unlocked is not None
    ring = Keyring(member, unlocked.bundle)
    return Actor(member, ring, path="test")
