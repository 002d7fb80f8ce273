"""Tags, components and bars: a word beside every sign, and nothing withheld in the page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from waystation.ui import charts, icons
from waystation.ui.templatetags.ui import BADGES, in_words

TODAY = dt.date(2026, 10, 14)


def draw(source: str, **context: object) -> str:
    return Template("{% load ui i18n %}" + source).render(Context({"today": TODAY, **context}))


def test_every_icon_is_hidden_from_readers() -> None:
    for name in icons.drawings():
        assert 'aria-hidden="true"' in icons.icon(name)


def test_template_cannot_use_an_icon_that_is_not_drawn() -> None:
    with pytest.raises(KeyError):
        draw('{% icon "unicorn" %}')


@pytest.mark.parametrize("kind", BADGES)
def test_badge_of_every_kind_says_its_word(kind: str) -> None:
    assert "Sealed to Crosskeys" in draw("{% badge text kind %}", text="Sealed to Crosskeys", kind=kind)


def test_badge_escapes_what_people_wrote() -> None:
    assert "<script>" not in draw("{% badge text %}", text="<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (90, "3 months ago"), (800, "2 years ago"), (-1, "in 1 day")],
)
def test_age_is_said_in_words(days: int, words: str) -> None:
    assert in_words(days) == words


def test_old_knowledge_says_that_it_is_old() -> None:
    assert "old" in draw("{% age_of day %}", day=TODAY - dt.timedelta(days=400))
    assert "never checked" in draw("{% age_of day %}", day=None)
    assert "age old" not in draw("{% age_of day %}", day=TODAY)


def test_notice_holds_its_words_and_heading() -> None:
    drawn = draw('{% notice "stop" "Stopped" 3 %}<p>No live release</p>{% endnotice %}')
    assert '<div class="notice stop">' in drawn
    assert "<h3>Stopped</h3>" in drawn
    assert "<p>No live release</p>" in drawn


def test_plate_is_a_named_region() -> None:
    assert 'aria-label="Safety line"' in draw("{% plate %}<strong>Never phone</strong>{% endplate %}")


@given(st.integers(min_value=0, max_value=10**7), st.integers(min_value=0, max_value=10**7))
def test_reader_cannot_tell_a_withheld_number_from_its_bar(shown: int, hidden: int) -> None:
    rows = [{"label": "a", "value": shown}, {"label": "b", "value": None}]
    assert [bar.length for bar in charts.draw(rows, is_wide=True).bars][1] == charts.HIDDEN
    largest = charts.draw([{"label": "a", "value": shown + hidden}, rows[0]], is_wide=False).bars
    assert all(0 <= bar.length <= charts.NARROW for bar in largest)


def test_bars_are_drawn_in_a_language_with_decimal_commas() -> None:
    rows = [{"label": "a", "value": 3}, {"label": "b", "value": 7}]
    with translation.override("es"):
        drawn = draw("{% bars rows 'kinds' %}", rows=rows)
    assert 'width="165' in drawn
    assert ",0" not in drawn
