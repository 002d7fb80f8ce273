"""Addresses of the help line."""

from __future__ import annotations

from django.urls import path

from waystation.care.intake.views import console, contacts, danger, handing, reporting, rings, shift, situations

app_name = "intake"
urlpatterns = [
    path("contacts/", console.contact_list, name="contact_list"),
    path("contacts/waiting/", console.waiting_part, name="waiting_part"),
    path("contacts/waiting/move/", console.queue_move, name="queue_move"),
    path("contacts/call-backs/", console.call_backs, name="call_backs"),
    path("contacts/night-sheet/", console.night_sheet, name="night_sheet"),
    path("contacts/shift/", shift.shift, name="shift"),
    path("contacts/shift/<uuid:note_id>/read/", shift.note_read, name="note_read"),
    path("contacts/patterns/", shift.patterns, name="patterns"),
    path("contacts/patterns/<uuid:note_id>/end/", shift.pattern_end, name="pattern_end"),
    path("hooks/rings/", rings.rings, name="rings"),
    path("contacts/danger/", danger.danger_open, name="danger_open"),
    path("contacts/new/", contacts.contact_new, name="contact_new"),
    path("contacts/new/<uuid:draft_id>/", contacts.contact_form, name="contact_form"),
    path("contacts/new/<uuid:draft_id>/draft/", contacts.contact_draft, name="contact_draft"),
    path("contacts/out-of-scope/", contacts.out_of_scope, name="out_of_scope"),
    path("contacts/<uuid:contact_id>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<uuid:contact_id>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<uuid:contact_id>/end/", contacts.contact_end, name="contact_end"),
    path("contacts/<uuid:contact_id>/danger/", danger.danger_card, name="danger_card"),
    path("contacts/<uuid:contact_id>/queue/", console.contact_queue, name="contact_queue"),
    path("contacts/<uuid:contact_id>/called-back/", console.called_back, name="called_back"),
    path("contacts/<uuid:contact_id>/hand-over/", handing.contact_hand_over, name="contact_hand_over"),
    path("contacts/<uuid:contact_id>/situation/", situations.situation_new, name="situation_new"),
    path("situations/<uuid:situation_id>/", situations.situation_detail, name="situation_detail"),
    path("situations/<uuid:situation_id>/persons/", situations.person_new, name="person_new"),
    path("situations/<uuid:situation_id>/persons/<uuid:person_id>/", situations.person_form, name="person_form"),
    path(
        "situations/<uuid:situation_id>/persons/<uuid:person_id>/draft/", situations.person_draft, name="person_draft"
    ),
    path("situations/<uuid:situation_id>/persons/<uuid:person_id>/report/", reporting.report_new, name="report_new"),
    path("situations/<uuid:situation_id>/persons/<uuid:person_id>/case/", handing.case_open, name="case_open"),
]
