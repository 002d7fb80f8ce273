"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from waystation.care.intake.screening.views import guide, instruments, results, tools

app_name = "screening"
urlpatterns = [
    path("guide/", guide.guide_list, name="guide_list"),
    path("guide/<uuid:draft_id>/", guide.guide_page, name="guide_page"),
    path("visit/<uuid:draft_id>/", guide.guide_paused, name="guide_paused"),
    path("guide/<uuid:draft_id>/review/", guide.guide_review, name="guide_review"),
    path("guide/<uuid:draft_id>/instrument/", tools.instrument_ask, name="instrument_ask"),
    path("guide/<uuid:draft_id>/instrument/meaning/", tools.instrument_meaning, name="instrument_meaning"),
    path("situations/<uuid:situation_id>/persons/<uuid:person_id>/guide/", guide.guide_begin, name="guide_begin"),
    path("situations/<uuid:situation_id>/persons/<uuid:person_id>/screening/", results.result, name="result"),
    path("instruments/", instruments.instrument_list, name="instrument_list"),
    path("instruments/load/", instruments.instrument_load, name="instrument_load"),
    path("instruments/<uuid:instrument_id>/", instruments.instrument_detail, name="instrument_detail"),
]
