"""A person at a mouse whose time is counted as people take it: reading, finding, typing, walking to the printer.

Nothing is waited for: each page and each field costs the seconds below, and what happens off the screen is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from tests.e2e.hands import Name, Pointer
from tests.e2e.words import Words

WORDS_A_SECOND = 4.0
"""Reading every word of a page, 240 a minute; adults read prose so (Brysbaert 2019: 238)."""
LETTERS_A_SECOND = 3.0
"""Typing, 36 words a minute (Dhakal et al. 2018: 52 on average; slower here, for passphrases and codes)."""
CHOICES_A_SECOND = 8.0
"""Looking through the words of a list for the one that is meant (visual search, not reading)."""
ORIENT, AIM, DECIDE = 3.0, 1.5, 3.0
"""Seconds to find one's way on a new page, to reach a control, to decide on an answer."""
LINES = """main => {
  const copy = main.cloneNode(true);
  const choices = [...copy.querySelectorAll('fieldset label')].map(label => label.textContent.trim());
  const unread = 'code, select, fieldset label, .hidden, [hidden], details > :not(summary)';
  copy.querySelectorAll(unread).forEach(e => e.remove());
  const whole = 'h1, h2, h3, p, li, dt, dd, label, legend, button, td, th, summary';
  const lines = [...copy.querySelectorAll(`${whole}, a`)].filter(e => !e.parentElement.closest('p, h3, button, td'))
    .map(e => [...e.childNodes].filter(n => n.nodeType === 3 || !n.matches?.('p, ul, ol, dl, div, h3, li'))
      .map(n => n.textContent).join(' ').replace(/\\s+/g, ' ').trim());
  return {lines, choices};
}"""
"""What a page says: its lines, and apart from them the words of its lists; what is folded away is not read, codes are
printed or copied."""


@dataclass
class Pace:
    """What time was spent on, by everybody together, in seconds."""

    spent: list[tuple[str, float]] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        """The work of all, as if nobody worked at the same time."""
        return sum(seconds for _what, seconds in self.spent) / 60

    def by_kind(self) -> dict[str, float]:
        """Minutes by what they were spent on, the longest first."""
        sums: dict[str, float] = {}
        for what, seconds in self.spent:
            sums[what] = sums.get(what, 0) + seconds / 60
        return dict(sorted(sums.items(), key=lambda pair: -pair[1]))


class Paced(Pointer):
    """Does what a Pointer does, on the clock. `at`: seconds since the day began, as this person's watch has it."""

    def __init__(self, page: Page, pace: Pace, words: Words | None = None) -> None:
        super().__init__(page, words or Words())
        self.pace = pace
        self.at = 0.0
        self.known: set[str] = set()

    def away(self, what: str, seconds: float) -> None:
        """Spend time; also on something off the screen: a printer, a phone, a walk to the next room."""
        self.at += seconds
        self.pace.spent.append((what, seconds))

    def meet(self, other: Paced) -> None:
        """Whoever comes first waits for the other."""
        self.at = other.at = max(self.at, other.at)

    def read(self) -> None:
        """Look at a page and read every line of it that this person has not read before."""
        self.away("finding one's way", ORIENT)
        said = self.page.locator("main").evaluate(LINES)
        self.away("reading", self._new(said["lines"]) / WORDS_A_SECOND)
        self.away("looking through lists", self._new(said["choices"]) / CHOICES_A_SECOND)

    def _new(self, lines: list[str]) -> int:
        fresh = set(lines) - self.known
        self.known |= fresh
        return sum(len(line.split()) for line in fresh)

    def open(self, address: str) -> None:
        """Open an address that was typed or clicked elsewhere."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"
        self.read()

    def _open(self, control: Locator) -> None:
        self.away("pressing", AIM)
        super()._open(control)
        self.read()

    def write(self, label: Name, words: str, role: str = "textbox") -> None:
        self.away("typing", AIM + len(words) / LETTERS_A_SECOND)
        super().write(label, words, role)

    def secret(self, name: str, words: str) -> None:
        """Type into a field that is found by its name, as a passphrase is."""
        self.away("typing", AIM + len(words) / LETTERS_A_SECOND)
        self.page.locator(f"input[name={name}]").fill(words)

    def choose(self, group: Name, answer: str) -> None:
        self.away("deciding", AIM + DECIDE)
        super().choose(group, answer)

    def select(self, label: Name, option: str) -> None:
        self.away("deciding", AIM + DECIDE)
        super().select(label, option)

    def tick(self, name: Name) -> None:
        self.away("deciding", AIM + DECIDE)
        super().tick(name)
