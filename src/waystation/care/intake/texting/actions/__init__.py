"""What is done with texts: taking them in, setting up a gateway, answering, running errands, erasing."""

from __future__ import annotations

from waystation.care.intake.texting.actions.answering import answer, end, take
from waystation.care.intake.texting.actions.arriving import Incoming, accept
from waystation.care.intake.texting.actions.gateways import set_gateway

__all__ = ["Incoming", "accept", "answer", "end", "set_gateway", "take"]
