"""Where the wings are joined to the gate: each names the module that holds its rules."""

from __future__ import annotations

from importlib import import_module

from waystation.foundation.keyring.people import holdings

RULE_MODULES: list[str] = [
    "waystation.care.cases.rules",
    "waystation.care.intake.rules",
    "waystation.care.intake.tips.rules",
    "waystation.care.intake.leads.rules",
    "waystation.care.intake.texting.rules",
    "waystation.care.intake.chat.rules",
    "waystation.care.consent.rules",
    "waystation.care.referrals.rules",
    "waystation.numbers.insights.rules",
    "waystation.numbers.prevalence.rules",
    "waystation.numbers.multiplicity.rules",
    "waystation.web.journal.rules",
]
"""Modules with `RULES: dict[kind, provider]`; the gate asks every provider of the subject's kind."""


HOLDINGS: list[str] = ["waystation.care.cases.handing.holdings"]
"""Functions that say what is still a member's when they leave."""


def connect() -> None:
    """Register every wing's rule providers and what it says of who leaves. Called once, when the site is ready."""
    for name in HOLDINGS:
        module, function = name.rsplit(".", 1)
        holdings.register(getattr(import_module(module), function))
    for name in RULE_MODULES:
        from waystation.foundation import gate

        for kind, provider in import_module(name).RULES.items():
            gate.register(kind, provider)
