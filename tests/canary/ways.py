"""Texts and chats of the canary's house: two of each wait at the desk, with words that must be found nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests import cast as people
from tests.care.intake.tips.ground import draft_of
from waystation.care.intake.chat import actions as chats
from waystation.care.intake.chat.models import Chat
from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import actions as texts
from waystation.care.intake.texting.models import Gateway, Thread
from waystation.care.intake.tips import actions as messages
from waystation.care.intake.tips.forms import LANES, Words

TEXT, NUMBER, CHAT = "Ivory lanterns over seven gates tonight", "+15559927741", "Copper kettles sing before the thaw"
PLANTED = {TEXT: "a text", NUMBER: "the number of a text", CHAT: "a chat", "5553308817": "a number from outside"}
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


def from_outside(text: Callable[[str], str]) -> None:
    """The acts of people without an account, a canary for every word: both lanes, a draft, a chat, a text."""
    line = Line.objects.filter(live=True)[0]
    for lane, pages in LANES.items():
        fields = {name for page in pages for name, field in page.base_fields.items() if isinstance(field, Words)}
        draft, key, data = draft_of(line, lane, **{name: text(f"public {lane}.{name}") for name in sorted(fields)})
        messages.send(draft, key, data)
    draft_of(line, "help", story=text("a public draft"))
    chats.begin(line, text=text("a chat from outside"), language="eng")
    said = texts.Incoming(id=text("a gateway's id of a text"), number="+15553308817", text=text("a text from outside"))
    texts.accept(Gateway.objects.filter(live=True)[0], said)


def id_for(name: str) -> UUID | None:
    """A conversation for an argument that names one: Ana's own where there is one."""
    models: dict[str, Any] = {"thread_id": Thread, "chat_id": Chat}
    model = models.get(name)
    row = model.objects.order_by("status", "-pk").exclude(status="closed").first() if model else None
    return row.pk if row else None
