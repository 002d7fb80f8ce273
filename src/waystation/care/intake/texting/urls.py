"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from waystation.care.intake.texting.views import desk, gateway, hooks

app_name = "texting"
urlpatterns: list[URLPattern] = [
    path("hooks/twilio/<slug:slug>/", hooks.twilio, name="twilio"),
    path("hooks/generic/<slug:slug>/", hooks.generic, name="generic"),
    path("texts/", desk.thread_list, name="thread_list"),
    path("texts/<uuid:thread_id>/", desk.thread, name="thread"),
    path("texts/<uuid:thread_id>/take/", desk.take, name="take"),
    path("texts/<uuid:thread_id>/answer/", desk.answer, name="answer"),
    path("texts/<uuid:thread_id>/end/", desk.end, name="end"),
    path("texts/gateway/<uuid:line_id>/", gateway.gateway, name="gateway"),
]
