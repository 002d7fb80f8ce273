"""The first day, as two people walk it: a house to start, the administrator's set-up, a colleague's first contact."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.e2e.pacing import LETTERS_A_SECOND, Paced
from tests.e2e.serving import House
from waystation.foundation.agencies.signin import factors
from waystation.web.listening import LOCAL_NETWORKS, bracketed

AGENCY, PASSPHRASE, HERS = "Hollow Creek Help", "a lamp in the window", "two geese over water"
NUMBERS = {"Your own help line": "555-010-0199", "When someone answers it": "every day, 8 to 20",
           "Child protection of the county": "555-0123", "Domestic violence line": "555-0147"}  # fmt: skip
PRINTER = 35.0
"""Seconds to print a page on the desk's printer and take it."""
SECRET = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")


class Slip(NamedTuple):
    """What is printed for a newcomer: the address to open, and the code to type there."""

    place: str
    code: str


def other_address() -> str:
    """An address of this machine on a local network, "" when it has none but loopback."""
    found = {str(item[4][0]).partition("%")[0] for item in socket.getaddrinfo(socket.gethostname(), None)}
    for text in sorted(found | _routed()):
        address = ipaddress.ip_address(text)
        if not address.is_loopback and any(address in network for network in LOCAL_NETWORKS):
            return text
    return ""


def _routed() -> set[str]:
    """Addresses this machine would send from; a connected datagram socket sends nothing."""
    found = set()
    for family, far in ((socket.AF_INET, "10.255.255.255"), (socket.AF_INET6, "fd00::ffff")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((far, 9))
            except OSError:
                continue
            found.add(str(probe.getsockname()[0]))
    return found


@dataclass
class Office(House):
    """An empty folder served for this computer and, with TLS, for the others in the office."""

    other: str = ""

    def arguments(self) -> list[str]:
        hosts = ["127.0.0.1", *([self.other] if self.other else [])]
        return ["start", "--port", str(self.port), *(word for host in hosts for word in ("--host", host))]

    @property
    def from_elsewhere(self) -> str:
        """Where a colleague's computer finds it; without a second address this computer's other name."""
        return f"https://{bracketed(self.other)}:{self.port}" if self.other else f"http://127.0.0.1:{self.port}"

    def authority(self) -> Path:
        """The certificate that a colleague's computer is told to trust."""
        return self.home / "tls" / "ca.pem"

    def trusted(self) -> int:
        """Ask for the first page as a computer does that trusts this authority and no other; returns the status."""
        context = ssl.create_default_context(cafile=str(self.authority()))
        with urllib.request.urlopen(f"{self.from_elsewhere}/", context=context, timeout=20) as answer:
            return int(answer.status)


def found(admin: Paced, office: Office) -> None:
    """From the printed link to the set-up page, with an authenticator."""
    admin.away("installing and starting", 150)
    admin.open(office.first_link())
    admin.write("Name of your agency", AGENCY)
    admin.select("What it is", "Shelter")
    admin.write("County", "Alder")
    admin.write("State", "OH")
    admin.choose("Your word for the people you serve", "survivor")
    admin.write("Your name", "Mara")
    admin.write("Your sign-in name", "mara")
    admin.secret("new", PASSPHRASE)
    admin.secret("again", PASSPHRASE)
    admin.press("Make the agency")
    authenticator(admin)


def authenticator(person: Paced) -> None:
    """Join a code app on the phone, then print the codes."""
    found = SECRET.search(person.page.locator("main").inner_text())
    assert found, person.page.url
    person.away("phone", 45)
    person.secret("code", factors.current_code(found.group().replace(" ", "")))
    person.press("Finish and sign in")
    assert "Recovery code" in person.page.locator("main").inner_text()
    person.away("printer", PRINTER)
    person.press("I have them on paper")


def keep_envelope(admin: Paced) -> None:
    """Print both codes, then type one group back."""
    codes = admin.page.locator("code.code").all_inner_texts()
    assert [len(code.split("-")) for code in codes] == [7, 7]
    admin.away("printer", PRINTER)
    admin.follow("I have it on paper")
    said = admin.page.locator("main").inner_text()
    assert not any(code in said for code in codes)
    number = re.search(r"group number (\d+)", said)
    assert number
    admin.write("That group of four", codes[0].split("-")[int(number[1]) - 1])
    admin.press("It is on paper")


def make_teams(admin: Paced) -> None:
    assert admin.page.get_by_label("Who answers first").input_value() == "Intake desk"
    admin.press("Make these teams")


def invite(admin: Paced) -> Slip:
    """A slip for a hotline advocate at the intake desk."""
    admin.follow("Invite someone")
    admin.write("Name", "Tess")
    admin.write("Sign-in name", "tess")
    admin.choose("Role", re.compile("Hotline advocate"))
    admin.tick("Intake desk")
    admin.press("Make the slip")
    place, code = (admin.page.locator("main code").nth(n).inner_text() for n in (0, 1))
    admin.away("printer", PRINTER)
    return Slip(place, code)


def back_at_the_desk(admin: Paced) -> None:
    """The slip is handed over."""
    admin.press("I have it on paper")
    admin.open("/set-up/people/")
    admin.press("These are all for now")


def desk(admin: Paced) -> None:
    """What the desk speaks, gives out and must report."""
    admin.tick("English")
    admin.tick("Spanish")
    admin.press("Keep and go on")
    for label, text in NUMBERS.items():
        admin.write(label, text)
    admin.press("Keep and go on")
    assert "Have counsel review" in admin.page.locator("main").inner_text()
    admin.press("Keep and go on")


def the_house(admin: Paced) -> None:
    """Directory, backups, where it runs, and the last page."""
    admin.press("Start empty")
    admin.press("I know where they go")
    admin.choose("Where will people use it?", re.compile("other computers"))
    admin.press("Keep and go on")
    assert "Hotline advocate" in admin.page.locator("main").inner_text()
    admin.press("Set-up is done")
    assert admin.page.url.endswith("/today/")


def join(colleague: Paced, slip: Slip) -> None:
    """The slip on another computer: own keys, own authenticator, then the wait."""
    colleague.away("trusting the server once", 90)
    colleague.away("typing", len(slip.place) / LETTERS_A_SECOND)
    colleague.open(slip.place)
    colleague.write("Code on your slip", slip.code)
    colleague.secret("new", HERS)
    colleague.secret("again", HERS)
    colleague.press("Make my keys")
    colleague.write("Sign-in name", "tess")
    colleague.secret("passphrase", HERS)
    colleague.press("Next: your code")
    authenticator(colleague)
    assert "Wait for Mara to let you in" in colleague.page.locator("main").inner_text()


def admit(admin: Paced) -> None:
    admin.open("/people/")
    admin.press("Let Tess in")


def first_contact(colleague: Paced) -> None:
    """A call, taken and ended."""
    colleague.follow("Look again")
    colleague.follow("Take a contact")
    assert "555-0123" in colleague.page.locator("main").inner_text()
    colleague.choose("How do they reach us?", "Phone call")
    colleague.choose("What is it about?", colleague.words.code("lane", "help"))
    colleague.choose("Immediate danger", colleague.words.code("danger", "no"))
    colleague.select("Language they prefer", colleague.words.code("language", "spa"))
    colleague.write("A note, if you need one", "Wants to know where to sleep tonight.")
    colleague.press("Save and keep it open")
    assert "/contacts/" in colleague.page.url
