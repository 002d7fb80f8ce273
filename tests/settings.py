"""Settings of the test run: the real ones, on a data folder of its own, with the cheapest key stretching."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("WAYSTATION_HOME", tempfile.mkdtemp(prefix="waystation-test-"))
os.environ.setdefault("WAYSTATION_SECRET_KEY", "signs-what-the-tests-send-and-nothing-that-anyone-keeps")

from waystation.web.settings import *  # noqa: F403
from waystation.web.settings import STATIC_ROOT, STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]

WAYSTATION_STRETCH = {"memory_kib": 8, "time": 1, "parallelism": 1}
