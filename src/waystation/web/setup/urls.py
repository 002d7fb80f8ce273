"""Addresses of set-up."""

from __future__ import annotations

from django.urls import path

from waystation.web.setup.views import begin, desk, founding, house, overview, team

app_name = "setup"
urlpatterns = [
    path("begin/<str:token>/", begin.begin, name="begin"),
    path("set-up/", overview.overview, name="overview"),
    path("set-up/later/", overview.later, name="later"),
    path("set-up/agency/", founding.agency, name="agency"),
    path("set-up/envelope/", founding.envelope, name="envelope"),
    path("set-up/envelope/check/", founding.envelope_check, name="envelope_check"),
    path("set-up/envelope/new/", founding.new_envelope, name="new_envelope"),
    path("set-up/teams/", team.teams, name="teams"),
    path("set-up/people/", team.people, name="people"),
    path("set-up/languages/", desk.languages, name="languages"),
    path("set-up/numbers/", desk.numbers, name="numbers"),
    path("set-up/reporting/", desk.reporting, name="reporting"),
    path("set-up/directory/", house.directory, name="directory"),
    path("set-up/backup/", house.backup, name="backup"),
    path("set-up/place/", house.place, name="place"),
    path("set-up/done/", overview.done, name="done"),
]
