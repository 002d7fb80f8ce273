"""What only waiting brings, written into the rows of a running site: a passphrase of long ago, a recovery under way."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from pathlib import Path
from uuid import uuid4

from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext

from tests.e2e.serving import Site
from waystation.foundation.keyring.session.state import FRESH, SEEN


def passphrase_was_long_ago(site: Site, context: BrowserContext) -> None:
    """This browser's session was given its passphrase more than five minutes ago."""
    _change_session(site, context, **{FRESH: 0})


def _change_session(site: Site, context: BrowserContext, **values: float) -> None:
    name = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "__Host-s")
    with _rows(site.home) as rows:  # the site was given the tests' own secret_key
        (text,) = rows.execute("SELECT session_data FROM django_session WHERE session_key = ?", [name]).fetchone()
        data = SessionStore().decode(text)
        assert set(values) <= set(data), sorted(data)
        data |= values
        rows.execute(
            "UPDATE django_session SET session_data = ? WHERE session_key = ?", [SessionStore().encode(data), name]
        )


def nobody_worked_for(site: Site, context: BrowserContext, seconds: float) -> None:
    """This browser's session was last used so long ago."""
    _change_session(site, context, **{SEEN: time.time() - seconds})


def recovery_under_way(site: Site, first: str, second: str, whom: str) -> str:
    """Two custodians (display names), and a recovery the first began two hours ago; its address. It opens nothing."""
    made = uuid4()
    with _rows(site.home) as rows:
        people = dict(rows.execute("SELECT display_name, id FROM agencies_member").fetchall())
        (agency,) = rows.execute("SELECT agency_id FROM agencies_member WHERE id = ?", [people[whom]]).fetchone()
        for one, other in ((first, second), (second, first)):
            rows.execute(
                "INSERT INTO keyring_recoveryshare (agency_id, first_id, second_id, generation, body) "
                "VALUES (?, ?, ?, 1, x'')",
                [agency, people[one], people[other]],
            )
        begun = dt.datetime.now(dt.UTC) - dt.timedelta(hours=2)
        rows.execute(
            "INSERT INTO keyring_recoveryrequest (id, agency_id, member_id, begun_by_id, begun_at, generation, inner) "
            "VALUES (?, ?, ?, ?, ?, 1, x'')",
            [made.hex, agency, people[whom], people[first], begun.strftime("%Y-%m-%d %H:%M:%S")],
        )
    return f"/account/recovery/{made}/"


def new_code_under_way(site: Site, first: str) -> str:
    """A new agency code that a custodian began two hours ago; its address. It opens nothing."""
    made = uuid4()
    with _rows(site.home) as rows:
        (who, agency) = rows.execute(
            "SELECT id, agency_id FROM agencies_member WHERE display_name = ?", [first]
        ).fetchone()
        begun = dt.datetime.now(dt.UTC) - dt.timedelta(hours=2)
        rows.execute(
            "INSERT INTO keyring_coderequest (id, agency_id, begun_by_id, begun_at, generation, inner) "
            "VALUES (?, ?, ?, ?, 1, x'')",
            [made.hex, agency, who, begun.strftime("%Y-%m-%d %H:%M:%S")],
        )
    return f"/account/recovery/agency-code/{made}/"


def _rows(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / "waystation.sqlite3", timeout=60)


def change(home: Path, statement: str) -> None:
    """Somebody who can write to the database does so."""
    with _rows(home) as rows:
        rows.execute(statement)
