"""Both public lanes walked in w3m and in lynx, over TLS with the server's own certificate authority, to the end.

From the first page to the order number, and in a new program back with it: a letter, and forgetting it there. What
was left open stays open, whatever a text browser ticks by itself.
"""

from __future__ import annotations

import re
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.serving import WAIT_SECONDS, Site
from tests.e2e.text_browsers import Hands, Lynx, W3m

NUMBER = re.compile(r"^\s*([a-z]+(?: [a-z]+){5} \d\d)\s*$", re.M)
TICKS = r"\(([ *])\)"
WORDS = {
    "en": {"on": "Go on", "send": "Send", "other": "Espa", "close": "Close and forget", "closed": "has forgotten",
           "help": "I want help", "tip": "I saw something"},
    "es": {"on": "Seguir", "send": "Enviar", "other": "English", "close": "Cerrar y olvidar", "closed": "olvid",
           "help": "Quiero ayuda", "tip": "Vi algo"},
}  # fmt: skip


class Office(Site):
    """The demo over TLS; the authority's certificate is the file that the other computers would trust."""

    @property
    def authority(self) -> Path:
        return self.home / "tls" / "ca.pem"

    def start(self) -> None:
        self.move_in()
        self.address = f"https://localhost:{self.port}"
        command = [sys.executable, "-m", "tests.e2e.office_site", str(self.port)]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until and self.server.poll() is None:
            try:
                trusted = ssl.create_default_context(cafile=str(self.authority))
                urllib.request.urlopen(f"{self.address}/robots.txt", timeout=2, context=trusted)
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise RuntimeError(f"the office did not start:\n{self.log.read_text()[-4000:]}")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    running = Office(tmp_path_factory.mktemp("office") / "home")
    try:
        running.start()
        yield running
    finally:
        running.close()


@pytest.fixture(params=[W3m, Lynx])
def program(request: pytest.FixtureRequest) -> type[Hands]:
    kind: type[Hands] = request.param
    if kind.program is None:
        name = kind.__name__.lower()
        pytest.skip(f"no text browser: {name} is absent (apt-get install {name})")
    return kind


def begin(program: type[Hands], office: Office, folder: Path, name: str) -> Hands:
    place = folder / name
    place.mkdir()
    return program(place, office.authority)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_bystander_can_tell_and_come_back(
    program: type[Hands], office: Office, lang: str, tmp_path: Path
) -> None:
    say = WORDS[lang]
    hands = begin(program, office, tmp_path, "telling")
    hands.choose(8, say["help"])
    hands.save()
    hands.press(say["on"])
    hands.choose(2, say["other"])
    hands.write(9, say["other"], "A white van each morning", is_long=True)
    hands.press(say["on"])
    hands.write(1, say["other"], "Mill Road")
    hands.press(say["on"])
    hands.write(2, say["other"], "ABC 123")
    hands.press(say["on"])
    hands.save()
    hands.press(say["send"])
    hands.save()
    hands.leave()
    first, last, done = hands.go(f"{office.address}/tell/?lang={lang}")
    assert re.findall(TICKS, first) == [" ", " ", " ", " ", "*", " ", " ", "*", " "]
    assert re.findall(TICKS, last) == [" ", " ", "*"]
    come_back(begin(program, office, tmp_path, "back"), office, lang, done)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_somebody_can_ask_for_help_and_come_back(
    program: type[Hands], office: Office, lang: str, tmp_path: Path
) -> None:
    say = WORDS[lang]
    hands = begin(program, office, tmp_path, "asking")
    hands.choose(2, say["tip"])
    hands.press(say["on"])
    hands.choose(1, say["other"])
    hands.press(say["on"])
    hands.save()
    hands.press(say["on"])
    hands.write(1, say["other"], "Robin")
    hands.press(say["send"])
    hands.save()
    hands.leave()
    reach, done = hands.go(f"{office.address}/get-help/?lang={lang}")
    assert re.findall(TICKS, reach) == [" ", " ", "*", " ", " ", "*"]  # nobody may call who was not told so
    come_back(begin(program, office, tmp_path, "back"), office, lang, done)


def come_back(hands: Hands, office: Office, lang: str, done: str) -> None:
    """With the number of a page, in a program that has no cookie: write a letter, and have all of it forgotten."""
    say, found = WORDS[lang], NUMBER.search(done)
    assert found is not None, done
    hands.write(1, say["other"], found[1], is_long=True)
    hands.press(say["on"])
    hands.write(1, say["other"], "I was there again today", is_long=True)
    hands.press(say["send"])
    hands.save()
    hands.press(say["close"])
    hands.save()
    hands.leave()
    letters, closed = hands.go(f"{office.address}/order/?lang={lang}")
    assert "I was there again today" in letters
    assert "white van" not in letters
    assert "I was there again today" not in closed
    assert say["closed"] in closed
