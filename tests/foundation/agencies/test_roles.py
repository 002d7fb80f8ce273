"""The roles and what follows from them, as a table."""

from __future__ import annotations

import pytest

from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Team
from waystation.foundation.agencies.roles import role, roles

EVERYBODY = {
    "hotline_advocate", "case_manager", "attorney", "clinician", "supervisor", "administrator", "intake_worker",
    "coordinator", "liaison", "analyst", "volunteer",
}  # fmt: skip
SERVING = {"hotline_advocate", "case_manager", "attorney", "clinician", "supervisor", "intake_worker"}

TABLE = {
    policies.can_enrol: {"administrator"},
    policies.can_change_teams: {"administrator"},
    policies.can_share_team_keys: SERVING | {"analyst"},
    policies.can_read_journal: {"supervisor"},
    policies.can_set_away: {"supervisor", "administrator"},
    policies.may_hold_data_keys: SERVING,
    policies.can_be_custodian: EVERYBODY - {"liaison", "volunteer"},
}

JOINS = {
    "intake": SERVING, "casework": SERVING, "legal": SERVING, "health": SERVING, "journal": {"supervisor"},
    "statistics": {"analyst", "supervisor", "coordinator"}, "recovery": set(),
}  # fmt: skip


def test_every_role_has_its_words_in_both_languages() -> None:
    assert set(roles()) == EVERYBODY
    for item in roles().values():
        assert all((item.en, item.es, item.says_en.endswith("."), item.says_es.endswith(".")))
        assert item.label("es") != item.label("en") or item.en == item.es
        assert item.sentence("es-US") == item.says_es
    assert role("hotline_advocate").idle_minutes == 60
    assert {item.idle_minutes for item in roles().values()} == {15, 60}


@pytest.mark.parametrize("code", sorted(EVERYBODY | {"nobody"}))
def test_each_role_can_do_what_the_table_says(code: str) -> None:
    for policy, allowed in TABLE.items():
        assert policy(code) == (code in allowed), policy.__name__
    assert set(JOINS) == set(Team.Kind.values)
    for kind, allowed in JOINS.items():
        assert policies.may_join(code, kind) == (code in allowed), kind
