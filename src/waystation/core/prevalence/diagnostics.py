"""What speaks for and against an estimate, from the table alone.

The four assumptions by name: same population all the while, all matches right, lists that lean on each other only as
modelled, people alike enough in how easily they are seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from waystation.core.prevalence.batches import Batch
from waystation.core.prevalence.lower import poisson
from waystation.core.prevalence.stepwise import stepwise
from waystation.core.prevalence.subsets import Floats, Ints, masks, over_supersets, sizes
from waystation.core.prevalence.table import Table

LINKAGE = 0.05
_Z = float(ndtri(0.975))


@dataclass(frozen=True)
class Lean:
    """A pair of lists: people on both, the number expected if no list leaned on another, the odds ratio given the other
    lists with its 95 % interval (nan where it cannot be had)."""

    pair: tuple[str, str]
    together: int
    expected: float
    odds_ratio: float
    lo: float
    hi: float


@dataclass(frozen=True)
class Again:
    """The stepwise estimate made again after a change of the table; `number` is nan where there is none."""

    what: str
    number: float


@dataclass(frozen=True)
class Diagnostics:
    """All of `diagnose`."""

    on_lists: tuple[int, ...]
    leans: tuple[Lean, ...]
    unlike: float
    chosen: tuple[tuple[str, str], ...]
    shunned: tuple[tuple[str, str], ...]
    without: tuple[Again, ...]
    merged: tuple[Again, ...]
    one_more_or_less: tuple[Again, ...]
    linkage: tuple[Again, ...]
    thinner: tuple[Again, ...]
    consistency: tuple[Again, ...]


def diagnose(table: Table) -> Diagnostics:
    """Everything that can be said of a table without assuming more. Shapes and units in `Diagnostics`.

    `on_lists[k]` people on exactly k + 1 lists; `unlike` the signed root of the likelihood ratio for more people on one
    list alone than the chosen model expects: above 1.28 (one in ten by chance) people differ in how easily they are
    seen; `chosen` the pairs the stepwise model holds, `shunned` those of them with fewer people together than expected;
    `consistency` for each list the size of that list as estimated from the others, over its true size.
    """
    counts = table.counts.astype(np.float64)
    chosen = stepwise(counts[None])
    pairs = masks(table.size, 2)
    held = [mask for mask, has in zip(pairs, chosen.pairs[0], strict=True) if has]
    leans = tuple(_leans(table))
    less = {lean.pair for lean in leans if lean.together < lean.expected}
    names = tuple(_names(table, mask) for mask in held)
    return Diagnostics(
        on_lists=tuple(int(counts[sizes(table.size) == k].sum()) for k in range(1, table.size + 1)),
        leans=leans,
        unlike=unlike(counts, held),
        chosen=names,
        shunned=tuple(pair for at, pair in enumerate(names) if chosen.coefficients[0, held[at]] < 0 or pair in less),
        without=tuple(_again(f"without {name}", _dropped(counts, at)) for at, name in enumerate(table.lists)),
        merged=tuple(_again(" and ".join(_names(table, mask)) + " as one", _merged(counts, mask)) for mask in pairs),
        one_more_or_less=tuple(_nudged(table, pairs)),
        linkage=tuple(linkage(counts)),
        thinner=tuple(_again(f"{share:.0%} of the people", counts * share, share) for share in (0.4, 0.6, 0.8)),
        consistency=tuple(_consistency(table)),
    )


def unlike(counts: Floats, pairs: list[int]) -> float:
    """Signed root of the likelihood ratio of an excess of people on one list alone, given main effects and `pairs`.

    People who differ in how easily they are seen leave more of them on one list than any model of lists that all see
    everybody alike (the idea of Chao 1987). nan where a fit does not settle.
    """
    lists = len(counts).bit_length() - 1
    cells = np.arange(1, len(counts))
    used = [mask for mask in pairs if counts[1:][(cells & mask) == mask].any()]
    kept = np.all([(cells & mask) != mask for mask in pairs if mask not in used] or [np.ones(len(cells), bool)], axis=0)
    terms = [mask for mask in masks(lists, 1) if counts[1:][(cells & mask) > 0].any()] + used
    base = [np.ones(len(cells)), *(((cells & mask) == mask).astype(np.float64) for mask in terms)]
    alone = (sizes(lists)[1:] == 1).astype(np.float64)
    small, large = (_log_likelihood(np.array(columns).T[kept], counts[1:][kept]) for columns in (base, [*base, alone]))
    if small is None or large is None:
        return float("nan")
    return float(np.sign(large[1]) * np.sqrt(max(0.0, 2 * (large[0] - small[0]))))


def _log_likelihood(design: Floats, counts: Floats) -> tuple[float, float] | None:
    found = poisson(design, counts)
    if found is None:
        return None
    eta = design @ found
    return float((counts * eta - np.exp(eta)).sum()), float(found[-1])


def _names(table: Table, mask: int) -> tuple[str, str]:
    one, two = (name for at, name in enumerate(table.lists) if mask >> at & 1)
    return one, two


def _again(what: str, counts: Floats, share: float = 1.0) -> Again:
    if len(counts) < 4 or not counts.any():
        return Again(what, float("nan"))
    return Again(what, float((counts.sum() + stepwise(counts[None]).unseen[0]) / share))


def _leans(table: Table) -> list[Lean]:
    counts = table.counts.astype(np.float64)[None]
    pairs = np.array(masks(table.size, 2), dtype=np.int64)
    batch = Batch(counts, pairs)
    row: Ints = np.arange(1)
    mu = batch.fit(row, np.zeros((1, len(pairs)), dtype=bool)).fit.mu[0].copy()
    mu[0] = 0.0
    expected = over_supersets(mu, table.size)
    every = batch.fit(row, np.ones((1, len(pairs)), dtype=bool))
    terms = [0, *masks(table.size, 1), *(int(pair) for pair in pairs if batch.seen[0, pair] > 0)]
    errors = _errors(every.fit.mu[0], terms, table.size) if every.exists[0] else {}
    leans = []
    for pair in map(int, pairs):
        a, error = every.fit.coefficients[0, pair], errors.get(pair, np.nan)
        ends = (
            [float(np.exp(np.clip(a + side * error, -700, 700))) for side in (0.0, -_Z, _Z)] if error == error else []
        )
        leans.append(
            Lean(_names(table, pair), int(batch.seen[0, pair]), float(expected[pair]), *(ends or [float("nan")] * 3))
        )
    return leans


def _errors(mu: Floats, terms: list[int], lists: int) -> dict[int, float]:
    seen = mu.copy()
    seen[0] = 0.0
    sums = over_supersets(seen, lists)
    index = np.array(terms)
    try:
        covariance = np.linalg.inv(sums[index[:, None] | index[None, :]])
    except np.linalg.LinAlgError:
        return {}
    return {term: float(np.sqrt(max(0.0, covariance[at, at]))) for at, term in enumerate(terms)}


def _dropped(counts: Floats, member: int) -> Floats:
    """The table as if one list had never been: those whom only it saw are unseen."""
    folded = counts.reshape(-1, 2, 1 << member).sum(axis=1).reshape(-1)
    folded[0] = 0.0
    return np.asarray(folded)


def _merged(counts: Floats, pair: int) -> Floats:
    one, two = (bit for bit in range(pair.bit_length()) if pair >> bit & 1)
    cells = np.arange(len(counts))
    joined = np.where(cells >> two & 1, cells | 1 << one, cells)
    left = np.zeros(len(counts))
    np.add.at(left, joined & ~(1 << two), counts)
    return np.asarray(left.reshape(-1, 2, 1 << two)[:, 0, :].reshape(-1))


def _nudged(table: Table, pairs: tuple[int, ...]) -> list[Again]:
    found = []
    for mask in pairs:
        for step, word in ((1, "one more"), (-1, "one fewer")):
            counts = table.counts.astype(np.float64)
            if counts[mask] + step >= 0:
                counts[mask] += step
                found.append(_again(f"{word} on " + " and ".join(_names(table, mask)) + " alone", counts))
    return found


def linkage(counts: Floats, share: float = LINKAGE) -> list[Again]:
    """The stepwise number if this share of links had been missed, or as many were too many."""
    now = stepwise(counts[None]).unseen[0] + counts.sum()
    split = split_expected(counts, share)
    moved = stepwise(split[None]).unseen[0] + split.sum()
    told = f"{100 * share:g} % of links"
    return [Again(f"{told} missed", float(now * now / moved)), Again(f"{told} too many", float(moved))]


def split_expected(counts: Floats, missed: float) -> Floats:
    """The expected table if each record of a person on two lists or more stood alone with this chance."""
    lists = len(counts).bit_length() - 1
    result = np.where(sizes(lists) < 2, counts, 0.0)
    for cell in np.flatnonzero(np.where(sizes(lists) < 2, 0.0, counts)):
        members = [bit for bit in range(lists) if cell >> bit & 1]
        for kept in range(1 << len(members)):
            rest = sum(1 << member for at, member in enumerate(members) if kept >> at & 1)
            alone = len(members) - kept.bit_count()
            chance = missed**alone * (1 - missed) ** kept.bit_count()
            if rest:
                result[rest] += counts[cell] * chance
            for at, member in enumerate(members):
                if not kept >> at & 1:
                    result[1 << member] += counts[cell] * chance
    return np.asarray(result)


def _consistency(table: Table) -> list[Again]:
    """Among the people of one list, how many would the others estimate? (Binette and Steorts 2022.)"""
    found = []
    for at, name in enumerate(table.lists):
        inside = table.counts.reshape(-1, 2, 1 << at)[:, 1, :].reshape(-1).astype(np.float64)
        known = float(inside.sum())
        inside[0] = 0.0
        if table.size < 3 or not inside.any():
            found.append(Again(name, float("nan")))
        else:
            found.append(Again(name, float((inside.sum() + stepwise(inside[None]).unseen[0]) / known)))
    return found
