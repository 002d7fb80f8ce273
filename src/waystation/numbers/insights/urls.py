"""Address of the Data page."""

from __future__ import annotations

from django.urls import path

from waystation.numbers.insights import views

app_name = "insights"
urlpatterns = [path("data/", views.data, name="data")]
