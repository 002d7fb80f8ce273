"""The pages of counts across agencies, as Iris and Gwen use them."""

from __future__ import annotations

from tests.cast import Cast
from tests.numbers.multiplicity.test_counts import PARTNERS, _end, begun, counted, whole  # noqa: F401  # a fixture
from waystation.core.linkage import Sample
from waystation.foundation import clock
from waystation.numbers.multiplicity import actions
from waystation.numbers.multiplicity.models import Count, Totals
from waystation.numbers.multiplicity.periods import ends

ROOT = "/data/together/"


def test_iris_begins_a_count_types_in_a_partner_and_sends_her_own(counted: Cast) -> None:  # noqa: F811
    iris = counted.client("iris")
    told = {"ends_on": _end().isoformat(), "partners": "\n".join(PARTNERS)}
    answer = iris.post(ROOT, told)
    count = Count.objects.get()
    assert answer["Location"] == f"{ROOT}{count.pk}/"
    assert iris.post(ROOT, told).status_code == 422
    ours = iris.get(f"{ROOT}{count.pk}/ours/").content.decode()
    assert "1 to 2 other agencies" in ours
    assert ">18<" in ours
    assert iris.post(f"{ROOT}{count.pk}/ours/").status_code == 302
    assert "sent these totals on" in iris.get(f"{ROOT}{count.pk}/ours/").content.decode()
    assert iris.post(f"{ROOT}{count.pk}/ours/").status_code == 409
    partner = f"{ROOT}{count.pk}/partners/1/"
    assert iris.post(partner, {"others_0": "7", "unanswered": "0"}).status_code == 422
    assert iris.post(partner, {"others_1": "30", "unanswered": "0"}).status_code == 422
    assert iris.post(partner, {"others_0": "40", "unanswered": "1000001"}).status_code == 422
    assert iris.post(partner, {"others_0": "9" * 30, "unanswered": "0"}).status_code == 422
    assert iris.post(partner, {"others_0": "40", "others_1": "22", "unanswered": ""}).status_code == 302
    row = Totals.objects.get(place=1)
    assert (row.bands, row.unanswered) == ([[0, 0, 40], [1, 2, 22]], None)
    assert iris.get(f"{ROOT}{count.pk}/partners/3/").status_code == 404
    assert "Totals are missing" in iris.get(f"{ROOT}{count.pk}/").content.decode()


def test_the_page_says_the_range_the_label_and_what_would_have_to_be_true(counted: Cast) -> None:  # noqa: F811
    iris, count = counted.client("iris"), whole(counted)
    page = iris.get(f"{ROOT}{count.pk}/").content.decode()
    for words in ("Band on an assumption", "0 % to 40 % is assumed", "What would have to be true", "simply added"):
        assert words in page
    assert "Most likely near" not in page
    assert iris.post(f"{ROOT}{count.pk}/", {"pairs": "60"}).status_code == 422
    assert iris.post(f"{ROOT}{count.pk}/", {"pairs": "60", "named": "61"}).status_code == 422
    assert iris.post(f"{ROOT}{count.pk}/", {"pairs": "60", "named": "48"}).status_code == 302
    page = iris.get(f"{ROOT}{count.pk}/").content.decode()
    for words in ("Usable range", "Most likely near", "in 95 %", "drawn by chance"):
        assert words in page
    assert iris.post(f"{ROOT}{count.pk}/", {"pairs": "12", "named": "10"}).status_code == 302
    page = iris.get(f"{ROOT}{count.pk}/").content.decode()
    assert "Do not publish" in page
    assert "Most likely near" not in page
    assert "People, each counted once" not in page
    assert "The number for each share" not in page
    assert iris.post(f"{ROOT}{count.pk}/", {"pairs": "", "named": ""}).status_code == 302
    assert Count.objects.get().sample is None


def test_ben_is_told_why_it_is_closed_and_femi_finds_nothing(counted: Cast) -> None:  # noqa: F811
    count = begun(counted)
    answer = counted.client("ben").get(f"{ROOT}{count.pk}/")
    assert answer.status_code == 403
    assert "analysts and coordinators" in answer.content.decode()
    assert counted.client("femi").get(f"{ROOT}{count.pk}/").status_code == 404
    assert counted.client("femi").get(f"{ROOT}{count.pk}/ours/").status_code == 404


def test_gwen_sees_no_totals_before_they_are_sent(counted: Cast) -> None:  # noqa: F811
    count, gwen = begun(counted, "gwen"), counted.client("gwen")
    assert gwen.get(f"{ROOT}{count.pk}/ours/").status_code in (403, 404)
    assert "Riverbend" in gwen.get(f"{ROOT}{count.pk}/").content.decode()
    assert "Your totals are asked for" in counted.client("iris").get(ROOT).content.decode()
    actions.set_sample(counted.actor("gwen"), count=count, sample=Sample(60, 50))


def test_gwen_finds_counts_in_her_bar_and_published_numbers_on_their_page(cast: Cast) -> None:
    gwen, ben = cast.client("gwen"), cast.client("ben")
    assert f'href="{ROOT}"' in gwen.get("/today/").content.decode()
    assert f'href="{ROOT}"' not in ben.get("/today/").content.decode()
    assert 'href="/numbers/"' in gwen.get(ROOT).content.decode()


def test_iris_is_told_why_totals_of_a_second_year_stay(counted: Cast) -> None:  # noqa: F811
    iris = counted.client("iris")
    actions.send(counted.actor("iris"), count=begun(counted))
    other = actions.begin(counted.actor("gwen"), ends_on=ends(clock.today())[1], partners=PARTNERS)
    page = iris.get(f"{ROOT}{other.pk}/ours/")
    assert page.status_code == 200
    assert "the two years have days in common" in page.content.decode()
    assert "Send these totals" not in page.content.decode()
    assert iris.post(f"{ROOT}{other.pk}/ours/").status_code == 409


def test_names_are_read_one_a_line(counted: Cast) -> None:  # noqa: F811
    iris = counted.client("iris")
    for partners in ("Only one", "Twice\ntwice", "\n".join(f"Agency {at}" for at in range(41))):
        assert iris.post(ROOT, {"ends_on": _end().isoformat(), "partners": partners}).status_code == 422
    assert iris.post(ROOT, {"ends_on": "2026-08-01", "partners": "A\nB"}).status_code == 422
