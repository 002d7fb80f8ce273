"""Each fuzz target, briefly, over random bytes and changed valid blobs (the long form runs under atheris)."""

from __future__ import annotations

import pytest

from tests.fuzz.registry import TARGETS
from tests.fuzz.target import inputs

ROUNDS = 2000


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_stranger_cannot_crash_decoder(name: str) -> None:
    target = TARGETS[name]
    accepted = sum(target.once(data) for data in inputs(target.seeds(), ROUNDS))
    assert accepted < ROUNDS


@pytest.mark.parametrize("name", sorted(set(TARGETS) - {"proof", "checkpoint", "stream_content"}))
def test_owner_can_decode_what_was_encoded(name: str) -> None:
    target = TARGETS[name]
    assert all(target.once(seed) for seed in target.seeds())
