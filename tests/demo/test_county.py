"""The invented county adds up to what its story says."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from waystation.core import codes
from waystation.demo.history import _records, fiscal_year_start
from waystation.demo.reading import rows, toml

COUNTS = {
    "kind": {"labor": 17, "sex": 15, "both": 4, "unknown": 4},
    "gender": {"woman": 20, "man": 17, "non_conforming": 1, "not_asked": 2},
    "stage": {"intake": 5, "emergency": 8, "transitional": 13, "long_term": 9, "closing": 3, "aftercare": 2},
    "agency": {"riverbend": 26, "crosskeys": 6, "juniper": 4, "quarry-hill": 4},
}


@pytest.mark.parametrize("axis", COUNTS)
def test_forty_open_cases_have_the_shares_of_the_story(axis: str) -> None:
    assert Counter(row[axis] for row in rows("cases")) == COUNTS[axis]


def test_seven_are_under_eighteen_and_no_alias_comes_twice() -> None:
    cases = rows("cases")
    assert sum(int(row["age"]) < 18 for row in cases) == 7
    assert len({row["alias"] for row in cases}) == 40


def test_the_directory_has_68_services_12_in_spanish_3_for_men() -> None:
    offers = [offer for entry in toml("directory")["organization"] for offer in entry["services"]]
    known = {code.code for code in codes.get("service")}
    assert len(offers) == 68
    assert sum("spa" in offer["languages"] for offer in offers) == 12
    assert sum(offer.get("gender") == "men" for offer in offers) == 3
    assert {need for offer in offers for need in offer["needs"]} <= known


def test_telephone_numbers_belong_to_nobody() -> None:
    for entry in toml("directory")["organization"]:
        prefix, line = entry["phone"].split("-")
        assert prefix == "555"
        assert 101 <= int(line) <= 199


@pytest.mark.parametrize("month", range(1, 13))
def test_the_fiscal_year_began_eight_to_nine_months_ago_whenever_the_demo_starts(month: int) -> None:
    start = fiscal_year_start(dt.date(2026, month, 28))
    assert start.day == 1
    assert 240 <= (dt.date(2026, month, 28) - start).days <= 310


def test_past_capsules_and_open_cases_together_make_the_years_figures(settings: object) -> None:
    open_clients = [
        {"opened_on": "2099-01-01", "kind": row["kind"], "gender": row["gender"], "age_years": int(row["age"])}
        for row in rows("cases")
        if row["agency"] == "riverbend"
    ]
    start = fiscal_year_start(dt.date.today())
    clients = [record for kind, record, _, _ in _records(start, open_clients) if kind == "client"]
    this_year = [record for record in clients if record["opened_on"] >= start.isoformat()]
    assert len(clients) - len(this_year) == 346
    assert len(this_year) + len(open_clients) == 97
    kinds = Counter(record["kind"] for record in [*this_year, *open_clients])
    assert kinds["sex"] == 23


def test_riverbends_26_cases_lie_with_four_workers_of_whom_one_is_away_and_covered() -> None:
    held = Counter(row["worker"] for row in rows("cases") if row["agency"] == "riverbend")
    assert held == {"ben": 10, "milo": 6, "nora": 6, "oren": 4}
    away = toml("threads")["away"]
    assert {away["who"], away["cover"]} < set(held)


def test_nine_beds_were_asked_for_six_men_and_each_step_has_its_case() -> None:
    story = toml("threads")
    asked = [alias for alias, _organization, _service in story["requests"]["asked"]]
    assert len(asked) == 9
    assert sorted(set(asked)) == [f"HERON-{number}" for number in range(12, 18)]
    offers = {(e["name"], offer["name"]) for e in toml("directory")["organization"] for offer in e["services"]}
    assert {(organization, service) for _, organization, service in story["requests"]["asked"]} <= offers
    known = {row["alias"] for row in rows("cases")}
    assert {step["alias"] for step in story["step"]} <= known
    deadlines = {step["in_days"] for step in story["step"] if step["alias"] in known and step["in_days"]}
    assert {9, 12, 27, 58, 88} <= deadlines
