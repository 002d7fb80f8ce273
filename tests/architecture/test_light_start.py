"""What only an estimate needs is not in the memory of a server that computes none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.wide

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numpy", "scipy", "numba")
ASK = """
import json, os, sys
sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "src")]
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
from waystation.web import warming
from waystation.web.wsgi import application
warming.warm()
warming.practise(application)
import ground
place = ground.new_ground()
ground.new_cases(place, 2)
browser = ground.signed_in(place.worker)
pages = ["/today/", "/cases/", "/contacts/", "/directory/?q=shelter", "/data/", "/estimates/", "/numbers/"]
answers = {page: browser.get(page).status_code for page in pages}
print(json.dumps([answers, sorted(name for name in sys.modules if name in %r)]))
"""


def test_server_and_the_pages_of_a_day_load_no_numpy(tmp_path: Path) -> None:
    told = {**os.environ, "WAYSTATION_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    told["PYTHONPATH"] = str(ROOT / "benchmarks")
    done = subprocess.run(
        [sys.executable, "-c", ASK % (HEAVY,)], cwd=ROOT, env=told, capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    answers, loaded = json.loads(done.stdout.splitlines()[-1])
    assert answers["/today/"] == answers["/cases/"] == answers["/directory/?q=shelter"] == 200
    assert set(answers.values()) <= {200, 302, 403, 404}
    assert loaded == []
