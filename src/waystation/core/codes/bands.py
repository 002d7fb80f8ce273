"""Ages in years to the age bands of a report scheme. The bands are data: data/ages.toml."""

from __future__ import annotations

from waystation.core.codes.lists import CodeError, get, names

PREFIX = "age_bands_"
OLDEST = 120


def schemes() -> list[str]:
    """The schemes on file: ctdc_2017, ctdc_2017_fine, ctdc_2021, ctdc_2024, ohio, voca."""
    return [name.removeprefix(PREFIX) for name in names() if name.startswith(PREFIX)]


def band(scheme: str, age: int) -> str:
    """The code of the band of `scheme` that holds `age` whole years (0 to 120).

    Raises `UnknownList` for a scheme that is not on file and `CodeError` for an age outside 0 to 120.
    """
    for code in get(PREFIX + scheme):
        if code.extra["low"] <= age <= code.extra["high"]:
            return code.code
    raise CodeError(f"An age must be from 0 to {OLDEST} years, not {age}.")
