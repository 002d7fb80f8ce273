"""`waystation start` killed at random moments of set-up: is what is left whole, and can set-up go on from it?

`python benchmarks/kill_setup.py [--rounds 10] [--json]`. A scripted administrator founds an agency on a real server and
goes on through every step. Each round sends the next form and kills the server (SIGKILL, all of its processes) after a
random time, looks at the folder it left, starts it again and goes on from there; a finished set-up begins anew in an
empty folder. Exits 1 when a round leaves half a state or cannot be gone on with.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from setting_up.hand import Hand, Server

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from tests.prepared import lay_tables  # noqa: E402

SERVICES = 300
OF_STARTS = 0.1
"""The share of rounds that cut a start short."""


def inspect() -> None:
    """In a process of its own on the folder: what is there, and every way in which it is half a state, as JSON."""
    from waystation.commands import django_ready

    django_ready()
    from setting_up import state

    print(json.dumps(state.look(SERVICES)))


def looked_at(home: Path) -> dict[str, object]:
    """What `inspect` finds in a folder nobody serves."""
    command = [sys.executable, __file__, "--inspect"]
    done = subprocess.run(
        command,
        env=os.environ | {"WAYSTATION_HOME": str(home), "DJANGO_SETTINGS_MODULE": "waystation.web.settings"},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        return {"stage": "unreadable", "wrong": [done.stderr.decode()[-400:]]}
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def one_round(server: Server, hand: Hand) -> str:
    """Send the next form, kill the server meanwhile; returns which form it was. Now and then a start is what is cut."""
    if random.random() < OF_STARTS:
        server.kill()
        server.begin()
        time.sleep(random.uniform(0.0, 2.5))
        server.kill()
        return "start"
    what, act = hand.next_act()
    sending = threading.Thread(target=hand.dare, args=(act,))
    sending.start()
    time.sleep(random.uniform(0.0, hand.usual(what) * random.choice((1, 8))))
    server.kill()
    sending.join()
    return what


def play(rounds: int) -> dict[str, object]:
    """All rounds; returns the counts."""
    killed_in, stages, wrong = Counter[str](), Counter[str](), list[str]()
    base = Path(tempfile.mkdtemp(prefix="kill-setup-"))
    houses = 0
    try:
        server, hand = new_house(base, houses)
        for number in range(1, rounds + 1):
            try:
                what = one_round(server, hand)
                found = looked_at(server.home)
                server.start()
                hand.come_back(server)
            except (AssertionError, RuntimeError, OSError) as problem:
                wrong.append(f"round {number}: could not go on: {problem}")
                break
            killed_in[what] += 1
            stages[str(found["stage"])] += 1
            wrong += [f"round {number}, killed in {what}: {one}" for one in list(found["wrong"])]  # type: ignore[call-overload]  # a list of sentences
            print(f"round {number}: killed in {what}; left: {found['stage']}; wrong: {found['wrong']}", file=sys.stderr)
            if hand.finished:
                server.kill()
                houses += 1
                server, hand = new_house(base, houses)
        server.kill()
    finally:
        shutil.rmtree(base, ignore_errors=True)
    return {
        "rounds": sum(killed_in.values()), "finished_set_ups": houses, "killed_in": dict(killed_in),
        "left": dict(stages), "half_states": len(wrong), "wrong": wrong,
    }  # fmt: skip


def new_house(base: Path, number: int) -> tuple[Server, Hand]:
    """An empty folder with a package to load, served; and a hand that has done nothing yet."""
    home = base / f"home{number}"
    package = home / "incoming" / "county"
    package.mkdir(parents=True, mode=0o700)
    (package / "organizations.csv").write_text("id,name,description\no1,Alder House,A house.\n")
    rows = "".join(f"s{n},o1,Warm beds {n},active\n" for n in range(SERVICES))
    (package / "services.csv").write_text(f"id,organization_id,name,status\n{rows}")
    lay_tables(home)  # the first start is not what is cut
    server = Server(home)
    server.start()
    hand = Hand()
    hand.come_back(server)
    return server, hand


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inspect", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inspect:
        inspect()
        return
    found = play(options.rounds)
    print(json.dumps(found) if options.json else "\n".join(f"{name:>18}  {value}" for name, value in found.items()))
    sys.exit(1 if found["half_states"] or found["rounds"] != options.rounds else 0)


if __name__ == "__main__":
    main()
