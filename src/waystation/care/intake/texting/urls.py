"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from waystation.care.intake.texting.views import hooks

app_name = "texting"
urlpatterns: list[URLPattern] = [
    path("hooks/twilio/<slug:slug>/", hooks.twilio, name="twilio"),
    path("hooks/generic/<slug:slug>/", hooks.generic, name="generic"),
]
