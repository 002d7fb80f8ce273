"""Age bands: every scheme covers every age from 0 to 120 exactly once."""

from __future__ import annotations

import pytest

from waystation.core import codes
from waystation.core.codes import bands


@pytest.mark.parametrize("scheme", bands.schemes())
def test_every_age_has_exactly_one_band(scheme: str) -> None:
    rows = list(codes.get(f"age_bands_{scheme}"))
    for age in range(bands.OLDEST + 1):
        assert sum(row.extra["low"] <= age <= row.extra["high"] for row in rows) == 1
    assert [row.extra["low"] for row in rows] == sorted(row.extra["low"] for row in rows)


@pytest.mark.parametrize(
    ("scheme", "age", "band"),
    [
        ("voca", 12, "0-12"),
        ("voca", 17, "13-17"),
        ("voca", 60, "60+"),
        ("ctdc_2017", 17, "9--17"),
        ("ctdc_2021", 17, "09--17"),
        ("ctdc_2024", 48, "48+"),
        ("ohio", 13, "13"),
        ("ohio", 21, "21-29"),
    ],
)
def test_ages_fall_into_the_bands_as_printed(scheme: str, age: int, band: str) -> None:
    assert bands.band(scheme, age) == band


def test_an_age_or_scheme_off_the_map_is_refused() -> None:
    with pytest.raises(codes.CodeError, match="0 to 120"):
        bands.band("voca", 121)
    with pytest.raises(codes.UnknownList):
        bands.band("no_such", 20)
