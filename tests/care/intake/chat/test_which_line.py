"""A chat goes to the line that its page named, whatever happened to lines while the visitor wrote."""

from __future__ import annotations

import datetime as dt

from tests.care.intake.chat.conftest import Visitor
from tests.care.intake.lines.making import public_line
from tests.cast import Cast
from waystation.care.intake.chat.models import Chat
from waystation.care.intake.lines.models import Hours, Line, Weekly
from waystation.foundation import clock


def junipers(cast: Cast) -> Line:
    """A live line of another agency, open at all hours."""
    femi = cast.member("femi")
    row = public_line(
        agency=cast.agency("juniper"), team=cast.team("juniper_intake"), name="Juniper Line", slug="juniper",
        takes_chats=True, languages=["eng"],
    )  # fmt: skip
    for weekday in range(7):
        Hours.objects.create(line=row, weekday=weekday, opens=0, closes=1440)
        Weekly.objects.create(
            line=row, member=femi, starts=0, ends=1440, weekday=weekday, standing="set", asked_by=femi,
            since=clock.today() - dt.timedelta(days=9),
        )  # fmt: skip
    return row


def test_a_chat_does_not_begin_with_another_agency_than_its_page_named(
    visitor: Visitor, line: Line, cast: Cast
) -> None:
    shown = visitor.stamp()
    junipers(cast)
    Line.objects.filter(pk=line.pk).update(live=False)
    answer = visitor.send(text="He has my papers", t=shown)
    assert answer.status_code == 409
    assert not Chat.objects.exists()
    said = answer.content.decode()
    assert "A person of Juniper Line reads it" in said
    assert "He has my papers" in said
    assert visitor.send(text="He has my papers").status_code == 303
    assert Chat.objects.get().line.slug == "juniper"


def test_words_go_to_the_line_of_their_page_also_when_another_went_live(
    visitor: Visitor, line: Line, cast: Cast
) -> None:
    shown = visitor.stamp()
    junipers(cast)
    assert visitor.send(text="He has my papers", t=shown).status_code == 303
    assert Chat.objects.get().line == line


def test_nobody_forges_what_a_page_named(visitor: Visitor, line: Line) -> None:
    assert visitor.send(text="Hello", t="").status_code == 409
    assert visitor.send(text="Hello", t=f"{int(clock.seconds())}.{line.pk.hex}.{'0' * 32}").status_code == 409
    assert not Chat.objects.exists()
