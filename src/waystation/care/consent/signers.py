"""Who may sign a release of information: dated rules as data (data/signers.toml), answered by pure functions.

Fail closed: a fact that is not known never satisfies a condition, and what no rule answers stops with "ask counsel".
Sources: 34 USC 12291(b)(2), 28 CFR 94.115, state law as named in each rule.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "signers.toml"
YES, NO, UNKNOWN = "yes", "no", "unknown"
INSTEAD = ("ask_counsel", "opaque", "three_way")


@dataclass(frozen=True)
class Signing:
    """What is known on the day of signing. Anything not known stays "unknown", and then decides nothing."""

    age: str = UNKNOWN
    """adult, minor, unknown"""
    years: int | None = None
    court_guardian: str = UNKNOWN
    emancipated: str = UNKNOWN
    may_be_served_alone: str = UNKNOWN
    custody: str = UNKNOWN
    """parent, agency, nobody, unknown: who has custody of a minor"""
    guardian_concern: str = UNKNOWN
    """yes when the guardian is alleged to have trafficked or abused this person or the other parent"""
    service: str = UNKNOWN
    signed_by: frozenset[str] = frozenset()
    """survivor, guardian: whose signature is on the paper"""


@dataclass(frozen=True)
class SignerRule:
    """One row of the table."""

    id: str
    state: str
    source: str
    grade: str
    review: str
    when: dict[str, Any]
    since: dt.date
    until: dt.date | None
    sign: frozenset[str]
    longest_days: int | None
    stop: bool
    text: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """May the release be recorded as signed? Else `reason` says why and `instead` what can be done."""

    allowed: bool
    reason: str
    """codes: signed, guardian_is_abuser, no_rule, signature_missing"""
    rule: SignerRule | None = None
    needed: frozenset[str] = frozenset()
    instead: tuple[str, ...] = ()


@cache
def table(path: Path = DATA) -> tuple[SignerRule, ...]:
    """The rules in order. Raises KeyError or ValueError when the file names an unknown condition."""
    raw = tomllib.loads(path.read_text())
    return tuple(_rule(row) for row in raw["rule"])


def edition(path: Path = DATA) -> str:
    """The date of the data file, ISO."""
    return str(tomllib.loads(path.read_text())["edition"])


def _rule(row: dict[str, Any]) -> SignerRule:
    known = {field.name for field in fields(Signing)} | {"years_from", "signed_by_guardian"}
    if strange := set(row["when"]) - known:
        raise ValueError(f"{row['id']}: unknown condition {sorted(strange)}")
    return SignerRule(
        id=row["id"],
        state=row["state"],
        source=row["source"],
        grade=row["grade"],
        review=row["review"],
        when=row["when"],
        since=row["from"],
        until=row.get("until"),
        sign=frozenset(row.get("sign", ())),
        longest_days=row.get("longest_days"),
        stop=row.get("stop", False),
        text={"en": row["en"], "es": row["es"]},
    )


def rules_for(state: str, on: dt.date, rules: Sequence[SignerRule] | None = None) -> list[SignerRule]:
    """The rules in force in a state (two letters, or empty) on a day."""
    return [
        rule
        for rule in (table() if rules is None else rules)
        if rule.state in ("", state) and rule.since <= on and (rule.until is None or on < rule.until)
    ]


def who_may_sign(signing: Signing, *, state: str, on: dt.date, rules: Sequence[SignerRule] | None = None) -> Answer:
    """Apply the first rule that is known to hold. An alleged abuser's signature stops everything."""
    for rule in rules_for(state, on, rules):
        if not _holds(rule, signing):
            continue
        if rule.stop:
            return Answer(False, "guardian_is_abuser", rule, instead=INSTEAD)
        if not rule.sign <= signing.signed_by:
            return Answer(False, "signature_missing", rule, needed=rule.sign, instead=INSTEAD)
        return Answer(True, "signed", rule, needed=rule.sign)
    return Answer(False, "no_rule", instead=INSTEAD)


def _holds(rule: SignerRule, signing: Signing) -> bool:
    for name, wanted in rule.when.items():
        if name == "years_from":
            holds = signing.years is not None and signing.years >= wanted
        elif name == "signed_by_guardian":
            holds = (YES if "guardian" in signing.signed_by else NO) in wanted
        else:
            holds = getattr(signing, name) in wanted
        if not holds:
            return False
    return True
