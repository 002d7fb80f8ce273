"""A number that somebody wrote into the database is given to nobody: not to the public, not to an advocate."""

from __future__ import annotations

from typing import Any

import pytest

from tests.care.intake.lines.making import a_live_line, fresh
from tests.cast import Cast
from waystation.care.intake.lines import actions, selectors
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import Interpreter, Line, LineNumber, WarmNumber
from waystation.care.intake.lines.public import told
from waystation.care.intake.texting.replies import phone_of
from waystation.foundation import clock

pytestmark = pytest.mark.django_db
THEIRS = "555-0199"


@pytest.fixture
def line(cast: Cast) -> Line:
    """A live line with a number of each kind."""
    row, chloe = a_live_line(cast), cast.actor("chloe")
    actions.add_number(chloe, row, version=row.version, kind="text", number="555-0141")
    actions.add_interpreter(
        chloe, row, version=fresh(row).version, vendor="Voices", number="555-0142", languages=["spa"], how="Press 1"
    )
    actions.add_warm_number(chloe, row, version=fresh(row).version, kind="police", number="555-0143", name="Desk")
    return fresh(row)


def given(cast: Cast, line: Line) -> set[str]:
    """Every number of the line that anybody is told."""
    ana = cast.actor("ana")
    numbers = {number.number for number in told(line, clock.now()).numbers} | {phone_of(line)}
    numbers |= {row.number for row in selectors.interpreters_for(ana)}
    return numbers | {row.number for row in selectors.warm_numbers(line)}


@pytest.mark.parametrize("kind", [LineNumber, Interpreter, WarmNumber])
def test_a_number_turned_in_the_table_is_given_to_nobody(cast: Cast, line: Line, kind: Any) -> None:
    assert {"555-0140", "555-0141", "555-0142", "555-0143"} <= given(cast, line)
    for row in kind.objects.all():
        kind.objects.filter(pk=row.pk).update(number=f"{THEIRS}{row.pk.hex[:4]}")
    assert not any(number.startswith(THEIRS) for number in given(cast, line))


def test_a_number_written_into_the_table_is_given_to_nobody(cast: Cast, line: Line) -> None:
    LineNumber.objects.create(line=line, kind="phone", number=THEIRS)
    LineNumber.objects.create(line=line, kind="text", number="+16145550199")
    Interpreter.objects.create(line=line, vendor="Voices", number=THEIRS, languages=["spa"])
    WarmNumber.objects.create(line=line, kind="police", number=THEIRS)
    assert THEIRS not in given(cast, line)
    assert selectors.by_number("+16145550199") is None


def test_a_number_of_another_line_moved_to_this_one_is_given_to_nobody(cast: Cast, line: Line) -> None:
    other = actions.make_line(cast.actor("chloe"), name="Other", team=cast.team("intake"), time_zone="UTC")
    actions.add_number(cast.actor("chloe"), other, version=other.version, kind="phone", number=THEIRS)
    LineNumber.objects.filter(line=other).update(line=line)
    assert THEIRS not in given(cast, line)


def test_a_number_stands_once_and_can_come_back(cast: Cast, line: Line) -> None:
    chloe = cast.actor("chloe")
    with pytest.raises(LineError):
        actions.add_warm_number(chloe, line, version=line.version, kind="police", number="555-0143", name="Desk")
    row = WarmNumber.objects.get(number="555-0143")
    actions.remove_row(chloe, line, version=line.version, what="warm", row=row.pk)
    assert "555-0143" not in given(cast, line)
    actions.add_warm_number(chloe, line, version=fresh(line).version, kind="police", number="555-0143", name="Desk")
    assert "555-0143" in given(cast, line)
