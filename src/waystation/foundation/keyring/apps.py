from __future__ import annotations

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    name = "waystation.foundation.keyring"
    label = "keyring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every proof of a journal look for records of codes that somebody deleted."""
        from waystation.foundation.audit.verification import PROOFS
        from waystation.foundation.keyring.selectors.statistics import lost_records

        if lost_records not in PROOFS:
            PROOFS.append(lost_records)
