"""What two laws say is shown to who may read, and written down or printed only by choice."""

from __future__ import annotations

import pytest

from tests.care.intake.test_one_form import begun
from tests.cast import Cast
from waystation.care.cases.models import Case
from waystation.care.intake import selectors
from waystation.care.intake.screening import selectors as tools
from waystation.foundation.audit.models import Event

UNDERSTOOD = {"understood": "on"}


def person_with_facts(cast: Cast, told: dict[str, str]) -> tuple[str, str]:
    ana = cast.client("ana")
    situation, _person, address = begun(cast, ana)
    assert ana.post(address, told).status_code == 302
    return str(situation.pk), f"{address}screening/"


JOEL = {"age": "17", "fact_recruit": "heard", "fact_commercial_sex": "heard"}


def kept(cast: Cast, situation: str) -> list[dict[str, object]]:
    return selectors.situation_page(cast.actor("ana"), situation).facts.screenings  # type: ignore[arg-type]  # as text


def test_looking_stores_nothing(cast: Cast) -> None:
    situation, address = person_with_facts(cast, JOEL)
    page = cast.client("ana").get(address).content.decode()
    assert "no force, fraud or coercion has to be shown" in page
    assert "can be demanded in court" in page
    assert kept(cast, situation) == []


@pytest.mark.parametrize("what", ["keep", "print"])
def test_ana_cannot_keep_or_print_without_knowing_that_a_court_can_ask(cast: Cast, what: str) -> None:
    situation, address = person_with_facts(cast, JOEL)
    assert cast.client("ana").post(address, {"what": what}).status_code == 422
    assert kept(cast, situation) == []


def test_ana_can_keep_it_and_take_it_away_again(cast: Cast) -> None:
    situation, address = person_with_facts(cast, JOEL)
    ana = cast.client("ana")
    assert ana.post(address, {"what": "keep", **UNDERSTOOD}).status_code == 302
    [one] = kept(cast, situation)
    assert (one["kind"], one["answers"]) == ("determination", {"tvpa": "met", "palermo": "met"})
    assert "What two laws said" in ana.get(address).content.decode()
    assert ana.post(address, {"remove": one["id"]}).status_code == 302
    assert kept(cast, situation) == []
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"situation.result_kept", "situation.result_removed"} <= verbs


def test_a_print_is_journaled_and_not_stored(cast: Cast) -> None:
    situation, address = person_with_facts(cast, JOEL)
    page = cast.client("ana").post(address, {"what": "print", **UNDERSTOOD})
    assert page.status_code == 200
    assert "It is no finding" in page.content.decode()
    assert kept(cast, situation) == []
    assert Event.objects.filter(verb="situation.result_printed").exists()


@pytest.mark.parametrize(("who", "status"), [("ben", 404), ("nia", 404), ("kofi", 404), ("iris", 404), ("jo", 404)])
def test_others_cannot_see_it(cast: Cast, who: str, status: int) -> None:
    _, address = person_with_facts(cast, JOEL)
    assert cast.client(who).get(address).status_code == status
    assert cast.client(who).post(address, {"what": "keep", **UNDERSTOOD}).status_code == status


def test_chloe_can_read_and_print_and_not_keep(cast: Cast) -> None:
    situation, address = person_with_facts(cast, JOEL)
    chloe = cast.client("chloe")
    assert chloe.get(address).status_code == 200
    assert chloe.post(address, {"what": "print", **UNDERSTOOD}).status_code == 200
    assert chloe.post(address, {"what": "keep", **UNDERSTOOD}).status_code == 403
    assert kept(cast, situation) == []


def test_an_unknown_age_shows_the_minor_notice(cast: Cast) -> None:
    ana = cast.client("ana")
    _, address = person_with_facts(cast, {"fact_commercial_sex": "heard"})
    assert "go on as with a person under 18" in ana.get(address).content.decode()
    ana.post(address.removesuffix("screening/"), {"age": "34", "fact_commercial_sex": "heard"})
    assert "go on as with a person under 18" not in ana.get(address).content.decode()


