"""A second count of the month sheet, from raw records with plain Python: no numpy, no code of the sheet.

It says what the figures are before anything is withheld, and which of them may not be shown alone.
"""

from __future__ import annotations

import statistics
from collections import Counter
from typing import Any

APART_OF = {
    "out_of_scope": "out_of_scope", "wrong_number": "out_of_scope", "silent": "silent", "abusive": "abusive",
    "prank": "abusive", "abandoned": "abandoned",
}  # fmt: skip
FIELDS = ("channel", "contactor", "lane", "venue", "likelihood", "danger", "interpreter", "language")


def of_month(records: list[dict[str, Any]], month: str) -> list[dict[str, Any]]:
    return [record for record in records if record["on"].startswith(month)]


def apart(record: dict[str, Any]) -> str:
    """Why a contact stands apart, "" when it does not."""
    found = APART_OF.get(record["disposition"], "")
    return found or ("out_of_scope" if record["lane"] == "other" else "")


def figures(contacts: list[dict[str, Any]], situations: list[dict[str, Any]], month: str) -> dict[str, Any]:
    """Every figure of the sheet in clear."""
    mine, places = of_month(contacts, month), of_month(situations, month)
    work = [record for record in mine if not apart(record)]
    waits = [r["answer_seconds"] for r in mine if r["answer_seconds"] is not None and apart(r) != "abandoned"]
    found: dict[str, Any] = {
        "signals": len(work),
        "situations": len(places),
        "persons": sum(record["persons"] for record in places),
        "minors": sum(record["minors"] or 0 for record in places),
        "kind": Counter(record["kind"] for record in places),
        "apart": Counter(apart(record) for record in mine if apart(record)),
        "emergency": Counter(code for record in work for code in record["emergency"]),
        "referrals": sum(record["referrals_made"] or 0 for record in work),
        "minutes": sum(record["interpreter_minutes"] or 0 for record in work),
        "median": statistics.median_low(waits) if waits else None,
        "prompt": sum(wait <= 60 for wait in waits),
        "waits": len(waits),
        "late": sum(not record["entered"].startswith(month) for record in work),
    }
    return found | {field: Counter(record[field] for record in work) for field in FIELDS}
