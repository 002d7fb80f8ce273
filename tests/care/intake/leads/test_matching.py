"""What counts as the same plate, phone, advert or place, and which pairs are shown."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.care.intake.leads.matching import (
    MOST_SHARED,
    adverts,
    phones,
    place_key,
    plates,
    suggest,
    traits_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HZK 4471", "white van, plate hzk-4471"),
        ("Ohio HZK4471", "H.Z.K. 4471"),
        ("plate GOI 10", "G01 10"),
    ],
)
def test_one_plate_written_two_ways_is_one(one: str, other: str) -> None:
    assert plates(one) & plates(other)


@pytest.mark.parametrize("text", ["", "white van", "blue Ford pickup", "2019", "van with six seats"])
def test_words_without_a_plate_give_none(text: str) -> None:
    assert plates(text) == set()


@pytest.mark.parametrize(
    "text",
    ["555-214-0142", "(555) 214-0142", "+1 555 214 0142", "1.555.214.0142", "5552140142", "001 555 214 0142 x12"],
)
def test_one_number_written_six_ways_is_one(text: str) -> None:
    assert phones(f"call {text} now") == {"5552140142"}


def test_a_number_from_abroad_keeps_its_country_code_and_a_short_one_is_no_phone() -> None:
    assert phones("+52 55 5123 4567") == {"525551234567"}
    assert phones("room 114, at 5:30") == set()


def test_an_advert_is_its_address_without_what_changes() -> None:
    same = {
        "https://www.board.example/post/88213?utm=x#top",
        "board.example/post/88213/",
        "HTTP://m.board.example/post/88213",
    }
    assert {frozenset(adverts(text)) for text in same} == {frozenset({"board.example/post/88213"})}
    assert adverts("see board.example?id=88213&utm=2") == {"board.example?id=88213"}
    assert adverts("ad no. 8821377") == {"8821377"}
    assert adverts("a site called board.example") == set()


def test_a_place_is_its_words_in_any_order_and_language_of_the_small_ones() -> None:
    assert place_key("the lot behind Depot Junction Motel") == place_key("Depot Junction motel, lot")
    assert place_key("Café Río") == place_key("cafe rio")
    assert place_key("on the street") == ""


def test_a_pair_says_everything_it_shares_and_the_strongest_stands_first() -> None:
    one, two, three = uuid4(), uuid4(), uuid4()
    tips = [
        (one, {"vehicle": "HZK 4471", "phone": "555-214-0142", "place": "Depot Junction motel"}),
        (two, {"vehicle": "hzk4471", "phone": "(555) 2140142"}),
        (three, {"place": "depot junction motel"}),
    ]
    first, second = suggest(tips)
    assert {first.first, first.second} == {one, two}
    assert [trait.kind for trait in first.shared] == ["vehicle", "phone"]
    assert [trait.kind for trait in second.shared] == ["place"]
    assert suggest(tips, apart=[frozenset((one, two))]) == [second]


def test_a_plate_in_the_prose_is_not_read_there() -> None:
    assert traits_of({"what": "HZK 4471 and 555-214-0142"}) == set()


def test_what_very_many_share_says_nothing() -> None:
    assert suggest([(uuid4(), {"place": "central bus station"}) for _ in range(MOST_SHARED + 1)]) == []


@given(
    st.lists(st.dictionaries(st.sampled_from(["vehicle", "phone", "advert", "place", "what"]), st.text()), max_size=8)
)
def test_no_text_breaks_it_and_no_pair_is_shown_without_a_reason(answers: list[dict[str, str]]) -> None:
    tips = [(UUID(int=n), told) for n, told in enumerate(answers)]
    for pair in suggest(tips):
        assert pair.shared
        assert pair.first < pair.second
