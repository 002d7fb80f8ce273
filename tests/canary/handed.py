"""A person handed over to Ben, who has a case already: the page that offers to note there what was heard."""

from __future__ import annotations

from django.urls import reverse

from tests import cast as people
from tests.canary.browsing import Browser
from tests.canary.filling import planted
from tests.care import walk
from waystation.care.intake import actions as intake
from waystation.care.intake.selectors import situation_page


def to_ben(cast: people.Cast) -> str:
    """The address of the page. Ben's walk opens a case from it and closes that way, so it is sent first."""
    ana = cast.actor("ana")
    walk.open_a_case(cast, alias="CANARY-97")
    values = {
        "lane": "help", "channel": "phone", "language": "spa", "danger": "no", "who": "bystander", "call_back": "no",
        "call_back_how": "", "code_word": "", "voicemail": "no", "call_back_on": "", "note": "", "disposition": "",
    }  # fmt: skip
    contact = intake.take_contact(ana, values=values)
    situation = intake.begin_situation(ana, contact=contact, persons=1)
    person = situation_page(ana, situation.pk).facts.person_list()[0]
    intake.hand_over(ana, contact=contact, team=cast.team("case"), worker=cast.member("ben"))
    return reverse("intake:case_open", args=(situation.pk, person.id))


def note_there(ben: Browser, address: str) -> None:
    """The form that notes in a case, filled with canaries that it refuses."""
    forms = [form for form in ben.get(address).forms if {"case", "text"} <= set(form.controls)]
    assert forms, address
    for form in forms:
        ben.post(address, planted(form, ben.mint, "ben: note in a case"))
