"""The pages: the wizard from the first to the last, two windows, bad input, the rota, one's own shifts."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.care.intake.lines.making import ZONE, a_line, a_live_line, fresh
from tests.cast import Cast
from waystation.care.intake.lines import actions
from waystation.care.intake.lines.models import Line, Shift, Swap, Weekly
from waystation.care.intake.lines.selectors import my_turns, turns
from waystation.care.intake.lines.steps import STEPS
from waystation.foundation import clock

pytestmark = pytest.mark.django_db


def _step(line: Line, code: str) -> str:
    return reverse("lines:step", args=[line.pk, code])


def _send(client: Any, line: Line, code: str, act: str = "add", **values: Any) -> Any:
    return client.post(_step(line, code), {"act": act, "version": fresh(line).version, **values})


def _first_pages(chloe: Any, cast: Cast) -> Line:
    facts = {"name": "Alder Help Line", "team": cast.team("intake").pk, "county": "Alder", "time_zone": ZONE}
    assert chloe.post(reverse("lines:line_new"), facts).status_code == 302
    line = Line.objects.get()
    lanes: dict[str, Any] = {"takes_calls": "on", "takes_help": "on", "takes_tips": "on"}
    assert _send(chloe, line, "lanes", act="keep", **lanes).status_code == 302
    assert _send(chloe, line, "numbers", kind="phone", number="555-0142").status_code == 302
    assert _send(chloe, line, "numbers", act="next").status_code == 302
    hours: dict[str, Any] = {"days": ["0", "1", "2", "3", "4"], "starts": "08:00", "ends": "02:00", "next_day": "on"}
    assert _send(chloe, line, "hours", **hours).status_code == 302
    assert _send(chloe, line, "hours", days=["5", "6"], starts="10:00", ends="24:00").status_code == 302
    return line


def _last_pages(chloe: Any, line: Line) -> None:
    day = (clock.today().replace(day=1)).isoformat()
    assert _send(chloe, line, "holidays", on=day, name="Founders' day").status_code == 302
    words: dict[str, Any] = {
        "languages": ["eng", "spa"],
        "script_en": "You reached us. Are you safe to talk?",
        "script_es": "¿Puede hablar?",
    }
    assert _send(chloe, line, "languages", act="keep", **words).status_code == 302
    assert _send(chloe, line, "escalation", act="keep", on_call="0", next="60", supervisor="180").status_code == 302
    spoken: dict[str, Any] = {"languages": ["spa"], "more": ["swa"]}
    voice = spoken | {"vendor": "Voices", "number": "555-0177", "how": "Press 2, say the language."}
    assert _send(chloe, line, "interpreters", **voice).status_code == 302
    assert _send(chloe, line, "fallback", act="keep", fallback=["national", "national_text"]).status_code == 302
    assert _send(chloe, line, "warm", kind="police", number="555-0110", county="Alder").status_code == 302


def test_a_supervisor_can_make_a_line_page_by_page_and_let_it_go_live(cast: Cast) -> None:
    chloe, ana = cast.client("chloe"), cast.client("ana")
    line = _first_pages(chloe, cast)
    _last_pages(chloe, line)
    page = chloe.get(reverse("lines:line_detail", args=[line.pk])).content.decode()
    assert "Nobody is on call within 14 days" in page
    chloe.post(reverse("lines:live", args=[line.pk]), {"state": "on", "version": fresh(line).version})
    assert not fresh(line).live
    ask = {
        "member": cast.member("ana").pk, "every": "week", "days": ["0", "1", "2", "3", "4"], "on": clock.today(),
        "starts": "08:00", "ends": "02:00", "next_day": "on", "rank": "1",
    }  # fmt: skip
    assert chloe.post(reverse("lines:shift_new", args=[line.pk]), ask).status_code == 302
    assert not fresh(line).live
    assert "Chloe asks" in ana.get("/shifts/").content.decode()
    for row in Weekly.objects.all():
        assert ana.post(reverse("lines:answer"), {"what": row.pk, "answer": "yes"}).status_code == 302
    chloe.post(reverse("lines:live", args=[line.pk]), {"state": "on", "version": fresh(line).version})
    assert fresh(line).live
    assert "Saturday 10:00-24:00" in chloe.get(reverse("lines:rota", args=[line.pk])).content.decode()


def test_every_page_of_the_wizard_opens_before_and_after_it_is_kept(cast: Cast) -> None:
    kofi, line = cast.client("kofi"), a_line(cast, who="kofi")
    assert {kofi.get(_step(line, step.code)).status_code for step in STEPS} == {200}
    _last_pages(kofi, line)
    assert {kofi.get(_step(line, step.code)).status_code for step in STEPS} == {200}


def test_pages_show_what_is_wrong_and_keep_nothing_of_it(cast: Cast) -> None:
    chloe, line = cast.client("chloe"), a_line(cast)
    wrong: dict[str, Any] = {
        "hours": [
            {"days": ["0"], "starts": "10:00", "ends": "08:00"}, {"days": ["0"], "starts": "25:00", "ends": "26:00"},
            {"days": [], "starts": "08:00", "ends": "10:00"},
            {"days": ["0"], "starts": "08:00", "ends": "09:00", "next_day": "on"},
        ],
        "numbers": [{"kind": "phone", "number": "call me"}, {"kind": "pigeon", "number": "555-0142"}],
        "interpreters": [
            {"vendor": "V", "number": "555-0177", "languages": ["xxx"]}, {"vendor": "V", "number": "555-0177"},
            {"vendor": "V", "number": "555-0177", "languages": ["swa"]},
        ],
        "languages": [{"act": "keep", "script_en": "You reached us."}],
        "holidays": [{"on": "2026-11-26", "name": "Day", "starts": "08:00"}],
    }  # fmt: skip
    for code, tries in wrong.items():
        for values in tries:
            assert _send(chloe, line, code, **values).status_code == 422, (code, values)
    zone = {"name": "A", "team": cast.team("intake").pk, "time_zone": "Mars/Olympus", "county": ""}
    assert _send(chloe, line, "name", act="keep", **zone).status_code == 422
    assert _send(chloe, line, "escalation", act="keep", on_call="90", next="60", supervisor="180").status_code == 422
    assert _send(chloe, line, "fallback", act="keep", fallback=["crisis"]).status_code == 422
    assert _send(chloe, line, "lanes", act="keep").status_code == 422
    assert fresh(line).version == 1


def test_common_languages_stand_first_and_the_others_are_kept_and_shown(cast: Cast) -> None:
    chloe, line = cast.client("chloe"), a_line(cast)
    page = chloe.get(_step(line, "languages")).content.decode()
    first, folded, rest = page.partition("<details><summary>More languages")
    assert folded
    assert 'value="spa"' in first
    assert 'value="swa"' not in first
    assert 'value="swa"' in rest
    words: dict[str, Any] = {"act": "keep", "languages": ["eng"], "more": ["swa"], "script_en": "You reached us."}
    assert _send(chloe, line, "languages", **words).status_code == 302
    assert fresh(line).languages == ["eng", "swa"]
    again = chloe.get(_step(line, "languages")).content.decode()
    assert "<details open>" in again
    assert again.count("checked") == 2


def test_the_time_zone_is_chosen_among_sensible_ones(cast: Cast) -> None:
    chloe, line = cast.client("chloe"), a_line(cast, time_zone="Europe/Madrid")
    page = chloe.get(_step(line, "name")).content.decode()
    assert "Eastern (New York)" in page
    assert "<option value=\"Europe/Madrid\" selected>" in page
    facts: dict[str, Any] = {"act": "keep", "name": "A", "team": cast.team("intake").pk, "county": ""}
    assert _send(chloe, line, "name", time_zone="Pacific/Honolulu", **facts).status_code == 302
    assert fresh(line).time_zone == "Pacific/Honolulu"
    assert _send(chloe, line, "name", time_zone="Europe/Paris", **facts).status_code == 422


def test_the_older_of_two_windows_is_told_and_changes_nothing(cast: Cast) -> None:
    chloe, line = cast.client("chloe"), a_line(cast)
    assert chloe.post(_step(line, "hours"), {"act": "always", "version": 1}).status_code == 302
    assert chloe.post(_step(line, "lanes"), {"act": "keep", "version": 1, "takes_chats": "on"}).status_code == 409
    assert not fresh(line).takes_chats
    assert chloe.post(_step(line, "hours"), {"act": "always", "version": "x"}).status_code == 409


def test_an_advocate_reads_the_line_and_changes_nothing(cast: Cast) -> None:
    ana, line = cast.client("ana"), a_live_line(cast)
    assert ana.get(reverse("lines:line_list")).status_code == 200
    assert ana.get(reverse("lines:line_detail", args=[line.pk])).status_code == 200
    assert ana.get(reverse("lines:rota", args=[line.pk])).status_code == 200
    assert ana.get(_step(line, "hours")).status_code == 404
    assert ana.post(_step(line, "hours"), {"act": "always", "version": line.version}).status_code == 404
    assert ana.post(reverse("lines:live", args=[line.pk]), {"state": "off"}).status_code == 404
    assert fresh(line).live


def test_a_shift_can_be_swapped_by_its_pages(cast: Cast) -> None:
    line = a_live_line(cast)
    turn = my_turns(cast.actor("ana"), clock.now())[2].turn
    ana, chloe = cast.client("ana"), cast.client("chloe")
    address = reverse("lines:swap", args=[line.pk, turn.key])
    assert ana.get(address).status_code == 200
    assert chloe.get(address).status_code == 404
    assert ana.post(address, {"member": cast.member("chloe").pk, "back": ""}).status_code == 302
    assert "asks you to take it" in chloe.get("/shifts/").content.decode()
    assert ana.post(reverse("lines:answer"), {"what": Swap.objects.get().pk, "answer": "yes"}).status_code == 403
    assert chloe.post(reverse("lines:answer"), {"what": Swap.objects.get().pk, "answer": "yes"}).status_code == 302
    held = [one.holder for one in turns(line, turn.span.start, turn.span.end) if one.key == turn.key]
    assert held == [cast.member("chloe")]


def test_an_advocate_can_cover_hours_that_nobody_has(cast: Cast) -> None:
    line, ana = a_line(cast), cast.client("ana")
    actions.answer_always(cast.actor("chloe"), line, version=1)
    page = ana.get("/shifts/").content.decode()
    assert "Cover these hours" in page
    address = reverse("lines:shift_new", args=[line.pk])
    assert "Set it now" not in ana.get(f"{address}?on={clock.today()}&starts=60&ends=1500").content.decode()
    ask = {
        "member": cast.member("ana").pk,
        "every": "once",
        "on": clock.today(),
        "starts": "00:00",
        "ends": "24:00",
        "rank": "1",
    }
    assert ana.post(address, ask).status_code == 302
    assert Shift.objects.get().standing == "agreed"


def test_interpreters_are_shown_for_the_language_of_the_person(cast: Cast) -> None:
    line = a_line(cast)
    for vendor, spoken in (("Voices", ["swa", "spa"]), ("Two Tongues", ["vie"])):
        actions.add_interpreter(
            cast.actor("chloe"), line, version=fresh(line).version, vendor=vendor, number="555-0177", languages=spoken
        )
    body = cast.client("ana").post(reverse("lines:interpreters"), {"language": "swa"}).content.decode()
    assert "Voices" in body
    assert "Two Tongues" not in body
    assert "1-888-373-7888" in cast.client("femi").get(reverse("lines:interpreters")).content.decode()
