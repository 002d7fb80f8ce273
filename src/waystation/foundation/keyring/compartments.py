"""Which compartments each kind of record has. A compartment is one capsule under one key of its own."""

from __future__ import annotations

COMPARTMENTS: dict[str, tuple[str, ...]] = {
    "case": (
        "header", "identity", "safe_contact", "narrative", "legal", "health", "referrals", "others", "statistics",
    ),
    "contact": ("header", "account", "danger", "statistics"),
    "situation": ("header", "facts", "statistics"),
    "desk_note": ("words",),
    "authorization": ("header", "terms"),
    "referral": ("header", "thread"),
    "lead": ("header", "account"),
    "lead_release": ("terms",),
    "lead_desk": ("refused",),
    "missing_alert": ("account",),
    "tip": ("notice", "told", "letters"),
    "text": ("notice",),
    "text_message": ("words",),
    "text_sender": ("number",),
    "chat": ("notice", "talk"),
    "overlap": ("table",),
    "estimate": ("result",),
}  # fmt: skip

SHARED = frozenset({("referral", "thread")})
"""Compartments whose key a trusted partner may have made: what two agencies write to each other."""

RECEIVED = frozenset({"tip", "text", "text_message", "text_sender", "chat"})
"""Kinds whose first keys the server makes, because nobody is signed in: messages from the public lanes."""
