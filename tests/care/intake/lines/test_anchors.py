"""A line that names another agency, team, address or name than its own people did is offered to nobody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.care.intake.lines.making import a_live_line
from tests.cast import Cast
from waystation.care.intake.lines import actions
from waystation.care.intake.lines.actions.changes import changing
from waystation.care.intake.lines.anchors import holds
from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.selectors import by_slug, live_lines
from waystation.foundation.keyring.errors import Tampered

pytestmark = pytest.mark.django_db


def _turned(cast: Cast) -> dict[str, dict[str, Any]]:
    return {
        "agency and team": {"agency": cast.agency("juniper"), "team": cast.team("juniper_intake")},
        "team": {"team": cast.team("case")},
        "address": {"slug": "elsewhere"},
        "name": {"name": "Another line"},
        "mark": {"mark": "0" * 64},
    }


@pytest.mark.parametrize("what", ["agency and team", "team", "address", "name", "mark"])
def test_a_row_turned_in_the_table_is_left_out(cast: Cast, what: str) -> None:
    line = a_live_line(cast)
    assert live_lines() == [line]
    Line.objects.filter(pk=line.pk).update(**_turned(cast)[what])
    assert live_lines() == []
    with pytest.raises(Line.DoesNotExist):
        by_slug(Line.objects.get(pk=line.pk).slug)


def test_a_line_set_live_in_the_table_is_left_out(cast: Cast) -> None:
    line = a_live_line(cast)
    actions.take_off(cast.actor("chloe"), line, version=line.version)
    Line.objects.filter(pk=line.pk).update(live=True, name="Another line")
    assert live_lines() == []


def test_nobody_makes_a_turned_row_good_by_changing_it(cast: Cast) -> None:
    line = a_live_line(cast)
    Line.objects.filter(pk=line.pk).update(agency=cast.agency("juniper"), team=cast.team("juniper_intake"))
    turned = Line.objects.get(pk=line.pk)
    with pytest.raises(Tampered):
        actions.take_off(cast.actor("pia"), turned, version=turned.version)


def test_a_change_by_its_own_people_keeps_it_public(cast: Cast) -> None:
    line = a_live_line(cast)
    assert holds(Line.objects.get(pk=line.pk))
    line.refresh_from_db()
    with_name = Line.objects.get(pk=line.pk)
    with changing(cast.actor("chloe"), with_name, "line.changed", with_name.version):
        with_name.name = "Alder Line"
        with_name.save(update_fields=["name"])
    assert [each.name for each in live_lines()] == ["Alder Line"]
