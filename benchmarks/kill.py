"""Writers killed at random: does everything that was acknowledged survive, and is the journal whole?

`python benchmarks/kill.py [--rounds 200] [--json]`. Each round forks a process that writes capsules in deeds and says
so on a pipe after each commit; it is killed with SIGKILL after a random time. Exits 1 when an acknowledged write is
lost or the journal does not verify.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time

import ground
from django.db import connection

from waystation.foundation.audit.models import Write
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import read
from waystation.foundation.keyring.models import Capsule

CHECK_EVERY = 20


def write_for_ever(place: ground.Ground, subject: ground.Subject, pipe: int) -> None:
    """Write and acknowledge until killed: `capsule version digest`, once the commit has returned."""
    for done in ground.writes_without_end(place, subject):
        os.write(pipe, f"{done.object.hex} {done.version} {done.digest.hex()}\n".encode())


def one_round(place: ground.Ground, subject: ground.Subject) -> list[str]:
    """Fork, let it write, kill it, and return what it acknowledged."""
    connection.close()
    source, pipe = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(source)
            write_for_ever(place, subject, pipe)
        finally:
            os._exit(1)
    os.close(pipe)
    said = os.read(source, 65536)
    time.sleep(random.uniform(0.0, 0.25))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(source, 65536):
        said += more
    os.close(source)
    return said.decode().split("\n")[:-1]


def lost(said: list[str]) -> int:
    """How many acknowledged writes the journal does not know any more, or whose capsule has gone back."""
    missing = 0
    for line in said:
        name, version, digest = line.split()
        kept = Write.objects.filter(object=name, version=version).values_list("digest", flat=True).first()
        if kept is None or bytes(kept).hex() != digest:
            missing += 1
    if said:
        name, version, _ = said[-1].split()
        missing += not Capsule.objects.filter(pk=name, version__gte=version).exists()
    return missing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ground.allow_everything()
    place = ground.new_ground()
    (subject,) = ground.new_cases(place, 1)
    acknowledged = missing = broken = silent = 0
    for number in range(1, options.rounds + 1):
        said = one_round(place, subject)
        acknowledged += len(said)
        silent += not said
        missing += lost(said)
        if number % CHECK_EVERY == 0 or number == options.rounds:
            proof = verify(place.agency.pk)
            broken += not proof.ok
            print(f"round {number}: {acknowledged} acknowledged, {missing} lost, {proof.problems}", file=sys.stderr)
    read(ground.fresh_actor(place.worker), subject, {"header"}, "bench")
    found = {
        "rounds": options.rounds, "acknowledged": acknowledged, "lost": missing, "rounds_without_a_write": silent,
        "events": proof.length, "journal_broken": broken,
    }  # fmt: skip
    print(json.dumps(found) if options.json else "\n".join(f"{name:>24}  {value}" for name, value in found.items()))
    sys.exit(1 if missing or broken or silent else 0)


if __name__ == "__main__":
    main()
