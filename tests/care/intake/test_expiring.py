"""Two weeks after a hand-over the help line holds no key of it any more, and the keys are turned."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.cast import Cast
from tests.signing import sign_in_through_forms
from waystation.care.intake import actions
from waystation.care.intake.actions.expiring import VERB, end_help_line_access
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.policies import Purpose
from waystation.care.intake.selectors import situation_page
from waystation.care.intake.selectors.access import subject_of
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.actions.expiring import turn_due
from waystation.foundation.keyring.models import Capsule, CompartmentKey, Grant

TOLD = {"lane": "help", "channel": "phone", "danger": "unknown", "note": "by the river"}


@pytest.fixture
def handed(cast: Cast) -> tuple[Contact, Situation]:
    """A contact of Ana's with a situation, handed over to Ben today."""
    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values=TOLD)
    situation = actions.begin_situation(ana, contact=contact, persons=1)
    actions.hand_over(ana, contact=contact, team=cast.team("case"), worker=cast.member("ben"))
    return Contact.objects.get(pk=contact.pk), Situation.objects.get(pk=situation.pk)


def later(days: int) -> None:
    clock.set_offset(days * 86_400)


def grants_of(cast: Cast, subject: UUID, team: str) -> int:
    return Grant.objects.filter(key__subject=subject, holder=cast.team(team).pk).count()


def test_the_help_line_keeps_its_keys_for_two_weeks_and_not_longer(
    cast: Cast, handed: tuple[Contact, Situation]
) -> None:
    contact, situation = handed
    for days, ended in ((0, 0), (14, 0), (15, 2), (16, 0)):
        later(days)
        assert end_help_line_access() == ended
    for row in handed:
        assert grants_of(cast, row.pk, "intake") == 0
        assert grants_of(cast, row.pk, "case") > 0
    told = Event.objects.filter(verb=VERB, actor=None).values_list("subject", flat=True)
    assert set(told) == {contact.pk, situation.pk}
    later(0)


def test_the_keys_are_turned_when_ben_comes_next_and_he_still_reads(
    cast: Cast, handed: tuple[Contact, Situation]
) -> None:
    contact, situation = handed
    later(15)
    end_help_line_access()
    kept = {row.pk: bytes(row.body) for row in Capsule.objects.filter(subject=contact.pk)}
    assert turn_due(cast.keyring("ana")) == 0
    sign_in_through_forms(cast, "ben")
    keys = CompartmentKey.objects.filter(subject__in=[contact.pk, situation.pk])
    assert not keys.filter(must_turn=True).exists()
    assert set(keys.exclude(compartment="statistics").values_list("generation", flat=True)) == {2}
    assert set(keys.filter(compartment="statistics").values_list("generation", flat=True)) == {1}
    assert all(bytes(row.body) != kept[row.pk] for row in Capsule.objects.filter(subject=contact.pk, generation=2))
    assert situation_page(cast.actor("ben"), situation.pk).facts.person_list()
    opened = gate.read(cast.actor("ben"), subject_of(contact), {"account"}, Purpose.WORK)
    assert opened[0].data["note"] == "by the river"
    assert verify(cast.agency("riverbend").pk).ok
    later(0)


def test_ana_cannot_open_with_a_key_she_kept(cast: Cast, handed: tuple[Contact, Situation]) -> None:
    contact, _ = handed
    later(15)
    end_help_line_access()
    with pytest.raises(gate.Refused):
        gate.read(cast.actor("ana"), subject_of(contact), {"account"}, Purpose.WORK)
    assert cast.keyring("ana").holds(cast.team("intake").pk)
    assert grants_of(cast, contact.pk, "intake") == 0
    later(0)


def test_what_was_not_handed_over_stays_with_the_help_line(cast: Cast) -> None:
    ana = cast.actor("ana")
    contact = actions.take_contact(ana, values=TOLD | {"disposition": "information_given"}, ended=True)
    later(60)
    assert end_help_line_access() == 0
    assert grants_of(cast, contact.pk, "intake") > 0
    later(0)
