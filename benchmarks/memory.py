"""Resident memory of `waystation start`: at rest, when each page was seen once, and after a scripted day's work.

`python benchmarks/memory.py [--hours 8] [--people 8] [--json]`. The real command on SQLite with real key stretching; a
folder of its own. In each hour every one of the people reads Today, their cases and one case, searches cases and
services, writes a note; once an hour somebody opens a case, and once somebody's screen locks and is unlocked with the
passphrase. Figures are MB of all processes of the command: RSS, and PSS, which counts a shared page once. Goals: at
most 250 MB, and growth over the day below 10 % of what it was when each page had been seen.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

os.environ["DJANGO_SETTINGS_MODULE"] = "waystation.web.settings"

import ground
import serving

from waystation.care.cases.actions import open_case
from waystation.foundation.keyring.actions.members import enrol_member
from waystation.foundation.keyring.actions.teams import add_to_team

TOKEN = "a" * 32
WORDS = ("emergency shelter", "abogado", "herron 12", "food tonight", "teal 9", "clinic")
CASES = 25
"""Open cases of each person when the day begins."""


class Person:
    """A browser with an open session: gets pages, sends forms, keeps its cookies."""

    def __init__(self, port: int, cookies: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.jar = dict(item.split("=", 1) for item in cookies.split("; ")) | {"__Host-c": TOKEN}
        self.case = ""

    def ask(self, path: str, *wanted: int, **fields: str) -> str:
        """One page, or one form sent; the answer's text. Raises SystemExit on an answer that is not `wanted`."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        heads = {"Cookie": cookies, "Host": "localhost", "Connection": "close"}
        body = urlencode(fields | {"csrfmiddlewaretoken": self.jar["__Host-c"]}) if fields else None
        if body:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request("POST" if body else "GET", path, body, heads)
        answer = self.line.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.jar[name] = value
        if answer.status not in (wanted or (200,)):
            raise SystemExit(f"{path} answered {answer.status}")
        return text

    def hour(self, number: int) -> int:
        """One hour of ordinary work; returns how many requests it took."""
        self.ask("/today/")
        if not self.case:
            found = re.findall(r'href="(/cases/[0-9a-f-]{36}/)"', self.ask("/cases/"))
            self.case = found[number % len(found)]
        for path in ("", "plan/", "notes/", "safe-contact/"):
            self.ask(self.case + path)
        self.ask(f"{self.case}notes/", 302, text=f"Called back as agreed, hour {number}.")
        self.ask("/cases/search/", q=WORDS[number % len(WORDS)])
        self.ask("/directory/", q=WORDS[(number + 1) % len(WORDS)])
        self.ask("/cases/")
        return 9

    def opens_a_case(self, number: int, member: str) -> int:
        told = {"alias": f"CRANE-{number + 10}", "kind_of_trafficking": "labor", "stage": "intake", "assignee": member}
        self.ask("/cases/new/", 302, **told, how="not_asked")
        return 1

    def locks_and_comes_back(self) -> int:
        self.ask("/lock/", 302, leave="now")
        self.ask("/unlock/", 302, passphrase=ground.PASSPHRASE, next="/today/")
        self.ask("/today/")
        return 3


def memory(pid: int) -> dict[str, float]:
    """MB of a process and all that it started: RSS, PSS, and the highest RSS there ever was."""
    total = {"rss_mb": 0.0, "pss_mb": 0.0, "peak_mb": 0.0}
    for process in [pid, *serving.children_of(pid)]:
        roll = Path(f"/proc/{process}/smaps_rollup").read_text() + Path(f"/proc/{process}/status").read_text()
        for name, word in (("rss_mb", "Rss"), ("pss_mb", "Pss"), ("peak_mb", "VmHWM")):
            found = re.search(rf"^{word}:\s+(\d+) kB", roll, re.M)
            total[name] += int(found[1]) / 1024 if found else 0
    return total


def crew(place: ground.Ground, count: int) -> list[ground.Keyring]:
    """The worker of the ground and colleagues of the same team."""
    admin = ground.keyring(ground.Member.objects.get(agency=place.agency, role="administrator"))
    rings = [place.worker]
    for number in range(1, count):
        made = enrol_member(
            admin, role="case_manager", passphrase=ground.PASSPHRASE,
            sign_in_name=f"colleague-{number}", display_name=f"Colleague {number}",
        )  # fmt: skip
        add_to_team(admin, place.team, made.member)
        rings.append(ground.keyring(made.member))
    return rings


def day(port: int, pid: int, rings: list[ground.Keyring], hours: int) -> dict[str, float]:
    """The day, and what it left behind."""
    found = {f"rest_{name}": value for name, value in memory(pid).items()}
    people = [Person(port, ground.cookies(ground.signed_in(ring))) for ring in rings]
    requests = 0
    for number in range(hours + 1):
        if number == 1:  # hour 0 has seen each page
            found |= {f"seen_{name}": value for name, value in memory(pid).items()}
        for turn, person in enumerate(people):
            requests += person.hour(number + turn)
        who = number % len(people)
        requests += people[who].opens_a_case(number, str(rings[who].member.pk))
        requests += people[who].locks_and_comes_back()
    found |= {f"day_{name}": value for name, value in memory(pid).items()}
    for since in ("rest", "seen"):
        found[f"growth_since_{since}_percent"] = (found["day_rss_mb"] / found[f"{since}_rss_mb"] - 1) * 100
    return found | {"requests": requests}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=int, default=8)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    place = ground.new_ground()
    rings = crew(place, options.people)
    for number in range(CASES * len(rings)):
        ring, alias = rings[number % len(rings)], ground.header(number)["alias"]
        open_case(ground.fresh_actor(ring), alias=alias, assignee=ring.member, team=place.team)
    port = serving.free_port()
    command = [sys.executable, "-m", "waystation.cli", "start", "--port", str(port)]
    child = subprocess.Popen(command, start_new_session=True)
    try:
        serving.wait_for(port, child)
        found = day(port, child.pid, rings, options.hours)
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait(30)
    print(
        json.dumps(found) if options.json else "\n".join(f"{name:>26}  {value:,.1f}" for name, value in found.items())
    )


if __name__ == "__main__":
    main()
