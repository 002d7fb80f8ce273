"""Our own conversation guide: plain questions, each about one fact and so about one element of a definition."""

from __future__ import annotations

from waystation.core.screening.guide.asking import (
    ANSWERS,
    Group,
    Question,
    group_of,
    groups,
    possibly_minor,
    questions,
    said,
    version,
)

__all__ = ["ANSWERS", "Group", "Question", "group_of", "groups", "possibly_minor", "questions", "said", "version"]
