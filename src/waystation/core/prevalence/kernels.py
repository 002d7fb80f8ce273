"""The stepwise choice compiled by numba, one table after the other: the engine `fast`.

The same steps as `stepwise`, which is the reference: Newton's method on sums over supersets, one-sided Poisson tails in
logs, the smallest joins. What a settled fit does not prove here is not decided here: such a table is marked, and
`stepwise` looks at it again. Numba is an extra; this module is imported when it is asked for and not before.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

from waystation.core.prevalence.fitting import LONGEST, MOST_STEPS, NEAR, PROOF_STEPS, STILL
from waystation.core.prevalence.stepwise import TIE

F = TypeVar("F", bound=Callable[..., Any])
FLAT = 1e-9
"""A pivot this small beside its diagonal may be rounding: two terms that cannot be told apart."""


def compiled(function: F) -> F:
    """The function as machine code, kept between runs, without the interpreter's lock."""
    return cast(F, numba.njit(cache=True, nogil=True)(function))


@compiled
def down(values: Any, lists: int) -> None:
    """Sums over subsets, in place."""
    for member in range(lists):
        bit = 1 << member
        for base in range(0, len(values), 2 * bit):
            for at in range(base, base + bit):
                values[at + bit] += values[at]


@compiled
def up(values: Any, lists: int) -> None:
    """Sums over supersets, in place."""
    for member in range(lists):
        bit = 1 << member
        for base in range(0, len(values), 2 * bit):
            for at in range(base, base + bit):
                values[at] += values[at + bit]


@compiled
def expect(coefficients: Any, alive: Any, lists: int, mu: Any) -> None:
    """Expected counts, entry 0 those nobody saw."""
    mu[:] = coefficients
    down(mu, lists)
    for cell in range(len(mu)):
        mu[cell] = math.exp(mu[cell]) if cell == 0 or alive[cell] else 0.0


@compiled
def factor(sums: Any, terms: Any, used: int, lower: Any) -> bool:
    """Cholesky factor of the information of the terms; False where they cannot be told apart for sure."""
    for row in range(used):
        for column in range(row + 1):
            value = sums[terms[row] | terms[column]]
            diagonal = value
            for at in range(column):
                value -= lower[row, at] * lower[column, at]
            if row == column:
                if not value > FLAT * diagonal:
                    return False
                lower[row, row] = math.sqrt(value)
            else:
                lower[row, column] = value / lower[column, column]
    return True


@compiled
def solve(lower: Any, used: int, right: Any) -> None:
    """Solves in place by the factor and its transpose."""
    for row in range(used):
        for at in range(row):
            right[row] -= lower[row, at] * right[at]
        right[row] /= lower[row, row]
    for row in range(used - 1, -1, -1):
        for at in range(row + 1, used):
            right[row] -= lower[at, row] * right[at]
        right[row] /= lower[row, row]


@compiled
def newton(
    totals: Any, terms: Any, used: int, alive: Any, lists: int, coefficients: Any, mu: Any, sums: Any, lower: Any,
    step: Any,
) -> bool:  # fmt: skip
    """Fits from where `coefficients` are; True when the fit is itself the proof that its estimate exists."""
    last = np.inf
    expect(coefficients, alive, lists, mu)
    for _ in range(min(MOST_STEPS, PROOF_STEPS)):
        sums[:] = mu
        sums[0] = 0.0
        up(sums, lists)
        if not factor(sums, terms, used, lower):
            return False
        for at in range(used):
            step[at] = totals[terms[at]] - sums[terms[at]]
        solve(lower, used, step)
        longest = 0.0
        for at in range(used):
            longest = max(longest, abs(step[at]))
        if not math.isfinite(longest):
            return False
        for at in range(used):
            coefficients[terms[at]] += step[at] * min(1.0, LONGEST / max(longest, LONGEST))
        expect(coefficients, alive, lists, mu)
        if longest < STILL and last < NEAR:
            sums[:] = mu
            sums[0] = 0.0
            up(sums, lists)
            for at in range(used):
                if abs(totals[terms[at]] - sums[terms[at]]) > 1e-7 * max(1.0, totals[terms[at]]):
                    return False
            return True
        last = longest
    return False


