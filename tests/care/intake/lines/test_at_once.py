"""Two people at the same moment: one has the shift, the other is told."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.care.intake.lines.making import a_line
from tests.cast import Cast
from waystation.care.intake.lines import actions, selectors
from waystation.care.intake.lines.errors import LineError
from waystation.care.intake.lines.models import Shift, Swap
from waystation.foundation import clock


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_free_shift_at_once_one_has_it(transactional_cast: Cast) -> None:
    cast = transactional_cast
    line, on = a_line(cast), clock.today() + dt.timedelta(days=2)
    row = actions.ask_single(cast.actor("ana"), line, member=cast.member("ana"), on=on, starts=480, ends=960)
    Shift.objects.filter(pk=row.pk).update(member=cast.member("ben"))  # who does not answer this line

    def take(name: str) -> str:
        try:
            actions.take_turn(cast.actor(name), line, turn=f"{row.pk}.{on:%Y%m%d}")
        except LineError:
            return ""
        finally:
            connection.close()
        return name

    with ThreadPoolExecutor(2) as pool:
        took = [name for name in pool.map(take, ["ana", "chloe"]) if name]
    assert len(took) == 1
    assert Swap.objects.count() == 1
    turn = selectors.find_turn(line, f"{row.pk}.{on:%Y%m%d}")
    assert turn is not None
    assert turn.holder == cast.member(took[0])
