"""Estimation: cost against fits made one at a time.

    python benchmarks/prevalence.py [--table UK5.csv]

Costs are CPU seconds of one thread in the same run. The baseline is the same stepwise choice for one table at a time,
each fit by statsmodels' GLM (requirements/bench.txt). Tables are invented unless one is given. How often a range holds
and how honest the verdict is: `prevalence_honesty.py`; against print: `prevalence_print.py`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded: one thread for every side

import numpy as np
from prevalence_scenes import LIKE_UK
from scipy.stats import poisson

from waystation.core.prevalence import Table, panel, report
from waystation.core.prevalence.engines import ENGINES, check, choose
from waystation.core.prevalence.graphs import average, decomposable
from waystation.core.prevalence.resampling import draw
from waystation.core.prevalence.simulate import Scenario
from waystation.core.prevalence.stepwise import stepwise
from waystation.core.prevalence.subsets import masks


def cpu(act: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    act()
    return time.process_time() - start


def glm(counts: np.ndarray, sm: ModuleType) -> float:
    """The stepwise choice for one table, each fit by statsmodels' GLM; a pair nobody has takes its cells away.

    Whether the larger model has an estimate is not asked, which costs the slow way less than it should.
    """
    lists = len(counts).bit_length() - 1
    every, cells = np.arange(len(counts)), np.arange(1, len(counts))
    terms, gone = [0, *masks(lists, 1)], []
    while True:
        kept = np.array([cell for cell in cells if not any(cell & pair == pair for pair in gone)])
        design = np.array([[cell & term == term for term in terms] for cell in kept], dtype=float)
        found = sm.GLM(counts[kept], design, family=sm.families.Poisson()).fit()
        mu = np.zeros(len(counts))
        mu[kept] = found.mu
        tails = {}
        for pair in set(masks(lists, 2)) - set(terms) - set(gone):
            inside = (every & pair) == pair
            seen, expected = counts[inside].sum(), mu[inside].sum()
            tails[pair] = min(poisson.cdf(seen, expected), poisson.sf(seen - 1, expected))
        best = min(tails, key=lambda pair: tails[pair], default=0)
        if not best or tails[best] >= 0.02:
            return float(counts.sum() + np.exp(found.params[0]))
        (terms if counts[(every & best) == best].any() else gone).append(best)


def baseline(table: Table, slow: int) -> None:
    """1,000 replicates of a table of five lists: statsmodels, NumPy and the kernels, each on one thread."""
    try:
        from statsmodels import api as sm  # here, as it is large, and the graphs' memory is measured too
    except ImportError:
        print("statsmodels is not installed (pip install --require-hashes -r requirements/bench.txt): no baseline")
        return
    tables = next(draw(table.counts, 1000, 1))
    theirs: list[float] = []
    cost = cpu(lambda: theirs.extend(glm(each, sm) for each in tables[:slow])) * len(tables) / slow
    print(f"statsmodels {version('statsmodels')}, 1,000 replicates: {cost:.1f} s CPU (from {slow} of them)")
    for engine in ENGINES:
        try:
            check(engine)
        except ValueError as problem:
            print(problem)
            continue
        ours = choose(tables, engine)
        quick = min(cpu(lambda engine=engine: choose(tables, engine)) for _ in range(5))
        away = np.abs((tables.sum(axis=1) + ours.unseen)[:slow] / np.array(theirs) - 1).max()
        print(f"{engine}, warm: {quick:.4f} s CPU, {cost / quick:,.0f} x; furthest from statsmodels {away:.1e}")


def costs(table: Table) -> None:
    """A whole panel and its report, decomposable graphs, sixteen lists."""
    print(f"panel and report of five lists, 20,000 replicates: {cpu(lambda: report(panel(table))):.1f} s CPU")
    many = Scenario("sixteen", 20_000, tuple(np.linspace(0.03, 0.12, 16)), leanings={(0, 1): 1.0, (4, 5): 0.8})
    wide = many.draw(1, 3).astype(float)
    print(f"stepwise of 16 lists, {int(wide.sum()):,} people seen: {cpu(lambda: stepwise(wide)):.2f} s CPU")
    print("decomposable graphs, 1,000 points, each in a process of its own:")
    for lists in (5, 6, 7):
        subprocess.run([sys.executable, __file__, "--graphs", str(lists)], check=True)


def most_memory() -> float:
    """The most memory this process has held since it was started, in MiB."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in told.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def graphs(lists: int) -> None:
    """Averages over the graphs of so many lists; the most memory is that of the whole process."""
    counts = Scenario("graphs", 3000, (0.08,) * lists, leanings={(0, 1): 0.7}).draw(1, 3)[0]
    before = most_memory()
    cost = cpu(lambda: average(counts))
    print(
        f"  {lists} lists, {len(decomposable(lists)):,} graphs: {cost:.1f} s CPU, most memory {most_memory():.0f} MiB"
        f" ({before:.0f} before)",
        flush=True,
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--table", help="a table of five lists for the baseline, else one like the United Kingdom's")
    parser.add_argument("--slow", type=int, default=40, help="replicates of the slow way, from which 1,000 are told")
    parser.add_argument("--graphs", type=int, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.graphs:
        graphs(said.graphs)
        return
    lines = Path(said.table).read_text(encoding="utf-8").splitlines(keepends=True) if said.table else None
    table = Table.from_histories(lines) if lines else Table(tuple("ABCDE"), LIKE_UK.draw(1, 4)[0])
    baseline(table, said.slow)
    costs(table)


if __name__ == "__main__":
    main()
