"""Who may open overlap tables, and how large they may be. Pure."""

from __future__ import annotations

FEWEST_LISTS, MOST_LISTS = 2, 8
"""What a run of the web takes; the command line takes more."""
GRID_LISTS = 6
"""Up to this many lists are typed into a grid; more are imported."""


def can_estimate(analyses: bool, holds_statistics_key: bool, own_agency: bool) -> bool:
    """Open, change and run tables: an analyst of the statistics team of the agency that keeps them."""
    return analyses and holds_statistics_key and own_agency
