"""Where the wings are joined to the gate: each names the module that holds its rules."""

from __future__ import annotations

from importlib import import_module

RULE_MODULES: list[str] = [
    "waystation.care.cases.rules",
    "waystation.care.intake.rules",
    "waystation.care.consent.rules",
    "waystation.care.referrals.rules",
    "waystation.numbers.insights.rules",
    "waystation.web.journal.rules",
]
"""Modules with `RULES: dict[kind, provider]`; the gate asks every provider of the subject's kind."""


def connect() -> None:
    """Register every wing's rule providers. Called once, when the site is ready."""
    for name in RULE_MODULES:
        from waystation.foundation import gate

        for kind, provider in import_module(name).RULES.items():
            gate.register(kind, provider)
