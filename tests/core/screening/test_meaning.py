"""Bayes, against fractions and against exact binomial sums; never a finding."""

from __future__ import annotations

import ast
import random
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

from waystation.core.screening import instruments, meaning
from waystation.core.screening.meaning import Accuracy


def exact(sens: Fraction, spec: Fraction, share: Fraction) -> tuple[Fraction | None, Fraction | None, Fraction]:
    """Predictive values by counting people: of a population, who is positive and affected, and so on."""
    hit, missed = share * sens, share * (1 - sens)
    cleared, alarmed = (1 - share) * spec, (1 - share) * (1 - spec)
    ppv = hit / (hit + alarmed) if hit + alarmed else None
    npv = cleared / (cleared + missed) if cleared + missed else None
    return ppv, npv, hit + alarmed


def test_a_thousand_random_inputs_equal_exact_fractions(capsys: pytest.CaptureFixture[str]) -> None:
    dice, worst = random.Random(94115), 0.0
    for _ in range(1000):
        sens, spec, share = (Fraction(dice.randrange(1001), 1000) for _ in range(3))
        found = meaning.meaning(Accuracy(float(sens), float(spec)), float(share))
        ppv, npv, flagged = exact(sens, spec, share)
        for got, want in ((found.ppv, ppv), (found.npv, npv), (found.flagged, flagged)):
            if want is None or got is None:
                assert got is None or abs(got) <= 1
                assert want is None or want == 0 or float(share) in (0.0, 1.0)
                continue
            worst = max(worst, abs(got - float(want)))
    with capsys.disabled():
        print(f"\nBayes: 1,000 random inputs, largest difference to exact fractions {worst:.1e}")
    assert worst < 1e-12


@pytest.mark.parametrize(
    ("share", "ppv", "npv", "flagged"), [(0.088, 26, 98, 29), (0.02, 7, 100, 25), (0.3, 61, 93, 42)]
)
def test_the_table_of_a_four_question_tool_comes_out(share: float, ppv: int, npv: int, flagged: int) -> None:
    found = meaning.meaning(Accuracy(0.867, 0.765), share)
    assert (round((found.ppv or 0) * 100), round((found.npv or 0) * 100), round(found.flagged * 100)) == (
        ppv,
        npv,
        flagged,
    )


def test_a_tool_that_misses_nobody_still_flags_mostly_wrongly() -> None:
    found = meaning.meaning(Accuracy(1.0, 0.61), 0.014)
    assert found.ppv == pytest.approx(0.0351, abs=1e-4)
    assert found.npv == 1.0


def at_least(hits: int, of: int, p: Fraction) -> Fraction:
    return sum((comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(hits, of + 1)), Fraction(0))


@pytest.mark.parametrize(("hits", "of"), [(26, 30), (0, 12), (12, 12), (237, 310), (1, 40), (5, 9)])
def test_the_interval_is_that_of_exact_binomial_sums(hits: int, of: int) -> None:
    span = meaning.exact_interval(hits, of, 0.975)
    tail = 0.0125
    if hits:
        assert float(at_least(hits, of, Fraction(span.low))) == pytest.approx(tail, rel=1e-6)
    else:
        assert span.low == 0
    if hits < of:
        assert float(1 - at_least(hits + 1, of, Fraction(span.high))) == pytest.approx(tail, rel=1e-6)
    else:
        assert span.high == 1


def test_the_interval_holds_the_point_and_narrows_with_more_people() -> None:
    spans = [meaning.meaning(Accuracy(0.867, 0.765, n, 0.088), 0.088) for n in (340, 3400, 34000)]
    widths = []
    for found in spans:
        assert found.ppv_span is not None
        assert found.ppv is not None
        assert found.ppv_span.low < found.ppv < found.ppv_span.high
        widths.append(found.ppv_span.high - found.ppv_span.low)
    assert widths == sorted(widths, reverse=True)


def test_the_interval_covers_the_truth_at_least_as_often_as_it_says() -> None:
    """2,000 studies of 200 people drawn from known sensitivity, specificity and prevalence."""
    dice, covered = random.Random(12291), 0
    sens, spec, share = 0.8, 0.75, 0.15
    truth = meaning.meaning(Accuracy(sens, spec), 0.05).ppv or 0
    for _ in range(2000):
        hits, quiet = sum(dice.random() < sens for _ in range(30)), sum(dice.random() < spec for _ in range(170))
        span = meaning.meaning(Accuracy(hits / 30, quiet / 170, 200, share), 0.05).ppv_span
        covered += span is not None and span.low <= truth <= span.high
    assert covered >= 1900


def test_without_counted_people_no_interval_is_made_up() -> None:
    for accuracy in (
        Accuracy(0.9, 0.8),
        Accuracy(0.9, 0.8, 300),
        Accuracy(0.9, 0.8, None, 0.1),
        Accuracy(0.9, 0.8, 3, 0.01),
    ):
        assert meaning.meaning(accuracy, 0.1).ppv_span is None


@pytest.mark.parametrize(
    "wrong", [(-0.1, 0.5, None, None), (0.5, 1.1, None, None), (0.5, 0.5, 0, None), (0.5, 0.5, 9, 2)]
)
def test_shares_outside_nought_to_one_are_refused(wrong: tuple[float, float, int | None, float | None]) -> None:
    with pytest.raises(ValueError, match=r"share|study"):
        Accuracy(*wrong)
    with pytest.raises(ValueError, match="share"):
        meaning.meaning(Accuracy(0.5, 0.5), 1.5)


SRC = Path(meaning.__file__).parents[2]
ACTS = ("open_case", "record_report", "create_referral", "authorizations", "release", "hand_over")


def test_no_way_leads_from_a_score_to_a_case_or_a_report() -> None:
    """What knows a tool's score imports nothing that opens, reports, labels, hands over or sends."""
    scored = [*(SRC / "core/screening/instruments").glob("*.py"), SRC / "core/screening/meaning.py"]
    room = SRC / "care/intake/screening"
    scored += [
        path for path in room.rglob("*.py") if "instrument" in path.read_text() and "migrations" not in path.parts
    ]
    assert len(scored) > 10
    for path in scored:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.ImportFrom):
                names.append(node.module or "")
            if isinstance(node, ast.Attribute):
                names.append(node.attr)
            assert not [name for name in names if name.split(".")[-1] in ACTS], path


def test_the_two_kinds_of_answer_do_not_know_each_other() -> None:
    """The determination of a statute reads no instrument, and an instrument's rule no statute."""
    core = SRC / "core/screening"
    for path in (core / "determination.py", core / "statutes.py", core / "facts.py"):
        assert "instruments" not in path.read_text()
    for path in (core / "instruments").glob("*.py"):
        text = path.read_text()
        assert "screening.determination" not in text
        assert "screening.statutes" not in text
    assert not hasattr(instruments.Outcome, "determination")
