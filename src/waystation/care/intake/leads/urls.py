"""Addresses of leads. None of them lists, searches or counts people who are accused."""

from __future__ import annotations

from django.urls import path

from waystation.care.intake.leads.views import alerts, given, liaisons, linking, releasing

app_name = "leads"
urlpatterns = [
    path("contacts/leads/", linking.lead_list, name="lead_list"),
    path("contacts/leads/links/", linking.link_list, name="link_list"),
    path("contacts/leads/tips/<uuid:tip_id>/", linking.tip, name="tip"),
    path("contacts/leads/alerts/", alerts.alert_list, name="alert_list"),
    path("contacts/leads/alerts/new/", alerts.alert_new, name="alert_new"),
    path("contacts/leads/alerts/<uuid:alert_id>/", alerts.alert_detail, name="alert_detail"),
    path("contacts/leads/releases/<uuid:release_id>/", releasing.release_detail, name="release_detail"),
    path("contacts/leads/<uuid:lead_id>/", linking.lead_detail, name="lead_detail"),
    path("contacts/leads/<uuid:lead_id>/release/", releasing.release_new, name="release_new"),
    path("leads/", given.given_list, name="given_list"),
    path("leads/<uuid:release_id>/", given.given_detail, name="given_detail"),
    path("liaisons/", liaisons.liaison_list, name="liaison_list"),
    path("liaisons/<uuid:liaison_id>/", liaisons.liaison_set, name="liaison_set"),
]
