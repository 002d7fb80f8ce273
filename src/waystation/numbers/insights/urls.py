"""Addresses of the Data page and the month sheet."""

from __future__ import annotations

from django.urls import path

from waystation.numbers.insights import views
from waystation.numbers.insights.month.views import month, month_file

app_name = "insights"
urlpatterns = [
    path("data/", views.data, name="data"),
    path("data/month/", month, name="month"),
    path("data/month.csv", month_file, name="month_file"),
]
