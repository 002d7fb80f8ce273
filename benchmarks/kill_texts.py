"""Signed texts, out of order and each sent many times, while the server is killed: is each there, and there once?

`python benchmarks/kill_texts.py [--texts 300] [--kills 10] [--retries 10] [--json]`. A child process answers webhooks
with the WSGI application, four at a time: each text `--retries` times in random order, with forged ones, replays with
another number, and bodies of a megabyte among them. It says on a pipe what it acknowledged, and is killed with SIGKILL
at random moments; the next one gets all that was not acknowledged, and some that was. Exits 1 when a text is lost or
there twice, a retry got another answer, anything forged was taken, or the journal does not verify.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import signal
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import ground
import tips
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from waystation.care.intake.lines.models import Line
from waystation.care.intake.texting import keys
from waystation.care.intake.texting.models import Gateway, Message, Seen
from waystation.care.intake.texting.signatures import FORM, twilio_signature
from waystation.care.intake.texting.ways import Ways, place_of
from waystation.foundation import clock
from waystation.foundation.audit.selectors import verify

THREADS, SECRET, BASE = 4, "0123456789abcdef0123456789abcdef", "https://help.example.org"
SENDERS = 40


@dataclass(frozen=True)
class Sending:
    """One request: the text's number, or -1 where nothing may be taken; the answer that must come."""

    number: int
    body: bytes
    signature: str
    expected: str


def a_gateway(line: Line) -> Gateway:
    """A live gateway that only takes in."""
    Line.objects.filter(pk=line.pk).update(takes_texts=True, live=True)
    row = Gateway(line=line, kind="twilio", live=True, updated_on=clock.today())
    row.settings = keys.seal(place_of(line.pk), row.pk, Ways(secret=SECRET).to_dict())
    row.save()
    return row


def sendings(path: str, texts: int, retries: int) -> list[Sending]:
    """Everything that is sent, in random order."""
    found = []
    for number in range(texts):
        body = _body(number, number % SENDERS)
        signature = twilio_signature(SECRET, BASE + path, FORM, body)
        found += [Sending(number, body, signature, "200")] * retries
        other = _body(number, number % SENDERS + 1)
        found.append(Sending(-1, other, signature, "403"))
        found.append(Sending(-1, body + b"&x=1", signature, "403"))
    big = _body(texts, 0) + b"&y=" + b"x" * 1_000_000
    found += [Sending(-1, big, twilio_signature(SECRET, BASE + path, FORM, big), "413")] * 5
    random.shuffle(found)
    return found


def _body(number: int, sender: int) -> bytes:
    said = {"MessageSid": f"SM{number:032x}", "From": f"+1555{sender:07d}", "Body": f"text {number}", "NumMedia": "0"}
    return urlencode(said).encode()


def one_server(todo: list[Sending], path: str, killed_after: float | None) -> tuple[list[tuple[int, str]], int]:
    """Fork a server, kill it after some seconds or let it end; ([(text, its answer)], how many answers were wrong)."""
    connection.close()
    source, pipe = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(source)
            _serve(todo, path, pipe)
        finally:
            os._exit(0)
    os.close(pipe)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    said = b""
    while more := os.read(source, 65536):
        said += more
    os.waitpid(child, 0)
    os.close(source)
    lines = [json.loads(line) for line in said.decode().split("\n")[:-1]]
    return [(number, text) for number, text, fits in lines if fits and number >= 0], sum(not line[2] for line in lines)


def _serve(todo: list[Sending], path: str, pipe: int) -> None:
    application, guard, rest = get_wsgi_application(), threading.Lock(), iter(todo)

    def work() -> None:
        while True:
            with guard:
                one = next(rest, None)
            if one is None:
                return
            status, text = _ask(application, path, one)
            os.write(pipe, (json.dumps([one.number, text[:200], status == one.expected]) + "\n").encode())

    crew = [threading.Thread(target=work) for _ in range(THREADS)]
    for worker in crew:
        worker.start()
    for worker in crew:
        worker.join()


def _ask(application: Any, path: str, one: Sending) -> tuple[str, str]:
    """(status, body) of one request."""
    said: list[str] = []
    body = b"".join(application(_environ(path, one), lambda status, headers: said.append(status)))
    return said[0][:3], body.decode()


def _environ(path: str, one: Sending) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST", "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "HTTP_HOST": "localhost", "CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(one.body)),
        "HTTP_X_TWILIO_SIGNATURE": one.signature, "wsgi.input": io.BytesIO(one.body), "wsgi.url_scheme": "http",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.errors": sys.stderr,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--retries", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    settings.WAYSTATION_PUBLIC_URL = BASE
    place = ground.new_ground()
    line = tips.a_line(place)
    a_gateway(line)
    path = f"/hooks/twilio/{line.slug}/"
    everything, answers, wrong = sendings(path, given.texts, given.retries), dict[int, set[str]](), 0
    for turn in range(given.kills + 1):
        todo = [one for one in everything if one.number not in answers or random.random() < 0.1 or turn == given.kills]
        said, bad = one_server(todo, path, random.uniform(0.5, 3) if turn < given.kills else None)
        wrong += bad
        for number, text in said:
            answers.setdefault(number, set()).add(text)
    found = {
        "texts": given.texts, "requests": len(everything), "kills": given.kills, "acknowledged": len(answers),
        "stored": Message.objects.count(), "ids": Seen.objects.count(), "wrong_answers": wrong,
        "answers_that_changed": sum(len(one) > 1 for one in answers.values()), "journal_ok": verify(place.agency.pk).ok,
    }  # fmt: skip
    print(json.dumps(found) if given.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    whole = found["stored"] == found["ids"] == found["acknowledged"] == given.texts
    sys.exit(0 if whole and not wrong and not found["answers_that_changed"] and found["journal_ok"] else 1)


if __name__ == "__main__":
    main()
