"""Overlap tables of several agencies' lists, and what was estimated from them."""

from __future__ import annotations

from django.apps import AppConfig


class PrevalenceConfig(AppConfig):
    name = "waystation.numbers.prevalence"
    label = "prevalence"
    default_auto_field = "django.db.models.BigAutoField"
