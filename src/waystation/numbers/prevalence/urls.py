"""Addresses of overlap tables and their versions."""

from __future__ import annotations

from django.urls import path

from waystation.numbers.prevalence.views import runs, tables

app_name = "prevalence"
urlpatterns = [
    path("data/estimates/", tables.table_list, name="table_list"),
    path("data/estimates/new/", tables.table_new, name="table_new"),
    path("data/estimates/import/", tables.table_import, name="table_import"),
    path("data/estimates/<uuid:overlap_id>/", tables.table, name="table"),
    path("data/estimates/<uuid:overlap_id>/counts/", tables.counts, name="counts"),
    path("data/estimates/<uuid:overlap_id>/told/", tables.told, name="told"),
    path("data/estimates/<uuid:overlap_id>/run/", runs.start, name="start"),
    path("data/estimates/<uuid:overlap_id>/<int:number>/", runs.run, name="run"),
    path("data/estimates/<uuid:overlap_id>/<int:number>/stop/", runs.stop, name="stop"),
    path("data/estimates/<uuid:overlap_id>/<int:number>/try/", runs.try_out, name="try_out"),
    path("data/estimates/<uuid:overlap_id>/<int:number>/again/", runs.again, name="again"),
    path("data/estimates/<uuid:overlap_id>/<int:number>/report.html", runs.report, name="report"),
    path("data/estimates/<uuid:overlap_id>/<int:number>/panel.json", runs.panel, name="panel"),
]