ITEMS = {"item_pay": "yes", "item_papers": "unknown", "item_leave": "no"}


def asked(cast: Cast, answers: dict[str, str]) -> tuple[str, str, str]:
    """The situation, the person's address and that of the instrument's meaning."""
    ana = cast.client("ana")
    situation, _person, address = begun(cast, ana)
    ask = ana.post(f"{address}guide/", {"to": "instrument"}).url
    first = ana.get(f"{ask}?which={tools.DEMONSTRATION}")
    assert first.url.endswith("?page=before&to=instrument")
    assert ana.post(first.url, {"alone": "yes"}).url == ask
    answer = ana.post(f"{ask}?which={tools.DEMONSTRATION}", answers)
    assert answer.status_code == 302
    return str(situation.pk), address, answer.url


def test_a_positive_says_how_often_it_is_right_and_that_it_is_no_finding(cast: Cast) -> None:
    situation, _, meaning = asked(cast, ITEMS)
    page = cast.client("ana").get(meaning).content.decode()
    assert "Positive by this tool" in page
    assert "Where 8.8 of 100 people are affected, of 100 positives about 26 are right." in page
    assert "Not a finding" in page
    assert "Clopper-Pearson" in page
    assert kept(cast, situation) == []


def test_the_local_figure_changes_the_meaning_and_not_the_result(cast: Cast) -> None:
    _, _, meaning = asked(cast, ITEMS)
    ana = cast.client("ana")
    there = ana.post(meaning, {"prevalence": "2"})
    assert there.url == f"{meaning}&prevalence=2"
    page = ana.get(there.url).content.decode()
    assert "Where 2 of 100 people are affected, of 100 positives about 7 are right." in page
    assert "your figure" in page
    assert ana.post(meaning, {"prevalence": "300"}).status_code == 422
    assert ana.get(f"{meaning}&prevalence=many").status_code == 422
    shipped = f"/instruments/{tools.DEMONSTRATION}/"
    assert ana.post(shipped, {"prevalence": "2"}).url == f"{shipped}?prevalence=2"


def test_open_answers_leave_it_open(cast: Cast) -> None:
    _, _, meaning = asked(cast, {"item_pay": "declined", "item_papers": "no", "item_leave": "no"})
    assert "Open: not enough was answered" in cast.client("ana").get(meaning).content.decode()


def test_a_score_opens_labels_and_reports_nothing(cast: Cast) -> None:
    """The same person before and after a positive: same facts, same two laws, no case, no report, nothing counted."""
    situation, address, meaning = asked(cast, ITEMS)
    ana = cast.client("ana")
    before = selectors.situation_page(cast.actor("ana"), situation)  # type: ignore[arg-type]  # as text
    events = Event.objects.exclude(verb__endswith=".read").count()
    ana.get(meaning)
    assert ana.post(meaning, UNDERSTOOD).url == f"{address}screening/"
    after = selectors.situation_page(cast.actor("ana"), situation)  # type: ignore[arg-type]  # as text
    assert after.facts.facts == before.facts.facts
    assert after.facts.reports == before.facts.reports == []
    assert selectors.panels(after.facts)[0].answers == selectors.panels(before.facts)[0].answers
    assert (Case.objects.count(), after.header) == (0, before.header)
    assert Event.objects.exclude(verb__endswith=".read").count() == events + 1
    [one] = after.facts.screenings
    assert (one["result"], one["answers"]) == ("positive", {"pay": "yes", "papers": "unknown", "leave": "no"})
    assert "Positive by this tool" in ana.get(f"{address}screening/").content.decode()


def test_ana_cannot_keep_a_result_unknowingly(cast: Cast) -> None:
    situation, _, meaning = asked(cast, ITEMS)
    assert cast.client("ana").post(meaning).status_code == 422
    assert kept(cast, situation) == []
