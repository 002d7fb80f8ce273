"""Settings of the server that the browser walks through: the real ones, with the cheapest key stretching."""

from __future__ import annotations

from waystation.web.settings import *  # noqa: F403

WAYSTATION_STRETCH = {"memory_kib": 8, "time": 1, "parallelism": 1}
