"""Every combination of age, act, purpose, means and what stays open, against the second reading of the two laws."""

from __future__ import annotations

import random
from itertools import product

import pytest

from tests.core.screening import statutes_read_again as again
from waystation.core import screening

FACTS = screening.facts()
ACTS, MEANS, PURPOSES = ([fact.code for fact in screening.facts_of(kind)] for kind in ("acts", "means", "purposes"))
AGES = ("minor", "adult", "unknown")
Part = tuple[frozenset[str], frozenset[str]]


def part(present: set[str] | None = None, absent: set[str] | None = None) -> Part:
    return frozenset(present or ()), frozenset(absent or ())


NOTHING = part()
ACT_PARTS = [
    NOTHING, *(part({act}) for act in ACTS), *(part(None, {act}) for act in ACTS), part(None, set(ACTS)),
    part(None, set(ACTS) - {"patronize", "solicit"}), part({"patronize"}, set(ACTS)), part({"recruit"}, {"recruit"}),
]  # fmt: skip
MEANS_PARTS = [
    NOTHING, *(part({one}) for one in MEANS), *(part(None, {one}) for one in MEANS), part(None, set(MEANS)),
    part(None, {"force", "fraud", "coercion"}), part({"abuse_of_power"}, {"force", "fraud", "coercion"}),
    part({"takes_earnings"}, set(MEANS)), part({"physical_abuse"}, {"force"}),
]  # fmt: skip
PURPOSE_PARTS = [
    NOTHING, *(part({one}) for one in PURPOSES), *(part(None, {one}) for one in PURPOSES), part(None, set(PURPOSES)),
    part({"labor"}, again.SERVITUDES), part({"sexual_exploitation"}, {"commercial_sex"}),
    part({"commercial_sex", "labor"}), part({"organ_removal"}, set(PURPOSES)), part({"labor", "debt_bondage"}),
    part({"forced_marriage", "labor"}), part(None, again.SERVITUDES), part({"commercial_sex", "slavery"}),
]  # fmt: skip


def both(age: str, *parts: Part) -> tuple[dict[str, str], dict[str, str]]:
    present = frozenset().union(*(one[0] for one in parts))
    absent = frozenset().union(*(one[1] for one in parts))
    found = screening.determine(screening.Statement(age, present, absent))  # type: ignore[arg-type]  # one of AGES
    return {code: one.determination for code, one in found.items()}, again.read_again(age, present, absent)


def test_the_second_reading_knows_every_fact() -> None:
    assert set(again.SHOWS_ACT) == set(ACTS)
    known = again.BY_FORCE | again.BY_FRAUD | again.BY_COERCION | again.PALERMO_MORE | again.NOT_MEANS
    assert known == set(MEANS)
    assert set(PURPOSES) == again.EXPLOITATION


def test_every_combination_agrees_with_the_second_reading(capsys: pytest.CaptureFixture[str]) -> None:
    seen: dict[str, int] = {}
    for age, acts, means, purposes in product(AGES, ACT_PARTS, MEANS_PARTS, PURPOSE_PARTS):
        program, read = both(age, acts, means, purposes)
        assert program == read, (age, acts, means, purposes)
        for code, answer in read.items():
            seen[f"{code} {answer}"] = seen.get(f"{code} {answer}", 0) + 1
    with capsys.disabled():
        print(f"\nscreening: {sum(seen.values()) // 2} combinations agree; {seen}")
    assert sum(seen.values()) // 2 >= 2000
    assert len(seen) == 6
    assert min(seen.values()) >= 500


def test_random_statements_of_many_facts_agree_with_the_second_reading() -> None:
    dice = random.Random(7102)
    codes = sorted(FACTS)
    for _ in range(20_000):
        said = {code: dice.choice(("present", "absent", "open", "open")) for code in codes}
        kind = dice.choice(("all", "few"))
        named = codes if kind == "all" else dice.sample(codes, 6)
        present = frozenset(code for code in named if said[code] == "present")
        absent = frozenset(code for code in named if said[code] == "absent")
        denied = dice.choice((frozenset(), frozenset(MEANS), frozenset(ACTS), frozenset(PURPOSES)))
        program, read = both(dice.choice(AGES), (present, absent | denied))
        assert program == read, (present, absent | denied)


@pytest.mark.parametrize("act", ACTS)
def test_seven_verbs_for_sex_and_five_for_labor(act: str) -> None:
    """Patronizing and soliciting are acts of sex trafficking alone, and no act of Palermo."""
    sex, _ = both("minor", part({act}), part({"commercial_sex"}))
    labor, _ = both("adult", part({act}), part({"force"}), part({"debt_bondage"}))
    buying = act in ("patronize", "solicit")
    assert sex == {"tvpa": "met", "palermo": "undetermined" if buying else "met"}
    assert labor == {"tvpa": "undetermined" if buying else "met", "palermo": "undetermined" if buying else "met"}


def test_with_every_other_act_denied_a_buyer_alone_leaves_palermo_and_labor() -> None:
    others = part({"patronize"}, set(ACTS) - {"patronize"})
    assert both("minor", others, part({"commercial_sex"}))[0] == {"tvpa": "met", "palermo": "not_indicated_yet"}
    found = both("adult", others, part({"force"}), part({"peonage"}))[0]
    assert found == {"tvpa": "not_indicated_yet", "palermo": "not_indicated_yet"}
