"""Every public action of the care and numbers wings, found by introspection and called with canaries for its texts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import inspect
import json
import logging
import pickle
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import waystation
from tests import cast as people
from tests.canary import desk, leads, tips, ways
from tests.canary.known import CLEAR_ARGUMENTS
from tests.canary.minting import Mint
from tests.care import walk
from waystation.care.cases.actions import note_on_timeline
from waystation.care.cases.models import Case
from waystation.care.cases.selectors import subject_of
from waystation.care.consent.models import Authorization, Packet
from waystation.care.consent.signers import Signing
from waystation.care.intake import actions as intake
from waystation.care.intake.leads.selectors import LeadPage
from waystation.care.intake.models import Contact, Situation
from waystation.care.intake.shapes import Account, ContactHeader
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors import OpenTip
from waystation.care.referrals.models import Referral
from waystation.commons.directory.models import Service
from waystation.foundation import clock, gate
from waystation.foundation.agencies.models import Agency, Member, Team
from waystation.foundation.gate import Actor
from waystation.foundation.keyring.actions.drafts import save_draft

CLEAR_ROOM = "waystation.care.intake.lines."
"""Its actions write what is clear by design (CLEAR_WINGS), as those of the directory do, which stand outside care."""
LAST = ("send", "open_received", "open_packet", "answer", "record_outcome", "hand", "end", "close", "withdraw", "drop")
FITTING: dict[str, str] = {
    "lane": "help", "channel": "phone", "language": "spa", "danger": "no", "who": "bystander", "call_back": "unknown",
    "voicemail": "no", "call_back_on": "", "disposition": "no_action", "kind": "sex", "code": "emergency_shelter",
    "urgency": "tonight", "age_group": "adult", "state": "unmet", "stage": "emergency", "how": "agreed_way_only",
    "kind_of_trafficking": "labor", "event": "accept", "purpose": "shelter", "form": "paper", "age_state": "adult",
    "gender": "woman", "set_on": "", "started_at": "", "age_from": "self", "alias": "CANARYBIRD-77", "need_id": "",
    "number": "crisis", "happened_at": "", "happened_on": "",
} | leads.FITTING | desk.FITTING | tips.FITTING  # fmt: skip
"""Codes: where only a word of a list is taken. Everything else gets a canary."""


def public_actions() -> list[tuple[str, Callable[..., Any]]]:
    """(name, function) of each function of an `actions` module that acts for an Actor."""
    found = {}
    for info in pkgutil.walk_packages(waystation.__path__, "waystation."):
        if ".actions" not in info.name or not info.name.startswith(("waystation.care.", "waystation.numbers.")):
            continue
        if info.name.startswith(CLEAR_ROOM):
            continue
        for name, item in vars(importlib.import_module(info.name)).items():
            if not inspect.isfunction(item) or name.startswith("_") or ".actions" not in item.__module__:
                continue
            if next(iter(inspect.signature(item).parameters), "") == "actor":
                found[f"{item.__module__}.{name}"] = item
    return sorted(found.items(), key=lambda pair: (_rank(pair[0]), pair[0]))


def _rank(name: str) -> int:
    return next((place for place, word in enumerate(LAST) if name.rsplit(".", 1)[-1].startswith(word)), -1)


def main(notes: str) -> None:
    """Act on a populated database; writes what was planted and what happened into the folder `notes`."""
    folder = Path(notes)
    people._bundles.update(pickle.loads((folder / "bundles.pickle").read_bytes()))
    world = World(Mint("acts"))
    answers = {
        name: [world.call(function, name, fits, who) for fits in (False, True) for who in ("ana", "ben", "femi")]
        for name, function in public_actions()
    }
    world.errands()
    world.mint.save(folder / "acts.json")
    (folder / "acted.json").write_text(json.dumps(answers))


class World:
    """One of everything an action may be about, and arguments made after the annotations."""

    def __init__(self, mint: Mint) -> None:
        self.mint, self.cast = mint, people.Cast()
        for text in (walk.CANARY, walk.SAFE_CANARY):
            mint.keep(text, "a case of the test's own")
        for text, place in ways.PLANTED.items():
            mint.keep(text, place)
        values = self._values("seed", True) | {"lane": "help"}
        contact = intake.take_contact(self.cast.actor("ana"), values=values)
        intake.begin_situation(self.cast.actor("ana"), contact=contact, persons=2)
        self.case = walk.open_a_case(self.cast, alias="CANARY-98")
        walk.sent(self.cast, self.case, walk.a_release(self.cast, self.case))
        walk.a_release(self.cast, self.case, to="crosskeys")

    def call(self, function: Callable[..., Any], name: str, fits: bool, who: str) -> str:
        """Empty when the call went through, else the refusal. What a refusal leaves in logs is searched too."""
        try:
            function(**dict(self._arguments(function, name, fits, who)))
        except Exception as refusal:
            logging.getLogger("waystation.canary").exception("an act was refused")
            return f"{type(refusal).__name__}: {refusal}"
        return ""

    def errands(self) -> None:
        """What no public action takes alone: journal details, timeline words, a draft."""
        ben, text = self.cast.actor("ben"), self.mint.text
        with gate.deed(ben, "case.noted", subject_of(self.case), detail={"words": text("journal detail")}) as act:
            note_on_timeline(act, ben, self.case, "event", {"words": text("timeline words")})
        save_draft(ben.keyring, "contact", {"note": text("a draft")}, subject=uuid4())
        ways.from_outside(text)
        leads.answered(self.cast)

    def _arguments(self, function: Callable[..., Any], place: str, fits: bool, who: str) -> Iterator[tuple[str, Any]]:
        hints = typing.get_type_hints(function)
        for name, parameter in inspect.signature(function).parameters.items():
            wanted = hints.get(name, str)
            if parameter.kind is not parameter.VAR_KEYWORD and not (fits and _is_beyond(wanted, parameter)):
                yield name, self.cast.actor(who) if wanted is Actor else self._make(wanted, name, place, fits)

    def _make(self, wanted: Any, name: str, place: str, fits: bool) -> Any:
        if typing.get_origin(wanted) in (typing.Union, types.UnionType):
            wanted = next(one for one in typing.get_args(wanted) if one is not type(None))
        if name == "values":
            return self._values(place, fits)
        if f"{place} {name}" in CLEAR_ARGUMENTS:
            return CLEAR_ARGUMENTS[f"{place} {name}"][0]
        if wanted is str or name in FITTING:
            return FITTING[name] if fits and name in FITTING else self.mint.text(f"{place} {name}")
        if wanted is OpenTip:
            return tips.opened(self.cast)
        if wanted is LeadPage:
            return leads.row_for(self.cast, wanted, place)
        if dataclasses.is_dataclass(wanted):
            return self._shape(wanted, place, fits)
        return self._row(wanted, name, place) if isinstance(wanted, type) else self._several(wanted, name, place, fits)

    def _row(self, wanted: type, name: str, place: str) -> Any:
        rows: dict[Any, Callable[[], Any]] = {
            Case: lambda: Case.objects.get(pk=self.case.pk),
            Contact: lambda: Contact.objects.filter(status="open").first() or Contact.objects.first(),
            Situation: lambda: Situation.objects.filter(status="open").first(),
            Packet: lambda: Packet.objects.filter(withdrawn_on=None).order_by("sent_on").last(),
            Authorization: lambda: Authorization.objects.order_by("number").last(),
            Tip: lambda: tips.a_message(self.cast),
            Referral: lambda: self._referral(place.rsplit(".", 1)[-1]),
            Member: lambda: self.cast.member("ben"),
            Team: lambda: self.cast.team("case"),
            Agency: lambda: self.cast.agency("juniper"),
            UUID: lambda: _id_of(name),
            bool: lambda: False,
            int: lambda: 1,
            dt.date: lambda: clock.today() + dt.timedelta(days=30 if "expires" in name or name == "until" else 0),
            dt.datetime: clock.now,
        }
        found = rows.get(wanted, lambda: None)()
        if found is None:
            found = desk.row_for(self.cast.actor("ana"), wanted, place)
        return leads.row_for(self.cast, wanted, place) if found is None else found

    def _referral(self, action: str) -> Referral | None:
        if action.startswith(("send", "drop")):
            return walk.a_referral(self.cast, self.case)
        return Referral.objects.filter(status__in=["sent", "received"], mode="packet").order_by("created_on").last()

    def _several(self, wanted: Any, name: str, place: str, fits: bool) -> Any:
        if name == "fields" and fits:
            return list(walk.FIELDS)
        if typing.get_origin(wanted) and issubclass(typing.get_origin(wanted), typing.Mapping):
            return {self.mint.text(f"{place} {name} key"): self.mint.text(f"{place} {name} value")}
        return [self.mint.text(f"{place} {name}")]

    def _shape(self, wanted: Any, place: str, fits: bool) -> Any:
        hints = typing.get_type_hints(wanted)
        made: dict[str, Any] = {}
        for field in dataclasses.fields(wanted):
            if hints[field.name] is str and not (fits and field.name in FITTING):
                made[field.name] = self.mint.text(f"{place} {wanted.__name__}.{field.name}")
            elif fits and field.name in FITTING and hints[field.name] is str:
                made[field.name] = FITTING[field.name]
            elif hints[field.name] is bool:
                made[field.name] = True
            elif hints[field.name] == list[str]:
                made[field.name] = list(walk.FIELDS) if field.name == "fields" and fits else ["spa"]
        if wanted is Signing:
            return walk.ADULT
        return wanted(**made)

    def _values(self, place: str, fits: bool) -> dict[str, str]:
        fields = [field for shape in (ContactHeader, Account) for field in dataclasses.fields(shape)]
        names = ["lane", *(field.name for field in fields if field.type == "str")]
        given = {name: FITTING[name] for name in names if fits and name in FITTING}
        return {name: given.get(name, self.mint.text(f"{place} values.{name}")) for name in names} | given


def _is_beyond(wanted: Any, parameter: inspect.Parameter) -> bool:
    """Whether an argument may stay away and is a list of something else than words."""
    return parameter.default is not parameter.empty and bool(typing.get_origin(wanted)) and str not in _inner(wanted)


def _inner(wanted: Any) -> tuple[Any, ...]:
    return typing.get_args(wanted)


def _id_of(name: str) -> UUID:
    models: dict[str, Any] = {"case": Case, "service": Service, "contact": Contact, "referral": Referral}
    models["authorization"] = Authorization
    model = models.get(name.removesuffix("_id"))
    row = model.objects.first() if model else None
    return row.pk if row else leads.tip_for(name) or ways.id_for(name) or uuid4()
