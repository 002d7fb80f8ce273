"""No way through the code makes a packet without a live release that names the recipient and every field."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

import waystation
from tests.care.walk import FIELDS, a_referral, a_release, move_clock, open_a_case
from tests.cast import Cast
from waystation.care.consent.actions import NotLive, NotValid, close_expired, withdraw
from waystation.care.consent.models import Authorization, Packet
from waystation.care.referrals.actions import NotSent, send
from waystation.care.referrals.selectors import sent_referral
from waystation.foundation import clock

SOURCE = Path(waystation.__file__).parent
LEADS = "care/intake/leads/packets.py"
"""Tips that two people released to a named liaison; no case is in them (tests/care/intake/leads/test_releasing.py)."""
MAKERS = ("Packet(", "Packet.objects.create", "seal_packet(", "bulk_create(Packet")
STEPS = ["release", "release", "send", "send", "send", "withdraw", "day", "days", "tick"]


def test_only_releases_make_packets() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "vault" not in path.parts
        for line in path.read_text().splitlines()
        if any(maker in line for maker in MAKERS) and not line.startswith(("class ", "def "))
    }
    assert found == {"care/consent/actions/packets.py", LEADS}


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_of_acts_every_packet_left_under_a_live_release(cast: Cast, settings: Any, seed: int) -> None:
    chance, day = random.Random(seed), 0
    case = open_a_case(cast)
    packets: set[Any] = set()
    for step in chance.choices(STEPS, k=24):
        rows = list(Authorization.objects.all())
        if step == "release":
            start = clock.today() + dt.timedelta(days=chance.choice([-3, 0, 0, 2]))
            some = tuple(chance.sample(FIELDS, chance.choice([1, 2])))
            try:
                end = start + dt.timedelta(days=chance.choice([1, 5, 30, 90, 91]))
                to = chance.choice(["juniper", "crosskeys"])
                a_release(cast, case, to=to, fields=some, starts_on=start, expires_on=end)
            except NotValid:
                continue
        elif step == "send":
            _try_to_send(cast, case, chance.choice([None, *rows]), tuple(chance.sample(FIELDS, chance.choice([1, 2]))))
        elif step == "withdraw" and rows:
            try:
                withdraw(cast.actor("chloe"), authorization_id=chance.choice(rows).pk)
            except NotLive:
                continue
        elif step in ("day", "days"):
            day += 1 if step == "day" else 20
            move_clock(settings, day)
        elif step == "tick":
            close_expired()
        for packet in Packet.objects.exclude(pk__in=packets).select_related("authorization"):
            release = packet.authorization
            assert release.status == "live"
            assert release.starts_on <= clock.today() <= release.expires_on
            assert release.recipient_id == packet.recipient_id
            packets.add(packet.pk)
        assert not Packet.objects.exclude(authorization__status="live").exclude(body=None).exists()


def _try_to_send(cast: Cast, case: Any, release: Authorization | None, fields: tuple[str, ...]) -> None:
    ben = cast.actor("ben")
    draft = a_referral(cast, case)
    header = sent_referral(ben, draft.pk, case).header
    before = Packet.objects.count()
    try:
        send(ben, referral=draft, header=header, release=release, fields=fields, version=draft.version)
    except (NotSent, NotLive):
        assert Packet.objects.count() == before
        draft.refresh_from_db()
        assert draft.status == "draft"
