"""A thread past its day is erased, also when nobody ended it; Today says so before."""

from __future__ import annotations

import datetime as dt

from tests.care.intake.texting.conftest import fields, post
from tests.cast import Cast
from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import errands
from waystation.care.intake.texting.models import Message, Sender, Thread
from waystation.foundation import clock

SAYS = "Texts that are erased soon"


def today_of(cast: Cast, name: str) -> str:
    return cast.client(name).get("/today/").content.decode()


def test_a_text_nobody_ended_is_erased_after_its_day_and_today_says_so_before(line: Line, cast: Cast) -> None:
    post(fields("They hold me here"))
    assert SAYS not in today_of(cast, "ana")
    Thread.objects.update(retention_on=clock.today() + dt.timedelta(days=7))
    for name in ("ana", "chloe"):
        assert SAYS in today_of(cast, name), name
    assert SAYS not in today_of(cast, "ben")
    Thread.objects.update(retention_on=clock.today())
    errands.sweep()
    assert Thread.objects.count() == 1
    Thread.objects.update(retention_on=clock.today() - dt.timedelta(days=1))
    errands.sweep()
    assert (Thread.objects.count(), Message.objects.count(), Sender.objects.count()) == (0, 0, 0)
