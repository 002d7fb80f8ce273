"""The quickstart says what the pages say: every bold word is on a page, every picture is used and small."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from waystation.core import codes, screening

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
QUICKSTART = (DOCS / "quickstart.md").read_text(encoding="utf-8")
BOLD = sorted({re.sub(r"\s+", " ", found) for found in re.findall(r"\*\*(.+?)\*\*", QUICKSTART, re.S)})
MOST_BYTES = 120_000
OWN_NAME = {"Español"}
PLACE = re.compile(r"%\(\w+\)[sd]")


@cache
def texts_of_pages() -> list[re.Pattern[str]]:
    """Every text of the catalogue and the lists as a pattern in which placeholders stand for anything."""
    with (ROOT / "src/waystation/locale/es/LC_MESSAGES/django.po").open("rb") as file:
        ids = [message.id for message in read_po(file)]
    found = [text for one in ids for text in ([one] if isinstance(one, str) else one)]
    found += [item.label("en") for name in codes.names() for item in codes.get(name)]
    found += [fact.label("en") for fact in screening.facts().values()]
    minor = screening.state(17, [("recruit", False), ("commercial_sex", False)])
    for told in (minor, screening.state(20, [])):
        found += [answer.label("en") for answer in screening.determine(told).values()]
    said = [text for text in found if len(PLACE.sub("", text)) > 1]
    return [re.compile(".+".join(re.escape(part) for part in PLACE.split(text)) + r"\Z") for text in said]


@pytest.mark.parametrize("words", BOLD)
def test_newcomers_can_find_the_bold_words_on_a_page(words: str) -> None:
    assert words in OWN_NAME or any(pattern.match(words) for pattern in texts_of_pages())


def test_newcomers_can_see_every_picture_and_none_is_heavy() -> None:
    pictures = {path.name: path.stat().st_size for path in (DOCS / "pictures").iterdir()}
    pages = [QUICKSTART, *(path.read_text(encoding="utf-8") for path in (DOCS / "how-to").glob("*.md"))]
    shown = [name for page in pages for name in re.findall(r"\((?:\.\./)?pictures/([\w.-]+)\)", page)]
    assert set(shown) == set(pictures)
    assert len(pictures) <= 20
    assert max(pictures.values()) <= MOST_BYTES
