"""Addresses of the public lanes, and of the desk that reads them."""

from __future__ import annotations

from django.urls import URLPattern, path

from waystation.care.intake.tips.views import desk, lanes, order

app_name = "tips"
_help, _tip = {"lane": "help"}, {"lane": "tip"}
urlpatterns: list[URLPattern] = [
    path("get-help/", lanes.start, _help, name="get_help"),
    path("get-help/<uuid:draft>/<int:number>/", lanes.step, _help, name="get_help_step"),
    path("get-help/<uuid:draft>/done/", lanes.done, _help, name="get_help_done"),
    path("tell/", lanes.start, _tip, name="tell"),
    path("tell/<uuid:draft>/<int:number>/", lanes.step, _tip, name="tell_step"),
    path("tell/<uuid:draft>/done/", lanes.done, _tip, name="tell_done"),
    path("order/", order.order, name="order"),
    path("order/<uuid:draft>/", order.opened, name="order_open"),
    path("messages/", desk.messages, name="messages"),
    path("messages/<uuid:tip_id>/", desk.message, name="message"),
    path("messages/<uuid:tip_id>/take/", desk.take_message, name="take"),
    path("messages/<uuid:tip_id>/write/", desk.write, name="write"),
    path("messages/<uuid:tip_id>/outcome/", desk.outcome, name="outcome"),
]
