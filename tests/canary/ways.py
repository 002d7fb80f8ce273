"""Texts and chats of the canary's house: two of each wait at the desk, with words that must be found nowhere."""

from __future__ import annotations

from uuid import UUID

from tests import cast as people
from waystation.care.intake.chat import actions as chats
from waystation.care.intake.chat.models import Chat
from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import actions as texts
from waystation.care.intake.texting.models import Thread

TEXT, NUMBER, CHAT = "Ivory lanterns over seven gates tonight", "+15559927741", "Copper kettles sing before the thaw"
PLANTED = {TEXT: "a text", NUMBER: "the number of a text", CHAT: "a chat"}
SECRET = "signs-what-the-gateway-of-the-canary-tells"
NOWHERE = "http://127.0.0.1:9"
"""The discard port of this computer: what waits to be sent is not taken there."""


def some_ways(cast: people.Cast) -> None:
    """A gateway that can send, two numbers that wrote and two visitors, for Ana to take."""
    line = Line.objects.filter(agency=cast.agency("riverbend"), live=True)[0]
    gateway = texts.set_gateway(
        cast.actor("kofi"), line_id=line.pk, kind="twilio", live=True, secret=SECRET, account="AC1",
        number="+15550142000", base=NOWHERE,
    )  # fmt: skip
    for turn, number in enumerate((NUMBER, "+15559927742")):
        texts.accept(gateway, texts.Incoming(id=f"SMcanary{turn}", number=number, text=TEXT))
        chats.begin(line, text=CHAT, language="eng")


def id_for(name: str) -> UUID | None:
    """A conversation for an argument that names one: Ana's own where there is one."""
    model = {"thread_id": Thread, "chat_id": Chat}.get(name)
    row = model.objects.order_by("status", "-pk").exclude(status="closed").first() if model else None
    return row.pk if row else None
