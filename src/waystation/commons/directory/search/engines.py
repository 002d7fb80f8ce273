"""The plan, compiled to SQLite's FTS5 and to PostgreSQL's tsquery. Both give (document, score), the higher the better.

At most 2,000 candidates are scored: the first in the static order of quality (the document keys are in that order).
"""

from __future__ import annotations

from django.db import connection

from .query import Alternative, Plan

CANDIDATES = 2_000
TEXT_COLUMNS = "{names owner labels body}"
# Weights of names, owner, labels, body, marks.
FTS5 = """
SELECT rowid, -bm25(directory_fts, 8.0, 3.0, 6.0, 1.0, 0.0) FROM directory_fts
WHERE directory_fts MATCH %s LIMIT %s
"""
TSQUERY = """
SELECT id, ts_rank('{0.02, 0.08, 0.4, 1.0}', vector, words.q, 1) FROM
  (SELECT id, vector FROM directory_document WHERE vector @@ (%s)::tsquery ORDER BY id LIMIT %s) AS found,
  (SELECT (%s)::tsquery AS q) AS words
"""


def candidates(plan: Plan) -> list[tuple[int, float]]:
    """Documents that meet the words and the marks, with the score of the words; everything when nothing is asked."""
    if not plan.terms and not plan.mark_groups:
        from ..models import Document

        return [(key, 0.0) for key in Document.objects.order_by("id").values_list("id", flat=True)[:CANDIDATES]]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(FTS5, [fts5(plan), CANDIDATES])
        else:
            words, marks = tsquery(plan)
            both = " && ".join(part for part in (words, marks) if part)
            cursor.execute(
                TSQUERY.replace("(%s)::tsquery ORDER", f"({both}) ORDER").replace(
                    "(%s)::tsquery AS", f"({words or marks}) AS"
                ),
                [CANDIDATES],
            )
        return [(int(row[0]), float(row[1])) for row in cursor.fetchall()]


def fts5(plan: Plan) -> str:
    """An FTS5 expression. Words hold letters and figures only, so quoting them is enough."""
    parts = []
    if plan.terms:
        joined = (" OR " if plan.any_term else " AND ").join(
            "(" + " OR ".join(_fts5_way(way) for way in term.alternatives) + ")" for term in plan.terms
        )
        parts.append(f"{TEXT_COLUMNS} : ({joined})")
    parts += ["{marks} : (" + " OR ".join(f'"{mark}"' for mark in group) + ")" for group in plan.mark_groups]
    return " AND ".join(parts)


def _fts5_way(way: Alternative) -> str:
    quoted = [f'"{word}"' for word in way.words]
    if way.prefix:
        quoted[-1] += " *"
    return "(" + " AND ".join(quoted) + ")" if len(quoted) > 1 else quoted[0]


def tsquery(plan: Plan) -> tuple[str, str]:
    """SQL for the words and for the marks; literals hold letters and figures only."""
    words = ""
    if plan.terms:
        words = ("||" if plan.any_term else "&&").join(
            "(" + "||".join(_ts_way(way) for way in term.alternatives) + ")" for term in plan.terms
        )
    marks = "&&".join(f"to_tsquery('simple', '{'|'.join(group)}')" for group in plan.mark_groups)
    return words, marks


def _ts_way(way: Alternative) -> str:
    parts = [*way.words[:-1], way.words[-1] + (":*" if way.prefix else "")]
    return f"to_tsquery('english', '{' & '.join(parts)}')"
