"""Addresses of referrals."""

from __future__ import annotations

from django.urls import path

from waystation.care.referrals.views import received, sent

app_name = "referrals"
urlpatterns = [
    path("cases/<uuid:case_id>/sharing/", sent.referral_list, name="referral_list"),
    path("cases/<uuid:case_id>/sharing/choose/", sent.choose, name="choose"),
    path("cases/<uuid:case_id>/sharing/<uuid:referral_id>/", sent.referral_detail, name="referral_detail"),
    path("cases/<uuid:case_id>/sharing/<uuid:referral_id>/send/", sent.referral_send, name="referral_send"),
    path("cases/<uuid:case_id>/sharing/<uuid:referral_id>/hand-off/", sent.referral_hand_off, name="referral_hand_off"),
    path("cases/<uuid:case_id>/sharing/<uuid:referral_id>/call/", sent.referral_call, name="referral_call"),
    path("cases/<uuid:case_id>/sharing/<uuid:referral_id>/outcome/", sent.referral_outcome, name="referral_outcome"),
    path("cases/<uuid:case_id>/sharing/<uuid:referral_id>/drop/", sent.referral_drop, name="referral_drop"),
    path("referrals/received/", received.received_list, name="received_list"),
    path("referrals/received/<uuid:referral_id>/", received.received_detail, name="received_detail"),
    path("referrals/received/<uuid:referral_id>/answer/", received.received_answer, name="received_answer"),
]
