"""What pages say of a panel: the bound under wrong links, lines for and against, notes on ranges, and trials."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from waystation.numbers.prevalence import noting, presenting, trials


def found_of(**changes: Any) -> dict[str, Any]:
    rows = [
        {"method": "stepwise", "kind": "estimate", "point": 1000.0, "lo": 900.0, "hi": 1200.0, "status": 0},
        {"method": "chao", "kind": "lower bound", "point": 950.0, "lo": 880.0, "hi": 1000.0, "status": 0},
    ]
    known = {
        "leans": [], "linkage": [{"number": 940.0}, {"number": 1060.0}], "consistency": [{"what": "A", "number": 1.1}],
        "without": [{"number": 990.0}], "one_more_or_less": [{"what": "one more on A", "number": 1001.0}],
    }  # fmt: skip
    return {
        "verdict": "lower bound only", "n": 500, "on_two_or_more": 80, "panel": rows, "reasons": [],
        "lists": ["A", "B"], "diagnostics": known, "sensitivity": None, "stated": {"linkage_error": None}, **changes,
    }  # fmt: skip


NOTHING = [{"method": "stepwise", "kind": "estimate", "point": None, "lo": None, "hi": None, "status": 1}]


def test_a_bound_is_lowered_by_the_links_that_nobody_ruled_out() -> None:
    assert presenting.ends(found_of())[0] == pytest.approx(880 * 0.94)
    assert presenting.ends(found_of(stated={"linkage_error": 0.05}))[0] == pytest.approx(880 * 0.94)
    assert "at least about 820 people" in presenting.verdict(found_of()).say


def test_a_bound_stays_where_a_check_found_no_wrong_link_or_a_range_is_usable() -> None:
    assert presenting.ends(found_of(stated={"linkage_error": 0.0}))[0] == 880
    assert presenting.ends(found_of(verdict="usable range"))[0] == 900
    more = found_of()["diagnostics"] | {"linkage": [{"number": 1010.0}, {"number": None}]}
    assert presenting.ends(found_of(diagnostics=more))[0] == 880


def test_lists_that_cannot_be_judged_are_not_called_about_right() -> None:
    known = found_of()["diagnostics"] | {"consistency": [{"what": "A", "number": None}]}
    lines = {line.text: line.against for line in presenting.diagnostics(found_of(diagnostics=known))}
    assert lines["The other lists cannot judge the known size of any list."] is True
    assert not [text for text in lines if "about right" in text]
    assert "The other lists judge the known size of each list about right." in [
        line.text for line in presenting.diagnostics(found_of())
    ]


def test_without_a_number_nothing_is_said_to_move_and_nothing_is_drawn() -> None:
    found = found_of(panel=NOTHING, sensitivity={"log_odds": [0.0, 1.0], "numbers": [None, None]})
    assert not [line.text for line in presenting.diagnostics(found) if "moves the number" in line.text]
    assert (presenting.figure(found), presenting.curve(found)) == ([], [])
    page = render_to_string("prevalence/_panel.html", {"figure": [], "seen": 19})
    assert "No method gives a number for this table." in page
    assert "<figure" not in page
    assert "<table" not in render_to_string("prevalence/_panel_table.html", {"figure": [], "panel": []})


SAID = (
    "widened to hold the number with wrong links", "not calibrated",
    "not calibrated, as no population can be made from this table",
    "calibrated on 100 invented populations: the ends are those of 97.3%",
    "calibration could not be done: in too many invented populations no range of replicates held the known size",
    "12 of 2000 replicates have no estimate", "no replicate has an estimate",
    "percentile ends, because the BCa correction is not defined",
    "percentile ends, because the acceleration is too large", "no model that can be tried has an estimate",
    "24 models tried, the best 5 again in each replicate",
    "with four times the prior weight 1,234, with a quarter of it 1,111",
    "nobody is on two lists: this would be the prior alone", "the chains have not converged: no number is given",
    "a range of the posterior, prior variance 10 for each pair", "a range of the posterior",
    "as a log-linear model 1,234",
)  # fmt: skip


@pytest.mark.parametrize("note", SAID)
def test_a_note_of_the_core_is_known_and_its_public_words_hold_no_number(note: str) -> None:
    (code,) = noting.codes({"notes": [note]})
    assert code != noting.OTHER
    (told,) = noting.sentences([{"method": "stepwise", "notes": [note]}])
    ((method, text),) = noting.public_sentences([{"method": "stepwise", "notes": [code]}])
    assert (method, told[1] == note) == ("Pairs, step by step", False)
    assert not any(letter.isdigit() for letter in text)
    with translation.override("es"):
        assert noting.public_sentences([{"method": "stepwise", "notes": [code]}])[0][1] != text


def test_a_note_nobody_knows_is_shown_inside_and_only_named_outside() -> None:
    row = {"method": "chao", "notes": ["something of 17"]}
    assert noting.sentences([row])[0][1] == "something of 17"
    assert noting.codes(row) == [noting.OTHER]
    assert noting.public_sentences([row | {"notes": [noting.OTHER]}])[0][1] == "There is a note on its range."


def test_the_caption_does_not_claim_95_percent_for_widened_rows() -> None:
    rows = [{"label": "Pairs", "point": 1000.0, "lo": 900.0, "hi": 1200.0}]
    plain, bent = (
        render_to_string("prevalence/_panel.html", {"figure": rows, "seen": 500, "is_bent": is_bent})
        for is_bent in (False, True)
    )
    assert "Ranges hold 95 %" in plain
    assert "Ranges hold 95 %" not in bent
    assert noting.are_bent([{"notes": [SAID[0]]}])
    assert not noting.are_bent([{"notes": [SAID[3]]}])


def row_of(share: float | None, populations: int = 60, estimated: int = 60) -> dict[str, Any]:
    return {
        "populations": populations, "estimated": estimated, "share": share, "share_lo": share, "share_hi": share,
        "median_ratio": 1.0,
    }  # fmt: skip


def test_a_trial_names_each_kind_that_failed() -> None:
    rows = trials.trials({"trials": [row_of(0.95), row_of(0.2), row_of(None, 60, 0)]})
    said, failed = trials.judged(rows)
    assert "it may fail on yours" in said
    assert failed == ["And half as many again who are five times harder to see", "And one link in twenty missed"]
    assert "as often as it says" in trials.judged(trials.trials({"trials": [row_of(0.95)] * 3}))[0]


def test_a_trial_counts_those_that_had_an_estimate() -> None:
    row, *_rest = trials.trials({"trials": [row_of(0.95, 60, 57), row_of(0.95), row_of(None, 0, 0)]})
    assert (row.estimated, row.without) == (57, "3 had no estimate")
    said, failed = trials.judged([row, *_rest])
    assert ("says nothing yet" in said, failed) == (True, [])


def test_a_trial_says_how_its_ranges_were_made() -> None:
    assert "calibrated on 40 populations" in trials.made({"calibrated": 40, "note": ""})
    assert "not calibrated" in trials.made({"calibrated": 0, "note": "the ranges tried here ..."})
    assert trials.made({}) == ""
