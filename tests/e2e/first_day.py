"""The first day, as two people walk it: a house to start, the administrator's set-up, a colleague's first contact."""

from __future__ import annotations

import array
import fcntl
import ipaddress
import re
import socket
import ssl
import struct
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.e2e.going import Going
from tests.e2e.pacing import LETTERS_A_SECOND
from tests.e2e.serving import House
from waystation.foundation.agencies.models import Agency, AgencySettings
from waystation.foundation.agencies.roles import role
from waystation.foundation.agencies.signin import factors
from waystation.web.listening import LOCAL_NETWORKS, bracketed

AGENCY, PASSPHRASE, HERS = "Hollow Creek Help", "a lamp in the window", "two geese over water"
NUMBERS = {"Your own help line": "555-010-0199", "When someone answers it": "every day, 8 to 20",
           "Child protection of the county": "555-0123", "Domestic violence line": "555-0147"}  # fmt: skip
PRINTER = 35.0
"""Seconds to print a page on the desk's printer and take it."""
NOTE = "Wants to know where to sleep tonight."
SECRET = re.compile(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}")


LIST_ADDRESSES, ROW, MOST_ADDRESSES = 0x8912, struct.Struct("16s4x4s16x"), 64
"""The ioctl SIOCGIFCONF and its struct ifreq: a name, a family and port, the address."""


class Slip(NamedTuple):
    """What is printed for a newcomer: the address to open, and the code to type there."""

    place: str
    code: str


def other_address() -> str:
    """An IPv4 address of this machine on a local network, "" when it has none but loopback."""
    for text in sorted(_addresses()):
        address = ipaddress.ip_address(text)
        if not address.is_loopback and any(address in network for network in LOCAL_NETWORKS):
            return text
    return ""


def _addresses() -> set[str]:
    """Asked of the kernel, further addresses of loopback among them: a look-up by name could ask another computer."""
    room = array.array("B", bytes(ROW.size * MOST_ADDRESSES))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        asked = struct.pack("iP", len(room), room.buffer_info()[0])
        (length,) = struct.unpack_from("i", fcntl.ioctl(control, LIST_ADDRESSES, asked))
    return {socket.inet_ntoa(number) for _name, number in ROW.iter_unpack(room.tobytes()[:length])}


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
        with urllib.request.urlopen(f"{self.from_elsewhere}/", context=context, timeout=60) as answer:
            return int(answer.status)


def found(admin: Going, office: House) -> None:
    """From the printed link to the envelope, with an authenticator."""
    w = admin.words
    admin.away("installing and starting", 150)
    admin.open(office.first_link() + ("" if w.lang == "en" else f"?lang={w.lang}"))
    admin.write(w("Name of your agency"), AGENCY)
    admin.select(w("What it is"), w(str(Agency.Kind.SHELTER.label)))
    admin.write(w("County"), "Alder")
    admin.write(w("State"), "OH")
    admin.choose(w("Your word for the people you serve"), w("survivor"))
    admin.write(w("Your name"), "Mara")
    admin.write(w("Your sign-in name"), "mara")
    admin.secret("new", PASSPHRASE)
    admin.secret("again", PASSPHRASE)
    admin.press(w("Make the agency"))
    authenticator(admin)


def authenticator(person: Going) -> None:
    """Join a code app on the phone, then print the codes."""
    w = person.words
    found = SECRET.search(said(person))
    assert found, person.page.url
    person.away("phone", 45)
    person.secret("code", factors.current_code(found.group().replace(" ", "")))
    person.press(w("Finish and sign in"))
    assert w("Recovery code") in said(person)
    person.away("printer", PRINTER)
    person.press(w("I have them on paper"))


def said(person: Going) -> str:
    """The words of the page."""
    return person.page.locator("main").inner_text()


