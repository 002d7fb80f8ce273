"""What sealing costs, as ratios: each figure is set against a plain baseline of the same run, best of five rounds.

`python benchmarks/vault.py [--rows N] [--json]`
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import time
from collections.abc import Callable
from uuid import UUID, uuid4

from waystation.core.vault import envelope, keys, log, stream
from waystation.core.vault.stretch import StretchParams, stretch

AGENCY = UUID(int=1)
HEADER = {"alias": "KESTREL-41", "stage_words": "Looking for a safe place", "kind": "labor", "language": "es"}


def place(row: UUID) -> envelope.Context:
    return envelope.Context("keyring_capsule", f"body/case/{row.hex}", row, AGENCY, "header", 1, 1, 1)


def cost(work: Callable[[], object], rounds: int = 5) -> float:
    """CPU seconds of the fastest round."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def capsules(count: int) -> dict[str, float]:
    """Open `count` header capsules, each behind a wrapped key of its own, against json.loads of the same texts."""
    team = keys.TeamSecret.generate(uuid4(), 1)
    rows = []
    for number in range(count):
        row, key = uuid4(), keys.new_key()
        sealed = envelope.seal_json(key, {**HEADER, "n": number}, place(row))
        rows.append((row, team.wrapper.wrap(key, row.bytes), sealed))
    texts = [json.dumps({**HEADER, "n": number}) for number in range(count)]

    def open_all() -> None:
        wrapper = keys.Wrapper(team.wrap)
        for row, key, blob in rows:
            envelope.open_json(wrapper.unwrap(key, row.bytes), blob, place(row))

    plain = cost(lambda: [json.loads(text) for text in texts])
    opened = cost(open_all)
    sealed = cost(lambda: [envelope.seal_json(team.wrap, HEADER, place(row)) for row, _, _ in rows], 2)
    digests = cost(lambda: [envelope.digest(blob) for _, _, blob in rows])
    return {
        "open_ms": opened * 1e3, "json_ms": plain * 1e3, "open_per_json": opened / plain,
        "seal_per_json": sealed / plain, "digest_per_json": digests / plain,
    }  # fmt: skip


def files(size: int) -> dict[str, float]:
    """Seal and open one file in memory, against SHA-256 of the same bytes."""
    key, where, clear = keys.new_key(), place(uuid4()), bytes(size)

    def seal() -> bytes:
        out = io.BytesIO()
        stream.encrypt_stream(key, io.BytesIO(clear), out, where)
        return out.getvalue()

    blob = seal()
    hashing = cost(lambda: hashlib.sha256(clear).digest(), 3)
    opening = cost(lambda: stream.decrypt_stream(key, io.BytesIO(blob), io.BytesIO(), where), 3)
    return {"file_seal_per_sha256": cost(seal, 3) / hashing, "file_open_per_sha256": opening / hashing}


def rest(count: int) -> dict[str, float]:
    """A Merkle root over `count` events against one SHA-256 each; sealed boxes; one passphrase."""
    events = [number.to_bytes(32, "big") for number in range(count)]
    hashing = cost(lambda: [hashlib.sha256(event).digest() for event in events], 3)
    merkle = cost(lambda: log.root(log.leaf_hash(event) for event in events), 3)
    private = keys.new_key()
    boxes = [keys.seal_to(keys.exchange_public(private), private, b"grant") for _ in range(200)]
    opening = cost(lambda: [keys.open_sealed(private, box, b"grant") for box in boxes], 3)
    start = time.perf_counter()
    stretch("correct horse battery staple", bytes(16), StretchParams())
    passphrase = time.perf_counter() - start
    return {
        "merkle_per_sha256": merkle / hashing,
        "box_open_per_sha256": opening / len(boxes) / (hashing / count),
        "passphrase_ms": passphrase * 1e3,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="how many capsules to open")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    said = parser.parse_args()
    figures = {"rows": said.rows, **capsules(said.rows), **files(32 * 1024 * 1024), **rest(said.rows)}
    if said.json:
        print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value:10.2f}")


if __name__ == "__main__":
    main()
