"""Every option of an installation: one registry, read from the environment and from `settings.toml`."""

from __future__ import annotations

import os
import re
import tomllib
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class OptionError(Exception):
    """An option has a value that cannot be used. The text is one clear sentence."""


@dataclass(frozen=True)
class Form:
    """What a word must look like: a pattern for the whole of it, the same in words, and a set it must be in."""

    pattern: str
    words: str
    among: Callable[[], set[str]] | None = None

    def fits(self, word: str) -> bool:
        return bool(re.fullmatch(self.pattern, word)) and (self.among is None or word in self.among())


@dataclass(frozen=True)
class Option:
    """One option.

    `type` is str, int, bool or list (of words). In the environment it is called `WAYSTATION_` + upper-case name.
    A number lies between `least` and `most`; each word has the `form`.
    """

    name: str
    type: type
    default: Any
    help: str
    secret: bool = False
    least: int = 0
    most: int = 0
    form: Form = Form(r"[^\x00-\x1f\x7f]*", "text in one line")

    @property
    def variable(self) -> str:
        return "DATABASE_URL" if self.name == "database_url" else f"WAYSTATION_{self.name.upper()}"

    @property
    def bounds(self) -> str:
        """What is accepted, in words."""
        if self.type is bool:
            return "true or false"
        return f"{self.least} to {self.most}" if self.type is int else self.form.words

    def parse(self, raw: object) -> Any:
        """The value as its type. Raises OptionError for another type, and for a value out of bounds."""
        if self.type is bool:
            if isinstance(raw, bool):
                return raw
            if str(raw).lower() in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
                return str(raw).lower() in {"1", "true", "yes", "on"}
            raise OptionError(f"{self.name} must be true or false.")
        if self.type is int:
            return self._number(raw)
        if self.type is list:
            words = [str(word) for word in raw] if isinstance(raw, list) else str(raw).replace(",", " ").split()
            return [self._fitting(word) for word in words]
        return self._fitting(str(raw))

    def _number(self, raw: object) -> int:
        text = "" if isinstance(raw, bool) else str(raw).strip()
        if not re.fullmatch(r"-?[0-9]{1,12}", text):
            raise OptionError(f"{self.name} must be a whole number.")
        if not self.least <= int(text) <= self.most:
            raise OptionError(f"{self.name} must be a number from {self.least} to {self.most}.")
        return int(text)

    def _fitting(self, word: str) -> str:
        if not self.form.fits(word):
            raise OptionError(f"{self.name} must be {self.form.words}.")
        return word


_ADDRESS = Form(r"localhost|[0-9a-fA-F:.]{2,45}", "addresses in numbers, such as 192.168.1.20")
_ONE_ADDRESS = Form(r"(localhost|[0-9a-fA-F:.]{2,45})?", "one address in numbers")
_NAME = Form(r"\[[0-9a-fA-F:.]+\]|\.?[A-Za-z0-9_.-]+", "host names without port, such as help.example.org")
_ORIGIN = Form(
    r"https?://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.*-]+)(:[0-9]{1,5})?",
    "addresses such as https://help.example.org",
)
_SITE = Form(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s]*)?", "an address that begins with https://")
_PUBLIC = Form(
    r"(https?://(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9_.-]+)(:[0-9]{1,5})?)?", "an address such as https://help.example.org"
)
_ONION = Form(r"([a-z2-7]{56}\.onion)?", "56 letters and digits and .onion")
_LANGUAGE = Form("en|es", "en or es")
_ZONE = Form(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)*", "a time zone such as America/New_York", zoneinfo.available_timezones)
_PRACTICE = Form(r"(?i:loopback|true|false)", "loopback, true or false")
_SECRET = Form(r"[^\x00-\x20\x7f]*", "text without spaces")
_MANAGER = Form(r"((127(\.\d{1,3}){3}|\[::1\]):\d{1,5})?", "a loopback address and a port, such as 127.0.0.1:5038")
_SIGNING = Form(r"([^\x00-\x20\x7f]{50,})?", "at least 50 characters without spaces, or nothing")

