"""Messages whose time is over, keys that are turned, rows that somebody planted."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.cast import Cast
from waystation.care.intake.models import Contact
from waystation.care.intake.tips import actions
from waystation.care.intake.tips.actions import drafting
from waystation.care.intake.tips.actions.expiring import expire
from waystation.care.intake.tips.models import Draft, Tip
from waystation.care.intake.tips.selectors import open_tip, subject_of
from waystation.care.intake.tips.selectors.sender import NoKey, find, open_order
from waystation.core.vault.keys import new_key
from waystation.foundation import clock, gate
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring import errors, lanes, pins
from waystation.foundation.keyring.actions.compartments import rotate
from waystation.foundation.keyring.lanes import lane_of
from waystation.foundation.keyring.models import Capsule, Certificate, CompartmentKey, StatisticsCapsule


def test_a_message_is_erased_on_its_own_day_and_stays_counted(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    tip, number = sent(line, lane="help")
    other, kept = sent(line, lane="tip")
    clock.set_offset(91 * 86_400)
    assert expire() == 1
    assert find(number) is None
    assert find(kept) is not None
    assert not CompartmentKey.objects.filter(subject=tip.pk).exists()
    assert not Capsule.objects.filter(subject=tip.pk).exists()
    assert StatisticsCapsule.objects.filter(pointer=tip.pointer, superseded_on=None).exists()
    with pytest.raises(gate.Refused):
        open_tip(cast.actor("ana"), tip.pk)
    assert open_tip(cast.actor("ana"), other.pk)
    assert verify(tip.agency_id).ok


def test_a_contact_stays_when_its_message_is_erased(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast))
    contact = actions.take(cast.actor("ana"), opened=open_tip(cast.actor("ana"), tip.pk))
    Tip.objects.update(retention_on=clock.today() - dt.timedelta(days=1))
    assert expire() == 1
    assert Contact.objects.get() == contact
    assert CompartmentKey.objects.filter(subject=tip.pk, kind="contact").count() >= 3


def test_keeping_longer_takes_a_reason(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast))
    until = clock.today() + dt.timedelta(days=200)
    with pytest.raises(ValueError, match="reason"):
        actions.keep_longer(cast.actor("ana"), tip=tip, until=until, reason=" ")
    actions.keep_longer(cast.actor("ana"), tip=tip, until=until, reason="a second tip speaks of the same van")
    assert Tip.objects.get().retention_on == until


def test_a_turned_key_shuts_the_letters_until_the_team_writes_again(cast: Cast) -> None:
    tip, number = sent(line_of_riverbend(cast))
    ana = cast.actor("ana")
    with gate.deed(ana, "keys.turned", subject_of(tip)) as act:
        act.wrote(rotate(ana.keyring, subject=tip.pk, compartments=["letters"]))
    found = find(number)
    assert found is not None
    with pytest.raises(NoKey):
        open_order(found)
    actions.write_letter(cast.actor("ana"), tip=Tip.objects.get(), text="Hello again")
    found = find(number)
    assert found is not None
    assert open_order(found).letters.letter_list()[0].text == "Hello again"


def test_drafts_are_forgotten_after_some_hours(cast: Cast) -> None:
    key = new_key()
    draft = drafting.begin(key, {"answers": {}})
    clock.set_offset(4 * 3600)
    assert drafting.load(draft, key) is None
    assert drafting.sweep() == 1
    assert not Draft.objects.exists()


def test_a_planted_public_key_is_never_sealed_to(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    Certificate.objects.filter(subject=line.team_id).update(exchange=bytes(range(32)))
    lanes._lanes.clear()  # what another test verified is not asked here
    with pytest.raises(errors.Untrusted):
        sent(line)
    assert not Tip.objects.exists()


def test_another_root_in_the_table_is_not_the_pinned_one(cast: Cast) -> None:
    line = line_of_riverbend(cast)
    agency = line.agency
    type(agency).objects.filter(pk=agency.pk).update(root_public=bytes(range(32)))
    lanes._lanes.clear()
    with pytest.raises(errors.Untrusted):
        lane_of(agency.pk, line.team_id)
    with pytest.raises(errors.Untrusted):
        pins.pin(agency.pk, bytes(32))


def test_a_planted_message_is_found_out(cast: Cast) -> None:
    tip, _number = sent(line_of_riverbend(cast), story="real")
    CompartmentKey.objects.filter(subject=tip.pk, compartment="letters").update(signature=bytes(86))
    with pytest.raises(errors.Tampered):
        actions.write_letter(cast.actor("ana"), tip=Tip.objects.get(), text="x")
