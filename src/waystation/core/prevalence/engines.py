"""Two engines for the stepwise choice: NumPy over all tables at once, and numba's kernels (the extra `fast`).

They agree to 1e-9; each gives the same bits again, whatever the number of threads. The NumPy engine is the reference,
and is used unless the other is asked for.
"""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np

from waystation.core.prevalence.stepwise import THRESHOLD, Chosen, stepwise
from waystation.core.prevalence.subsets import Floats, masks

NUMPY, FAST = "numpy", "fast"
ENGINES = (NUMPY, FAST)


def check(engine: str) -> str:
    """The engine's name. Raises ValueError for an unknown one, or for `fast` without numba."""
    if engine not in ENGINES:
        raise ValueError(f"no engine is called {engine}; there are {', '.join(ENGINES)}")
    if engine == FAST and find_spec("numba") is None:
        raise ValueError("the engine fast needs numba, which is not installed (pip install 'waystation[fast]')")
    return engine


def choose(counts: Floats, engine: str = NUMPY, start: Floats | None = None) -> Chosen:
    """`stepwise` of tables (B, 2^L) by the engine named."""
    return stepwise(counts, start=start) if engine == NUMPY else _fast(counts, start)


def _fast(counts: Floats, start: Floats | None) -> Chosen:
    from waystation.core.prevalence import kernels  # numba is an extra, and takes a second to load

    counts = np.ascontiguousarray(counts, dtype=np.float64)
    lists = counts.shape[1].bit_length() - 1
    pairs = np.array(masks(lists, 2), dtype=np.int64)
    joined, decided = np.zeros((len(counts), len(pairs)), dtype=bool), np.zeros(len(counts), dtype=bool)
    coefficients = np.zeros(counts.shape)
    begun = np.zeros(0) if start is None else np.ascontiguousarray(start, dtype=np.float64)
    kernels.choose_all(counts, pairs, float(np.log(THRESHOLD)), lists, begun, joined, coefficients, decided)
    unseen = np.exp(coefficients[:, 0])
    if not decided.all():
        again = stepwise(counts[~decided], start=start)
        unseen[~decided], joined[~decided], coefficients[~decided] = again.unseen, again.pairs, again.coefficients
    return Chosen(unseen, joined, coefficients)
