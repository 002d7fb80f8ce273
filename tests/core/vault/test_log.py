"""The Merkle log: nothing can be dropped, changed or put in between without a proof failing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waystation.core.vault import log, primitives
from waystation.core.vault.errors import Malformed, WrongKey

SEED = bytes(range(32))
PUBLIC = primitives.signing_public(SEED)
AT = datetime(2026, 3, 1, 12, 30, 1, 25, tzinfo=UTC)
SIZE = 40
LEAVES = [log.leaf_hash(bytes([n])) for n in range(SIZE)]
ROOTS = [log.root(LEAVES[:n]) for n in range(SIZE + 1)]


def recursive_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 9162 2.1.1, word for word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else log.EMPTY_ROOT
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return log._node(recursive_root(leaves[:half]), recursive_root(leaves[half:]))


@pytest.mark.parametrize("size", range(SIZE + 1))
def test_growing_tree_can_give_root_of_definition(size: int) -> None:
    assert ROOTS[size] == recursive_root(LEAVES[:size])


@pytest.mark.parametrize("size", range(1, SIZE + 1))
def test_reader_can_verify_every_proof(size: int) -> None:
    for index in range(size):
        log.verify_inclusion(LEAVES[index], index, size, log.inclusion_proof(LEAVES[:size], index), ROOTS[size])
        proof = log.consistency_proof(LEAVES[:size], index + 1)
        log.verify_consistency(index + 1, ROOTS[index + 1], size, ROOTS[size], proof)


proof_cases = st.integers(1, SIZE).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1)))


def spoiled(proof: list[bytes], at: int) -> list[list[bytes]]:
    at = at % max(1, len(proof))
    variants = [[*proof, bytes(32)], [bytes(32), *proof]]
    if proof:
        changed = bytes([proof[at][0] ^ 1]) + proof[at][1:]
        variants += [proof[:at] + proof[at + 1 :], [*proof[:at], changed, *proof[at + 1 :]]]
        variants += [[*proof[:at], proof[at][:31], *proof[at + 1 :]]]
    return variants


@given(case=proof_cases, at=st.integers(0, 10))
def test_prover_cannot_pass_spoiled_inclusion(case: tuple[int, int], at: int) -> None:
    size, index = case
    proof = log.inclusion_proof(LEAVES[:size], index)
    for bad in spoiled(proof, at):
        with pytest.raises(WrongKey):
            log.verify_inclusion(LEAVES[index], index, size, bad, ROOTS[size])
    for leaf, root in [(LEAVES[index - 1] if size > 1 else bytes(32), ROOTS[size]), (LEAVES[index], ROOTS[size - 1])]:
        with pytest.raises(WrongKey):
            log.verify_inclusion(leaf, index, size, proof, root)


@given(case=proof_cases, at=st.integers(0, 10))
def test_prover_cannot_pass_spoiled_consistency(case: tuple[int, int], at: int) -> None:
    size, earlier = case[0], case[1] + 1
    proof = log.consistency_proof(LEAVES[:size], earlier)
    for bad in spoiled(proof, at):
        with pytest.raises(WrongKey):
            log.verify_consistency(earlier, ROOTS[earlier], size, ROOTS[size], bad)
    for old, new in [(bytes(32), ROOTS[size]), (ROOTS[earlier], bytes(32)), (ROOTS[earlier - 1], ROOTS[size])]:
        with pytest.raises(WrongKey):
            log.verify_consistency(earlier, old, size, new, proof)


@given(case=proof_cases, at=st.integers(0, SIZE - 1))
def test_writer_cannot_change_or_drop_an_early_event(case: tuple[int, int], at: int) -> None:
    size, earlier = case[0], case[1] + 1
    at %= earlier
    changed = [*LEAVES[:at], log.leaf_hash(b"another"), *LEAVES[at + 1 : size]]
    dropped = LEAVES[:at] + LEAVES[at + 1 : size + 1]
    for rewritten in (changed, dropped):
        if len(rewritten) >= earlier:
            proof = log.consistency_proof(rewritten, earlier)
            with pytest.raises(WrongKey):
                log.verify_consistency(earlier, ROOTS[earlier], len(rewritten), log.root(rewritten), proof)


def test_leaf_cannot_pose_as_node() -> None:
    assert log.leaf_hash(LEAVES[0] + LEAVES[1]) != ROOTS[2]


def test_proof_cannot_be_made_for_what_is_not_there() -> None:
    for make in (
        lambda: log.inclusion_proof(LEAVES, -1),
        lambda: log.inclusion_proof(LEAVES, SIZE),
        lambda: log.inclusion_proof([], 0),
        lambda: log.consistency_proof(LEAVES, 0),
        lambda: log.consistency_proof(LEAVES, SIZE + 1),
        lambda: log.root([b"not a hash"]),
    ):
        with pytest.raises(Malformed):
            make()
    for check in (
        lambda: log.verify_inclusion(LEAVES[0], 5, 5, [], ROOTS[5]),
        lambda: log.verify_inclusion(LEAVES[0], -1, 5, [], ROOTS[5]),
        lambda: log.verify_consistency(0, ROOTS[0], 5, ROOTS[5], []),
        lambda: log.verify_consistency(6, ROOTS[6], 5, ROOTS[5], []),
        lambda: log.verify_consistency(3, ROOTS[3], 5, ROOTS[5], []),
    ):
        with pytest.raises(WrongKey):
            check()


SAID: dict[str, Any] = {"chain": UUID(int=1), "size": 500, "root": ROOTS[5], "at": AT}


def test_reader_can_verify_checkpoint_in_any_zone() -> None:
    signature = log.sign_checkpoint(SEED, **SAID)
    log.verify_checkpoint(PUBLIC, **SAID, signature=memoryview(signature))
    there = AT.astimezone(timezone(timedelta(hours=-7)))
    log.verify_checkpoint(PUBLIC, **{**SAID, "at": there}, signature=signature)


@pytest.mark.parametrize(
    "change", [{"chain": UUID(int=2)}, {"size": 501}, {"root": ROOTS[6]}, {"at": AT + timedelta(microseconds=1)}]
)
def test_database_writer_cannot_change_checkpoint(change: dict[str, Any]) -> None:
    signature = log.sign_checkpoint(SEED, **SAID)
    with pytest.raises(WrongKey):
        log.verify_checkpoint(PUBLIC, **{**SAID, **change}, signature=signature)


def test_other_key_cannot_sign_checkpoint() -> None:
    with pytest.raises(WrongKey):
        log.verify_checkpoint(PUBLIC, **SAID, signature=log.sign_checkpoint(bytes(32), **SAID))


@pytest.mark.parametrize("bad", [{"at": AT.replace(tzinfo=None)}, {"root": b""}, {"size": -1}, {"size": 2**64}])
def test_checkpoint_cannot_leave_its_range(bad: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        log.sign_checkpoint(SEED, **{**SAID, **bad})