def keep_envelope(admin: Going) -> None:
    """Print both codes, then type one group back."""
    w = admin.words
    codes = admin.page.locator("code.code").all_inner_texts()
    assert [len(code.split("-")) for code in codes] == [7, 7]
    admin.away("printer", PRINTER)
    admin.follow(w("I have it on paper"))
    assert not any(code in said(admin) for code in codes)
    number = admin.page.locator("[data-group]").get_attribute("data-group")
    assert number
    admin.write(w("That group of four"), codes[0].split("-")[int(number) - 1])
    admin.press(w("It is on paper"))


def make_teams(admin: Going) -> None:
    """Those that were suggested."""
    w = admin.words
    assert admin.page.locator("input[name=intake]").input_value() == w("Intake desk")
    admin.press(w("Make these teams"))


def invite(admin: Going) -> Slip:
    """A slip for a hotline advocate at the intake desk."""
    w = admin.words
    answers = role("hotline_advocate")
    admin.follow(w("Invite someone"))
    admin.write(w("Name"), "Tess")
    admin.write(w("Sign-in name"), "tess")
    admin.choose(w("Role"), f"{answers.label(w.lang)}: {answers.sentence(w.lang)}")
    admin.tick(w("Intake desk"))
    admin.press(w("Make the slip"))
    place, code = (admin.page.locator("main code").nth(n).inner_text() for n in (0, 1))
    admin.away("printer", PRINTER)
    return Slip(place, code)


def back_at_the_desk(admin: Going) -> None:
    """The slip is handed over."""
    w = admin.words
    admin.press(w("I have it on paper"))
    admin.open("/set-up/people/")
    admin.press(w("These are all for now"))


def desk(admin: Going) -> None:
    """What the desk speaks, gives out and must report."""
    w = admin.words
    admin.tick(w.code("language", "eng"))
    admin.tick(w.code("language", "spa"))
    admin.press(w("Keep and go on"))
    for label, text in NUMBERS.items():
        admin.write(w(label), text)
    admin.press(w("Keep and go on"))
    assert w("Have counsel review") in said(admin)
    admin.press(w("Keep and go on"))


def the_house(admin: Going) -> None:
    """Directory, backups, where it runs, and the last page."""
    w = admin.words
    admin.press(w("Start empty"))
    admin.press(w("I know where they go"))
    admin.choose(w("Where will people use it?"), w(str(AgencySettings.Place.OFFICE.label)))
    admin.press(w("Keep and go on"))
    assert role("administrator").label(w.lang) in said(admin)
    admin.press(w("Set-up is done"))
    assert admin.page.url.endswith("/today/")


def join(colleague: Going, slip: Slip) -> None:
    """The slip on another computer: own keys, own authenticator, then the wait."""
    w = colleague.words
    colleague.away("trusting the server once", 90)
    colleague.away("typing", len(slip.place) / LETTERS_A_SECOND)
    colleague.open(slip.place)
    colleague.write(w("Code on your slip"), slip.code)
    colleague.secret("new", HERS)
    colleague.secret("again", HERS)
    colleague.press(w("Make my keys"))
    colleague.write(w("Sign-in name"), "tess")
    colleague.secret("passphrase", HERS)
    colleague.press(w("Next: your code"))
    authenticator(colleague)
    assert w("Wait for %(by)s to let you in", by="Mara") in said(colleague)


def admit(admin: Going) -> None:
    """The colleague came over and said so."""
    admin.open("/people/")
    admin.press(admin.words("Let %(name)s in", name="Tess"))


def first_contact(colleague: Going) -> None:
    """A call, taken and kept."""
    w = colleague.words
    colleague.follow(w("Look again"))
    colleague.follow(w("Take a contact"))
    assert NUMBERS["Child protection of the county"] in said(colleague)
    colleague.choose(w("How do they reach us?"), w.code("channel", "phone"))
    colleague.choose(w("What is it about?"), w.code("lane", "help"))
    colleague.choose(w("Immediate danger"), w.code("danger", "no"))
    colleague.select(w("Language they prefer"), w.code("language", "spa"))
    colleague.write(w("A note, if you need one"), NOTE)
    colleague.press(w("Save and keep it open"))
    assert "/contacts/" in colleague.page.url
