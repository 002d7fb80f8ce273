"""How a gateway is reached: what an administrator set, as it lies sealed under the server's key file."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from waystation.care.intake.lines.anchors import holds
from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import keys
from waystation.care.intake.texting.models import Gateway, Thread
from waystation.care.payload import Payload


def place_of(line: UUID) -> str:
    """What the settings of a gateway are sealed for: this line, so that its row cannot be pointed at another one."""
    return f"gateway/{line}"


@dataclass(frozen=True)
class Ways(Payload):
    """`secret` signs; `account` and `number` are ours at the provider; `base` is where to send, "" for not at all."""

    secret: str = field(default="", repr=False)
    account: str = ""
    number: str = ""
    base: str = ""

    @classmethod
    def of_gateway(cls, gateway: Gateway) -> Ways:
        """What was set; all empty, so that nothing is accepted, without the key file or for another line."""
        return cls.of(keys.readable(place_of(gateway.line_id), gateway.pk, bytes(gateway.settings)))


def sends(gateway: Gateway | None) -> bool:
    """Whether somebody can write back through a gateway: it is live, and knows all that its kind asks to send."""
    if gateway is None or not gateway.live:
        return False
    ways = Ways.of_gateway(gateway)
    return bool(ways.base and (gateway.kind != Gateway.Kind.TWILIO or (ways.account and ways.number)))


def is_off(line: Line) -> bool:
    """Whether a line has a gateway that takes nothing: it is switched off, or the line takes no texts.

    Without a gateway, a telephone may read them.
    """
    gateway = Gateway.objects.filter(line=line).first()
    return gateway is not None and not (gateway.live and line.takes_texts)


def way_back(thread: Thread) -> Gateway | None:
    """The live gateway of a conversation's line, None where there is none, or the row names another agency's line."""
    found = Gateway.objects.filter(line=thread.line_id, live=True).select_related("line").first()
    fits = found is not None and found.line.agency_id == thread.agency_id and holds(found.line)
    return found if fits else None
