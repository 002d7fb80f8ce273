"""An analyst's way through the pages: enter, count, run, read, try again, publish; and who is turned away."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.numbers.prevalence.making import APART, THREE, a_run, a_table, ended
from waystation.numbers.prevalence import actions, spool
from waystation.numbers.prevalence.models import Overlap, Run
from waystation.numbers.published.models import Publication

TOLD = {
    "population": "people made to work", "period": "2025", "place": "Alder County", "matching": "by hand",
    "linkage": "none_wrong",
}  # fmt: skip
BOXES = {f"people_{mask}": count for mask, count in THREE.counts.items()}


def csv_of(*lines: str) -> str:
    return "\n".join(("shelter,clinic,legal,count", *lines))


def test_analyst_can_enter_a_table_run_it_and_read_the_verdict(cast: Cast) -> None:
    iris = cast.client("iris")
    answer = iris.post(reverse("prevalence:table_new"), {**TOLD, "lists": "shelter\nclinic\nlegal"})
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("prevalence:counts", args=[Overlap.objects.get().pk]),
    )
    form = iris.get(answer["Location"])
    assert form.content.decode().count('type="number"') == 7
    version = form.context["form"].initial["version"]
    answer = iris.post(answer["Location"], {**BOXES, "version": version})
    assert answer.status_code == 302
    overlap = Overlap.objects.get()
    answer = iris.post(reverse("prevalence:start", args=[overlap.pk]))
    assert answer.status_code == 302
    ended(cast, Run.objects.get())
    page = iris.get(answer["Location"]).content.decode()
    assert re.search(r"<h2>(Usable range|Lower bound only|Do not publish)</h2>", page)
    assert page.count('<svg class="chart') == 2
    assert "Pairs, step by step" in page


def test_analyst_sees_how_far_a_run_is_and_gets_the_result_on_the_same_page(cast: Cast) -> None:
    kept = a_table(cast)
    run = actions.start(cast.actor("iris"), overlap=kept.row, sheet=kept.sheet, replicates=2_000_000)
    iris, address = cast.client("iris"), reverse("prevalence:run", args=[kept.row.pk, 1])
    page = iris.get(address).content.decode()
    assert 'http-equiv="refresh"' in page
    assert iris.post(reverse("prevalence:stop", args=[kept.row.pk, 1])).status_code == 302
    while spool.is_alive(run.pk):
        spool._children[-1].wait()
    assert "The computation ended early." in iris.get(address).content.decode()


def test_analyst_is_told_the_line_of_a_table_that_cannot_be_read(cast: Cast) -> None:
    iris = cast.client("iris")
    bad = {
        csv_of("1,0,0,140", "1,0,0,2"): "Line 3: The same lists stand already on line 2.",
        csv_of("1,0,0,140", "0,0,0,9"): "Line 3: This row is on no list.",
        csv_of("1,0,0,-4"): "Line 2: The count",
        csv_of("1,0,0,1.5"): "Line 2: The count",
        csv_of("1,2,0,4"): "Line 2: ",
        csv_of("1,0,4"): "Line 2: There are 3 cells, and 4 columns.",
        "2025-01-03,clinic,count\n1,0,3": "Line 1: A name in the first line looks like a date.",
        "shelter,shelter,count\n1,0,3": "Line 1: Two lists have the same name.",
        ",".join([*(f"l{n}" for n in range(17)), "count"]): "Line 1: There are 17 lists.",
        csv_of(): "There is no row below the names.",
        csv_of("1,0,0,0"): "There is nobody in this table yet.",
    }
    for text, said in bad.items():
        answer = iris.post(reverse("prevalence:table_import"), {**TOLD, "text": text})
        page = answer.content.decode()
        assert (answer.status_code, said in page.replace("&#x27;", "'")) == (422, True), said
    assert Overlap.objects.count() == 0


def test_analyst_can_import_a_file(cast: Cast) -> None:
    text = csv_of("1,0,0,140", "0,1,0,130", "0,0,1,120", "1,1,0,19", "1,0,1,15", "0,1,1,14", "1,1,1,2")
    file = SimpleUploadedFile("counts.csv", b"\xef\xbb\xbf" + text.encode(), "text/csv")
    answer = cast.client("iris").post(reverse("prevalence:table_import"), {**TOLD, "file": file})
    assert answer.status_code == 302
    page = cast.client("iris").get(answer["Location"]).content.decode()
    assert "shelter + clinic + legal" in page


def test_analyst_can_see_how_far_the_number_moves(cast: Cast) -> None:
    run = a_run(cast)
    page = cast.client("iris").get(reverse("prevalence:again", args=[run.overlap_id, 1])).content.decode()
    for said in ("Without shelter", "One more on shelter and clinic", "One fewer on clinic and legal"):
        assert said in page
    assert re.search(r"<h2>(Usable range|Lower bound only|Do not publish)</h2>", page)


def test_analyst_can_take_the_report_and_the_panel_with_them(cast: Cast) -> None:
    run = a_run(cast)
    iris = cast.client("iris")
    report = iris.get(reverse("prevalence:report", args=[run.overlap_id, 1]))
    panel = json.loads(iris.get(reverse("prevalence:panel", args=[run.overlap_id, 1])).content)
    assert report.content.startswith(b"<!doctype html>")
    assert report["Content-Disposition"] == 'attachment; filename="estimate-1.html"'
    assert set(panel) > {"panel", "verdict", "reasons", "seed", "program", "input"}


@pytest.mark.parametrize("name", ["ana", "ben", "chloe", "kofi"])
def test_colleagues_cannot_open_tables_or_estimates(cast: Cast, name: str) -> None:
    run = a_run(cast, replicates=100)
    client = cast.client(name)
    for address in (
        reverse("prevalence:table_list"), reverse("prevalence:table_new"), reverse("prevalence:table_import"),
        reverse("prevalence:table", args=[run.overlap_id]), reverse("prevalence:counts", args=[run.overlap_id]),
        reverse("prevalence:run", args=[run.overlap_id, 1]), reverse("prevalence:panel", args=[run.overlap_id, 1]),
        reverse("published:publish", args=[run.overlap_id, 1]),
    ):  # fmt: skip
        answer = client.get(address)
        assert (address, answer.status_code) == (address, 403)
        assert b"shelter" not in answer.content


def test_another_agency_cannot_know_of_a_table(cast: Cast) -> None:
    run = a_run(cast, replicates=100)
    assert cast.client("gwen").get(reverse("prevalence:table", args=[run.overlap_id])).status_code == 404


WORDS = {
    "population": "people made to work", "period": "2025", "place": "Alder County", "matching": "by hand",
    "is_read": "on",
}  # fmt: skip


def publish(client: Client, run: Run, **changes: Any) -> Any:
    address = reverse("published:publish", args=[run.overlap_id, run.number])
    return client.post(address, {**WORDS, "audience": "public", **changes})


def test_everybody_can_read_a_published_estimate_with_panel_and_verdict(cast: Cast) -> None:
    run = a_run(cast, replicates=1000)
    answer = publish(cast.client("iris"), run)
    assert answer.status_code == 302
    row = Publication.objects.get()
    page = Client().get(answer["Location"]).content.decode()
    assert row.found["verdict"] != "do not publish"
    for said in ("Alder County, 2025", "The panel", "Pairs, step by step", "What would have to be true"):
        assert said in page
    assert "shelter" not in page + json.dumps(row.found)
    assert answer["Location"] in Client().get(reverse("published:index")).content.decode()
    assert b"shelter" not in Client().get(reverse("published:report", args=[row.pk])).content
    told = json.loads(Client().get(reverse("published:json", args=[row.pk])).content)
    assert {"verdict", "panel", "input", "seed", "program", "version"} <= set(told)
    assert (told["seen"], told["on_lists"]) == (440, [])


def test_a_number_for_the_coalition_is_read_by_its_coordinators_and_analysts_alone(cast: Cast) -> None:
    answer = publish(cast.client("iris"), a_run(cast, replicates=1000), audience="coalition")
    for name, status in {"gwen": 200, "iris": 200, "ben": 404, "kofi": 404, "dalia": 404}.items():
        assert (name, cast.client(name).get(answer["Location"]).status_code) == (name, status)
    assert Client().get(answer["Location"]).status_code == 404
    assert answer["Location"] not in Client().get(reverse("published:index")).content.decode()


def test_nobody_can_publish_what_must_not_be(cast: Cast) -> None:
    run = a_run(cast, APART, 100)
    iris = cast.client("iris")
    page = iris.get(reverse("published:publish", args=[run.overlap_id, 1])).content.decode()
    assert "This cannot be published" in page
    assert '<form method="post" class="stack lift"' not in page
    answer = publish(iris, run, override="on", force="1", verdict="usable range")
    assert answer.status_code == 422
    assert Publication.objects.count() == 0


def test_analyst_can_withdraw_and_the_page_says_so(cast: Cast) -> None:
    run = a_run(cast, replicates=1000)
    iris = cast.client("iris")
    address = publish(iris, run)["Location"]
    row = Publication.objects.get()
    assert cast.client("gwen").post(reverse("published:withdraw", args=[row.pk])).status_code == 404
    assert iris.post(reverse("published:withdraw", args=[row.pk])).status_code == 302
    page = Client().get(address).content.decode()
    assert "Withdrawn on" in page
    assert "Pairs, step by step" not in page
    assert Client().get(reverse("published:json", args=[row.pk])).status_code == 404


def test_analyst_can_try_the_method_on_invented_populations(cast: Cast) -> None:
    run = a_run(cast, replicates=100)
    iris = cast.client("iris")
    answer = iris.post(reverse("prevalence:try_out", args=[run.overlap_id, 1]))
    assert answer.status_code == 302
    trial = Run.objects.get(task="coverage")
    ended(cast, trial)
    page = iris.get(answer["Location"]).content.decode()
    for said in ("As the model of this table says", "And one link in twenty missed", ">60<"):
        assert said in page
    assert iris.get(reverse("prevalence:again", args=[run.overlap_id, trial.number])).status_code == 404
    assert iris.get(reverse("published:publish", args=[run.overlap_id, trial.number])).status_code == 200
    assert publish(iris, trial).status_code == 422
