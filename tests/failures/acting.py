"""Run on a data folder in a process of its own: sign in, write while the computer gives out, mend it, verify."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connections
from django.test import Client

from waystation.care.intake.models import Contact
from waystation.foundation.agencies.models import Agency
from waystation.foundation.agencies.signin import factors
from waystation.foundation.audit.actions import INSTANCE_CHAIN
from waystation.foundation.audit.models import Event
from waystation.foundation.audit.selectors import verify
from waystation.foundation.keyring.models import MemberSecret

CALL = {"lane": "help", "channel": "phone", "danger": "no", "code_word": "library book", "note": "x" * 3000}
MOST = 400


def main(way: str, passphrase: str, totp: str) -> None:
    """Print what happened as JSON."""
    home = Path(settings.WAYSTATION_HOME)
    ana = Client(headers={"host": "localhost"}, raise_request_exception=False)
    ana.post("/sign-in/", {"name": "ana", "passphrase": passphrase})
    ana.post("/sign-in/code/", {"code": factors.current_code(totp)})
    told: dict[str, Any] = {"before": _take(ana)[0]}
    had, answers, mend = Contact.objects.count(), [], WAYS[way](home)
    status, page = 0, ""
    for _turn in range(MOST):
        if way == "memory":
            answer = Client(headers={"host": "localhost"}, raise_request_exception=False).post(
                "/sign-in/", {"name": "ben", "passphrase": passphrase}
            )
            status, page = answer.status_code, answer.content.decode()
        else:
            status, page = _take(ana)
        answers.append(status)
        if status not in (200, 302):
            break
    told["reading"] = ana.get("/contacts/").status_code
    mend()
    told |= {"answers": sorted(set(answers)), "failed": status, "page": page, "after": _take(ana)[0]}
    told["kept"] = Contact.objects.count() - had
    told["acknowledged"] = (0 if way == "memory" else answers.count(302)) + 1
    chains = (INSTANCE_CHAIN, *Agency.objects.values_list("pk", flat=True))
    told["journals"] = [verify(chain).problems for chain in chains]
    told["events"] = Event.objects.count()
    json.dump(told, sys.stdout)


def _take(ana: Client) -> tuple[int, str]:
    answer = ana.post(f"/contacts/new/{uuid4()}/", CALL)
    return answer.status_code, answer.content.decode()


def full(home: Path) -> Callable[[], None]:
    """Fill the disk to the last byte."""
    filler = home / "filler"
    with filler.open("wb", buffering=0) as out:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    out.write(bytes(size))
            except OSError:
                continue
    return filler.unlink


def no_inodes(home: Path) -> Callable[[], None]:
    """Use up the names that the disk can hold; files that are open go on, so what is open is closed."""
    connections.close_all()
    folder = home / "many"
    folder.mkdir()
    made = []
    try:
        for number in range(100_000):
            path = folder / str(number)
            path.touch()
            made.append(path)
    except OSError:
        pass

    def mend() -> None:
        for path in made:
            path.unlink()
        folder.rmdir()

    return mend


def read_only(home: Path) -> Callable[[], None]:
    """The file system takes nothing more."""
    connections.close_all()
    subprocess.run(["mount", "-o", "remount,ro", str(home)], check=True)

    def mend() -> None:
        connections.close_all()
        subprocess.run(["mount", "-o", "remount,rw", str(home)], check=True)

    return mend


def memory(home: Path) -> Callable[[], None]:
    """Less memory than one passphrase needs to be stretched as its verifier asks for."""
    MemberSecret.objects.update(params={"memory_kib": 262_144, "time": 3, "parallelism": 4})
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    old = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + 20_000_000, old[1]))
    return lambda: resource.setrlimit(resource.RLIMIT_AS, old)


WAYS: dict[str, Callable[[Path], Callable[[], None]]] = {
    "full": full, "no_inodes": no_inodes, "read_only": read_only, "memory": memory,
}  # fmt: skip
