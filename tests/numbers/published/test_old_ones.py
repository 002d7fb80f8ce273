"""Publications from before figures were rounded to tens show no more than new ones."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from uuid import uuid4

from django.apps import apps

from tests.cast import Cast
from tests.numbers.published.test_rounding import chao, found_of, numbers_of
from waystation.foundation import clock
from waystation.numbers.published.models import Publication
from waystation.numbers.published.presenting import shown
from waystation.numbers.published.rounding import public_part

again = import_module("waystation.numbers.published.migrations.0002_round_again")
EXTRA = {"seed": 20221122, "program": "0.4.0", "replicates": 20000, "input": "ab" * 32}


def old(on_lists: list[int], withheld: list[int | None]) -> dict[str, Any]:
    """As 0.4.0's first day wrote it: people on lists to the one, estimates below 100 to the one."""
    return {
        **EXTRA, "verdict": "lower bound only", "lo": 87, "hi": 560, "seen": sum(on_lists), "on_lists": withheld,
        "lists": 3, "reasons": ["only 14 people are on two lists or more; 10 is the least"],
        "panel": [{"method": "chao", "kind": "bound", "point": 520, "lo": 87, "hi": 560, "level": 0.95}],
        "without_one_list": [87, 530], "if_all_lists_lean": [[-1.0, 93], [0.0, 520]],
    }  # fmt: skip


def published(cast: Cast, found: dict[str, Any]) -> Publication:
    return Publication.objects.create(
        agency_id=cast.actor("iris").agency_id, overlap=uuid4(), run=uuid4(), number=1, audience="public",
        population="people", period="2025", place="Alder County", matching="by hand", found=found,
        published_by=cast.actor("iris").member, published_on=clock.today(),
    )  # fmt: skip


def test_an_old_publication_keeps_no_exact_count(cast: Cast) -> None:
    row, gone = published(cast, old([124, 13, 2], [124, None, None])), published(cast, {})
    again.round_again(apps, None)
    row.refresh_from_db()
    assert row.found["on_lists"] == []
    assert row.found["seen"] == 130
    assert {name: row.found[name] for name in EXTRA} == EXTRA
    assert all(number % 10 == 0 for number in numbers_of({k: v for k, v in row.found.items() if k not in EXTRA}))
    assert row.found["reasons"] == ["only 10 people are on two lists or more; 10 is the least"]
    assert shown(row.found)["seen"] == 130
    gone.refresh_from_db()
    assert gone.found == {}


def test_what_is_rounded_already_stays_as_it_is() -> None:
    counts = [333, 44, 12]
    part = public_part(found_of(counts), (chao(*counts) * 0.9, chao(*counts) * 1.1))
    assert again.rounded_part(part) == part
