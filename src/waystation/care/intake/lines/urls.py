"""Addresses of lines, their rota, and one's own shifts."""

from __future__ import annotations

from django.urls import path

from waystation.care.intake.lines.views import lines, rota, shifts, wizard

app_name = "lines"
urlpatterns = [
    path("lines/", lines.line_list, name="line_list"),
    path("lines/new/", lines.line_new, name="line_new"),
    path("lines/interpreters/", lines.interpreters, name="interpreters"),
    path("lines/<uuid:line_id>/", lines.line_detail, name="line_detail"),
    path("lines/<uuid:line_id>/live/", lines.live, name="live"),
    path("lines/<uuid:line_id>/set-up/<slug:step>/", wizard.step, name="step"),
    path("lines/<uuid:line_id>/rota/", rota.rota, name="rota"),
    path("lines/<uuid:line_id>/rota/new/", rota.shift_new, name="shift_new"),
    path("lines/<uuid:line_id>/rota/end/", rota.shift_end, name="shift_end"),
    path("lines/<uuid:line_id>/rota/set/", rota.turn_set, name="turn_set"),
    path("lines/<uuid:line_id>/take/", shifts.take, name="take"),
    path("lines/<uuid:line_id>/swap/<str:turn>/", shifts.swap, name="swap"),
    path("shifts/", shifts.my_shifts, name="my_shifts"),
    path("shifts/answer/", shifts.answer, name="answer"),
]
