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
OURS = ("WAYSTATION_", "DJANGO_", "DATABASE_")
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
from waystation.foundation.agencies.models import Member, Team
root = ground.keyring(Member.objects.get(agency=place.agency, role="administrator"))
names = {"sign_in_name": "iris", "display_name": "Iris", "passphrase": ground.PASSPHRASE}
iris = ground.enrol_member(root, role="analyst", **names).member
ground.add_to_team(root, Team.objects.get(agency=place.agency, kind="statistics"), iris)
worker, analyst = ground.signed_in(place.worker), ground.signed_in(ground.keyring(iris))
pages = ["/today/", "/cases/", "/contacts/", "/directory/?q=shelter", "/data/", "/numbers/"]
answers = {page: worker.get(page).status_code for page in pages}
answers |= {f"analyst {page}": analyst.get(page).status_code for page in ("/today/", "/data/", "/data/estimates/")}
print(json.dumps([answers, sorted(name for name in sys.modules if name in %r)]))
"""


def environment(home: Path) -> dict[str, str]:
    """The caller's, without what names a data folder or a database: tables are made in `home` alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    own = {"WAYSTATION_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return kept | own | {"PYTHONPATH": str(ROOT / "benchmarks")}


def test_the_child_gets_no_database_of_its_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "WAYSTATION_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "postgres://kept/real")
    assert "postgres://kept/real" not in environment(tmp_path).values()


def test_server_and_the_pages_of_a_day_load_no_numpy(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK % (HEAVY,)], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    answers, loaded = json.loads(done.stdout.splitlines()[-1])
    assert answers["/today/"] == answers["/cases/"] == answers["/directory/?q=shelter"] == 200
    assert {status for page, status in answers.items() if page.startswith("analyst")} == {200}, answers
    assert set(answers.values()) <= {200, 302, 403, 404}
    assert loaded == []
