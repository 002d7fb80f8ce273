"""Addresses of published numbers."""

from __future__ import annotations

from django.urls import path

from waystation.numbers.published import views

app_name = "published"
urlpatterns = [
    path("numbers/", views.index, name="index"),
    path("numbers/methods/", views.methods, name="methods"),
    path("numbers/<uuid:publication_id>/", views.detail, name="detail"),
    path("numbers/<uuid:publication_id>/report.html", views.report, name="report"),
    path("numbers/<uuid:publication_id>/estimate.json", views.as_json, name="json"),
    path("data/estimates/published/<uuid:publication_id>/withdraw/", views.withdraw, name="withdraw"),
    path("data/estimates/<uuid:overlap_id>/<int:number>/publish/", views.publish, name="publish"),
]
