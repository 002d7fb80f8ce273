"""Columns, batches and figures: what is counted, as of when, and what is withheld."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from waystation.core import codes
from waystation.core.codes.statistics import schema, validate
from waystation.foundation import clock, gate
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.actions.statistics import Past, put_past_statistics
from waystation.foundation.keyring.models import StatisticsCapsule, StatisticsShard
from waystation.numbers.insights import actions, columns, figures, selectors
from waystation.numbers.insights.models import Batch
from waystation.web import wiring

KINDS = [code.code for code in codes.get("kind_of_trafficking")]
clients = st.builds(
    lambda day, kind, age: validate(
        "client",
        {"opened_on": day, "kind": kind, "age_years": age, "age_state": "unknown" if age is None else "stated"},
    ),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    st.sampled_from(KINDS),
    st.none() | st.integers(0, 99),
)


def of(records: list[dict[str, Any]]) -> columns.Columns:
    return columns.from_records([uuid4() for _ in records], records, schema("client"))


@given(st.lists(clients, max_size=20), st.lists(clients, max_size=5))
def test_columns_come_back_from_bytes_and_join(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
    joined = columns.join([of(first), of(second)])
    back = columns.from_bytes(columns.to_bytes(joined))
    assert back.uuids() == joined.uuids()
    assert list(back.texts("kind")) == [record["kind"] for record in first + second]
    assert [str(day) for day in back.days("opened_on")] == [record["opened_on"] for record in first + second]


def test_bytes_that_are_no_columns_are_refused() -> None:
    with pytest.raises(ValueError, match=r".*"):
        columns.from_bytes(b"not an archive")


@pytest.mark.parametrize(
    ("on", "start"),
    [
        (dt.date(2026, 9, 30), dt.date(2025, 10, 1)),
        (dt.date(2026, 10, 1), dt.date(2026, 10, 1)),
        (dt.date(2027, 1, 1), dt.date(2026, 10, 1)),
    ],
)
def test_the_fiscal_year_starts_on_1_october(on: dt.date, start: dt.date) -> None:
    assert columns.fiscal_year_start(on) == start


def people(**counts: int) -> columns.Columns:
    """Clients opened in March 2026, and before the fiscal year under the name `earlier`."""
    earlier = counts.pop("earlier", 0)
    records = [{"opened_on": "2026-03-01", "kind": kind} for kind, n in counts.items() for _ in range(n)]
    records += [{"opened_on": "2025-03-01", "kind": "labor"} for _ in range(earlier)]
    return of([validate("client", record) for record in records])


def test_figures_count_the_fiscal_year_and_withhold_small_cells_with_a_neighbour() -> None:
    nothing = columns.Columns()
    found = figures.compute(
        nothing, nothing, people(labor=23, sex=31, both=4, unknown=12, earlier=40), dt.date(2026, 6, 2)
    )
    assert dict(found.by_kind) == {"labor": 23, "sex": 31, "both": None, "unknown": None}
    assert (found.year_total, found.clients) == (70, 110)
    assert found.as_of == dt.date(2026, 6, 1)
    assert found.contacts == 0


def test_a_small_number_of_earlier_clients_cannot_be_found_by_subtraction() -> None:
    nothing = columns.Columns()
    found = figures.compute(nothing, nothing, people(labor=23, sex=31, earlier=3), dt.date(2026, 6, 2))
    assert None in (found.year_total, found.clients)
    assert found.has_withheld


def put(cast: Cast, kind: str = "labor", on: dt.date | None = None, pointer: UUID | None = None) -> UUID:
    ben, pointer = cast.actor("ben"), pointer or uuid4()
    day = on or clock.today()
    record = {"opened_on": clock.today(), "kind": kind}
    with gate.deed(ben, "test.counted", None) as act:
        act.wrote(put_past_statistics(ben.keyring, [Past("client", pointer, record, day)]))
        earlier = StatisticsCapsule.objects.filter(pointer=pointer).exclude(written_on=day)
        earlier.filter(superseded_on=None).update(superseded_on=day)
    return pointer


@pytest.fixture
def seeded(cast: Cast) -> Cast:
    """23 clients of labor, written yesterday."""
    wiring.connect()
    yesterday = clock.today() - dt.timedelta(days=1)
    for _ in range(23):
        put(cast, on=yesterday)
    return cast


def labor(cast: Cast) -> int | None:
    page = selectors.data_page(cast.actor("iris"))
    assert page.figures is not None
    return dict(page.figures.by_kind)["labor"]


def test_iris_sees_the_count_move_after_the_next_batch_and_not_before(seeded: Cast) -> None:
    actions.run_batch()
    assert labor(seeded) == 23
    put(seeded)
    assert labor(seeded) == 23
    clock.set_offset(86400)
    assert actions.run_batch() > 0
    assert actions.run_batch() == 0
    assert labor(seeded) == 24


def test_a_batch_shows_the_same_figures_however_often_it_is_asked(seeded: Cast) -> None:
    actions.run_batch()
    first = selectors.data_page(seeded.actor("iris")).figures
    put(seeded, kind="sex")
    assert selectors.data_page(seeded.actor("iris")).figures == first
    assert StatisticsShard.objects.filter(kind="client").count() == 1


def test_a_later_record_of_the_same_pointer_replaces_the_earlier_one(seeded: Cast) -> None:
    yesterday = clock.today() - dt.timedelta(days=1)
    pointer = put(seeded, on=yesterday)
    for _ in range(12):
        put(seeded, kind="sex", on=yesterday)
    actions.run_batch()
    assert labor(seeded) == 24
    clock.set_offset(86400)
    put(seeded, kind="sex", pointer=pointer)
    clock.set_offset(2 * 86400)
    actions.run_batch()
    assert labor(seeded) == 23


def test_an_erased_record_leaves_the_compacted_figures_at_once(seeded: Cast) -> None:
    actions.run_batch()
    assert labor(seeded) == 23
    gone = StatisticsCapsule.objects.filter(kind="client").first()
    assert gone is not None
    gone.delete()
    assert labor(seeded) == 22


def test_only_new_records_are_opened_again(seeded: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.run_batch()
    labor(seeded)
    put(seeded)
    clock.set_offset(86400)
    actions.run_batch()
    opened: list[int] = []
    real = gate.read_statistics

    def counting(*args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        found = real(*args, **kwargs)
        opened.append(len(found))
        return found

    monkeypatch.setattr(gate, "read_statistics", counting)
    assert labor(seeded) == 24
    assert sum(opened) == 1


@pytest.mark.parametrize("who", ["ben", "chloe", "kofi", "ana", "femi", "gwen", "hale", "lucia", "eli", "jo"])
def test_nobody_but_the_analyst_can_count(seeded: Cast, who: str) -> None:
    actions.run_batch()
    with pytest.raises(Refused):
        selectors.data_page(seeded.actor(who))
    batch = Batch.objects.filter(agency=seeded.agency("riverbend")).get()
    with pytest.raises(Refused):
        actions.compact(seeded.actor(who), kind="client", batch=batch)


@pytest.mark.parametrize("who", ["ben", "chloe", "kofi", "femi"])
def test_the_data_page_says_why_it_is_closed(seeded: Cast, who: str) -> None:
    answer = seeded.client(who).get("/data/")
    assert answer.status_code == 403
    assert "opened by the analysts" in answer.content.decode()


def test_iris_reads_date_method_and_limits_and_no_withheld_number(seeded: Cast) -> None:
    for _ in range(7):
        put(seeded, kind="both", on=clock.today() - dt.timedelta(days=1))
    for _ in range(13):
        put(seeded, kind="sex", on=clock.today() - dt.timedelta(days=1))
    actions.run_batch()
    text = seeded.client("iris").get("/data/").content.decode()
    assert "as of the end of" in text
    assert "fiscal year" in text
    assert "withheld" in text
    assert ">23<" in text
    assert ">7<" not in text
    assert ">13<" not in text
    assert "43" in text


def test_before_the_first_batch_the_page_says_so(cast: Cast) -> None:
    wiring.connect()
    assert "No batch yet" in cast.client("iris").get("/data/").content.decode()


def test_columns_hold_no_pointer_and_no_pseudonym() -> None:
    found = of([validate("client", {"opened_on": "2026-03-01"})])
    assert set(found.values) == set(schema("client"))
    assert found.ids.dtype == np.dtype("V16")
