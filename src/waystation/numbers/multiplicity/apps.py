"""Counts across agencies, from totals that each agency lets out."""

from __future__ import annotations

from django.apps import AppConfig


class MultiplicityConfig(AppConfig):
    name = "waystation.numbers.multiplicity"
    label = "multiplicity"
    default_auto_field = "django.db.models.BigAutoField"
