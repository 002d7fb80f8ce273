"""Addresses of counts across agencies."""

from __future__ import annotations

from django.urls import path

from waystation.numbers.multiplicity import views

app_name = "multiplicity"
urlpatterns = [
    path("data/together/", views.counts, name="counts"),
    path("data/together/<uuid:count_id>/", views.count_detail, name="count_detail"),
    path("data/together/<uuid:count_id>/table/", views.to_table, name="to_table"),
    path("data/together/<uuid:count_id>/ours/", views.ours, name="ours"),
    path("data/together/<uuid:count_id>/partners/<int:place>/", views.partner, name="partner"),
]
