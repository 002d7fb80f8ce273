"""Addresses of sign-in and of the member's account."""

from __future__ import annotations

from django.urls import path

from waystation.foundation.keyring.session.views import (
    account,
    confirming,
    custody,
    entry,
    leaving,
    locking,
    new_code,
    recovery,
)

app_name = "signin"
urlpatterns = [
    path("sign-in/", entry.sign_in, name="sign_in"),
    path("sign-in/code/", entry.code, name="code"),
    path("sign-in/set-up/", entry.set_up, name="set_up"),
    path("sign-in/recover/", recovery.recover, name="recover"),
    path("sign-in/agency-code/", recovery.agency_code, name="agency_code"),
    path("sign-in/help/", recovery.lost, name="lost"),
    path("unlock/", locking.unlock, name="unlock"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("idle/", locking.idle, name="idle"),
    path("lock/", leaving.lock, name="lock"),
    path("lock/everyone/", locking.lock_everyone, name="lock_everyone"),
    path("switch/", leaving.switch, name="switch"),
    path("kept/<uuid:about>/", leaving.left_open, name="left_open"),
    path("sign-out/", locking.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/codes/", account.renew_codes, name="renew_codes"),
    path("account/passphrase/", account.change_passphrase, name="change_passphrase"),
    path("account/keep/", account.keep, name="keep"),
    path("account/passkey/", account.passkey, name="passkey"),
    path("account/passkey/<int:pk>/remove/", account.remove_passkey, name="remove_passkey"),
    path("account/colleagues/", account.colleagues, name="colleagues"),
    path("account/colleagues/<uuid:pk>/", account.colleagues, name="help_colleague"),
    path("account/recovery/", custody.recoveries, name="recoveries"),
    path("account/recovery/custodians/", custody.name_custodians, name="name_custodians"),
    path("account/recovery/begin/<uuid:pk>/", custody.begin, name="begin_recovery"),
    path("account/recovery/<uuid:pk>/stop/", custody.stop, name="stop_recovery"),
    path("account/recovery/<uuid:pk>/", custody.approve, name="approve_recovery"),
    path("account/recovery/agency-code/", new_code.begin, name="begin_new_code"),
    path("account/recovery/agency-code/<uuid:pk>/stop/", new_code.stop, name="stop_new_code"),
    path("account/recovery/agency-code/<uuid:pk>/", new_code.approve, name="approve_new_code"),
]
