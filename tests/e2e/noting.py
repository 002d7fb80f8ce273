"""Settings of the watched demo: the real ones, and each template that a page was made of is written down once.

WAYSTATION_TEMPLATES_SEEN names the file; a line is the path of a template. Nothing else differs from what people run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.template.base import Template
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render

from waystation.web.settings import *  # noqa: F403

_SEEN: set[str] = set()


def _note(template: Any, **_rest: Any) -> None:
    """Templates made from strings have no path and are no page."""
    path = str(getattr(template.origin, "name", ""))
    if path.endswith(".html") and path not in _SEEN:
        _SEEN.add(path)
        with Path(os.environ["WAYSTATION_TEMPLATES_SEEN"]).open("a", encoding="utf-8") as target:
            target.write(f"{path}\n")


Template._render = instrumented_test_render  # as the test runner of Django does
template_rendered.connect(_note, weak=False)
