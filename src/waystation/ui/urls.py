"""Addresses of the pages that belong to no room: leave, language, style guide."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("exit/", views.leave, name="exit"),
    path("language/", views.language, name="language"),
    path("keep/", views.keep, name="keep"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("robots.txt", views.robots, name="robots"),
]
