"""Rows drawn in one pass: the same as a template would draw, and nothing given becomes markup."""

from __future__ import annotations

import pytest

from waystation.ui import tables


def test_what_is_given_is_shown_as_text() -> None:
    html = tables.body(["<Stage>"], [('/a/"><script>', "<b>HERON</b>", ["O'Hara & {0}"])])
    assert "<script>" not in html
    assert "<b>" not in html
    assert 'data-label="&lt;Stage&gt;"' in html
    assert 'href="/a/&quot;&gt;&lt;script&gt;"' in html
    assert "O&#x27;Hara &amp; {0}" in html


def test_an_empty_cell_shows_a_dash_and_is_marked() -> None:
    html = tables.body(["Next", "Last"], [("/a/", "HERON-12", ["", "12 Mar"])])
    assert html.count('class="blank"') == 1
    assert '<td role="cell" data-label="Next" class="blank"><span>–</span></td>' in html


def test_a_line_with_other_cells_than_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        tables.body(["Next", "Last"], [("/a/", "HERON-12", ["12 Mar"])])
