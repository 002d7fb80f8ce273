"""The engine `fast` against NumPy: the same choice, numbers within 1e-9, and the same bits again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest

from tests.core.prevalence.conftest import THREE, sparse
from waystation.core.prevalence import engines, panel
from waystation.core.prevalence.engines import FAST, choose
from waystation.core.prevalence.resampling import draw
from waystation.core.prevalence.simulate import Scenario

numba = pytest.mark.skipif(find_spec("numba") is None, reason="numba, the extra `fast`, is not installed")
LEANING = Scenario("leaning", 4000, (0.05, 0.1, 0.15, 0.08, 0.04), leanings={(0, 1): 1.4, (1, 4): -2.5, (2, 3): 0.8})


@numba
@pytest.mark.parametrize(
    "tables",
    [
        pytest.param(np.concatenate(list(draw(LEANING.draw(1, 2)[0], 1000, 5))), id="replicates"),
        pytest.param(sparse(300, 4, 11).astype(float), id="sparse tables, many without an estimate"),
        pytest.param(sparse(60, 6, 12).astype(float), id="sparse tables of six lists"),
        pytest.param(np.concatenate(list(draw(THREE.counts, 300, 5))), id="three lists"),
        pytest.param(LEANING.draw(4, 9).astype(float) * 400, id="tails that underflow"),
    ],
)
def test_the_two_engines_agree(tables: np.ndarray) -> None:
    ours, fast = choose(tables), choose(tables, FAST)
    assert (ours.pairs == fast.pairs).all()
    assert (np.isnan(ours.unseen) == np.isnan(fast.unseen)).all()
    assert fast.unseen == pytest.approx(ours.unseen, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("engine", ["numpy", pytest.param(FAST, marks=numba)])
def test_each_engine_gives_the_same_bits_with_one_thread_and_with_two(engine: str) -> None:
    chunks = list(draw(LEANING.draw(1, 2)[0], 3000, 7))
    alone = [choose(each, engine).unseen.tobytes() for each in chunks]
    with ThreadPoolExecutor(2) as pool:
        together = [found.unseen.tobytes() for found in pool.map(lambda each: choose(each, engine), chunks)]
    assert alone == together


@numba
def test_a_panel_by_the_fast_engine_gives_the_same_panel() -> None:
    one, two = (panel(THREE, methods=["stepwise"], replicates=500, engine=engine) for engine in engines.ENGINES)
    for ours, fast in zip(one.estimates, two.estimates, strict=True):
        assert (fast.lo, fast.hi) == pytest.approx((ours.lo, ours.hi), rel=1e-9)


def test_without_numba_the_fast_engine_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(ValueError, match="needs numba"):
        panel(THREE, engine=FAST)


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(ValueError, match="no engine is called abacus"):
        panel(THREE, engine="abacus")
