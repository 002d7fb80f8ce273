"""A live line of Riverbend, and drafts as a browser would leave them."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from waystation.care.intake.lines.anchors import mark_of
from waystation.care.intake.lines.models import Line
from waystation.care.intake.tips.actions import drafting, send
from waystation.care.intake.tips.models import Tip
from waystation.core.vault.keys import new_key
from waystation.foundation import clock
from waystation.web import wiring


def line_of_riverbend(cast: Cast, **given: Any) -> Line:
    """The line that Ana and Chloe answer, live."""
    wiring.connect()
    today = clock.today()
    values: dict[str, Any] = {"name": "Alder Help Line", "slug": "alder", "county": "Alder County", "live": True}
    values |= {"agency": cast.agency("riverbend"), "team": cast.team("intake"), **given}
    line = Line(created_on=today, updated_on=today, **values)
    line.mark = mark_of(line)
    line.save(force_insert=True)
    return line


def draft_of(line: Line, lane: str = "tip", **answers: Any) -> tuple[Any, bytes, dict[str, Any]]:
    """(id, key, content) of a stored draft."""
    key = new_key()
    data = {"line": line.pk.hex, "lane": lane, "language": "eng", "answers": answers}
    return drafting.begin(key, data), key, data


def sent(line: Line, lane: str = "tip", **answers: Any) -> tuple[Tip, int]:
    """A message as it came in, and its order number."""
    draft, key, data = draft_of(line, lane, **answers)
    before = set(Tip.objects.values_list("pk", flat=True))
    number = send(draft, key, data)
    return Tip.objects.exclude(pk__in=before).get(), number
