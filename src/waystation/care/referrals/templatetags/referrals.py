"""Words for the way of a referral."""

from __future__ import annotations

from django import template

from waystation.care.codelists import words
from waystation.care.referrals.models import Referral
from waystation.care.referrals.words import STEPS

register = template.Library()
BADGES = {
    "draft": "unknown", "sent": "plain", "received": "plain",
    "accepted": "consent", "started": "consent", "completed": "done", "declined": "attend", "not_completed": "attend",
    "withdrawn": "sealed",
}  # fmt: skip


@register.simple_tag
def step_words(event: str) -> str:
    return str(STEPS.get(event, event))


@register.simple_tag
def reason_words(code: str) -> str:
    return words("decline_reason", code)


@register.filter
def status_badge(row: Referral) -> str:
    """The kind of badge for where a referral stands."""
    return BADGES.get(row.status, "unknown")
