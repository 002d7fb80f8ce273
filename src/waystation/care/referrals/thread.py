"""What both agencies can read of a referral: the need as a code, the service, the answers. Never who it is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from waystation.care.payload import Payload


@dataclass(frozen=True)
class Step(Payload):
    """One step of the way: moment (ISO), event code, the agency's name and the role that took it, a reason code."""

    at: str = ""
    event: str = ""
    agency: str = ""
    role: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Thread(Payload):
    """`token` and `call_back` (the worker's own line) serve a hand-off without identity."""

    service: str = ""
    need: str = ""
    urgency: str = ""
    sender: str = ""
    token: str = ""
    call_back: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)

    def step_list(self) -> list[Step]:
        return [Step.of(item) for item in self.steps]

    def plus(self, step: Step) -> Thread:
        return replace(self, steps=[*self.steps, step.to_dict()])


@dataclass(frozen=True)
class Header(Payload):
    """The sender's own notes: which need it answers, at which service, how many steps were taken in."""

    need_id: str = ""
    need: str = ""
    urgency: str = ""
    service: str = ""
    organization: str = ""
    taken_in: int = 0
