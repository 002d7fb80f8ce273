"""Code lists as reviewed data, with their crosswalks.

Every list is a table in a TOML file under `data/`: each code has English and Spanish words, each list a source, a date
and a grade (V read in the source, S read second-hand, K general knowledge, J our own vocabulary), and the columns that
say which code of an outside standard (HTCDS, CTDC, VOCA, NIBRS) it becomes. `get` and `crosswalk` are the door;
`statistics` checks the capsules that leave a case as codes only, `bands` puts an age into a report's age band, `htcds`
knows the fields of the case data standard and their spellings.
"""

from __future__ import annotations

from waystation.core.codes.lists import (
    ANSWERS,
    Code,
    CodeError,
    CodeList,
    UnknownCode,
    UnknownList,
    crosswalk,
    get,
    label,
    names,
)

__all__ = [
    "ANSWERS",
    "Code",
    "CodeError",
    "CodeList",
    "UnknownCode",
    "UnknownList",
    "crosswalk",
    "get",
    "label",
    "names",
]
