"""Proving a long journal: N events with one write each, made as fast as the code allows, then verified in one pass.

`python benchmarks/journal.py [--events 100000] [--json]`; the baseline is hashing the same number of 250-byte blocks.
Goal: a million events in at most 15 s, so 66,667 a second.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
import uuid
from hashlib import sha256

import ground
from django.core.management import call_command
from django.db import transaction

from waystation.core.vault import log
from waystation.core.vault.certificate import root_public
from waystation.foundation.audit import checkpoints, seals
from waystation.foundation.audit.canon import GENESIS, event_hash
from waystation.foundation.audit.models import Checkpoint, Event, Head, Write
from waystation.foundation.audit.selectors import verify

BATCH = 5000
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def fill(chain: uuid.UUID, count: int) -> None:
    """A chain as `append` would have made it, in bulk."""
    previous, peaks, thing, detail = GENESIS, checkpoints.Peaks(), uuid.uuid4(), bytes(340)
    seed, key = checkpoints.server_seed(), seals.sealing_key()
    for start in range(1, count + 1, BATCH):
        events, points = [], []
        for seq in range(start, min(start + BATCH, count + 1)):
            at, writes = AT + dt.timedelta(seconds=seq), [(thing, seq, sha256(bytes([seq % 256])).digest())]
            digest = event_hash(previous, chain, seq, at, "case.changed", thing, thing, detail, writes)
            words = {"chain": chain, "seq": seq, "at": at, "verb": "case.changed", "actor": thing, "subject": thing}
            words |= {"detail": detail, "previous": previous, "hash": digest, "seal": seals.seal(key, digest)}
            events.append((Event(**words), writes))
            peaks.append(log.leaf_hash(digest))
            if seq % checkpoints.EVERY == 0:
                signature = log.sign_checkpoint(seed, chain, seq, peaks.root(), at)
                place = {"chain": chain, "size": seq, "root": peaks.root(), "peaks": peaks.packed(), "at": at}
                points.append(Checkpoint(**place, signer=root_public(seed), signature=signature))
            previous = digest
        with transaction.atomic():
            Event.objects.bulk_create([event for event, _ in events])
            Write.objects.bulk_create(
                Write(event=event, object=item, version=version, digest=digest)
                for event, writes in events
                for item, version, digest in writes
            )
            Checkpoint.objects.bulk_create(points)
    Head.objects.create(chain=chain, seq=count, hash=previous)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    chain = uuid.uuid4()
    fill(chain, options.events)
    start = time.process_time()
    for number in range(options.events):
        sha256(number.to_bytes(250, "big")).digest()
    plain = time.process_time() - start
    wall, start = time.perf_counter(), time.process_time()
    proof = verify(chain)
    seconds, wall = time.process_time() - start, time.perf_counter() - wall
    found = {
        "events": proof.length, "ok": proof.ok, "cpu_seconds": round(seconds, 2), "wall_seconds": round(wall, 2),
        "events_per_cpu_second": round(proof.length / seconds), "ratio_to_plain_hashing": round(seconds / plain, 1),
        "a_million_takes_seconds": round(seconds * 1e6 / proof.length, 1),
    }  # fmt: skip
    print(json.dumps(found) if options.json else "\n".join(f"{name:>24}  {value}" for name, value in found.items()))


if __name__ == "__main__":
    assert ground.PASSPHRASE  # the ground chose folder and settings before Django was set up
    main()
