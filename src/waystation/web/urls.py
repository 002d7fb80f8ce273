"""Addresses of every page."""

from __future__ import annotations

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from waystation.web import health, home, pointers
from waystation.web.help import views as help_views
from waystation.web.journal import views as journal_views
from waystation.web.practice import views as practice_views
from waystation.web.tls import views as tls_views
from waystation.web.today import views as today_views

_here: list[URLPattern] = [
    path("", home.home, name="home"),
    path("today/", today_views.today, name="today"),
    path("journal/", journal_views.journal, name="journal"),
    path("r/<uuid:pointer>/", pointers.record, name="record"),
    path("health/", health.health, name="health"),
    path("trust/", tls_views.trust, name="trust"),
    path("trust/waystation-ca.crt", tls_views.certificate, name="certificate"),
    path("practice/", practice_views.practice, name="practice"),
    path("help/words/", help_views.glossary, name="words"),
]

# Each wing brings its own addresses; they join this list as they come. Cases stand early, since most requests are
# for them and every address before one costs each request a look.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_here, "web"))),
    path("", include("waystation.care.cases.urls")),
    path("", include("waystation.foundation.keyring.session.urls")),
    path("", include("waystation.web.setup.urls")),
    path("", include("waystation.web.backup.urls")),
    path("", include("waystation.foundation.keyring.people.urls")),
    path("", include("waystation.ui.urls")),
    path("directory/", include("waystation.commons.directory.urls")),
    path("outreach/", include("waystation.commons.outreach.urls")),
    path("", include("waystation.care.intake.urls")),
    path("", include("waystation.care.intake.lines.urls")),
    path("", include("waystation.care.intake.tips.urls")),
    path("", include("waystation.care.intake.texting.urls")),
    path("", include("waystation.care.intake.chat.urls")),
    path("", include("waystation.care.intake.leads.urls")),
    path("", include("waystation.care.intake.screening.urls")),
    path("", include("waystation.care.consent.urls")),
    path("", include("waystation.care.referrals.urls")),
    path("", include("waystation.numbers.insights.urls")),
    path("", include("waystation.numbers.multiplicity.urls")),
    path("", include("waystation.numbers.prevalence.urls")),
    path("", include("waystation.numbers.published.urls")),
]
if apps.is_installed("waystation.demo"):
    urlpatterns.append(path("", include("waystation.demo.urls")))

handler400 = "waystation.ui.errors.bad_request"
handler403 = "waystation.ui.errors.forbidden"
handler404 = "waystation.ui.errors.not_found"
handler500 = "waystation.web.trouble.broken"
