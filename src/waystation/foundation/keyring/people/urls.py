"""Addresses of people: colleagues, invitations, teams, being away, leaving; and where a newcomer comes in."""

from __future__ import annotations

from django.urls import path

from waystation.foundation.keyring.people.views import away, colleagues, inviting, joining, leaving, teams

app_name = "people"
urlpatterns = [
    path("people/", colleagues.people, name="list"),
    path("people/waiting/", joining.waiting, name="waiting"),
    path("people/invite/", inviting.invite, name="invite"),
    path("people/<uuid:pk>/slip/", inviting.slip, name="slip"),
    path("people/<uuid:pk>/renew/", inviting.renew, name="renew"),
    path("people/<uuid:pk>/admit/", inviting.admit, name="admit"),
    path("people/<uuid:pk>/withdraw/", inviting.withdraw, name="withdraw"),
    path("people/teams/", teams.teams, name="teams"),
    path("people/teams/new/", teams.create, name="team_new"),
    path("people/teams/<uuid:pk>/", teams.team, name="team"),
    path("people/teams/<uuid:pk>/add/", teams.add, name="team_add"),
    path("people/teams/<uuid:pk>/move/", teams.move, name="team_move"),
    path("people/teams/<uuid:pk>/remove/", teams.remove, name="team_remove"),
    path("people/teams/<uuid:pk>/share/", colleagues.share, name="team_share"),
    path("people/<uuid:pk>/away/", away.away, name="away"),
    path("people/<uuid:pk>/back/", away.back, name="back"),
    path("people/<uuid:pk>/leave/", leaving.leave, name="leave"),
    path("join/", joining.join, name="join"),
    path("join/<str:secret>/", joining.accept, name="accept"),
]
