"""Stated facts, legal elements, and what each statute says of them.

`facts` holds what can be stated, `statutes` the definitions (TVPA 22 USC 7102, Palermo Article 3), `determination` the
three-valued logic between them. Only stated facts are ever stored; determinations are computed when looked at. Tools
with scores are another matter and never meet this one.
"""

from __future__ import annotations

from waystation.core.screening.determination import Determination, Element, determine
from waystation.core.screening.facts import (
    Fact,
    FactsError,
    Statement,
    codes_json,
    controls,
    facts,
    facts_of,
    parse,
    read_age,
    state,
)
from waystation.core.screening.reporting import Line, ReportRule, lines, report_rule
from waystation.core.screening.statutes import Branch, Statute, statutes
from waystation.core.screening.texts import Text

__all__ = [
    "Branch",
    "Determination",
    "Element",
    "Fact",
    "FactsError",
    "Line",
    "ReportRule",
    "Statement",
    "Statute",
    "Text",
    "codes_json",
    "controls",
    "determine",
    "facts",
    "facts_of",
    "lines",
    "parse",
    "read_age",
    "report_rule",
    "state",
    "statutes",
]
