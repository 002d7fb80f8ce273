"""Cases of who leaves: counted for the administrator, given to a colleague by the supervisor."""

from __future__ import annotations

import pytest

from tests.care.walk import open_a_case
from tests.cast import Cast
from waystation.care.cases import handing, selectors
from waystation.care.cases.models import Case
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.actions.members import close_account
from waystation.foundation.keyring.actions.teams import add_to_team


@pytest.fixture
def case(cast: Cast) -> Case:
    add_to_team(cast.keyring("ben"), cast.team("case"), cast.member("uma"))
    return open_a_case(cast)


def test_kofi_sees_how_many_cases_are_bens_and_whom_to_tell(cast: Cast, case: Case) -> None:
    kofi, ben = cast.client("kofi"), cast.member("ben")
    page = kofi.get(f"/people/{ben.pk}/leave/").content.decode()
    assert "Open cases: <strong>1</strong>" in page
    assert "Chloe" in page
    assert f"/cases/of/{ben.pk}/" in page
    assert kofi.get(f"/cases/of/{ben.pk}/").status_code == 403


def test_chloe_can_give_bens_cases_to_uma_also_after_he_left(cast: Cast, case: Case) -> None:
    ben, uma, chloe = cast.member("ben"), cast.member("uma"), cast.client("chloe")
    close_account(cast.keyring("kofi"), ben)
    address = f"/cases/of/{ben.pk}/"
    assert str(case.pk) in chloe.get(address).content.decode()
    assert chloe.post(address, {"to": str(uma.pk)}).status_code == 422
    assert chloe.post(address, {"cases": [str(case.pk)], "to": str(uma.pk)}).status_code == 302
    assert [row.case.pk for row in selectors.worklist(cast.actor("uma"))] == [case.pk]
    assert "No open case in your teams is theirs" in chloe.get(address).content.decode()


def test_a_case_goes_to_nobody_outside_its_team(cast: Cast, case: Case) -> None:
    with pytest.raises(ValueError, match="not of this team"):
        handing.hand(cast.actor("chloe"), cases=[case.pk], to=cast.member("nia"))
    assert (
        cast.client("chloe")
        .post(f"/cases/of/{cast.member('ben').pk}/", {"cases": [str(case.pk)], "to": str(cast.member("nia").pk)})
        .status_code
        == 422
    )


def test_others_cannot_give_away_a_case_of_bens(cast: Cast, case: Case) -> None:
    for who in ("uma", "nia", "kofi", "ana"):
        with pytest.raises(Refused):
            handing.hand(cast.actor(who), cases=[case.pk], to=cast.member("uma"))
        assert cast.client(who).get(f"/cases/of/{cast.member('ben').pk}/").status_code == 403