@compiled
def begin(counts: Any, terms: Any, used: int, lists: int, coefficients: Any, mu: Any, lower: Any, step: Any) -> bool:
    """One weighted least-squares step from mu = count + 0.1, as `fitting` begins."""
    right = np.zeros(len(counts))
    for cell in range(1, len(counts)):
        first = counts[cell] + 0.1
        mu[cell] = first
        right[cell] = first * math.log(first) + counts[cell] - first
    mu[0] = 0.0
    up(mu, lists)
    up(right, lists)
    if not factor(mu, terms, used, lower):
        return False
    for at in range(used):
        step[at] = right[terms[at]]
    solve(lower, used, step)
    for at in range(used):
        coefficients[terms[at]] = step[at]
    return True


@compiled
def log_tail(seen: float, expected: float, limit: float) -> float:
    """Log of the smaller Poisson tail, its largest term first; stops when it is above `limit` anyhow."""
    below = seen < expected
    if not below and seen == 0:
        return 0.0
    first = seen * math.log(expected) - expected - math.lgamma(seen + 1.0)
    if first > limit:
        return first
    most = math.exp(min(limit - first, 700.0))
    total, term, k = 1.0, 1.0, seen
    while term > total * 1e-17 and total <= most:
        term *= k / expected if below else expected / (k + 1.0)
        k += -1.0 if below else 1.0
        total += term
    return first + math.log(total)


@compiled
def smallest(totals: Any, sums: Any, pairs: Any, joined: Any, limit: float) -> int:
    """The absent pair with the smallest tail below the limit, the first of several; -1 when there is none."""
    best, chosen = limit, -1
    for at in range(len(pairs)):
        if not joined[at]:
            tail = log_tail(totals[pairs[at]], sums[pairs[at]], best)
            if tail < best - (TIE * max(1.0, abs(best)) if chosen >= 0 else 0.0):
                best, chosen = tail, at
    return chosen


@compiled
def choose(counts: Any, pairs: Any, limit: float, lists: int, begun: Any, joined: Any, coefficients: Any) -> bool:
    """The stepwise choice for one table; False where `stepwise` has to decide.

    `begun` coefficients to begin from (no entries: none are given); `joined` (P,) and `coefficients` (2^L,) are filled.
    """
    size = len(counts)
    totals, mu, sums, step = counts.copy(), np.zeros(size), np.zeros(size), np.zeros(1 + lists + len(pairs))
    lower = np.zeros((len(step), len(step)))
    alive = np.ones(size, dtype=np.bool_)
    terms = np.zeros(len(step), dtype=np.int64)
    up(totals, lists)
    used = 1 + lists
    for member in range(lists):
        terms[1 + member] = 1 << member
        if totals[1 << member] == 0:
            return False
    if len(begun):
        coefficients[:] = begun
    elif not begin(counts, terms, used, lists, coefficients, mu, lower, step):
        return False
    while True:
        if not newton(totals, terms, used, alive, lists, coefficients, mu, sums, lower, step):
            return False
        sums[:] = mu
        sums[0] = 0.0
        up(sums, lists)
        chosen = smallest(totals, sums, pairs, joined, limit)
        if chosen < 0:
            return True
        joined[chosen] = True
        pair = pairs[chosen]
        if totals[pair] == 0:
            for cell in range(size):
                if cell & pair == pair:
                    alive[cell] = False
        else:
            away = math.log(max(totals[pair], 0.5) / max(sums[pair], 1e-300))
            coefficients[pair] = min(5.0, max(-5.0, away))
            terms[used] = pair
            used += 1


@compiled
def choose_all(
    counts: Any, pairs: Any, limit: float, lists: int, begun: Any, joined: Any, coefficients: Any, decided: Any
) -> None:  # fmt: skip
    """`choose` for each table of (B, 2^L)."""
    for row in range(len(counts)):
        decided[row] = choose(counts[row], pairs, limit, lists, begun, joined[row], coefficients[row])
