"""Every page says what it is for and what is sealed there; the words are explained; people are called as chosen."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from django.test import Client

from tests.architecture.matrix import routes
from tests.cast import Cast
from waystation.foundation.agencies.models import Agency
from waystation.foundation.agencies.person_words import person_words
from waystation.web.help import reading

PAGES = tomllib.loads(files("waystation.web.help").joinpath("pages.toml").read_text(encoding="utf-8"))
NOT_HERE = {"demo:next_day"}
"""Addresses of the invented county: there only in its own folder."""
MAIN_PAGES = {
    "ana": ("/today/", "/contacts/", "/account/", "/help/words/"),
    "ben": ("/today/", "/cases/", "/cases/new/", "/directory/"),
    "iris": ("/today/", "/data/"),
    "kofi": ("/today/", "/account/colleagues/"),
}


def test_every_page_has_a_text_and_every_other_address_a_reason() -> None:
    known = [*PAGES["page"], *PAGES["same"], *PAGES["none"]]
    assert len(known) == len(set(known)), "an address is in two places"
    missing = {route.name for route in routes()} - set(known) - NOT_HERE
    assert sorted(missing) == []
    assert sorted(set(PAGES["same"].values()) - set(PAGES["page"])) == []


def test_no_text_is_of_an_address_that_is_gone() -> None:
    here = {route.name for route in routes()}
    assert sorted({*PAGES["page"], *PAGES["same"], *PAGES["none"]} - here - NOT_HERE) == []


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_text_is_two_sentences_at_most(lang: str) -> None:
    long = {name: text[lang] for name, text in PAGES["page"].items() if not 1 <= _sentences(text[lang]) <= 2}
    assert long == {}


def _sentences(text: str) -> int:
    return len(re.findall(r"[.?](?=\s|$)", text))


def test_every_frame_carries_the_sign() -> None:
    for frame in ("staff", "public", "bare"):
        path = files("waystation.ui").joinpath("templates", "ui", f"{frame}.html")
        assert "ui/components/page_help.html" in path.read_text(encoding="utf-8")


def test_member_and_visitor_read_what_a_page_is_for_in_their_language(cast: Cast) -> None:
    english, spanish = PAGES["page"]["cases:case_list"].values()
    ben = cast.client("ben")
    assert english in ben.get("/cases/").content.decode()
    assert spanish in ben.get("/cases/?lang=es").content.decode()
    assert PAGES["page"]["web:home"]["es"] in Client().get("/?lang=es").content.decode()
    assert PAGES["page"]["signin:sign_in"]["en"] in Client().get("/sign-in/").content.decode()


def test_a_page_that_is_not_there_has_no_sign(db: None) -> None:
    assert "page-help" not in Client().get("/no-such-page/").content.decode()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_anyone_can_read_the_glossary(db: None, lang: str) -> None:
    page = Client().get(f"/help/words/?lang={lang}").content.decode()
    words = reading.words(lang)
    assert len(words) >= 30
    assert len({word.id for word in words}) == len(words)
    for word in words:
        assert f'id="{word.id}"' in page
    assert [w.name.casefold() for w in words] == sorted(w.name.casefold() for w in words)


@pytest.mark.parametrize("chosen", ["client", "survivor"])
def test_people_are_called_as_the_agency_chose(cast: Cast, chosen: str) -> None:
    """The other word stands on no main page but in the glossary's own entry."""
    Agency.objects.update(person_word=chosen)
    other = {"client": "survivor", "survivor": "client"}[chosen]
    for name, addresses in MAIN_PAGES.items():
        browser = cast.client(name)
        for address in addresses:
            page = _visible(browser.get(address))
            assert not re.search(rf"\b{other}s?\b", page, re.I), f"{name} {address}"


def _visible(answer: Any) -> str:
    assert answer.status_code == 200
    page = re.sub(r"(?s)<div id=\"survivor\">.*?</div>", " ", answer.content.decode())
    return re.sub(r"(?s)<[^>]*>", " ", page)


def test_no_template_writes_the_word_itself() -> None:
    root = files("waystation")
    found = [
        str(path)
        for path in root.rglob("*.html")  # type: ignore[attr-defined]  # the package lies in a folder
        if re.search(r"(?i)\bclients?\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_word_bends_for_one_and_many() -> None:
    assert person_words("survivor").many_first == "Survivors"
    assert person_words("client").one == "client"
    assert person_words("").many == "people"
