"""Verbs on staff accounts that need no key. Those that do (enrolling, teams) are keyring's actions."""

from __future__ import annotations

from waystation.foundation.agencies.models import Member


def choose_language(member: Member, *, language: str) -> None:
    """Remember the language a member reads."""
    member.language = language
    member.save(update_fields=["language"])


def rename(member: Member, *, display_name: str) -> None:
    """Change the name colleagues see."""
    member.display_name = display_name
    member.save(update_fields=["display_name"])
