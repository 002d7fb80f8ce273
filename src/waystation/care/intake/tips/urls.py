"""Addresses of the public lanes, and of the desk that reads them."""

from __future__ import annotations

from django.urls import URLPattern, path

from waystation.care.intake.tips.views import desk

app_name = "tips"
urlpatterns: list[URLPattern] = [
    path("messages/<uuid:tip_id>/", desk.message, name="message"),
]
