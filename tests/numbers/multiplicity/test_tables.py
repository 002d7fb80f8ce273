"""A count becomes an overlap table where its totals determine one, and stays marked as self-reported everywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.core.linkage.test_histories import TRUE, expected
from tests.numbers.multiplicity.test_counts import _end, counted  # noqa: F401  # a fixture
from tests.numbers.prevalence.making import ended
from waystation.core.linkage import Sample
from waystation.numbers.multiplicity import actions, selectors
from waystation.numbers.multiplicity.models import Count, Totals
from waystation.numbers.prevalence import actions as estimates
from waystation.numbers.prevalence import selectors as tables
from waystation.numbers.prevalence.models import Overlap, Run
from waystation.numbers.published.models import Publication

WORDS = {"population": "people", "period": "2025", "place": "Alder County", "matching": "told", "is_read": "on"}


def a_count(cast: Cast, partners: int, pairs: bool = False, who: str = "iris", sample: bool = True) -> Count:
    """Totals of agencies elsewhere, typed in, of an invented population; one in five others is not named."""
    names = [f"Agency {at}" for at in range(partners)]
    keeper = cast.actor(who)
    count = actions.begin(keeper, ends_on=_end(), partners=names)
    for place, totals in enumerate(expected(TRUE[min(partners, 4)], partners, pairs)):
        actions.enter(keeper, count=count, place=place, totals=totals)
    if sample:
        actions.set_sample(keeper, count=count, sample=Sample(60, 48))
    return count


def page_of(cast: Cast, count: Count, who: str = "iris") -> str:
    return str(cast.client(who).get(reverse("multiplicity:count_detail", args=[count.pk])).content.decode())


def handed_over(cast: Cast, count: Count) -> Any:
    return cast.client("iris").post(reverse("multiplicity:to_table", args=[count.pk]))


def a_run(cast: Cast, replicates: int = 200) -> Run:
    kept = tables.table(cast.actor("iris"), Overlap.objects.get().pk)
    run = estimates.start(cast.actor("iris"), overlap=kept.row, sheet=kept.sheet, replicates=replicates)
    return ended(cast, run)


@pytest.mark.parametrize(("partners", "pairs"), [(2, False), (3, False), (4, True)])
def test_iris_makes_a_marked_table_of_what_totals_determine(cast: Cast, partners: int, pairs: bool) -> None:
    count = a_count(cast, partners, pairs)
    assert "Make an overlap table" in page_of(cast, count)
    answer = handed_over(cast, count)
    overlap = Overlap.objects.get()
    assert answer["Location"] == reverse("prevalence:table", args=[overlap.pk])
    sheet = tables.table(cast.actor("iris"), overlap.pk).sheet
    assert sheet.said is not None
    assert sheet.said.count == str(count.pk)
    for mask, people in TRUE[partners].items():
        assert sheet.counts[mask] == pytest.approx(people, abs=max(12.0, 0.06 * people))
    for address in (answer["Location"], reverse("prevalence:table_list")):
        assert "Self-reported" in cast.client("iris").get(address).content.decode()
    assert handed_over(cast, count)["Location"] == answer["Location"]
    assert Overlap.objects.count() == 1


def test_what_clients_told_is_never_a_usable_range(cast: Cast) -> None:
    handed_over(cast, a_count(cast, 3))
    run = a_run(cast)
    found = tables.result(cast.actor("iris"), run).found
    assert found["verdict"] == "lower bound only"
    assert "the overlaps are what clients said; nobody was matched" in found["reasons"]
    assert [each["missed"] for each in found["self_reported"]] == pytest.approx([0.12, 0.31], abs=0.02)
    least = [row["lo"] for each in found["self_reported"] for row in each["rows"] if row["method"] == "chao"]
    iris = cast.client("iris")
    for name in ("run", "again"):
        page = iris.get(reverse(f"prevalence:{name}", args=[run.overlap_id, 1])).content.decode()
        assert "Self-reported" in page
    assert "Each agency is left out as often as in the sample" in iris.get(
        reverse("prevalence:run", args=[run.overlap_id, 1])
    ).content.decode()
    assert b"nobody was matched" in iris.get(reverse("prevalence:report", args=[run.overlap_id, 1])).content
    answer = iris.post(reverse("published:publish", args=[run.overlap_id, 1]), {**WORDS, "audience": "public"})
    row = Publication.objects.get()
    assert row.found["lo"] <= min(least)
    for address in (answer["Location"], reverse("published:index"), reverse("published:report", args=[row.pk])):
        assert "Self-reported" in Client().get(address).content.decode(), address
    told = json.loads(Client().get(reverse("published:json", args=[row.pk])).content)
    assert all(row["lo"] % 10 == 0 for each in told["self_reported"] for row in each["rows"])


def test_totals_that_contradict_one_another_are_refused(cast: Cast) -> None:
    count = a_count(cast, 3)
    row = Totals.objects.get(count=count, place=0)
    row.bands = [[0, 0, 1100], [1, 1, 90], [2, 2, 90]]
    row.save()
    handed_over(cast, count)
    found = tables.result(cast.actor("iris"), a_run(cast)).found
    assert found["verdict"] == "do not publish"
    assert "the totals of the agencies contradict one another" in found["reasons"]


def test_the_counts_of_a_marked_table_are_not_typed_over(cast: Cast) -> None:
    handed_over(cast, a_count(cast, 2))
    kept = tables.table(cast.actor("iris"), Overlap.objects.get().pk)
    iris, address = cast.client("iris"), reverse("prevalence:counts", args=[kept.row.pk])
    assert (iris.get(address).status_code, iris.post(address, {"version": kept.version}).status_code) == (404, 404)
    assert "Correct the counts" not in iris.get(reverse("prevalence:table", args=[kept.row.pk])).content.decode()
    with pytest.raises(ValueError, match="self-reported"):
        estimates.change_counts(cast.actor("iris"), overlap=kept.row, counts={1: 5}, version=kept.version)
    told = {**WORDS, "linkage": "none_wrong"}
    assert iris.post(reverse("prevalence:told", args=[kept.row.pk]), told).status_code == 302
    assert tables.table(cast.actor("iris"), kept.row.pk).sheet.said == kept.sheet.said


@pytest.mark.parametrize(
    ("partners", "pairs", "sample", "said"),
    [
        (4, False, True, "each must also say how many of its clients named each other agency"),
        (5, False, True, "Totals of five agencies or more fit many overlap tables"),
        (3, False, False, "It needs a validation sample"),
    ],
)
def test_what_totals_do_not_determine_is_said_and_not_made(
    cast: Cast, partners: int, pairs: bool, sample: bool, said: str
) -> None:
    count = a_count(cast, partners, pairs, sample=sample)
    page = page_of(cast, count)
    assert said in page
    assert "Make an overlap table" not in page
    assert handed_over(cast, count)["Location"] == reverse("multiplicity:count_detail", args=[count.pk])
    assert said in page_of(cast, count)
    assert Overlap.objects.count() == 0
    assert ("are with two agencies or more" in page) is True


def test_lines_that_were_joined_make_no_table(counted: Cast) -> None:  # noqa: F811
    count = a_count(counted, 3)
    Totals.objects.filter(count=count).update(bands=[[0, 0, 900], [1, 2, 300]])
    assert "Some lines were joined or withheld" in page_of(counted, count)


def test_gwen_keeps_a_count_and_makes_no_table(cast: Cast) -> None:
    count = a_count(cast, 3, who="gwen")
    page = page_of(cast, count, "gwen")
    assert "An analyst of your statistics team can make it." in page
    assert "Make an overlap table" not in page
    address = reverse("multiplicity:to_table", args=[count.pk])
    assert cast.client("gwen").post(address).status_code == 403
    assert cast.client("iris").post(address).status_code == 404
    assert cast.client("ben").post(address).status_code == 404
    assert Overlap.objects.count() == 0


NAMES = ("Riverbend Advocates", "Juniper House", "Crosskeys", "Quarry Hill")


def test_four_agencies_are_asked_for_pair_totals_and_small_ones_stay(counted: Cast) -> None:  # noqa: F811
    iris, gwen = counted.client("iris"), counted.actor("gwen")
    count = actions.begin(gwen, ends_on=_end(), partners=NAMES)
    address = reverse("multiplicity:ours", args=[count.pk])
    page = iris.get(address).content.decode()
    assert "Clients who named Juniper House" in page
    assert "Clients who named Riverbend Advocates" not in page

    def sent(numbers: Sequence[str]) -> int:
        return int(iris.post(address, {f"pair_{at}": number for at, number in enumerate(numbers)}).status_code)

    assert sent(["12", "", "4"]) == 422
    assert sent(["40", "40", "40"]) == 422
    assert Totals.objects.count() == 0
    assert sent(["14", "13", "4"]) == 302
    row = Totals.objects.get()
    assert None in row.pairs
    assert row.pairs.count(None) >= 2
    assert 4 not in row.pairs
    assert "withheld" in iris.get(address).content.decode()
    assert selectors.count_page(gwen, count.pk).totals[0] == row


def test_pair_totals_of_a_partner_come_from_its_paper(cast: Cast) -> None:
    count = actions.begin(cast.actor("iris"), ends_on=_end(), partners=NAMES)
    address = reverse("multiplicity:partner", args=[count.pk, 1])
    lines = {"others_0": "400", "others_1": "90", "others_2": "40", "others_3": "12", "unanswered": "0"}
    iris = cast.client("iris")
    for wrong in ({"pair_0": "7", "pair_1": "90", "pair_2": "90"}, {"pair_0": "90", "pair_1": "90"},
                  {"pair_0": "600", "pair_1": "0", "pair_2": "0"}):  # fmt: skip
        assert iris.post(address, lines | wrong).status_code == 422
    assert iris.post(address, lines | {"pair_0": "80", "pair_1": "76", "pair_2": "50"}).status_code == 302
    assert Totals.objects.get().pairs == [80, 76, 50]
    assert iris.post(address, lines).status_code == 302
    assert Totals.objects.get().pairs == []
    assert "Clients who named" in iris.get(reverse("multiplicity:partner", args=[count.pk, 2])).content.decode()
    other = Count.objects.get()
    other.partners = other.partners[:3]
    other.save()
    page = iris.get(reverse("multiplicity:partner", args=[count.pk, 2])).content.decode()
    assert page.count("Clients who named") == 3
