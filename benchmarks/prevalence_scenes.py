"""Invented populations that estimation is measured on: three plain, one like a national table, five that break it."""

from __future__ import annotations

from waystation.core.prevalence.simulate import Scenario

LIKE_UK = Scenario(
    "six pairs lean, as in a national table", 12_000, (0.01, 0.045, 0.1, 0.07, 0.03),
    leanings={(0, 1): 1.6, (0, 2): 1.0, (1, 3): -0.5, (1, 4): -2.5, (2, 4): -1.0, (3, 4): -1.2},
)  # fmt: skip
PLAIN = (
    Scenario("four lists alike", 1000, (0.15,) * 4),
    Scenario("five lists alike", 5000, (0.05,) * 5),
    Scenario("one pair leans", 2000, (0.1,) * 4, leanings={(0, 1): 1.0}),
)
BROKEN = (
    Scenario("two kinds of people", 2000, (0.05,) * 4, classes=((0.15, 10.0), (0.85, 0.5))),
    Scenario("lists shun each other", 2000, (0.15,) * 4, leanings={(0, 1): -1.5, (2, 3): -1.5}),
    Scenario("one link in twenty missed", 5000, (0.15,) * 5, missed=0.05),
    Scenario("one link in twenty missed, four lists", 3000, (0.15,) * 4, missed=0.05),
    Scenario("one link in twenty missed, fewer people", 1500, (0.2,) * 4, missed=0.05),
)
