"""A guided conversation that is not finished: what was said so far, sealed as a draft under the worker's own key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from waystation.care.intake.shapes import NOT_ASKED, Fact, Facts, Person
from waystation.care.payload import Payload
from waystation.core.screening import guide

COMPANION, HERE = "companion", "here"


@dataclass(frozen=True)
class Conversation(Payload):
    """`situation` and `person` are empty for a conversation about nobody who is noted.

    `answers`: {fact code: heard, absent, unknown or declined}. `seen`: what was noted of the same person when this
    began, to tell what somebody else wrote since. `stopped`: companion, here or empty. `instruments`: {id: answers}.
    """

    id: str = ""
    situation: str = ""
    person: str = ""
    alone: str = NOT_ASKED
    interpreter: str = NOT_ASKED
    answers: dict[str, str] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)
    age: int | str = NOT_ASKED
    age_from: str = NOT_ASKED
    wishes: str = ""
    page: str = "before"
    stopped: str = ""
    instruments: dict[str, dict[str, Any]] = field(default_factory=dict)
    began_on: str = ""

    @property
    def key(self) -> UUID:
        return UUID(self.id)

    @property
    def may_ask(self) -> bool:
        """Questions are asked of a person alone (an interpreter aside), and of nobody else."""
        return self.alone == "yes"

    def with_answers(self, said: Mapping[str, str]) -> Conversation:
        """The same with the answers of one page put in; `not_asked` takes one back."""
        kept = {code: state for code, state in self.answers.items() if code not in said}
        return replace(self, answers=kept | guide.said(said))

    def as_facts(self, person: Person | None = None) -> Facts:
        """What was said, in the shape that the two laws are shown from; over what is noted when a person is given."""
        who = person or Person(id=self.id, label="A")
        if self.age != NOT_ASKED:
            who = replace(who, age=self.age, age_from=self.age_from)
        told = [Fact(who.id, code, state).to_dict() for code, state in self.answers.items()]
        return Facts(persons=[who.to_dict()], facts=told)
