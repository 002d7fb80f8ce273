"""The age that a case has on file, asked when a release is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from waystation.care.cases.models import Case
from waystation.care.cases.selectors import subject_of
from waystation.care.cases.shapes import Identity
from waystation.care.sealed import read_parts
from waystation.foundation.gate import Actor


@dataclass(frozen=True)
class AgeOnFile:
    """`state`: adult, minor or "" when the case does not say; `years`: the number, when one was told."""

    state: str = ""
    years: int | None = None

    def differs(self, state: str, years: int | None) -> bool:
        """Whether what is said at a signing speaks against the case. What is not known on a side does not."""
        if self.state and state in ("adult", "minor") and state != self.state:
            return True
        return self.years is not None and years is not None and years != self.years


def age_on_file(actor: Actor, case: Case) -> AgeOnFile:
    """What the case says of the age: one journal line. Raises gate.Refused."""
    data, _ = read_parts(actor, subject_of(case), {"identity.age", "identity.age_state"}, "share")["identity"]
    told = Identity.of(data)
    return AgeOnFile(told.age_group, told.age)
