"""Hidden classes of people (Manrique-Vallier 2016, Biometrics 72): at most so many, within each of which no list leans
on another, the number of people and their classes unknown.

A person of class k, which has the share pi_k, is on list j with chance lambda_jk. Shares by stick breaking (his section
2.2; Ishwaran and James 2001): pi_k = V_k times the product of 1 - V_l over l < k, V_k ~ Beta(1, alpha), V_K = 1;
lambda_jk ~ Beta(1, 1), alpha ~ Gamma(1/4, 1/4), and the prior of the whole number is 1/N. His sampler (section 2.3)
draws in turn the classes of the people seen and of those unseen, the shares, the chances and alpha. It hardly moves the
unseen number while the chances stand still. Here shares and chances are integrated out for three Metropolis steps (the
unseen of one class, the order of two neighbouring classes, alpha) and then drawn anew: the same posterior, from

    (N - 1)! / prod_k u_k!  x  prod_k prod_j B(1 + x_jk, 1 + N_k - x_jk)  x  prod_{k<K} alpha B(1 + N_k, alpha + R_k)

with u_k the unseen of class k, N_k all of it, x_jk those of it on list j, and R_k everybody of the classes after k. It
may still not mix: no number is given unless the chains pass `convergence`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator, Philox
from scipy.special import betaln, gammaln

from waystation.core.prevalence.convergence import converged
from waystation.core.prevalence.subsets import Floats

CLASSES = 10
SHAPE = RATE = 0.25
CHAINS, DRAWS, WARM = 8, 5000, 1000
STEPS = (0.1, 0.5, 2.0)
"""How far a proposal goes on the log scale, in turn."""
MOST_ERROR = 0.01
"""The Monte-Carlo error of the median, as a share of the whole number, that a told number may have."""


@dataclass(frozen=True)
class Classes:
    """Draws (C, D) of the unseen number, and whether the chains agree well enough to tell it."""

    unseen: Floats
    converged: bool
    error: float


@dataclass
class State:
    """C chains: `seen` (C, W, K) people of each history by class, `unseen` (C, K), `alpha` (C,)."""

    seen: Floats
    unseen: Floats
    alpha: Floats


def classes(counts: Floats, seed: int = 0) -> Classes:
    """The posterior of one table (2^L,), by the same draws for the same seed."""
    unseen = sample(counts, Generator(Philox(key=seed, counter=[0, 0, 3, 0])))[:, WARM:]
    halves = unseen.reshape(2 * len(unseen), -1)
    error = float(np.median(halves, axis=1).std(ddof=1) / np.sqrt(len(halves)))
    exact = error <= MOST_ERROR * (counts.sum() + float(np.median(unseen)))
    return Classes(unseen, converged(np.log1p(unseen)) and bool(exact), error)


def sample(
    counts: Floats, generator: Generator, draws: int = WARM + DRAWS, chains: int = CHAINS, most: int = CLASSES
) -> Floats:
    """Draws (chains, draws) of the unseen number, from the first on; `most` classes."""
    cells = np.flatnonzero(counts)
    lists = len(counts).bit_length() - 1
    histories = np.array([[float(cell >> at & 1) for at in range(lists)] for cell in cells])
    people = counts[cells].astype(np.int64)
    state = begin(people, chains, most, generator)
    found = np.zeros((chains, draws))
    for at in range(draws):
        step = STEPS[at % len(STEPS)]
        state = grow(state, histories, step, generator)
        state = exchange(state, at % 2, generator)
        state = concentrate(state, step, generator)
        shares, chances = redraw(state, histories, generator)
        state = allot(state, people, histories, shares, chances, generator)
        found[:, at] = state.unseen.sum(axis=1)
    return found


def begin(people: np.ndarray, chains: int, most: int, generator: Generator) -> State:
    """Chains that begin apart: in each another number of classes, and unseen people from few to five times the seen."""
    shares = np.zeros((chains, len(people), most))
    for chain in range(chains):
        used = 1 + chain % most
        shares[chain, :, :used] = generator.dirichlet(np.ones(used), size=len(people))
    seen = generator.multinomial(np.broadcast_to(people, shares.shape[:2]), shares).astype(np.float64)
    unseen = np.zeros((chains, most))
    unseen[:, 0] = np.floor(people.sum() * np.geomspace(0.1, 5.0, chains))
    return State(seen, unseen, np.ones(chains))


def sticks(sizes: Floats, alpha: Floats) -> Floats:
    """Log of the shares integrated out, for classes of these sizes (C, K); shape (C,)."""
    after = sizes[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    return np.asarray(betaln(1 + sizes[:, :-1], alpha[:, None] + after).sum(axis=1))


def grow(state: State, histories: Floats, step: float, generator: Generator) -> State:
    """A step of the unseen of each class in turn, on the log scale, chances and shares integrated out.

    With t = u + a uniform number, t is multiplied by exp(step x normal): the proposal's Jacobian is the factor itself.
    """
    inside, on = state.seen.sum(axis=1), np.einsum("cwk,wj->cjk", state.seen, histories)
    unseen = state.unseen.copy()
    chains, most = unseen.shape
    normal, spread, chance = generator.standard_normal((most, chains)), *generator.random((2, most, chains))

    def weigh(at: int, some: Floats) -> Floats:
        sizes = inside + np.where(np.arange(most) == at, some[:, None], unseen)
        own = sizes[:, at, None]
        lists = betaln(1 + on[:, :, at], 1 + own - on[:, :, at]).sum(axis=1)
        return np.asarray(gammaln(sizes.sum(axis=1)) - gammaln(some + 1) + lists + sticks(sizes, state.alpha))

    for at in range(most):
        now = unseen[:, at]
        moved = np.minimum((now + spread[at]) * np.exp(step * normal[at]), 1e12)
        new = np.floor(moved)
        gain = weigh(at, new) - weigh(at, now) + np.log(np.maximum(moved, 1e-300)) - np.log(now + spread[at])
        unseen[:, at] = np.where(np.log(chance[at]) < gain, new, now)
    return replace(state, unseen=unseen)


def exchange(state: State, first: int, generator: Generator) -> State:
    """Each class from `first` on and the next change places with the odds of their shares, integrated out."""
    seen, unseen = state.seen.copy(), state.unseen.copy()
    sizes = seen.sum(axis=1) + unseen
    for at in range(first, unseen.shape[1] - 1, 2):
        swapped = sizes.copy()
        swapped[:, [at, at + 1]] = sizes[:, [at + 1, at]]
        gain = sticks(swapped, state.alpha) - sticks(sizes, state.alpha)
        go = np.log(generator.random(len(sizes))) < gain
        for each in (seen, unseen, sizes):
            each[go, ..., at : at + 2] = each[go, ..., at : at + 2][..., ::-1]
    return replace(state, seen=seen, unseen=unseen)


def concentrate(state: State, step: float, generator: Generator) -> State:
    """A step of log alpha, the shares integrated out."""
    sizes = state.seen.sum(axis=1) + state.unseen

    def weigh(alpha: Floats) -> Floats:
        prior = (SHAPE + sizes.shape[1] - 1) * np.log(alpha) - RATE * alpha
        return np.asarray(prior + sticks(sizes, alpha))

    new = np.clip(state.alpha * np.exp(2 * step * generator.standard_normal(len(sizes))), 1e-200, 1e6)
    go = np.log(generator.random(len(sizes))) < weigh(new) - weigh(state.alpha)
    return replace(state, alpha=np.where(go, new, state.alpha))


def redraw(state: State, histories: Floats, generator: Generator) -> tuple[Floats, Floats]:
    """Shares (C, K) and chances (C, L, K) given everybody's class: Beta by Beta (his steps 2 and 3)."""
    inside, on = state.seen.sum(axis=1), np.einsum("cwk,wj->cjk", state.seen, histories)
    sizes = inside + state.unseen
    after = sizes[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    broken = np.ones_like(sizes)
    broken[:, :-1] = generator.beta(1 + sizes[:, :-1], state.alpha[:, None] + after)
    left = np.cumprod(np.concatenate([np.ones((len(sizes), 1)), 1 - broken[:, :-1]], axis=1), axis=1)
    return broken * left, generator.beta(1 + on, 1 + sizes[:, None, :] - on)


def allot(
    state: State, people: np.ndarray, histories: Floats, shares: Floats, chances: Floats, generator: Generator
) -> State:
    """The class of everybody given shares and chances (his steps 1, 4 and 5). With the prior 1/N the unseen number is
    negative binomial: n people seen, each with chance 1 - rho, rho the chance to be on no list."""
    chances = np.clip(chances, 1e-300, 1 - 1e-16)
    missed = np.log1p(-chances)
    with np.errstate(divide="ignore"):
        share = np.log(shares)
    none = share + missed.sum(axis=1)
    log = none[:, None, :] + np.einsum("wj,cjk->cwk", histories, np.log(chances) - missed)
    seen = generator.multinomial(np.broadcast_to(people, log.shape[:2]), _normed(log)).astype(np.float64)
    rho = np.clip(np.exp(none).sum(axis=1), 0.0, 1 - 1e-9)
    number = generator.negative_binomial(int(people.sum()), 1 - rho)
    unseen = generator.multinomial(number, _normed(none)).astype(np.float64)
    return replace(state, seen=seen, unseen=unseen)


def _normed(log: Floats) -> Floats:
    weight = np.exp(log - log.max(axis=-1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True))
