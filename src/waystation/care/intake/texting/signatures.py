"""Is a webhook from the gateway that shares our secret? Pure: bytes in, a verdict out; no I/O and no clock.

Twilio's scheme, after its public documentation: base64 of an HMAC over the exact address, followed for forms by each
parameter's name and value in order of name; for JSON the address carries SHA-256 of the body. It has no time in it, so
a replay is told by the message id alone. The other scheme is ours: HMAC-SHA-256 over time and body.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from hashlib import sha256
from typing import Any
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlsplit

WINDOW = 300
"""Seconds that a signed time may lie before or after ours."""
MOST_FIELDS = 200
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_ALGORITHMS = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
_PORTS = {"https": 443, "http": 80}
_OURS = re.compile(r"v1=([0-9a-f]{64})")
_TIME = re.compile(r"[0-9]{1,12}")


class Unreadable(ValueError):
    """The body is not what its content type says."""


def twilio_fits(secret: str, url: str, signature: str, content_type: str, body: bytes, settings: str = "") -> bool:
    """Whether Twilio signed this request to `url`, with its port or without it. False for anything unreadable.

    `settings` is the header X-Twilio-Webhooks-Signature-Settings, which names another hash.
    """
    algorithm = _ALGORITHMS.get(_algorithm(settings).upper())
    kind = content_type.partition(";")[0].strip().lower()
    try:
        parts = urlsplit(url)
        signed = "" if kind == JSON else "".join(_in_order(read_form(body)))
        ways = [_with_port(parts), _without_port(parts)]
        whole = kind != JSON or _body_fits(parts, body)
    except ValueError:
        return False
    if not secret or algorithm is None or kind not in (FORM, JSON) or not whole:
        return False
    given = signature.encode("utf-8", "replace")
    fits = [hmac.compare_digest(given, _mac(secret, way + signed, algorithm)) for way in ways]
    return any(fits)


def generic_fits(secret: str, timestamp: str, signature: str, body: bytes, now: int) -> bool:
    """Whether the holder of the secret signed this body within `WINDOW` seconds of `now` (Unix time)."""
    said = _OURS.fullmatch(signature)
    if not secret or said is None or not _TIME.fullmatch(timestamp):
        return False
    fits = hmac.compare_digest(said[1].encode(), generic_signature(secret, timestamp, body)[3:].encode())
    return fits and abs(now - int(timestamp)) <= WINDOW


def generic_signature(secret: str, timestamp: str, body: bytes) -> str:
    """What a gateway of the other kind puts in its header: `v1=` and 64 hex digits."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def twilio_signature(secret: str, url: str, content_type: str, body: bytes, algorithm: str = "sha1") -> str:
    """What Twilio puts in its header for a request to exactly this address."""
    signed = "" if content_type == JSON else "".join(_in_order(read_form(body)))
    return _mac(secret, url + signed, algorithm).decode()


def read_form(body: bytes) -> dict[str, list[str]]:
    """The fields of a form. Raises Unreadable for other bytes than UTF-8, or more than `MOST_FIELDS`."""
    found: dict[str, list[str]] = {}
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Unreadable("this is no form") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def read_json(body: bytes) -> dict[str, Any]:
    """The fields of a JSON object. Raises Unreadable."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("this is no JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("this is no JSON object")
    return found


def _in_order(fields: dict[str, list[str]]) -> list[str]:
    return [name + value for name in sorted(fields) for value in sorted(set(fields[name]))]


def _body_fits(parts: SplitResult, body: bytes) -> bool:
    said = parse_qs(parts.query, max_num_fields=MOST_FIELDS).get("bodySHA256", [""])[0]
    return hmac.compare_digest(said.encode("utf-8", "replace"), sha256(body).hexdigest().encode())


def _mac(secret: str, text: str, algorithm: str) -> bytes:
    return base64.b64encode(hmac.new(secret.encode(), text.encode("utf-8", "surrogatepass"), algorithm).digest())


def _algorithm(settings: str) -> str:
    for part in settings.split(","):
        name, _, value = part.partition("=")
        if name.strip() == "algorithm" and value.strip():
            return value.strip()
    return "HMAC_SHA1"


def _with_port(parts: SplitResult) -> str:
    if parts.port or parts.scheme not in _PORTS:
        return parts.geturl()
    return parts._replace(netloc=f"{parts.netloc}:{_PORTS[parts.scheme]}").geturl()


def _without_port(parts: SplitResult) -> str:
    if not parts.port:
        return parts.geturl()
    return parts._replace(netloc=parts.netloc.removesuffix(f":{parts.port}")).geturl()
