"""w3m and lynx at the keyboard: a walk is said once, and typed for either.

Both read on only when a page is there, so nothing waits for a clock: w3m what was typed ahead, lynx its script. What
the screen shows is taken from the files in which the program itself saves a page.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

SECONDS = 120
PAUSE = "\x00"
"""In what is typed: from here on only when the editor is closed, since w3m forgets what was typed meanwhile."""
BACK = re.compile(rb"written.*?Viewing", re.S)


@dataclass
class Hands:
    """Somebody with a text browser: what they will type, and the pages they will have saved."""

    program: ClassVar[str | None] = None
    folder: Path
    authority: Path
    typed: list[str] = field(default_factory=list)
    pages: list[Path] = field(default_factory=list)

    def to(self, words: str) -> None:
        """Find words on the page: a button or a link that shows them is then the chosen one."""
        raise NotImplementedError

    def press(self, words: str) -> None:
        """Press the button, or follow the link, that shows these words."""
        self.to(words)
        self.enter()

    def choose(self, place: int, after: str) -> None:
        """Tick the control that is the so-many-th after a link."""
        self.step(place, after)
        self.enter()

    def step(self, place: int, after: str) -> None:
        raise NotImplementedError

    def write(self, place: int, after: str, words: str, is_long: bool = False) -> None:
        """Fill in the control that is the so-many-th after a link; `is_long` for one of several lines."""
        raise NotImplementedError

    def enter(self) -> None:
        raise NotImplementedError

    def save(self) -> None:
        """Keep the page as it is shown now."""
        raise NotImplementedError

    def leave(self) -> None:
        """Close the program."""
        raise NotImplementedError

    def go(self, address: str) -> list[str]:
        """Do all of it, from an address on; the text of each saved page. Raises TimeoutError."""
        raise NotImplementedError

    def _page(self) -> Path:
        self.pages.append(self.folder / f"page-{len(self.pages)}.txt")
        return self.pages[-1]

    def _run(self, command: list[str], typed: Sequence[str] = (), **more: str) -> list[str]:
        place = {"HOME": str(self.folder), "TERM": "vt52", "LANG": "C.UTF-8", "PATH": os.environ["PATH"], **more}
        screen = attend(command, typed, place, self.folder)
        missing = [page.name for page in self.pages if not page.exists()]
        assert not missing, f"never came to {missing}; the screen last showed: {screen[-2000:]}"
        return [page.read_text(encoding="utf-8", errors="replace") for page in self.pages]


class W3m(Hands):
    program = shutil.which("w3m")

    def to(self, words: str) -> None:
        self.typed.append(f"g/{words}\r")  # from the top, since its search goes forward only

    def enter(self) -> None:
        self.typed.append("\r")

    def step(self, place: int, after: str) -> None:
        self.to(after)
        self.typed.append("\t" * place)

    def write(self, place: int, after: str, words: str, is_long: bool = False) -> None:
        self.choose(place, after)
        if is_long:  # w3m opens an editor for several lines: here one that takes the next line prepared
            with (self.folder / "words").open("a", encoding="utf-8") as prepared:
                prepared.write(f"{words}\n")
            self.typed.append(PAUSE)
        else:
            self.typed.append(f"{words}\r")

    def save(self) -> None:
        self.typed.append(f"S{self._page().name}\r")

    def leave(self) -> None:
        self.typed.append("qy")

    def go(self, address: str) -> list[str]:
        editor, words = self.folder / "editor", self.folder / "words"
        editor.write_text(f'#!/bin/sh\nhead -n 1 "{words}" > "$1"\nsed -i 1d "{words}"\necho written\n')
        editor.chmod(0o755)
        chosen = [f"ssl_ca_file={self.authority}", f"editor={editor}", "display_image=0", "use_history=0"]
        options = [part for one in chosen for part in ("-o", one)]
        command = [str(self.program), *options, "-cookie", "-no-mouse", address]
        return self._run(command, "".join(self.typed).split(PAUSE))


class Lynx(Hands):
    program = shutil.which("lynx")
    ENTER, NEXT, CLEAR, TOP = "key ^J\n", "key <tab>\n", "key ^U\n", "key ^A\n"

    def _type(self, words: str) -> None:
        self.typed += [f"key {'<space>' if letter == ' ' else letter}\n" for letter in words]

    def to(self, words: str) -> None:
        self.typed.append(self.TOP)
        self._type(f"/{words}")
        self.enter()

    def enter(self) -> None:
        self.typed.append(self.ENTER)

    def step(self, place: int, after: str) -> None:
        self.to(after)
        self.typed += [self.NEXT] * place

    def write(self, place: int, after: str, words: str, is_long: bool = False) -> None:
        self.choose(place, after)
        self._type(words)
        self.typed.append(self.NEXT)

    def save(self) -> None:
        self._type("p")
        self.press("Save to a local")
        self.typed.append(self.CLEAR)
        self._type(self._page().name)
        self.enter()

    def leave(self) -> None:
        self._type("qy")

    def go(self, address: str) -> list[str]:
        script = self.folder / "script"
        script.write_text("".join(self.typed), encoding="utf-8")
        options = ["-accept_all_cookies", "-tna", "-nopause", f"-cmd_script={script}"]
        return self._run([str(self.program), *options, address], SSL_CERT_FILE=str(self.authority))


def attend(command: list[str], typed: Sequence[str], place: dict[str, str], folder: Path) -> str:
    """Run a program in a folder, on a terminal of its own, until it ends; what it drew. Raises TimeoutError.

    The first part of what is typed waits for a page; each other until an editor has written and the page is back.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe("/bin/sh", ["sh", "-c", 'stty rows 80 cols 80 && exec "$@"', "sh", *command], place)
    os.set_blocking(terminal, False)
    parts, waiting, drawn, until = deque(part.encode() for part in typed), b"", b"", time.monotonic() + SECONDS
    begun = 0
    try:
        while time.monotonic() < until:
            if not waiting and parts and b"Viewing" in drawn and len(BACK.findall(drawn)) >= begun:
                waiting, begun = parts.popleft(), begun + 1
            readable, writable, _ = select.select([terminal], [terminal] if waiting else [], [], 1)
            if writable:
                waiting = waiting[os.write(terminal, waiting[:200]) :]
            if readable:
                try:
                    drawn += os.read(terminal, 65536)
                except OSError:  # it closed its terminal: it has ended
                    return drawn.decode(errors="replace")
        os.kill(child, signal.SIGKILL)
        raise TimeoutError(drawn[-2000:].decode(errors="replace"))
    finally:
        os.waitpid(child, 0)
        os.close(terminal)