OPTIONS: tuple[Option, ...] = (
    Option(
        "database_url", str, "",
        "Where the data lies: empty for SQLite in the data folder, or postgres://user:secret@host/name.",
        secret=True, form=_SECRET,
    ),
    Option("secret_key", str, "", "Signs cookies and forms. Empty: a key file of its own.", secret=True, form=_SIGNING),
    Option("host", list, ["127.0.0.1"], "Addresses to serve: plain http on loopback, TLS on any other.", form=_ADDRESS),
    Option("port", int, 8000, "Port of the staff's pages.", least=1, most=65535),
    Option("public_host", str, "", "Address of the public face. Empty: the addresses of host.", form=_ONE_ADDRESS),
    Option("public_port", int, 0, "Port of a second face without any staff page. 0: none.", least=0, most=65535),
    Option("hosts", list, ["localhost", "127.0.0.1", "[::1]"], "Host names this server answers to.", form=_NAME),
    Option("origins", list, [], "Other origins forms may come from, such as https://help.example.org.", form=_ORIGIN),
    Option(
        "public_url", str, "",
        "Address by which the world reaches the public face, as gateways of text messages sign it. Empty: as asked.",
        form=_PUBLIC,
    ),
    Option(
        "ring_secret", str, "",
        "Secret, 24 letters or more, by which a telephone exchange on this computer tells of calls. Empty: off.",
        secret=True, form=_SECRET,
    ),
    Option(
        "ring_manager", str, "",
        "Manager interface of a telephone exchange on this computer, such as 127.0.0.1:5038. Empty: off.",
        form=_MANAGER,
    ),
    Option("ring_manager_name", str, "", "The name by which we come in there.", form=_SECRET),
    Option("ring_manager_secret", str, "", "The secret by which we come in there.", secret=True, form=_SECRET),
    Option("onion", str, "", "Onion address of the public face, offered to Tor Browser.", form=_ONION),
    Option("tls", bool, False, "Served over https only: adds Strict-Transport-Security."),
    Option("proxy", bool, False, "A TLS proxy on this computer stands before it and sets X-Forwarded-For and -Proto."),
    Option("time_zone", str, "America/New_York", "Time zone of the community.", form=_ZONE),
    Option("language", str, "en", "Language of the pages when a person has chosen none: en or es.", form=_LANGUAGE),
    Option("exit_url", str, "https://www.weather.gov/", "The neutral page that quick exit goes to.", form=_SITE),
    Option("idle_minutes", int, 15, "Minutes without a click until the screen locks.", least=1, most=60),
    Option("idle_minutes_hotline", int, 60, "The same, for hotline advocates on a shift.", least=1, most=120),
    Option("session_hours", int, 12, "Hours until everyone signs in anew.", least=1, most=24),
    Option("threads", int, 8, "Threads of the server process.", least=2, most=64),
    Option(
        "stretch_memory_kib", int, 65536, "Argon2id memory in KiB for new passphrases; start refuses less than 65536.",
        least=8, most=1_048_576,
    ),
    Option("stretch_time", int, 3, "Argon2id passes for new passphrases; start refuses less than 3.", least=1, most=20),
    Option("stretch_parallelism", int, 4, "Argon2id lanes for new passphrases.", least=1, most=16),
    Option(
        "upload_limit", int, 2_500_000, "Largest file, in bytes, that a form may carry.", least=100_000, most=25_000_000
    ),
    Option(
        "practice", str, "loopback",
        "Offer the invented county on the sign-in page, where anybody may open it: loopback (only on a server that "
        "serves its own computer alone), true (also on a network), false.",
        form=_PRACTICE,
    ),
    Option("practice_port", int, 0, "Port of practice. 0: the port after the staff's.", least=0, most=65535),
    Option("least_free_mb", int, 1000, "Megabytes to keep free for the data folder.", least=100, most=1_000_000),
    Option("backup_days", int, 2, "Days without a backup until check says so.", least=1, most=35),
    Option("backup_folder", str, "", "Where backups go, such as a drive. Empty: backups in the data folder."),
    Option("backup_minutes", int, 1440, "Minutes between two backups.", least=15, most=10_080),
)  # fmt: skip


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


SQLITE_OPENING = (
    # Not mapped into memory: each thread would map the whole file, for a twentieth less CPU on the longest lists.
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;PRAGMA busy_timeout=20000;"
)


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's DATABASES entry for an address.

    `""` is SQLite in the data folder, `sqlite:////folder/file` another file,
    `postgres://user:secret@host:port/name?key=value` PostgreSQL, on another computer with `sslmode=verify-full` only.
    Raises OptionError for anything else.
    """
    wrong = OptionError("database_url must be empty, sqlite:////FOLDER/FILE or postgres://USER:SECRET@HOST/NAME.")
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        raise wrong from None
    if parts.scheme in ("", "sqlite"):
        return _sqlite(unquote(parts.path[1:]) or str(home / "waystation.sqlite3"))
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise wrong
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", parts.hostname or "")
    if query.get("sslmode") != "verify-full" and not _is_here(host or os.environ.get("PGHOST", ""), query):
        raise OptionError(
            "database_url names another computer: add ?sslmode=verify-full, so that the connection is encrypted and "
            "the computer proves that it is the one you mean."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": query,
    }


def _sqlite(name: str) -> dict[str, Any]:
    """A file of SQLite."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_OPENING},
        "CONN_MAX_AGE": 60,  # opening one costs as much as a small page, and closing the last one empties the WAL
        "ATOMIC_REQUESTS": False,
    }


def _is_here(host: str, query: Mapping[str, str]) -> bool:
    """Whether PostgreSQL is on this computer: a socket or a loopback address, and nothing that leads away."""
    if {"hostaddr", "service"} & set(query):
        return False
    try:
        return not host or host.startswith("/") or host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
