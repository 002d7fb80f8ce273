"""Estimation: cost against fits made one at a time, coverage, and how honest the verdict is.

    python benchmarks/prevalence.py [--populations N]

Costs are CPU seconds of one thread in the same run; the tables are invented. The slow way is the same stepwise choice
for one table at a time, each fit by scipy's BFGS on all cells.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize
from scipy.stats import poisson

from waystation.core.prevalence import Panel, Table, panel
from waystation.core.prevalence.resampling import draw
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.stepwise import stepwise
from waystation.core.prevalence.subsets import masks

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
)


def cpu(act: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    act()
    return time.process_time() - start


def slow(counts: np.ndarray) -> float:
    """The stepwise choice for one table, one fit after the other."""
    lists = len(counts).bit_length() - 1
    cells = np.arange(1, len(counts))
    terms = [0, *masks(lists, 1)]
    while True:
        design = np.array([[cell & term == term for term in terms] for cell in cells], dtype=float)
        start = np.zeros(len(terms))
        start[0] = np.log(counts.sum())
        found = minimize(
            lambda a, d=design: ((m := np.exp(d @ a)).sum() - counts[1:] @ (d @ a), d.T @ (m - counts[1:])),
            start, jac=True, method="BFGS",
        )  # fmt: skip
        mu = np.append(np.exp(found.x[0]), np.exp(design @ found.x))
        tails = {}
        for pair in masks(lists, 2):
            inside = (np.arange(len(counts)) & pair) == pair
            if pair not in terms and counts[inside].any():
                seen, expected = counts[inside].sum(), mu[inside].sum()
                tails[pair] = min(poisson.cdf(seen, expected), poisson.sf(seen - 1, expected))
        best = min(tails, key=lambda pair: tails[pair], default=0)
        if not best or tails[best] >= 0.02:
            return float(counts.sum() + mu[0])
        terms.append(best)


def costs() -> None:
    """Stepwise choice and 1,000 replicates of a table of five lists; a whole panel; sixteen lists."""
    table = Table(tuple("ABCDE"), LIKE_UK.draw(1, 4)[0])
    tables = next(draw(table.counts, 1000, 1))
    quick = cpu(lambda: stepwise(tables))
    few = tables[:20]
    one_by_one = cpu(lambda: [slow(each) for each in few]) * len(tables) / len(few)
    ratio = f"{one_by_one / quick:.0f} x"
    print(f"1,000 replicates of five lists: {quick:.3f} s CPU, one at a time {one_by_one:.1f} s: {ratio}")
    print(f"panel of five lists, 20,000 replicates: {cpu(lambda: panel(table)):.1f} s CPU")
    many = Scenario("sixteen", 20_000, tuple(np.linspace(0.03, 0.12, 16)), leanings={(0, 1): 1.0, (4, 5): 0.8})
    wide = many.draw(1, 3).astype(float)
    print(f"stepwise of 16 lists, {int(wide.sum()):,} people seen: {cpu(lambda: stepwise(wide)):.2f} s CPU")


def honesty(populations: int) -> None:
    """Coverage and verdicts on invented populations whose size is known."""
    for scene in (*PLAIN, LIKE_UK, *BROKEN):
        found = [_judged(scene, counts) for counts in scene.draw(populations, 11)]
        rows = [next(each for each in one.estimates if each.method == "stepwise") for one in found]
        inside = np.mean([row.lo <= scene.size <= row.hi for row in rows])
        words = Counter(one.verdict.word.value for one in found)
        share = {word: f"{count / len(found):.0%}" for word, count in words.most_common()}
        two = np.median([one.table.on_two_or_more for one in found])
        print(f"{scene.name}: {two:.0f} on two lists or more, interval holds the truth in {inside:.1%}, {share}")


def _judged(scene: Scenario, counts: np.ndarray) -> Panel:
    methods = ["independence", "stepwise", "downhill", "chao", "dga"]
    return panel(Table(tuple("ABCDEF"[: len(scene.chances)]), counts), methods=methods, replicates=1000)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--populations", type=int, default=40)
    said = parser.parse_args()
    costs()
    honesty(said.populations)


if __name__ == "__main__":
    main()
