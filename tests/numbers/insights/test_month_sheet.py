"""The month sheet: every figure counted twice, small counts withheld, months by the day it happened."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.care.intake.lines.making import a_line, public_line
from tests.cast import Cast
from tests.numbers.insights import recount
from waystation.core import codes
from waystation.core.codes.statistics import schema, upgrade, validate
from waystation.foundation import clock, gate
from waystation.foundation.audit.models import Event
from waystation.foundation.gate import Refused
from waystation.foundation.keyring.actions.statistics import Past, put_past_statistics, save_shard
from waystation.foundation.keyring.actions.teams import add_to_team
from waystation.foundation.keyring.errors import NotAllowed
from waystation.foundation.keyring.models import StatisticsCapsule, StatisticsShard
from waystation.numbers.insights import actions, columns
from waystation.numbers.insights.month import counting, presenting, selectors
from waystation.web import wiring

GOLDEN = Path(__file__).with_name("golden") / "month_sheet.csv"
MONTH, FIRST, AS_OF = "2026-03", dt.date(2026, 3, 1), dt.date(2026, 6, 2)
LISTS = {field: rule["list"] for field, rule in schema("contact").items() if rule["type"] == "code"}


LANGUAGES = ["eng", "spa", "spa", "eng", "swa", "not_asked"]
REVIEWED = {
    "lane": ["help", "help", "tip", "professional", "other"], "channel": ["phone", "phone", "text", "chat"],
    "disposition": ["information_given", "referrals_given", "silent", "abusive", "out_of_scope", "abandoned"],
    "language": LANGUAGES, "contactor": ["self", "family", "bystander", "not_asked"],
    "danger": ["now", "within_24h", "no", "unknown"], "minor_involved": ["yes", "no"],
    "venue": ["hotel", "farm", "online", "not_asked"], "likelihood": ["high", "moderate", "not_asked"],
    "interpreter": ["yes", "no", "no"],
}  # fmt: skip
"""What the records of the reviewed file may say: a new code of a list adds a row there, and moves no figure."""


def drawn(draw: Random, among: dict[str, list[str]] | None = None, **fixed: Any) -> dict[str, Any]:
    """A contact of February to April 2026, entered the same day or later."""
    on = dt.date(2026, 2, 1) + dt.timedelta(days=draw.randrange(89))
    few = among or {"language": LANGUAGES}
    record: dict[str, Any] = {
        name: draw.choice(few.get(name) or [code.code for code in codes.get(known)]) for name, known in LISTS.items()
    }
    record |= {
        "on": on.isoformat(), "entered": (on + dt.timedelta(days=draw.choice([0, 0, 0, 0, 20, 90]))).isoformat(),
        "emergency": draw.sample(["shelter", "extraction", "transport"], draw.randrange(3)),
        "referrals_made": draw.choice([None, 0, 1, 3]), "interpreter_minutes": draw.choice([None, 5, 20]),
        "answer_seconds": draw.choice([None, 4, 20, 59, 60, 61, 300]),
    }  # fmt: skip
    return validate("contact", record | fixed)


def place(draw: Random) -> dict[str, Any]:
    on = dt.date(2026, 2, 1) + dt.timedelta(days=draw.randrange(89))
    persons = draw.randrange(5)
    kind = draw.choice([code.code for code in codes.get("kind_of_trafficking")])
    minors = draw.choice([None, draw.randint(0, persons)])
    return validate("situation", {"on": on, "persons": persons, "minors": minors, "kind": kind})


def of(kind: str, records: list[dict[str, Any]]) -> columns.Columns:
    return columns.from_records([uuid4() for _ in records], records, schema(kind))


def sheet_of(contacts: list[dict[str, Any]], situations: list[dict[str, Any]], as_of: dt.date = AS_OF) -> Any:
    return counting.count(of("contact", contacts), of("situation", situations), FIRST, as_of)


def agree(shown: int | None, counted: int) -> bool:
    """What is shown is what the second count found, and no shown count is from 1 to 10."""
    return shown is None or (shown == counted and not 1 <= shown <= 10)


def check(sheet: Any, found: dict[str, Any]) -> int:
    """Compare every figure with the second count; returns how many were shown."""
    pairs = [(sheet.signals, found["signals"]), (sheet.situations, found["situations"])]
    pairs += [(sheet.persons, found["persons"]), (sheet.referrals, found["referrals"]), (sheet.late, found["late"])]
    pairs += [(value, found["emergency"][code]) for code, value in sheet.emergency]
    pairs += [(value, found["apart"][code]) for code, value in sheet.apart]
    for table in sheet.tables:
        named = {code for code, _ in table.rows}
        other = sum(number for code, number in found[table.field].items() if code not in named)
        pairs += [
            (value, other if code == counting.OTHER_LANGUAGES else found[table.field][code])
            for code, value in table.rows
        ]
        pairs.append((table.total, found["signals"]))
    pairs += [(value, found["kind"][code]) for code, value in (sheet.kinds.rows if sheet.kinds else ())]
    if sheet.ages:
        pairs += zip(
            (v for _, v in sheet.ages.rows), (found["minors"], found["persons"] - found["minors"]), strict=True
        )
    assert [pair for pair in pairs if not agree(*pair)] == []
    assert sheet.times.median in (None, found["median"])
    if sheet.times.prompt is not None:
        assert sheet.times.prompt == round(100 * found["prompt"] / found["waits"])
    assert sheet.interpreter_minutes in (None, found["minutes"])
    return sum(shown is not None for shown, _ in pairs)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0, 3, 30, 200, 700]))
def test_every_figure_agrees_with_a_second_count(seed: int, many: int) -> None:
    draw = Random(seed)
    contacts, situations = [drawn(draw) for _ in range(many)], [place(draw) for _ in range(many // 4)]
    check(sheet_of(contacts, situations), recount.figures(contacts, situations, MONTH))


def test_with_many_contacts_nearly_everything_is_shown() -> None:
    draw = Random(7)
    contacts, situations = [drawn(draw) for _ in range(9000)], [place(draw) for _ in range(900)]
    found = recount.figures(contacts, situations, MONTH)
    sheet = sheet_of(contacts, situations)
    assert check(sheet, found) > 70
    assert (sheet.signals, sheet.persons) == (found["signals"], found["persons"])
    assert (sheet.times.median, sheet.interpreter_minutes) == (found["median"], found["minutes"])


def _plain(number: int, **fixed: Any) -> list[dict[str, Any]]:
    record = {"on": "2026-03-10", "lane": "help", "channel": "phone", "disposition": "information_given"}
    return [validate("contact", record | fixed) for _ in range(number)]


def test_what_is_not_the_lines_work_is_shown_apart_and_nowhere_else() -> None:
    contacts = _plain(40) + _plain(12, disposition="silent") + _plain(11, disposition="abusive")
    contacts += _plain(13, disposition="out_of_scope") + _plain(14, disposition="abandoned") + _plain(15, lane="other")
    sheet = sheet_of(contacts, [])
    assert sheet.signals == 40
    assert dict(sheet.apart) == {"out_of_scope": 28, "silent": 12, "abusive": 11, "abandoned": 14}
    assert {table.total for table in sheet.tables} == {40}


def test_the_likelihood_is_the_workers_choice_and_unstated_stays_unstated() -> None:
    sheet = sheet_of(_plain(20) + _plain(15, likelihood="high") + _plain(12, likelihood="moderate"), [])
    table = next(table for table in sheet.tables if table.field == "likelihood")
    assert dict(table.rows) == {"high": 15, "moderate": 12, "unknown": 0, "declined": 0, "not_asked": 20}


def test_a_table_that_must_hide_its_total_hides_every_table() -> None:
    sheet = sheet_of(_plain(8) + _plain(3, channel="text"), [])
    assert (sheet.signals, sheet.tables, sheet.late) == (None, (), None)
    assert {value for _, value in sheet.emergency} == {None}


def test_a_subset_is_not_shown_when_the_rest_is_small() -> None:
    sheet = sheet_of(_plain(25, emergency=["shelter"]) + _plain(4), [])
    assert dict(sheet.emergency)["shelter"] is None
    late = sheet_of(_plain(25, entered="2026-04-02") + _plain(4), [])
    assert late.late is None


def test_rare_languages_stand_in_one_row() -> None:
    contacts = (
        _plain(30, language="eng") + _plain(20, language="spa") + _plain(9, language="swa") + _plain(4, language="hun")
    )
    sheet = sheet_of(contacts, [])
    table = next(table for table in sheet.tables if table.field == "language")
    assert dict(table.rows) == {
        "eng": 30, "spa": 20, counting.OTHER_LANGUAGES: 13, "unknown": 0, "declined": 0, "not_asked": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("waits", "median", "prompt"),
    [([5] * 10, None, None), ([5] * 11, 5, 100), ([5] * 20 + [90] * 20, 5, 50), ([5] * 30 + [90] * 3, 5, None),
     ([90] * 12, 90, 0)],
)  # fmt: skip
def test_times_are_shown_when_both_sides_of_a_minute_are_many_or_none(
    waits: list[int], median: int | None, prompt: int | None
) -> None:
    sheet = sheet_of([one for wait in waits for one in _plain(1, answer_seconds=wait)], [])
    assert (sheet.times.median, sheet.times.prompt) == (median, prompt)


def test_a_late_entry_restates_the_month_in_which_it_happened() -> None:
    contacts = _plain(30)
    before = sheet_of(contacts, [], dt.date(2026, 4, 10))
    assert (before.signals, before.is_settled, before.is_restated, before.settles_on) == (
        30, False, False, dt.date(2026, 5, 15),
    )  # fmt: skip
    in_time = sheet_of(contacts + _plain(12, entered="2026-04-20"), [], dt.date(2026, 5, 20))
    assert (in_time.signals, in_time.late, in_time.is_settled, in_time.is_restated) == (42, 12, True, False)
    restated = sheet_of(contacts + _plain(12, entered="2026-05-16"), [], dt.date(2026, 5, 20))
    assert (restated.signals, restated.late, restated.is_restated) == (42, 12, True)


def test_records_of_version_1_are_counted_with_what_was_not_asked() -> None:
    old = validate("contact", {"on": "2026-03-10", "lane": "help", "channel": "phone"}, version=1)
    sheet = sheet_of([upgrade("contact", old, 1) for _ in range(20)], [])
    assert sheet.signals == 20
    assert sheet.late == 0


def test_the_file_is_the_one_that_was_reviewed() -> None:
    draw = Random(11)
    contacts, situations = [drawn(draw, REVIEWED) for _ in range(2500)], [place(draw) for _ in range(400)]
    contacts += _plain(4, venue="shop")
    lines = ("Alder Help Line", "Night line")
    whose: dict[str, Any] = {"agency": "=Riverbend", "lines": lines, "made_on": dt.date(2026, 6, 3)}
    page = selectors.MonthPage(None, sheet_of(contacts, situations), (FIRST,), 23, 2, **whose)
    assert presenting.as_csv(page) == GOLDEN.read_text(encoding="utf-8")


@pytest.fixture
def seeded(cast: Cast) -> tuple[Cast, list[dict[str, Any]], list[dict[str, Any]]]:
    """180 contacts and 40 situations of last month and the one before, written as capsules the day before yesterday."""
    wiring.connect()
    draw, today = Random(3), clock.today()
    day = today - dt.timedelta(days=2)
    last = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=3).isoformat()
    contacts = [drawn(draw, on=last, entered=last) for _ in range(180)]
    situations = [place(draw) | {"on": last, "entered": last} for _ in range(40)]
    ben = cast.actor("ben")
    with gate.deed(ben, "test.counted", None) as act:
        past = [Past("contact", uuid4(), record, day) for record in contacts]
        past += [Past("situation", uuid4(), record, day) for record in situations]
        act.wrote(put_past_statistics(ben.keyring, past))
    actions.run_batch()
    return cast, contacts, situations


def test_iris_reads_a_sheet_that_agrees_with_the_raw_capsules(seeded: Any) -> None:
    cast = seeded[0]
    iris, today = cast.actor("iris"), clock.today()
    page = selectors.month_page(iris, "")
    raw = {
        kind: gate.read_statistics(iris, kind, today - dt.timedelta(days=1), "count")
        for kind in ("contact", "situation")
    }
    assert len(raw["contact"]) == 180
    assert page.sheet is not None
    found = recount.figures(raw["contact"], raw["situation"], f"{page.sheet.first:%Y-%m}")
    assert check(page.sheet, found) > 10
    assert page.sheet.signals == found["signals"] > 10


def test_the_page_and_the_file_say_the_same(seeded: Any) -> None:
    browser = seeded[0].client("iris")
    page = browser.get("/data/month/")
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("As of the end of", "never added up", "OMB 0970-0598", "withheld"):
        assert words in text
    answer = browser.get("/data/month.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    shown = {(row[0], row[1]): row[3] for row in rows}
    assert f">{shown['counts', 'signals']}<" in text
    assert not [row for row in rows if row[3].isdigit() and 1 <= int(row[3]) <= 10 and row[0] not in {"times", "work"}]


def test_the_sheet_names_the_agency_its_live_lines_and_the_day_it_was_made(seeded: Any) -> None:
    cast = seeded[0]
    team = cast.team("intake")
    line = public_line(agency=team.agency, team=team, name="Alder Help Line", slug="alder")
    a_line(cast, name="Not yet live")
    browser, today = cast.client("iris"), clock.today()
    text = browser.get("/data/month/").content.decode()
    assert f"{line.agency.name} · Alder Help Line<" in text
    assert f"Made on {today.day} {today:%B %Y}." in text
    rows = [row[:4] for row in csv.reader(io.StringIO(browser.get("/data/month.csv").content.decode()))]
    assert ["sheet", "agency", "", line.agency.name] in rows
    assert [row for row in rows if row[1] == "line"] == [["sheet", "line", "", "Alder Help Line"]]
    assert ["sheet", "made_on", "", today.isoformat()] in rows


@pytest.mark.parametrize("asked", ["", "2026-13", "0000-01", "9999-12", "x" * 500, "2026-02'--", "٢٠٢٦-٠١"])
def test_a_month_that_is_none_shows_the_last_whole_month(seeded: Any, asked: str) -> None:
    page = selectors.month_page(seeded[0].actor("iris"), asked)
    assert page.sheet is not None
    assert page.sheet.first == page.months[1]
    assert seeded[0].client("iris").get("/data/month/", {"month": asked}).status_code == 200


@pytest.mark.parametrize("who", ["ben", "chloe", "kofi", "ana", "femi", "gwen", "hale", "lucia", "eli", "jo"])
def test_nobody_but_the_analyst_reads_the_sheet(seeded: Any, who: str) -> None:
    with pytest.raises(Refused):
        selectors.month_page(seeded[0].actor(who), "")
    for address in ("/data/month/", "/data/month.csv"):
        assert seeded[0].client(who).get(address).status_code == 403


def test_chloe_reads_the_months_of_her_line_once_kofi_put_her_on_the_statistics_team(seeded: Any) -> None:
    """The same sheet as the analyst's, with the same withheld; clients and the counts of the year stay shut."""
    cast = seeded[0]
    add_to_team(cast.keyring("iris"), cast.team("statistics"), cast.member("chloe"))
    chloe = cast.actor("chloe")
    before = Event.objects.filter(verb="case.read").count()
    page = selectors.month_page(chloe, "")
    assert page.sheet == selectors.month_page(cast.actor("iris"), "").sheet
    assert page.sheet is not None
    assert page.batch is not None
    assert page.sheet.signals
    browser = cast.client("chloe")
    text = browser.get("/data/month/").content.decode()
    assert "withheld" in text
    assert "Back to the counts" not in text
    assert browser.get("/data/month.csv").status_code == 200
    assert "Open the month sheet" in browser.get("/today/").content.decode()
    assert browser.get("/data/").status_code == 403
    with pytest.raises(Refused):
        actions.compact(chloe, kind="client", batch=page.batch)
    assert Event.objects.filter(verb="case.read").count() == before


