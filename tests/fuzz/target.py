"""What a fuzz target is: a function that must only ever raise its own family of errors, and blobs to start from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """`run` takes any bytes and may raise `allowed` only; `seeds` gives valid inputs to mutate."""

    run: Callable[[bytes], object]
    allowed: type[Exception] | tuple[type[Exception], ...]
    seeds: Callable[[], list[bytes]]

    def once(self, data: bytes) -> bool:
        """Feed one input; True when it was accepted, False when it was refused properly."""
        try:
            self.run(data)
        except self.allowed:
            return False
        return True


def inputs(seeds: list[bytes], count: int, seed: int = 0) -> Iterator[bytes]:
    """`count` inputs, the same for the same seed: random bytes and valid blobs changed, cut, grown or joined."""
    dice = random.Random(seed)
    for _ in range(count):
        data = bytearray(dice.choice(seeds)) if seeds and dice.random() < 0.85 else bytearray()
        if not data:
            yield dice.randbytes(dice.choice((0, 1, 2, 17, 64, 300, 1100)))
            continue
        for _ in range(dice.choice((1, 1, 1, 2, 5))):
            _mutate(data, dice, seeds)
        yield bytes(data)


def _mutate(data: bytearray, dice: random.Random, seeds: list[bytes]) -> None:
    at = dice.randrange(len(data) + 1)
    match dice.randrange(6):
        case 0 if at < len(data):
            data[at] ^= 1 << dice.randrange(8)
        case 1 if at < len(data):
            data[at] = dice.choice((0, 1, 2, 127, 128, 255))
        case 2:
            del data[at:]
        case 3:
            data[at:at] = dice.randbytes(dice.randrange(1, 9))
        case 4:
            del data[at : at + dice.randrange(1, 40)]
        case _:
            data[at:] = dice.choice(seeds)[at:]
