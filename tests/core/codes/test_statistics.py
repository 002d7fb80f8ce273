"""Statistics capsules: nothing gets in but codes, whole numbers, days and a county."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core import codes
from waystation.core.codes import statistics
from waystation.core.codes.statistics import StatisticsError, validate

CLIENT: dict[str, Any] = {"opened_on": "2026-11-22"}
CONTACT: dict[str, Any] = {"on": "2026-11-22", "lane": "help", "channel": "phone"}
SITUATION: dict[str, Any] = {"on": "2026-11-22", "persons": 2}
LEAST = {"client": CLIENT, "contact": CONTACT, "situation": SITUATION}


@pytest.mark.parametrize("kind", statistics.KINDS)
def test_the_least_record_is_completed_with_what_was_not_asked(kind: str) -> None:
    record = validate(kind, LEAST[kind])
    assert list(record) == list(statistics.schema(kind))
    assert validate(kind, record) == record


@pytest.mark.parametrize("kind", statistics.KINDS)
def test_every_coded_field_names_a_list_on_file(kind: str) -> None:
    for rule in statistics.schema(kind).values():
        if rule["type"] in ("code", "codes", "counts"):
            assert len(codes.get(rule["list"]))


def test_a_full_client_is_kept_as_codes() -> None:
    record = validate(
        "client",
        CLIENT
        | {
            "opened_on": date(2026, 11, 22),
            "kind": "labor",
            "gender": "man",
            "age_years": 29,
            "age_state": "stated",
            "minor_at_exploitation": "no",
            "stage": "transitional",
            "needs": ["emergency_shelter", "emergency_shelter", "wage_claim"],
            "referrals": {"declined": 9, "completed": 1},
            "means": ["withholds_documents", "uses_debt"],
            "recruitment": ["labor_contract"],
            "industry": ["N813"],
            "county": "us-oh-alder",
        },
    )
    assert record["opened_on"] == "2026-11-22"
    assert record["needs"] == ["emergency_shelter", "wage_claim"]
    assert record["referrals"] == {"completed": 1, "declined": 9}


def test_a_need_that_speaks_of_immigration_is_kept_as_legal_help() -> None:
    record = validate("client", CLIENT | {"needs": ["immigration_legal"]})
    assert record["needs"] == ["legal_advice"]


@pytest.mark.parametrize("answer", codes.ANSWERS)
def test_the_three_answers_stay_three(answer: str) -> None:
    assert validate("client", CLIENT | {"gender": answer})["gender"] == answer
    assert validate("client", CLIENT | {"age_state": answer})["age_state"] == answer
    assert validate("contact", CONTACT | {"danger": answer})["danger"] == answer
    assert validate("client", CLIENT | {"means": [answer]})["means"] == [answer]


@pytest.mark.parametrize(
    ("kind", "field", "value", "complaint"),
    [
        ("client", "name", "Mateo", "has no field 'name'"),
        ("client", "notes", "anything", "has no field 'notes'"),
        ("client", "visa_type", "T", "immigration"),
        ("client", "immigration_status", "none", "immigration"),
        ("client", "citizenship", "MX", "immigration"),
        ("client", "city", "Millrace", "finer than a county"),
        ("client", "zip", "00001", "finer than a county"),
        ("contact", "street_address", "1 Main", "finer than a county"),
        ("client", "gender", "a sentence about someone", "must be a code of the list gender"),
        ("client", "needs", "food", "must be a list of codes"),
        ("client", "needs", ["a bed in Millrace"], "must be a code of the list service"),
        ("client", "county", "12 Main Street, Millrace", "nothing finer"),
        ("client", "county", "00001-1234", "nothing finer"),
        ("client", "opened_on", "2026-11-22T10:04:00", "without an hour"),
        ("client", "opened_on", "2026-02-30", "without an hour"),
        ("client", "opened_on", datetime(2026, 11, 22, 10, 4), "without an hour"),
        ("client", "age_years", "17", "whole number"),
        ("client", "age_years", True, "whole number"),
        ("client", "age_years", 17.5, "whole number"),
        ("client", "age_years", 121, "whole number"),
        ("client", "age_years", 17, "exactly when"),
        ("client", "age_state", "stated", "exactly when"),
        ("client", "referrals", ["sent"], "count for each code"),
        ("client", "referrals", {"lost": 1}, "must be a code of the list referral_state"),
        ("client", "referrals", {"sent": -1}, "whole number"),
        ("situation", "minors", 3, "more than"),
        ("contact", "lane", None, "needs 'lane'"),
        ("contact", "lane", "unknown", "must be a code of the list lane"),
    ],
)
def test_anything_else_is_refused(kind: str, field: str, value: Any, complaint: str) -> None:
    with pytest.raises(StatisticsError, match=complaint):
        validate(kind, LEAST[kind] | {field: value})


def test_an_unknown_kind_or_version_is_refused() -> None:
    with pytest.raises(StatisticsError, match="'person' of version 1"):
        validate("person", {})
    with pytest.raises(StatisticsError, match="version 9"):
        validate("client", CLIENT, version=9)
    with pytest.raises(StatisticsError):
        validate("forbidden", {})


@given(st.dictionaries(st.text(max_size=12), st.text() | st.integers() | st.none() | st.lists(st.text()), max_size=4))
def test_whatever_comes_in_only_codes_numbers_and_days_come_out(extra: dict[str, Any]) -> None:
    try:
        record = validate("client", CLIENT | extra)
    except StatisticsError:
        return
    assert set(record) == set(statistics.schema("client"))


def test_a_county_is_written_as_a_code() -> None:
    assert statistics.county_code("US", "OH", "Alder County") == "us-oh-alder"
    assert statistics.county_code("US", "OH", "Van Wert") == "us-oh-van-wert"
    with pytest.raises(StatisticsError):
        statistics.county_code("US", "OH", "12345")


def test_a_record_of_version_1_is_read_as_one_of_version_2() -> None:
    old = validate("contact", CONTACT | {"language": "spa"}, version=1)
    assert set(old) == set(statistics.schema("contact", 1))
    new = statistics.upgrade("contact", old, 1)
    assert validate("contact", new) == new
    assert (new["entered"], new["language"], new["likelihood"]) == ("2026-11-22", "spa", "not_asked")
    assert (new["emergency"], new["answer_seconds"]) == ([], None)
    same = validate("client", CLIENT)
    assert statistics.upgrade("client", same, 1) == same
    place = statistics.upgrade("situation", validate("situation", SITUATION, version=1), 1)
    assert validate("situation", place) == place


def test_the_day_entered_is_never_before_the_day_it_happened() -> None:
    assert validate("contact", CONTACT)["entered"] == "2026-11-22"
    assert validate("contact", CONTACT | {"entered": "2026-12-02"})["entered"] == "2026-12-02"
    with pytest.raises(StatisticsError, match="before"):
        validate("contact", CONTACT | {"entered": "2026-11-21"})


@pytest.mark.parametrize(
    ("field", "value"),
    [("likelihood", "score_12"), ("emergency", ["money"]), ("answer_seconds", -1), ("answer_seconds", 4.5),
     ("interpreter_minutes", 1000), ("referrals_made", "many"), ("venue", "Sunset Motel")],
)  # fmt: skip
def test_the_new_fields_take_codes_and_whole_numbers_only(field: str, value: Any) -> None:
    with pytest.raises(StatisticsError, match=field):
        validate("contact", CONTACT | {field: value})
