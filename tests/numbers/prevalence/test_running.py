"""A table is run by a process without keys: versions, killing, stopping, and the same numbers as the core's."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.numbers.prevalence.making import APART, THREE, a_run, a_table, ended
from waystation.core import prevalence
from waystation.core.vault.errors import WrongKey
from waystation.foundation.keyring.models import Capsule
from waystation.numbers.prevalence import actions, selectors, spool
from waystation.numbers.prevalence.models import Run


def test_analyst_can_run_a_table_and_reads_what_the_core_finds(cast: Cast) -> None:
    run = a_run(cast)
    result = selectors.result(cast.actor("iris"), run)
    own = prevalence.panel(THREE.table(), replicates=200, seed=result.seed, stated=THREE.told.stated())
    assert run.state == Run.State.DONE
    assert result.found == own.to_dict()
    assert result.report == prevalence.report(own)
    assert (run.number, run.program, len(result.mark)) == (1, prevalence_version(), 64)


def prevalence_version() -> str:
    import waystation

    return waystation.__version__


def test_a_run_leaves_nothing_in_the_folder_and_nothing_clear(cast: Cast, settings: object) -> None:
    run = a_run(cast)
    folder = Path(getattr(settings, "WAYSTATION_HOME")) / "estimates"  # noqa: B009
    assert list(folder.iterdir()) == []
    bodies = b"".join(bytes(body) for body in Capsule.objects.filter(subject=run.pk).values_list("body", flat=True))
    assert b"shelter" not in bodies
    assert b"panel" not in bodies


def test_each_run_is_a_version_of_its_own(cast: Cast) -> None:
    kept = a_table(cast)
    iris = cast.actor("iris")
    first = ended(cast, actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=100))
    actions.change_counts(iris, overlap=kept.row, counts={**THREE.counts, 3: 25}, version=kept.version)
    again = selectors.table(iris, kept.row.pk)
    second = ended(cast, actions.start(iris, overlap=kept.row, sheet=again.sheet, replicates=100))
    one, two = (selectors.result(iris, run) for run in (first, second))
    assert (first.number, second.number) == (1, 2)
    assert (one.sheet.counts[3], two.sheet.counts[3]) == (19, 25)
    assert one.mark != two.mark
    assert (one.found["n"], two.found["n"]) == (440, 446)


def test_a_table_without_overlap_is_refused_with_reasons(cast: Cast) -> None:
    result = selectors.result(cast.actor("iris"), a_run(cast, APART, 100))
    assert result.found["verdict"] == "do not publish"


def test_a_killed_run_is_seen_as_such_and_can_be_started_again(cast: Cast) -> None:
    kept = a_table(cast)
    iris = cast.actor("iris")
    run = actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=2_000_000)
    child = spool._children[-1]
    assert spool.is_alive(run.pk)
    with pytest.raises(actions.CannotRun):
        actions.start(iris, overlap=kept.row, sheet=kept.sheet)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not spool.is_alive(run.pk)
    assert spool.taken(run.pk) is None
    again = ended(cast, actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=100))
    run.refresh_from_db()
    assert (run.state, again.state, again.number) == (Run.State.STOPPED, Run.State.DONE, 2)


def test_analyst_can_end_a_run_early_and_keeps_what_was_there(cast: Cast) -> None:
    kept = a_table(cast)
    iris = cast.actor("iris")
    run = actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=2_000_000)
    while not spool.progress(run.pk).step:
        os.sched_yield()
    actions.stop(iris, run=run)
    run = ended(cast, run)
    found = selectors.result(iris, run).found
    assert run.state == Run.State.PARTIAL
    assert (found["complete"], found["verdict"]) == (False, "do not publish")


def test_what_was_not_sealed_for_a_run_is_not_taken_in(cast: Cast) -> None:
    kept = a_table(cast)
    run = actions.start(cast.actor("iris"), overlap=kept.row, sheet=kept.sheet, replicates=100)
    spool._children[-1].wait()
    place = spool._place(run.pk, "sealed")
    other = a_run(cast)
    assert other.state == Run.State.DONE
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    with pytest.raises(WrongKey):
        actions.take_in(cast.actor("iris"), run=run)


def test_the_same_input_gives_the_same_bits_whatever_the_database_and_the_threads(cast: Cast) -> None:
    """Asked on SQLite and on PostgreSQL: what was sealed, stored and opened again is what two threads compute."""
    result = selectors.result(cast.actor("iris"), a_run(cast, replicates=500, seed=7))
    table = selectors.table(cast.actor("iris"), Run.objects.get().overlap_id).sheet.table()
    own = prevalence.panel(table, replicates=500, seed=7, threads=2, stated=THREE.told.stated())
    assert json.dumps(result.found) == json.dumps(own.to_dict())


def wait_for(run: Run) -> None:
    spool._children[-1].wait()
    assert not spool.is_alive(run.pk)


def test_a_new_version_takes_in_the_one_that_ended_and_was_not_looked_at(cast: Cast) -> None:
    kept, iris = a_table(cast), cast.actor("iris")
    first = actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=100)
    wait_for(first)
    second = actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=100)
    first.refresh_from_db()
    assert (first.state, second.number) == (Run.State.DONE, 2)
    assert selectors.result(iris, first).found["n"] == 440
    wait_for(second)


def test_a_run_written_off_leaves_no_file(cast: Cast) -> None:
    kept, iris = a_table(cast), cast.actor("iris")
    first = actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=100)
    wait_for(first)
    place = spool._place(first.pk, "sealed")
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    again = ended(cast, actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=100))
    first.refresh_from_db()
    assert (first.state, again.state) == (Run.State.STOPPED, Run.State.DONE)
    assert list(spool._folder().iterdir()) == []


def test_a_second_click_before_the_process_begins_starts_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, iris, begin = a_table(cast), cast.actor("iris"), spool.start

    def clicked_twice(*args: Any) -> None:
        with pytest.raises(actions.CannotRun, match="running"):
            actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=100)
        begin(*args)

    monkeypatch.setattr(spool, "start", clicked_twice)
    run = ended(cast, actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=100))
    assert (Run.objects.count(), run.number, run.state) == (1, 1, Run.State.DONE)


def test_two_tabs_can_take_in_the_same_result(cast: Cast) -> None:
    kept, iris = a_table(cast), cast.actor("iris")
    run = actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=100)
    wait_for(run)
    other, sealed = Run.objects.get(pk=run.pk), spool.taken(run.pk)
    assert sealed is not None
    assert actions.take_in(iris, run=run).state == Run.State.DONE
    spool._place(run.pk, "sealed").write_bytes(sealed)
    found = selectors.result(iris, run).found
    assert actions.take_in(iris, run=other).state == Run.State.DONE
    assert selectors.result(iris, run).found == found
    assert spool.taken(run.pk) is None


def test_a_run_at_its_limit_ends_with_what_it_has(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "SECONDS", 4)
    kept, iris = a_table(cast), cast.actor("iris")
    run = actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=2_000_000)
    wait_for(run)
    run = actions.take_in(iris, run=run)
    assert run.state == Run.State.PARTIAL
    assert selectors.result(iris, run).found["complete"] is False


def test_a_site_computes_two_at_a_time(cast: Cast) -> None:
    iris, tables = cast.actor("iris"), [a_table(cast) for _each in range(3)]
    one, two = (actions.start(iris, overlap=kept.row, sheet=kept.sheet, replicates=2_000_000) for kept in tables[:2])
    last = tables[2]
    with pytest.raises(actions.CannotRun, match="busy"):
        actions.start(iris, overlap=last.row, sheet=last.sheet)
    page = cast.client("iris").post(reverse("prevalence:start", args=[last.row.pk]), follow=True).content.decode()
    assert "This site computes other estimates now." in page
    assert last.row.runs.count() == 0
    for child in spool._children[-2:]:
        child.kill()
        child.wait()
    assert not spool.is_alive(one.pk)
    assert not spool.is_alive(two.pk)
    assert ended(cast, actions.start(iris, overlap=last.row, sheet=last.sheet, replicates=100)).number == 1
