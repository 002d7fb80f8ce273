"""Statistics capsules and drafts."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.cast import Cast
from tests.foundation.scenes import act, open_case
from waystation.foundation import clock, store
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import head_of, verify
from waystation.foundation.gate import Refused, Ruling, read_shard, read_statistics
from waystation.foundation.gate.registry import register, unregister
from waystation.foundation.keyring.actions.compartments import shred
from waystation.foundation.keyring.actions.drafts import drop_draft, load_draft, save_draft
from waystation.foundation.keyring.actions.statistics import (
    Past,
    clear_superseded,
    put_past_statistics,
    put_statistics,
    save_shard,
)
from waystation.foundation.keyring.decisions import Decision
from waystation.foundation.keyring.errors import NoKey, Tampered, Undecided
from waystation.foundation.keyring.models import Draft, StatisticsCapsule
from waystation.foundation.keyring.selectors.statistics import capsules_as_of, load_shard, open_statistics

DAY = dt.timedelta(days=1)
RECORD = {"lane": "help", "channel": "phone", "disposition": "referred", "on": "2026-03-01"}


@pytest.fixture(autouse=True)
def _plain_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    from waystation.foundation.keyring.actions import statistics

    monkeypatch.setattr(statistics, "_valid", lambda kind, record: dict(record))


@pytest.fixture(autouse=True)
def _rules() -> object:
    from waystation.foundation.gate import registry

    kept = registry._providers.pop("statistics", [])

    def rule(actor: object, *rest: object) -> Ruling:
        return Ruling(actor.role == "analyst", "analyst")  # type: ignore[attr-defined]  # an Actor

    register("statistics", rule)
    yield
    unregister("statistics", rule)
    registry._providers["statistics"] = kept


def save(cast: Cast, about: object, pointer: uuid.UUID, on: dt.date, **more: object) -> None:
    with act(cast, "ben", about) as (actor, done):
        place = {"kind": "case", "subject": about.id, "pointer": pointer}
        done.wrote(put_statistics(actor.keyring, **place, record={**RECORD, **more}, on=on))


def test_iris_reads_one_record_for_each_pointer_as_of_a_day(cast: Cast) -> None:
    about, pointer, today = open_case(cast, compartments=("header", "statistics")), uuid.uuid4(), clock.today()
    for days, lane in ((3, "help"), (2, "tip"), (2, "professional"), (0, "silent")):
        save(cast, about, pointer, today - days * DAY, lane=lane)
    lanes = [
        [row["lane"] for row in read_statistics(cast.actor("iris"), "case", today - days * DAY, "batch")]
        for days in (4, 3, 2, 1, 0)
    ]
    assert lanes == [[], ["help"], ["professional"], ["professional"], ["silent"]]
    assert StatisticsCapsule.objects.count() == 4


def test_a_pseudonym_is_stable_for_a_case_and_differs_between_cases(cast: Cast) -> None:
    today = clock.today()
    first, second = (open_case(cast, compartments=("statistics",), data={}) for _ in range(2))
    for about in (first, second, first):
        save(cast, about, uuid.uuid4(), today)
    names = [row["pseudonym"] for row in read_statistics(cast.actor("iris"), "case", today, "batch")]
    assert sorted(names.count(name) for name in set(names)) == [1, 2]


@pytest.mark.parametrize("who", ["ben", "chloe", "kofi", "gwen"])
def test_nobody_but_an_analyst_can_read_statistics(who: str, cast: Cast) -> None:
    with pytest.raises(Refused):
        read_statistics(cast.actor(who), "case", clock.today(), "batch")


def test_a_decision_about_something_else_opens_no_statistics(cast: Cast) -> None:
    iris = cast.keyring("iris")
    other = Decision(
        True,
        iris.member.pk,
        (iris.member.agency_id,),
        "statistics",
        frozenset({"contact"}),
        "",
        "",
        clock.now(),
        "",
        "",
    )
    with pytest.raises(Undecided):
        list(open_statistics(other, iris, "case", clock.today()))


@pytest.mark.parametrize("change", ["body", "back", "hidden"])
def test_a_changed_or_resurrected_record_is_found(change: str, cast: Cast) -> None:
    about, pointer, today = open_case(cast, compartments=("statistics",), data={}), uuid.uuid4(), clock.today()
    save(cast, about, pointer, today - DAY)
    save(cast, about, pointer, today)
    old, new = StatisticsCapsule.objects.order_by("written_on")
    if change == "body":
        StatisticsCapsule.objects.filter(pk=new.pk).update(body=old.body)
    elif change == "back":
        StatisticsCapsule.objects.filter(pk=old.pk).update(superseded_on=None)
    else:
        StatisticsCapsule.objects.filter(pk=new.pk).update(superseded_on=today + DAY)
    with pytest.raises(Tampered):
        read_statistics(cast.actor("iris"), "case", today, "batch")


def test_a_deleted_record_is_missed_and_an_erased_one_is_not(cast: Cast) -> None:
    about, other = open_case(cast, compartments=("header", "statistics")), open_case(cast, compartments=("statistics",))
    pointer, gone = uuid.uuid4(), uuid.uuid4()
    save(cast, about, pointer, clock.today())
    save(cast, about, pointer, clock.today(), lane="tip")
    save(cast, other, gone, clock.today())
    assert verify(about.agency).ok
    with act(cast, "ben", other, "case.erased") as (_, done):
        done.wrote(shred(other.id, pointer=gone))
    assert verify(about.agency).ok
    StatisticsCapsule.objects.filter(pointer=pointer, superseded_on=None).delete()
    assert verify(about.agency).problems == ["records of codes are gone: 1"]


def test_past_records_need_no_case(cast: Cast) -> None:
    on = dt.date(2024, 5, 1)
    with act(cast, "ben", None, "statistics.seeded") as (actor, done):
        past = [Past("case", uuid.uuid4(), RECORD, on) for _ in range(3)]
        done.wrote(put_past_statistics(actor.keyring, past))
    assert capsules_as_of(cast.agency("riverbend"), "case", on).count() == 3
    assert len(read_statistics(cast.actor("iris"), "case", on, "batch")) == 3


def test_a_shard_is_for_analysts(cast: Cast) -> None:
    today = clock.today()
    assert read_shard(cast.actor("iris"), "case", today, "count") is None
    save_shard(cast.keyring("iris"), kind="case", batch_on=today, payload=b"columns" * 1000)
    assert read_shard(cast.actor("iris"), "case", today, "count") == b"columns" * 1000
    with pytest.raises(Refused):
        read_shard(cast.actor("chloe"), "case", today, "count")
    chloe = cast.keyring("chloe")
    place = (True, chloe.member.pk, (chloe.member.agency_id,), "statistics")
    allowed = Decision(*place, frozenset({"case"}), "", "", clock.now(), "", "")
    with pytest.raises(NoKey):
        load_shard(allowed, chloe, "case", today)


def test_statistics_are_written_inside_a_deed_and_by_key_holders(cast: Cast) -> None:
    about = open_case(cast, compartments=("statistics",), data={})
    words = {"kind": "case", "subject": about.id, "pointer": uuid.uuid4(), "record": RECORD}
    with pytest.raises(RuntimeError):
        put_statistics(cast.keyring("ben"), **words)
    with pytest.raises(NoKey), act(cast, "nia", about) as (actor, _):
        put_statistics(actor.keyring, **words)


def test_a_draft_is_its_writers_alone(cast: Cast) -> None:
    ana, about = cast.keyring("ana"), uuid.uuid4()
    save_draft(ana, "contact", {"lane": "help"})
    save_draft(ana, "contact", {"lane": "tip"})
    save_draft(ana, "contact", {"lane": "other"}, about)
    assert load_draft(cast.keyring("ana"), "contact") == {"lane": "tip"}
    assert load_draft(cast.keyring("chloe"), "contact") is None
    row = Draft.objects.get(subject=about)
    Draft.objects.filter(pk=row.pk).update(form="other_form")
    assert load_draft(ana, "other_form", about) is None
    drop_draft(ana, "contact")
    assert load_draft(ana, "contact") is None


def test_the_daily_batch_clears_replaced_records_and_the_journal_says_so(cast: Cast) -> None:
    about, pointer, today = open_case(cast, compartments=("header", "statistics")), uuid.uuid4(), clock.today()
    for days in (2, 1, 0):
        save(cast, about, pointer, today - days * DAY)
    before = head_of(about.agency)[0]
    with store.writing():
        assert clear_superseded(about.agency, today) == 1
    assert verify(about.agency).problems == []
    assert Event.objects.get(chain=about.agency, seq=before + 1).verb == "statistics.cleared"
    with store.writing():
        assert clear_superseded(about.agency, today) == 0
    assert head_of(about.agency)[0] == before + 1
    with pytest.raises(RuntimeError):
        clear_superseded(about.agency, today)


@pytest.mark.parametrize("which", ["live", "superseded"])
def test_a_record_that_the_batch_did_not_clear_is_missed(which: str, cast: Cast) -> None:
    about, pointer, today = open_case(cast, compartments=("header", "statistics")), uuid.uuid4(), clock.today()
    for days in (2, 1, 0):
        save(cast, about, pointer, today - days * DAY)
    with store.writing():
        clear_superseded(about.agency, today)
    StatisticsCapsule.objects.filter(superseded_on__isnull=which == "live").delete()
    assert verify(about.agency).problems == ["records of codes are gone: 1"]
