"""What must be reported about a person under 18, the words to say before an age is asked, and the public numbers.

The rules are dated data with a grade and a review mark: an agency confirms its own rule with counsel. Numbers come from
domain research and are checked again before each release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from waystation.core.screening.texts import Text, data


@dataclass(frozen=True)
class ReportRule:
    """A state's rule: words to say first, who reports, to whom, by when.

    `hours` is the time allowed in hours (0: at once); `number` the state's reporting line or ''; `review` says that
    counsel has yet to confirm the rule; `grade` how it was read (V in the statute, S second-hand, K general knowledge).
    """

    state: str
    say: Text
    who: Text
    to_whom: Text
    deadline: Text
    hours: int
    number: str
    source: str
    date: str
    grade: str
    review: bool


@dataclass(frozen=True)
class Line:
    """A public number, as shown and as a link dials it."""

    code: str
    number: str
    dial: str
    words: Text
    grade: str

    def label(self, lang: str = "en") -> str:
        return self.words.text(lang)


def report_rule(state: str = "") -> ReportRule:
    """The rule of a state by its two-letter postal code, or the general one where none is on file."""
    return _rules().get(state.lower(), _rules()[""])


@cache
def lines() -> Mapping[str, Line]:
    """The public numbers by code: emergency, national, national_text, national_tty, hsi_tip, crisis, local_help."""
    rows = data("lines")["lines"]
    return MappingProxyType(
        {
            code: Line(code, row["number"], row["dial"], Text(code, row["en"], row["es"]), row["grade"])
            for code, row in rows.items()
        }
    )


@cache
def _rules() -> Mapping[str, ReportRule]:
    return MappingProxyType({row["state"]: _rule(row) for row in data("mandated_report").values()})


def _rule(row: Mapping[str, Any]) -> ReportRule:
    words = {key: Text(key, row[f"{key}_en"], row[f"{key}_es"]) for key in ("say", "who", "to_whom", "deadline")}
    return ReportRule(
        state=row["state"],
        say=words["say"],
        who=words["who"],
        to_whom=words["to_whom"],
        deadline=words["deadline"],
        hours=row["hours"],
        number=row["number"],
        source=row["source"],
        date=str(row["date"]),
        grade=row["grade"],
        review=row["review"],
    )
