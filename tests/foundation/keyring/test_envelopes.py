"""A new agency code: the old one opens nothing, the new one everything, and custodians go on."""

from __future__ import annotations

from typing import Any

import pytest

from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.actions.envelopes import new_envelope
from waystation.foundation.keyring.actions.recovery import add_custodians, begin_recovery, use_agency_code
from waystation.foundation.keyring.errors import NotAllowed, WrongCode
from waystation.foundation.keyring.models import RecoveryEnvelope
from waystation.foundation.keyring.selectors.recovery import envelope_was_opened

WORDS = "other words by the river"


def test_an_administrator_can_replace_the_code_and_the_old_one_opens_nothing(cast: Any) -> None:
    agency, old = cast.agency("riverbend"), cast.code("riverbend")
    new = new_envelope(cast.keyring("kofi"), agency_code=old)
    assert new != old
    assert Event.objects.filter(chain=agency.pk).latest("seq").verb == "recovery.envelope_renewed"
    with pytest.raises(WrongCode):
        use_agency_code(cast.member("ben"), code=old, passphrase=WORDS)
    with pytest.raises(WrongCode):
        new_envelope(cast.keyring("kofi"), agency_code=old)
    keyring, _code = use_agency_code(cast.member("ben"), code=new, passphrase=WORDS)
    assert keyring.member == cast.member("ben")
    assert verify(agency.pk).ok


def test_a_wrong_code_replaces_nothing(cast: Any) -> None:
    before = bytes(RecoveryEnvelope.objects.get(agency=cast.agency("riverbend")).body)
    with pytest.raises(WrongCode):
        new_envelope(cast.keyring("kofi"), agency_code=cast.code("crosskeys"))
    assert bytes(RecoveryEnvelope.objects.get(agency=cast.agency("riverbend")).body) == before


def test_no_other_role_can_replace_the_code(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        new_envelope(cast.keyring("ben"), agency_code=cast.code("riverbend"))


def test_custodians_stay_and_a_use_asks_for_a_new_code(cast: Any) -> None:
    agency, code, kofi = cast.agency("riverbend"), cast.code("riverbend"), cast.keyring("kofi")
    assert not envelope_was_opened(agency.pk)
    add_custodians(kofi, custodians=[cast.member("ben"), cast.member("ana")], agency_code=code)
    assert envelope_was_opened(agency.pk)
    code = new_envelope(kofi, agency_code=code)
    assert not envelope_was_opened(agency.pk)
    assert begin_recovery(cast.keyring("ben"), cast.member("ana")).inner
    use_agency_code(cast.member("ana"), code=code, passphrase=WORDS)
    assert envelope_was_opened(agency.pk)