@pytest.mark.parametrize("who", ["ana", "ben", "nia"])
def test_nobody_else_who_serves_people_joins_the_statistics_team(seeded: Any, who: str) -> None:
    cast = seeded[0]
    with pytest.raises(NotAllowed):
        add_to_team(cast.keyring("kofi"), cast.team("statistics"), cast.member(who))


def test_the_analyst_of_another_agency_reads_nothing_of_ours(seeded: Any) -> None:
    assert Counter(StatisticsCapsule.objects.values_list("agency__slug", flat=True)) == {"riverbend": 220}
    gwen = seeded[0].actor("gwen")
    with pytest.raises(Refused):
        selectors.month_page(gwen, "")


def test_a_shard_of_an_older_schema_is_made_anew(seeded: Any) -> None:
    iris = seeded[0].actor("iris")
    first = selectors.month_page(iris, "").sheet
    row = StatisticsShard.objects.get(kind="contact")
    old = columns.from_bytes(gate.read_shard(iris, "contact", row.batch_on, "count") or b"")
    del old.values["answer_seconds"]
    save_shard(iris.keyring, kind="contact", batch_on=row.batch_on, payload=columns.to_bytes(old))
    assert selectors.month_page(iris, "").sheet == first


def test_before_the_first_batch_there_is_no_sheet(cast: Cast) -> None:
    wiring.connect()
    browser = cast.client("iris")
    assert "No batch yet" in browser.get("/data/month/").content.decode()
    assert browser.get("/data/month.csv").status_code == 404
