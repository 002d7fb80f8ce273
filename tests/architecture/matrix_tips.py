"""Public messages in the world of the role matrix: one for each line of matrix_lines; and drafts of nobody's."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from waystation.care.intake.lines.models import Line
from waystation.care.intake.tips.actions import drafting, send
from waystation.care.intake.tips.models import Tip
from waystation.core.vault.keys import new_key


def things(world: Any) -> dict[str, Any]:
    """Messages by the relation of the line they came to. Of a draft every browser but one knows only the address."""
    lines = {"own_team": "Day line", "other_team": "Night line", "other_agency": "Their line"}
    found = {relation: {"tip_id": sent_to(name)} for relation, name in lines.items()} | {
        "unknown_id": {"tip_id": uuid4()}
    }
    draft = {"draft": drafting.begin(new_key(), {"line": "", "lane": "tip", "answers": {}}), "number": 2}
    return {
        "tip": {relation: {"casework": ids} for relation, ids in found.items()},
        "draft": {"others": {"casework": draft}, "unknown_id": {"casework": draft | {"draft": uuid4()}}},
    }


def sent_to(name: str, **marks: str) -> UUID:
    """A message to the line of that name."""
    line, key = Line.objects.get(name=name), new_key()
    said = {"story": "A van at the old mill", "marks": marks}
    data = {"line": line.pk.hex, "lane": "tip", "language": "eng", "answers": said}
    before = set(Tip.objects.values_list("pk", flat=True))
    send(drafting.begin(key, data), key, data)
    return Tip.objects.exclude(pk__in=before).get().pk
