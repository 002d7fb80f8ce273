"""Talking to the provider: https to the address that was set, and to nowhere else. No redirect is followed."""

from __future__ import annotations

import base64
import http.client
import json
import secrets
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from waystation.care.intake.texting.models import Gateway
from waystation.care.intake.texting.signatures import generic_signature
from waystation.care.intake.texting.ways import Ways
from waystation.foundation import clock

PATIENCE = 10
"""Seconds to wait for the provider."""
_MOST = 65_536


class Unreachable(Exception):
    """Nothing was said to the provider: it can be tried again."""


class Unsure(Exception):
    """The provider may or may not have understood: a second try could say it twice."""


class Refused(Exception):
    """The provider said no."""


class Sender(Protocol):
    """A provider. Both raise Unreachable, Unsure, Refused."""

    def send(self, to: str, text: str) -> str:
        """Send a text; returns the provider's id of it, "" when it tells none."""

    def forget(self, said_id: str) -> None:
        """Have the provider delete its copy of a text."""


class Twilio:
    """Twilio's REST interface, or a service that speaks like it."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._root = f"/2010-04-01/Accounts/{ways.account}/Messages"

    def send(self, to: str, text: str) -> str:
        body = urlencode({"To": to, "From": self._ways.number, "Body": text}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return _said_id(_ask(self._ways.base, "POST", f"{self._root}.json", body, {**self._key, **kind}))

    def forget(self, said_id: str) -> None:
        _ask(self._ways.base, "DELETE", f"{self._root}/{said_id}.json", b"", self._key, gone=True)

    @property
    def _key(self) -> dict[str, str]:
        pair = f"{self._ways.account}:{self._ways.secret}".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode()}


class Generic:
    """Any other gateway: JSON to the address that was set, signed as its own webhooks are."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways

    def send(self, to: str, text: str) -> str:
        said = {"id": secrets.token_hex(16), "do": "send", "from": self._ways.number, "to": to, "text": text}
        return _said_id(self._tell(said))

    def forget(self, said_id: str) -> None:
        self._tell({"id": secrets.token_hex(16), "do": "forget", "message": said_id})

    def _tell(self, said: dict[str, str]) -> bytes:
        body, at = json.dumps(said).encode(), str(int(clock.now().timestamp()))
        signed = {"X-Waystation-Time": at, "X-Waystation-Signature": generic_signature(self._ways.secret, at, body)}
        path = urlsplit(self._ways.base).path or "/"
        return _ask(self._ways.base, "POST", path, body, {"Content-Type": "application/json", **signed}, whole=True)


def sender_of(gateway: Gateway) -> Sender:
    """How this gateway is talked to."""
    ways = Ways.of_gateway(gateway)
    return Twilio(ways) if gateway.kind == Gateway.Kind.TWILIO else Generic(ways)


def may_reach(base: str) -> bool:
    """An https address; http on this computer only."""
    parts = urlsplit(base)
    try:
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return False
    own = parts.scheme == "http" and _is_loopback(parts.hostname or "")
    return bool(parts.hostname) and port_fits and (parts.scheme == "https" or own) and not parts.username


def _ask(
    base: str, method: str, path: str, body: bytes, headers: dict[str, str], *, gone: bool = False, whole: bool = False
) -> bytes:
    if not may_reach(base):
        raise Refused("the address is neither https nor on this computer")
    parts = urlsplit(base)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        line.connect()
    except OSError:
        raise Unreachable from None
    try:
        line.request(method, path if whole else parts.path.rstrip("/") + path, body or None, headers)
        answer = line.getresponse()
        said = answer.read(_MOST)
    except (OSError, http.client.HTTPException):
        raise Unsure from None
    finally:
        line.close()
    if 200 <= answer.status < 300 or (gone and answer.status in (404, 410)):
        return said
    if answer.status == 429 or answer.status == 503:
        raise Unreachable
    raise Unsure if answer.status >= 500 else Refused(str(answer.status))


def _said_id(body: bytes) -> str:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    said = found.get("sid") or found.get("id") if isinstance(found, dict) else ""
    return said if isinstance(said, str) and said.isascii() and said.isalnum() and len(said) <= 64 else ""


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
