"""Addresses of consent."""

from __future__ import annotations

from django.urls import path

from waystation.care.consent import views

app_name = "consent"
urlpatterns = [
    path("cases/<uuid:case_id>/consent/", views.authorization_list, name="authorization_list"),
    path("cases/<uuid:case_id>/consent/new/", views.authorization_new, name="authorization_new"),
    path("cases/<uuid:case_id>/consent/<uuid:release_id>/", views.authorization_detail, name="authorization_detail"),
    path(
        "cases/<uuid:case_id>/consent/<uuid:release_id>/withdraw/",
        views.authorization_withdraw,
        name="authorization_withdraw",
    ),
]
