"""The daily proof of the journals: who is told when one is broken."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from waystation.foundation.audit.models import Event, Head, Write
from waystation.foundation.keyring.selectors.recovery import FOUND_BROKEN
from waystation.web import ticking
from waystation.web.journal.daily import prove_all

SAYS = "The daily proof of the journal failed"


def test_whole_journals_leave_no_word(cast: Cast) -> None:
    assert prove_all() == 0
    assert not Event.objects.filter(verb=FOUND_BROKEN).exists()
    assert "waystation.web.journal.daily.prove_all" in {task.name for task in ticking.TASKS}


@pytest.mark.parametrize(("who", "is_told"), [("kofi", True), ("chloe", True), ("ben", False)])
def test_supervisors_and_administrators_are_told_of_a_missing_line(cast: Cast, who: str, is_told: bool) -> None:
    Write.objects.filter(event__chain=cast.agency("riverbend").pk).order_by("-pk")[0].delete()
    assert prove_all() == 1
    page = cast.client(who).get("/today/").content.decode()
    assert (SAYS in page) is is_told


def test_a_journal_that_takes_no_entry_is_counted_all_the_same(cast: Cast) -> None:
    Head.objects.filter(chain=cast.agency("riverbend").pk).update(seq=3)
    assert prove_all() == 1
