"""Which tips speak of the same thing: plates, phones, adverts and places made comparable, and why a pair is shown.

Pure and in memory: it sees opened tips for the length of one page, and nothing of it is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

MOST_SHARED = 12
"""A trait that more tips than this have says nothing about a pair (a bus station, a big advert site)."""
KINDS = ("vehicle", "phone", "advert", "place")
_LOOKALIKES = str.maketrans("OIQ", "010")
_CAR_WORDS = frozenset("THE WITH AND VAN CAR BUS SUV FORD AUTO CARRO OHIO RED BLUE GREY GRAY ROJO AZUL FROM".split())  # noqa: SIM905
_PHONE = re.compile(r"(?:\+|00)?[\d(][\d\s().\-/x]{5,20}\d")
_LINK = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:[:/?#][^\s,;]*)?", re.I)
_NUMBERED = re.compile(r"\b(?:id|ad|no|nr|ref|post|anuncio|listing)\s*[:#.]?\s*(\d{5,})\b|\b(\d{7,})\b", re.I)
_NOISE_WORDS = """the a an of at on in by near next to behind opposite outside inside and or el la los las de del en un
una junto cerca detras frente calle street st road rd avenue ave av drive dr lane ln highway hwy route us"""
_PLACE_NOISE = frozenset(_NOISE_WORDS.split())


@dataclass(frozen=True)
class Trait:
    """One comparable thing of a tip: what kind, its normal form, and the words it was read from."""

    kind: str
    key: str
    said: str


@dataclass(frozen=True)
class Suggestion:
    """Two tips that share something, with everything they share; the more, and the rarer, the higher."""

    first: UUID
    second: UUID
    shared: tuple[Trait, ...]

    @property
    def weight(self) -> int:
        return sum({"vehicle": 4, "phone": 4, "advert": 3, "place": 1}[trait.kind] for trait in self.shared)


def traits_of(answers: Mapping[str, str]) -> set[Trait]:
    """Everything comparable in one tip. Only the fields for it are read, so that prose gives no false plate."""
    found = {Trait("vehicle", key, key) for key in plates(answers.get("vehicle", ""))}
    found |= {Trait("phone", key, key) for key in phones(answers.get("phone", ""))}
    found |= {Trait("advert", key, key) for key in adverts(answers.get("advert", ""))}
    place = answers.get("place", "")
    found |= {Trait("place", key, place.strip()) for key in [place_key(place)] if key}
    return found


def plates(text: str) -> set[str]:
    """Number plates: 5 to 8 letters and digits together, without blanks, dots and hyphens; O is 0 and I is 1.

    A plate may be written in up to four groups; a word of five letters or more, or one for a car, is no part of it.
    """
    found = set()
    for run in re.split(r"[^A-Z0-9 .-]+", _plain(text).upper()):
        groups = [group for group in re.split(r"[ .-]+", run) if group]
        for i in range(len(groups)):
            for j in range(i + 1, min(i + 4, len(groups)) + 1):
                taken = groups[i:j]
                if any(group in _CAR_WORDS or (len(group) > 4 and group.isalpha()) for group in taken):
                    break
                joined = "".join(taken)
                if 5 <= len(joined) <= 8 and not joined.isalpha() and not joined.isdigit():
                    found.add(joined.translate(_LOOKALIKES))
    return found


def phones(text: str) -> set[str]:
    """Phone numbers, however written: the digits without the country code of North America, seven at least."""
    found = set()
    for match in _PHONE.findall(text):
        head = match.partition("x")[0]
        digits = re.sub(r"\D", "", head).removeprefix("00")
        if len(digits) == 11 and digits.startswith("1"):
            digits = digits[1:]
        if 7 <= len(digits) <= 15:
            found.add(digits)
    return found


def adverts(text: str) -> set[str]:
    """Addresses of adverts without scheme, www, query and closing slash, and the numbers adverts go by."""
    links = {_link(match) for match in _LINK.findall(text)}
    rest = _LINK.sub(" ", text)
    numbers = {first or second for first, second in _NUMBERED.findall(rest)}
    return {link for link in links if "/" in link or "?" in link} | numbers


def place_key(text: str) -> str:
    """A place as its sorted plain words without articles and street words; a single short word is no place."""
    words = [word for word in re.findall(r"[a-z0-9]+", _plain(text).lower()) if word not in _PLACE_NOISE]
    return " ".join(sorted(set(words))) if len("".join(words)) >= 5 else ""


def suggest(tips: Iterable[tuple[UUID, Mapping[str, str]]], apart: Iterable[frozenset[UUID]] = ()) -> list[Suggestion]:
    """Pairs of tips that share a trait, but for those told apart; the strongest first.

    Time: linear in the tips, plus at most MOST_SHARED squared pairs for each trait.
    """
    having: dict[tuple[str, str], list[tuple[UUID, Trait]]] = defaultdict(list)
    for tip, answers in tips:
        for trait in traits_of(answers):
            having[trait.kind, trait.key].append((tip, trait))
    pairs: dict[frozenset[UUID], list[Trait]] = defaultdict(list)
    for held in having.values():
        if len(held) <= MOST_SHARED:
            for (first, trait), (second, _) in combinations(held, 2):
                pairs[frozenset((first, second))].append(trait)
    told = set(apart)
    found = []
    for pair, shared in pairs.items():
        if pair not in told and len(pair) == 2:
            first, second = sorted(pair)
            found.append(Suggestion(first, second, tuple(sorted(shared, key=lambda t: (KINDS.index(t.kind), t.key)))))
    return sorted(found, key=lambda item: (-item.weight, item.first, item.second))


def _plain(text: str) -> str:
    """Without accents, so that the same word typed on another keyboard is the same."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _link(text: str) -> str:
    text = text.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").removeprefix("m.")
    head, _, query = text.partition("#")[0].partition("?")
    wanted = sorted(part for part in query.split("&") if re.match(r"(id|ad|post|listing|p)=\w+", part))
    return head.rstrip("/.,;") + (f"?{'&'.join(wanted)}" if wanted else "")
