"""A message goes to the line that its page named, and to no other."""

from __future__ import annotations

import pytest

from tests.care.intake.tips.ground import line_of_riverbend
from tests.care.intake.tips.test_arriving import post
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.lines.models import Line
from waystation.care.intake.tips.arriving import stamp
from waystation.care.intake.tips.models import Draft, Tip
from waystation.care.intake.tips.selectors import open_tip


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waystation.care.intake.tips.arriving.SOONEST", 0)


def junipers(cast: Cast) -> Line:
    given = {"agency": cast.agency("juniper"), "team": cast.team("juniper_intake")}
    return line_of_riverbend(cast, **given, name="AAA Lake Line", slug="lake")


def another_opens(cast: Cast, line: Line) -> None:
    """While a page is read, the line of another agency goes live and the one it named is taken off."""
    junipers(cast)
    Line.objects.filter(pk=line.pk).update(live=False)


@pytest.mark.parametrize("address", ["/get-help/", "/get-help/?line=alder"])
def test_words_go_to_the_line_of_the_page_though_it_was_taken_off(cast: Cast, address: str) -> None:
    line = line_of_riverbend(cast)
    walker = Walker()
    walker.go(address)
    assert "Alder Help Line" in walker.page.words
    another_opens(cast, line)
    walker.send(danger="now")
    assert "Alder Help Line" in walker.page.words
    walker.send(last=True, story="for Alder")
    assert Tip.objects.get().team == cast.team("intake")


@pytest.mark.parametrize("named", ["", "t=", "t=1.2.3", "t={other lane}", "t={a day old}"])
def test_without_a_named_line_the_visitor_chooses_and_the_words_are_kept(
    cast: Cast, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = line_of_riverbend(cast)
    junipers(cast)
    if named == "t={a day old}":
        monkeypatch.setattr("waystation.care.intake.tips.arriving.LATEST", -1)
        named = f"t={stamp(line.pk, 'help')}"
    named = named.replace("{other lane}", stamp(line.pk, "tip"))
    walker = Walker()
    answer = post("/get-help/?line=alder", f"danger=now&send=1&{named}", walker.client)
    monkeypatch.undo()
    assert not Tip.objects.exists()
    assert Draft.objects.count() == 1
    walker.go(answer["Location"])
    assert "Which help line?" in walker.page.words
    assert "Nothing is sent yet" in walker.page.words
    walker.send(choose=stamp(line.pk, "help"))
    assert not Tip.objects.exists()
    assert "Alder Help Line" in walker.page.words
    assert "Nothing is sent yet" in walker.page.words
    walker.send(last=True, danger="now")
    tip = Tip.objects.get()
    assert tip.team == cast.team("intake")
    assert open_tip(cast.actor("ana"), tip.pk).notice.danger == "now"


def test_a_line_that_no_page_named_cannot_be_chosen(cast: Cast) -> None:
    line_of_riverbend(cast)
    other = junipers(cast)
    walker = Walker()
    walker.go(post("/get-help/", "danger=now&send=1", walker.client)["Location"])
    for named in (other.pk.hex, f"1.{other.pk.hex}.{'0' * 32}", stamp(other.pk, "tip")):
        walker.send(choose=named)
        assert "Which help line?" in walker.page.words
    assert not Tip.objects.exists()
