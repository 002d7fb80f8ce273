"""Addresses of cases."""

from __future__ import annotations

from django.urls import path

from waystation.care.cases.views import course, handing, lists, pages, person, plan

app_name = "cases"
urlpatterns = [
    path("cases/", lists.case_list, name="case_list"),
    path("cases/search/", lists.case_search, name="case_search"),
    path("cases/new/", lists.case_new, name="case_new"),
    path("cases/of/<uuid:member_id>/", handing.case_handing, name="case_handing"),
    path("cases/<uuid:case_id>/", pages.case_detail, name="case_detail"),
    path("cases/<uuid:case_id>/reveal/", person.case_reveal, name="case_reveal"),
    path("cases/<uuid:case_id>/hide/", person.case_hide, name="case_hide"),
    path("cases/<uuid:case_id>/name/", person.case_name, name="case_name"),
    path("cases/<uuid:case_id>/safe-contact/", person.case_safe_contact, name="case_safe_contact"),
    path("cases/<uuid:case_id>/course/", course.case_course, name="case_course"),
    path("cases/<uuid:case_id>/stage/", course.case_stage, name="case_stage"),
    path("cases/<uuid:case_id>/worker/", course.case_assign, name="case_assign"),
    path("cases/<uuid:case_id>/closing/", course.case_closing, name="case_closing"),
    path("cases/<uuid:case_id>/plan/", plan.case_plan, name="case_plan"),
    path("cases/<uuid:case_id>/needs/<uuid:need_id>/", plan.need_state, name="need_state"),
    path("cases/<uuid:case_id>/steps/", plan.step_new, name="step_new"),
    path("cases/<uuid:case_id>/steps/<uuid:step_id>/", plan.step_done, name="step_done"),
    path("cases/<uuid:case_id>/notes/", pages.case_notes, name="case_notes"),
    path("cases/<uuid:case_id>/journal/", pages.case_journal, name="case_journal"),
]
