"""The smallest valid form for each POST, so that whoever is permitted really passes.

A form is a function of the world, the role that sends it and the identifiers of the object.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.architecture import (
    matrix_counts,
    matrix_estimates,
    matrix_leads,
    matrix_lines,
    matrix_outreach,
    matrix_people,
    matrix_screening,
    matrix_ways,
)
from tests.architecture.matrix_world import FIELDS_WITHOUT_CONTACT, HOMES, PEOPLE, WORKERS, Ids, World
from tests.cast import PASSPHRASE
from waystation.care.referrals.models import Referral
from waystation.foundation import clock

Form = Callable[[World, str, Ids], dict[str, Any]]
NEW = "a different path along water"


def _nothing(world: World, role: str, ids: Ids) -> dict[str, Any]:
    return {}


def _fixed(**fields: Any) -> Form:
    return lambda world, role, ids: dict(fields)


def _case(world: World, role: str, ids: Ids) -> dict[str, Any]:
    worker = PEOPLE[role] if role in {"case_manager", "attorney", "clinician"} else "ben"
    return {
        "alias": "MATRIX-77", "kind_of_trafficking": "labor", "stage": "intake", "how": "not_asked",
        "assignee": str(world.member(worker).pk),
    }  # fmt: skip


def _hand_over(world: World, role: str, ids: Ids) -> dict[str, Any]:
    home = HOMES.get(role, "casework")
    team = world.team({"casework": "case"}.get(home, home))
    return {"to": f"{team.pk}:{world.member(WORKERS[home][1]).pk}"}


def _assign(world: World, role: str, ids: Ids) -> dict[str, Any]:
    return {"assignee": str(world.member(WORKERS[HOMES.get(role, "casework")][1]).pk)}


def _release(world: World, role: str, ids: Ids) -> dict[str, Any]:
    worker = PEOPLE[role] if role in HOMES else "ben"
    today = clock.today()
    return {
        "recipient": str(world.agency("juniper").pk), "purpose": "shelter", "starts_on": today.isoformat(),
        "fields_to_share": list(FIELDS_WITHOUT_CONTACT), "expires_on": (today + dt.timedelta(days=30)).isoformat(),
        "age": "adult", "signed_by": ["survivor"], "court_guardian": "no", "form": "paper", "language": "eng",
        "interpreter": "none", "explained_by": str(world.member(worker).pk), "consequences_explained": "on",
    }  # fmt: skip


def _choose(world: World, role: str, ids: Ids) -> dict[str, Any]:
    assert world.service is not None
    return {"service_id": str(world.service.pk), "need": str(ids["need_id"])}


def _version(ids: Ids) -> int:
    row = Referral.objects.filter(pk=ids["referral_id"]).first()
    return row.version if row else 1


def _send(world: World, role: str, ids: Ids) -> dict[str, Any]:
    fields = list(FIELDS_WITHOUT_CONTACT)
    return {"release": str(ids["release_id"]), "fields_to_share": fields, "version": _version(ids)}


def _versioned(**fields: Any) -> Form:
    return lambda world, role, ids: {**fields, "version": _version(ids)}


def _recover(world: World, role: str, ids: Ids) -> dict[str, Any]:
    return {"name": "nia", "code": world.code("nia"), "new": NEW, "again": NEW}


def _agency_code(world: World, role: str, ids: Ids) -> dict[str, Any]:
    return {"name": "nia", "code": world.code("riverbend"), "new": NEW, "again": NEW}


def _custodians(world: World, role: str, ids: Ids) -> dict[str, Any]:
    people = [str(world.member(name).pk) for name in ("chloe", "nia")]
    return {"custodians": people, "agency_code": world.code("riverbend")}


def _new_envelope(world: World, role: str, ids: Ids) -> dict[str, Any]:
    return {"code": world.code("riverbend")}


FORMS: dict[str, Form] = {
    "signin:sign_in": _fixed(name="nia", passphrase=PASSPHRASE),
    "signin:code": _fixed(code="123456"),
    "signin:set_up": _fixed(code="123456"),
    "signin:recover": _recover,
    "signin:unlock": _fixed(passphrase=PASSPHRASE),
    "signin:agency_code": _agency_code,
    "signin:name_custodians": _custodians,
    "signin:approve_recovery": _fixed(new=NEW, again=NEW),
    "signin:confirm": _fixed(passphrase=PASSPHRASE),
    "signin:renew_codes": _fixed(passphrase=PASSPHRASE),
    "signin:change_passphrase": _fixed(passphrase=PASSPHRASE, new=NEW, again=NEW),
    "signin:passkey": _fixed(name="Key", credential="{}"),
    "people:invite": matrix_people.invitation,
    "people:join": matrix_people.slip,
    "people:accept": matrix_people.slip,
    "people:away": matrix_people.away,
    "people:leave": _fixed(name="cory"),
    "people:team_new": _fixed(name="Night team", kind="casework"),
    "people:team_add": matrix_people.add,
    "people:team_move": matrix_people.move,
    "people:team_remove": matrix_people.remove,
    "cases:case_handing": matrix_people.handing,
    "signin:colleagues": _fixed(passphrase=PASSPHRASE),
    "signin:help_colleague": _fixed(passphrase=PASSPHRASE),
    "setup:agency": _fixed(agency="Heron House", kind="shelter", person_word="survivor", fiscal_month="7"),
    "setup:new_envelope": _new_envelope,
    "setup:teams": _fixed(intake="Second desk"),
    "setup:numbers": _fixed(emergency="911", local_help="211", national="1-888-373-7888"),
    "setup:directory": _fixed(empty="yes"),
    "setup:place": _fixed(place="office"),
    "setup:later": _fixed(step="teams"),
    "ui:language": _fixed(language="es", next="/"),
    "directory:search": _fixed(words="emergency bed"),
    "multiplicity:counts": matrix_counts.begin,
    "multiplicity:count_detail": matrix_counts.sample,
    "multiplicity:partner": matrix_counts.totals,
    "outreach:hotspot_new": matrix_outreach.hotspot,
    "outreach:hotspot_detail": matrix_outreach.hotspot,
    "outreach:night_new": matrix_outreach.plan,
    "outreach:night_change": matrix_outreach.plan,
    "outreach:night_log": matrix_outreach.record,
    "outreach:night_record": matrix_outreach.record,
    "outreach:night_out": matrix_outreach.going_out,
    "outreach:clearance": matrix_outreach.clearance,
    "lines:line_new": matrix_lines.new,
    "lines:step": matrix_lines.step,
    "lines:live": matrix_lines.live,
    "lines:shift_new": matrix_lines.shift,
    "lines:shift_end": matrix_lines.end,
    "lines:turn_set": matrix_lines.turn,
    "lines:take": matrix_lines.turn,
    "lines:swap": matrix_lines.swap,
    "lines:answer": matrix_lines.answer,
    "lines:interpreters": _fixed(language=""),
    "texting:gateway": matrix_ways.gateway,
    "texting:answer": matrix_ways.answer,
    "texting:end": matrix_ways.end,
    "chat:desk_say": matrix_ways.answer,
    "chat:desk_end": matrix_ways.end,
    "tips:take": _nothing,
    "tips:write": _fixed(text="Which road was it?"),
    "tips:outcome": _fixed(outcome="being_read"),
    "intake:queue_move": _fixed(key="contact:none", to="first"),
    "intake:contact_queue": _fixed(do="back"),
    "intake:called_back": _fixed(reached="yes"),
    "intake:danger_card": _fixed(do="share", whom="police", what=["place"]),
    "intake:shift": _fixed(do="open"),
    "intake:patterns": _fixed(alias="Night owl", text="Hums, then hangs up."),
    "leads:link_list": matrix_leads.apart,
    "leads:tip": _fixed(do="renew", reason="It was seen again"),
    "leads:lead_detail": _fixed(do="renew", reason="It was seen again"),
    "leads:release_new": matrix_leads.release_form,
    "leads:release_detail": _fixed(do="decline"),
    "leads:given_detail": _fixed(outcome="opened"),
    "leads:alert_new": _fixed(**matrix_leads.ALERT_FORM),
    "leads:alert_detail": _fixed(**matrix_leads.ALERT_FORM),
    "leads:liaison_set": _fixed(do="off"),
    "intake:contact_form": _fixed(lane="help", channel="phone"),
    "intake:contact_draft": _fixed(note="kept"),
    "intake:out_of_scope": _fixed(number="national"),
    "intake:contact_edit": _fixed(lane="help", channel="phone", danger="unknown"),
    "intake:contact_end": _fixed(disposition="information_given"),
    "intake:contact_hand_over": _hand_over,
    "intake:situation_detail": _fixed(kind="labor", county="Alder County"),
    "intake:person_form": _fixed(age="17"),
    "intake:person_draft": _fixed(age="17"),
    "intake:case_open": _case,
    "consent:authorization_new": _release,
    "referrals:choose": _choose,
    "referrals:referral_send": _send,
    "referrals:referral_hand_off": _versioned(call_back="Case desk"),
    "referrals:referral_call": _versioned(),
    "referrals:referral_outcome": _versioned(event="accept"),
    "referrals:received_answer": _versioned(event="accept"),
    "intake:report_new": _fixed(
        to_whom="Children services", how="phone", made_on="2026-03-01", at="14:40", told="before"
    ),
    "screening:result": _fixed(what="keep", understood="on"),
    "screening:guide_page": _fixed(next="stop"),
    "screening:guide_review": _fixed(next="forget"),
    "screening:instrument_ask": _fixed(which=str(matrix_screening.DEMONSTRATION), item_pay="yes"),
    "screening:instrument_meaning": _fixed(which=str(matrix_screening.DEMONSTRATION), understood="on"),
    "screening:instrument_load": matrix_screening.load,
    **matrix_estimates.FORMS,
    "cases:case_search": _fixed(q="heron"),
    "cases:case_new": _case,
    "cases:case_name": _fixed(name_to_use="Jo", version="1"),
    "cases:case_safe_contact": _fixed(how="yes", version="1"),
    "cases:case_plan": _fixed(code="emergency_shelter"),
    "cases:case_stage": _fixed(stage="emergency"),
    "cases:case_assign": _assign,
    "cases:case_closing": _fixed(do="propose", ending="goals_reached"),
    "cases:need_state": _fixed(state="met"),
    "cases:step_new": _fixed(what="Call the clinic again"),
    "cases:case_notes": _fixed(text="We agreed to meet."),
}


def form_for(name: str) -> Form:
    """The form of a route's POST; one without fields sends none."""
    return FORMS.get(name, _nothing)
