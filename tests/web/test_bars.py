"""What every page says about itself on top and below: whose place it is, and what the box on top looks for."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.care.intake.lines.making import a_live_line
from tests.cast import Cast
from waystation.care.intake.lines.models import Line


@pytest.mark.parametrize("address", ["/", "/directory/", "/chat/"])
def test_the_title_the_bar_and_the_foot_of_a_public_page_name_the_place(cast: Cast, address: str) -> None:
    a_live_line(cast)
    Line.objects.update(takes_chats=True)
    page = Client().get(address).content.decode()
    for part in ("title", "header", "footer"):
        found = re.search(rf"<{part}\b.*?</{part}>", page, re.S)
        assert found is not None, part
        assert "Waystation" in found[0], part
        assert not re.search(r"\w\(\w+=|&lt;\w+:", found[0]), f"{part} shows an object of the program"


def test_the_box_on_top_names_cases_only_to_those_who_read_some(cast: Cast) -> None:
    for name in ("ben", "chloe"):
        assert box(cast, name) == {"Alias or service"}, name
    for name in ("ana", "kofi", "iris", "gwen", "hale"):
        assert box(cast, name) == {"Service"}, name


def box(cast: Cast, name: str) -> set[str]:
    """The words of the box: its name, its label and its placeholder."""
    page = cast.client(name).get("/directory/").content.decode()
    found = re.search(r'<form class="find".*?</form>', page, re.S)
    assert found is not None
    words = re.findall(r'(?:aria-label|placeholder)="([^"]*)"|<label[^>]*>([^<]*)</label>', found[0])
    assert len(words) == 3
    return {one or other for one, other in words}
