"""Addresses of the page about backups."""

from __future__ import annotations

from django.urls import path

from waystation.web.backup import views

app_name = "backup"
urlpatterns = [
    path("backups/", views.overview, name="overview"),
    path("backups/make/", views.make, name="make"),
    path("backups/code/", views.key, name="key"),
]
