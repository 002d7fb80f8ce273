"""A draft becomes a message: sealed to the line's team in this request, counted, journaled, in one transaction."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from waystation.care.intake.lines.anchors import mark
from waystation.care.intake.lines.models import Line
from waystation.care.intake.tips import receipts
from waystation.care.intake.tips.actions import drafting
from waystation.care.intake.tips.models import TIP, Tip
from waystation.care.intake.tips.policies import KEPT, URGENT
from waystation.care.intake.tips.shapes import Letters, Marks, Notice, Told
from waystation.care.intake.tips.words import RECEIVED
from waystation.core.codes.statistics import StatisticsError, county_code
from waystation.core.vault.keys import exchange_public, seal_to
from waystation.foundation import clock, store, together
from waystation.foundation.audit import actions as audit
from waystation.foundation.keyring.actions.received import Received, counted, receive, store_count
from waystation.foundation.keyring.errors import Untrusted
from waystation.foundation.keyring.lanes import Lane, lane_of

COUNTED = "contact"
MARKS = tuple(Marks().to_dict())


def send(draft: UUID, key: bytes, data: dict[str, Any]) -> int:
    """Make the message of an opened draft and return its order number; sent twice, it is one message and one number.

    `data` is the draft: `line` (id), `lane`, `language` (ISO 639-3), `answers` {field: value}, `quiet`. Raises
    Line.DoesNotExist, LookupError when the draft is gone, keyring's Untrusted.
    """
    if "number" in data:
        return int(data["number"], 16)
    line = _line(UUID(data["line"]))
    lane = lane_of(line.agency, line.team)
    number = receipts.new_number()
    tip = _row(line, data)
    keys = receipts.keys_of(number)
    reply = exchange_public(keys.exchange)
    made = receive(lane, kind=TIP, subject=tip.pk, parts=_parts(line, data, reply))
    tip.lookup, tip.door = keys.lookup, seal_to(reply, made.keys["letters"], door_label(tip.pk, 1))
    kept = {"number": f"{number:x}", "lane": tip.lane, "line": data["line"], "until": drafting.shown_until()}
    sent = drafting.seal(draft, key, kept)
    if _store(draft, sent, lane, tip, made, _record(line, data, tip.lane)):
        return number
    earlier = drafting.load(draft, key)
    if earlier is None or "number" not in earlier:
        raise LookupError("the draft is gone")
    return int(earlier["number"], 16)


class _Line(NamedTuple):
    """What a message needs of its line; the county is the agency's where the line names none."""

    name: str
    agency: UUID
    team: UUID
    county: str
    state: str


def _line(pk: UUID) -> _Line:
    """Whether or not it is live: a message that was begun is taken.

    Raises Line.DoesNotExist, Untrusted when the row names others than its own people did.
    """
    agency, team = store.in_hex("l.agency_id"), store.in_hex("l.team_id")
    text = f"""
        SELECT l.name, {agency}, {team}, l.county, a.county, a.state, l.slug, l.mark
        FROM lines_line l JOIN agencies_agency a ON a.id = l.agency_id WHERE l.id = %s
    """  # noqa: S608
    found = store.select(text, [pk.hex])
    if not found:
        raise Line.DoesNotExist
    name, house, circle, county, home, state, slug, marked = found[0]
    if not compare_digest(marked, mark(pk, UUID(house), UUID(circle), slug, name)):
        raise Untrusted("the line names another agency or team than its own people did")
    return _Line(name, UUID(house), UUID(circle), county or home, state)


def door_label(tip: UUID, generation: int) -> bytes:
    """What the sender's copy of a key is bound to."""
    return b"tips/door/1" + tip.bytes + generation.to_bytes(4, "big")


def _store(draft: UUID, sent: bytes, lane: Lane, tip: Tip, made: Received, record: dict[str, Any]) -> bool:
    """One transaction; False, and nothing is written, when the draft was sent meanwhile or is gone."""
    codes = counted(lane, kind=COUNTED, pointer=tip.pointer, record=record)

    def act() -> bool:
        if not drafting.mark_sent(draft, sent):
            return False
        store.insert([tip])
        writes = [*made.store(), store_count(codes)]
        audit.append(lane.agency, at=clock.now(), verb=RECEIVED, subject=tip.pk, writes=writes)
        return True

    return together.written(act)


def _row(line: _Line, data: dict[str, Any]) -> Tip:
    now, today, lane = clock.now(), clock.today(), data["lane"]
    return Tip(
        pk=uuid4(), agency_id=line.agency, team_id=line.team, lane=lane,
        set_aside=bool(data.get("quiet")) and data["answers"].get("danger") not in URGENT,
        created_hour=now.replace(minute=0, second=0, microsecond=0), updated_on=today, retention_on=today + KEPT[lane],
    )  # fmt: skip


def _parts(line: _Line, data: dict[str, Any], reply: bytes) -> dict[str, dict[str, Any]]:
    said = {name: value for name, value in data["answers"].items() if value}
    marks = {**Marks().to_dict(), **said.get("marks", {}), **{name: said[name] for name in MARKS if name in said}}
    said |= {"machine": "yes" if data.get("quiet") else "no", "lane": data["lane"]}
    notice = Notice.of(
        {**said, "language": data["language"], "line": line.name, "at": clock.now().isoformat(), "reply": reply.hex()}
    )
    return {
        "notice": notice.to_dict(),
        "told": Told.of({**said, "marks": marks}).to_dict(),
        "letters": Letters().to_dict(),
    }


def _record(line: _Line, data: dict[str, Any], lane: str) -> dict[str, Any]:
    said = data["answers"]
    today = clock.today().isoformat()
    happened = said.get("on") or today
    record = {"on": min(happened, today), "entered": today, "lane": lane}
    record |= {"channel": "form", "language": data["language"], "contactor": said.get("who") or "not_asked"}
    record |= {"danger": said.get("danger") or "not_asked", "minor_involved": said.get("minor") or "not_asked"}
    county = _county(line)
    return record | ({"county": county} if county else {})


def _county(line: _Line) -> str:
    try:
        return county_code("US", line.state, line.county)
    except StatisticsError:
        return ""
