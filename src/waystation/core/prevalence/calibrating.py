"""Calibrating an interval by a double bootstrap (Loh 1987, J. American Statistical Association 82; DiCiccio and Efron
1996, section 7).

Populations of known size are drawn from the table's own chosen model; each gets the whole procedure, its replicates
included. How far from the middle an interval must reach to hold the known size in 95 of 100 of them is the level to ask
of BCa. A stepwise choice needs it: replicates choose more pairs by chance than the table did, and reach too far.
A known size beyond every replicate is held by no level: where that is more than 5 in 100, nothing can be calibrated.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import closing

import numpy as np
from numpy.random import Generator, Philox
from scipy.special import ndtr, ndtri

from waystation.core.prevalence.resampling import in_turn
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.subsets import Floats, Ints

POPULATIONS = 100
INNER = 200
FEWEST = 40
TOGETHER = 5
"""Populations whose replicates are fitted in one batch."""
MOST_LISTS = 6
FAILED = "calibration could not be done: in too many invented populations no range of replicates held the known size"
"""What is said of a range that is too narrow for populations like its own."""


def populations_for(replicates: int, lists: int) -> int:
    """How many populations cost no more fits than the replicates do; 0 where that is too few to say anything."""
    affordable = min(POPULATIONS, replicates // INNER)
    return affordable if affordable >= FEWEST and lists <= MOST_LISTS else 0


def calibrated(
    numbers: Callable[[Floats], Floats], scene: Scenario, speed: float, level: float, seed: int, populations: int,
    threads: int = 1,
) -> float:  # fmt: skip
    """The level to ask of BCa so that `level` of the populations are held; nan where no level holds so many.

    `numbers` maps tables (B, 2^L) to estimates (B,); `speed` is the acceleration of the table at hand.
    """
    tables = scene.draw(populations, seed)
    parts = [(at, tables[at : at + TOGETHER]) for at in range(0, populations, TOGETHER)]

    def reach(part: tuple[int, Ints]) -> Floats:
        generator = Generator(Philox(key=seed, counter=[0, 0, 1, part[0]]))
        return reaches(numbers, part[1], float(scene.size), speed, generator)

    with closing(in_turn(reach, parts, threads)) as reached:
        found = np.sort(np.concatenate(list(reached)))
    place = math.ceil(level * (populations + 1)) - 1
    if place >= populations or not np.isfinite(found[place]):
        return float("nan")
    return float(2 * ndtr(found[place]) - 1)


def reaches(
    numbers: Callable[[Floats], Floats], tables: Ints, truth: float, speed: float, generator: Generator
) -> Floats:
    """How far out, in standard deviations, the BCa interval of each table must reach to hold the truth; inf where no
    level does: there is no estimate, or truth or estimate lie beyond all replicates.

    BCa's level solved for the truth: w = Phi^-1(share below it) - z0, z = w / (1 + a w) - z0.
    """
    points = numbers(tables.astype(np.float64))
    drawn = np.concatenate([generator.multinomial(each.sum(), each / each.sum(), size=INNER) for each in tables])
    inner = numbers(drawn.astype(np.float64)).reshape(len(tables), INNER)
    known = np.isfinite(inner)
    of = known.sum(axis=1)
    under = [(known & (inner < value)).sum(axis=1) for value in (points[:, None], truth)]
    within = np.isfinite(points) & np.all([(below > 0) & (below < of) for below in under], axis=0)
    bias, away = (ndtri((below + 0.5) / (of + 1.0)) for below in under)
    away = away - bias
    bent = 1 + speed * away
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.abs(away / bent - bias)
    return np.asarray(np.where(within & (bent > 0) & np.isfinite(reach), reach, np.inf))
