"""Deciding: allowed when at least one rule allows and none denies, for every subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable, Iterator, Sequence

from waystation.foundation.gate.actor import Actor
from waystation.foundation.gate.registry import ByGroup, Ruling, providers
from waystation.foundation.keyring.decisions import Decision, Subject

SEE = "see"
"""The purpose asked, with the field `header`, to learn whether an object is visible to somebody at all."""

_SILENCE = Ruling(None, "no_rule", "")
_SEEN_ONLY = Ruling(False, "gate.seeing_opens_nothing", "")


class Refused(Exception):
    """The gate said no. `visible` False: answer as if there were nothing (404); True: say the reason (403)."""

    def __init__(self, decision: Decision, visible: bool = False) -> None:
        super().__init__(decision.reason or decision.rule)
        self.decision = decision
        self.visible = visible


def decide(
    actor: Actor,
    subjects: Sequence[Subject] | Subject,
    fields: Collection[str],
    purpose: str,
    path: str | None = None,
    now: dt.datetime | None = None,
) -> Decision:
    """Ask every rule about every subject; all subjects are of one kind. An empty list is allowed: nothing is opened."""
    asked = [subjects] if isinstance(subjects, Subject) else list(subjects)
    kinds = {subject.kind for subject in asked}
    if len(kinds) > 1:
        raise ValueError("one decision is about one kind of subject")
    wanted, path, now = frozenset(fields), path or actor.path, now or actor.at
    ruling = Ruling(True, "nothing_asked") if not asked else _SILENCE
    for subject in _different(actor, asked):
        ruling = _rule(actor, subject, wanted, purpose, path, now)
        if not ruling.allow:
            break
    return Decision(
        allowed=bool(ruling.allow) and actor.member.is_active,
        actor=actor.id,
        subjects=tuple(subject.id for subject in asked),
        kind=kinds.pop() if kinds else "",
        fields=wanted,
        purpose=purpose,
        path=path,
        at=now,
        rule=ruling.rule,
        reason=str(ruling.reason),
    )


def require(actor: Actor, subjects: Sequence[Subject] | Subject, fields: Collection[str], purpose: str) -> Decision:
    """`decide`, or raise Refused, knowing whether the actor may know that the objects exist."""
    decision = decide(actor, subjects, fields, purpose)
    if decision.allowed:
        return decision
    seen = purpose != SEE and decide(actor, subjects, {"header"}, SEE).allowed
    raise Refused(decision, visible=seen)


def _different(actor: Actor, asked: Sequence[Subject]) -> Iterator[Subject]:
    """One subject for each group, when every rule of their kind looks at groups only; else all of them."""
    rules = providers(asked[0].kind) if asked else ()
    groups = [rule.group for rule in rules if isinstance(rule, ByGroup)]
    if not groups or len(groups) < len(rules):
        yield from asked
        return
    met: set[Hashable] = set()
    for subject in asked:
        mark = groups[0](actor, subject) if len(groups) == 1 else tuple(group(actor, subject) for group in groups)
        if mark not in met:
            met.add(mark)
            yield subject


def _rule(actor: Actor, subject: Subject, fields: frozenset[str], purpose: str, path: str, now: dt.datetime) -> Ruling:
    if purpose == SEE and fields - {"header"}:
        return _SEEN_ONLY
    allowing: Ruling | None = None
    for provider in providers(subject.kind):
        ruling = provider(actor, subject, fields, purpose, path, now)
        if ruling is None or ruling.allow is None:
            continue
        if not ruling.allow:
            return ruling
        allowing = allowing or ruling
    return allowing or _SILENCE
