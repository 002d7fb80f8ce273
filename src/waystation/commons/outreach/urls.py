"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from waystation.commons.outreach.views import months, nights, places, planning, volunteers

app_name = "outreach"
urlpatterns = [
    path("", places.overview, name="overview"),
    path("hotspots/new/", places.hotspot_new, name="hotspot_new"),
    path("hotspots/<uuid:hotspot_id>/", places.hotspot_detail, name="hotspot_detail"),
    path("nights/new/", planning.night_new, name="night_new"),
    path("nights/log/", planning.night_log, name="night_log"),
    path("nights/<uuid:night_id>/", nights.night_detail, name="night_detail"),
    path("nights/<uuid:night_id>/change/", planning.night_change, name="night_change"),
    path("nights/<uuid:night_id>/record/", planning.night_record, name="night_record"),
    path("nights/<uuid:night_id>/out/", nights.night_out, name="night_out"),
    path("nights/<uuid:night_id>/call-off/", planning.night_call_off, name="night_call_off"),
    path("back/<uuid:presence_id>/", nights.back, name="back"),
    path("volunteers/", volunteers.volunteers, name="volunteers"),
    path("volunteers/<uuid:pk>/", volunteers.clearance, name="clearance"),
    path("months/", months.month, name="month"),
]
