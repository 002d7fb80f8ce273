"""Every option of an installation: one registry, read from the environment and from `settings.toml`."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class OptionError(Exception):
    """An option has a value that cannot be used. The text is one clear sentence."""


@dataclass(frozen=True)
class Option:
    """One option.

    `type` is str, int, bool or list (of words). In the environment it is called `WAYSTATION_` + upper-case name.
    """

    name: str
    type: type
    default: Any
    help: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return "DATABASE_URL" if self.name == "database_url" else f"WAYSTATION_{self.name.upper()}"

    def parse(self, raw: object) -> Any:
        """The value as its type. Raises OptionError."""
        if self.type is bool:
            if isinstance(raw, bool):
                return raw
            if str(raw).lower() in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
                return str(raw).lower() in {"1", "true", "yes", "on"}
            raise OptionError(f"{self.name} must be true or false.")
        if self.type is int:
            try:
                return int(str(raw))
            except ValueError:
                raise OptionError(f"{self.name} must be a whole number.") from None
        if self.type is list:
            return [str(word) for word in raw] if isinstance(raw, list) else str(raw).replace(",", " ").split()
        return str(raw)


OPTIONS: tuple[Option, ...] = (
    Option(
        "database_url",
        str,
        "",
        "Where the data lies: empty for SQLite in the data folder, or postgres://user:secret@host/name.",
        True,
    ),
    Option("secret_key", str, "", "Signs cookies and forms. Empty: a key file in the data folder.", True),
    Option("hosts", list, ["localhost", "127.0.0.1", "[::1]"], "Host names this server answers to."),
    Option("origins", list, [], "Other origins forms may come from, such as https://help.example.org."),
    Option("tls", bool, False, "Served over https only: adds Strict-Transport-Security."),
    Option("proxy", bool, False, "A TLS proxy on this computer stands before it and sets X-Forwarded-For and -Proto."),
    Option("time_zone", str, "America/New_York", "Time zone of the community."),
    Option("language", str, "en", "Language of the pages when a person has chosen none: en or es."),
    Option("exit_url", str, "https://www.weather.gov/", "The neutral page that quick exit goes to."),
    Option("idle_minutes", int, 15, "Minutes without a click until the screen locks."),
    Option("idle_minutes_hotline", int, 60, "The same, for hotline advocates on a shift."),
    Option("session_hours", int, 12, "Hours until everyone signs in anew."),
    Option("threads", int, 8, "Threads of the server process."),
    Option(
        "stretch_memory_kib", int, 65536, "Argon2id memory in KiB for new passphrases; start refuses less than 65536."
    ),
    Option("stretch_time", int, 3, "Argon2id passes for new passphrases."),
    Option("stretch_parallelism", int, 4, "Argon2id lanes for new passphrases."),
    Option("upload_limit", int, 2_500_000, "Largest file, in bytes, that a form may carry."),
)


DEMO_FLAG = "demo"
"""Name of the file that marks a data folder as the demo's."""


def home_from(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder: `WAYSTATION_HOME`, else `~/.waystation`."""
    return Path(environment.get("WAYSTATION_HOME") or Path.home() / ".waystation").expanduser().absolute()


def load(home: Path, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All options with their values: environment, then `settings.toml`, then default. Raises OptionError."""
    given = _from_file(home / "settings.toml")
    unknown = sorted(set(given) - {option.name for option in OPTIONS})
    if unknown:
        raise OptionError(f"settings.toml has an unknown option: {unknown[0]}.")
    values: dict[str, Any] = {}
    for option in OPTIONS:
        raw = environment.get(option.variable, given.get(option.name))
        values[option.name] = option.default if raw is None or raw == "" else option.parse(raw)
    return values


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as problem:
        raise OptionError(f"{path} cannot be read: {problem}.") from None


SQLITE_OPENING = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;PRAGMA busy_timeout=20000;"


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's DATABASES entry for an address.

    `""` is SQLite in the data folder, `sqlite:////folder/file` another file,
    `postgres://user:secret@host:port/name?key=value` PostgreSQL.
    Raises OptionError for anything else.
    """
    wrong = OptionError("database_url must be empty, sqlite:////FOLDER/FILE or postgres://USER:SECRET@HOST/NAME.")
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        raise wrong from None
    if parts.scheme in ("", "sqlite"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or str(home / "waystation.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_OPENING},
            "ATOMIC_REQUESTS": False,
        }
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise wrong
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": query,
    }
