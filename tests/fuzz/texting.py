"""Target for webhooks: whatever a stranger sends is told from what the gateway signed, without a crash."""

from __future__ import annotations

from tests.fuzz.target import Target
from waystation.care.intake.texting.signatures import (
    FORM,
    JSON,
    Unreadable,
    generic_fits,
    generic_signature,
    read_form,
    read_json,
    twilio_fits,
    twilio_signature,
)

SECRET, BASE, AT = "0123456789abcdef", "https://help.example.org/hooks/twilio/alder/", 1_700_000_000
BODY = b"MessageSid=SM1&From=%2B15550142001&Body=Are+you+there%3F&NumMedia=0"
SAID = b'{"id": "m1", "from": "+15550142001", "text": "Are you there?"}'


def _cut(data: bytes) -> list[bytes]:
    """kind, query, signature, time and body, as one input holds them."""
    parts = data.split(b"\x00", 4)
    return parts + [b""] * (5 - len(parts))


def _webhook(data: bytes) -> None:
    """Refuses by raising Unreadable. What fits must have been signed with the secret over exactly these bytes."""
    kind, query, signature, at, body = _cut(data)
    sent, url = signature.decode("latin-1"), BASE + query.decode("latin-1")
    if kind == b"g":
        if not generic_fits(SECRET, at.decode("latin-1"), sent, body, AT):
            raise Unreadable
        assert sent == generic_signature(SECRET, at.decode("latin-1"), body)
        read_json(body)
        return
    form = FORM if kind == b"f" else JSON if kind == b"j" else kind.decode("latin-1")
    if not twilio_fits(SECRET, url, sent, form, body):
        raise Unreadable
    read_form(body) if form == FORM else read_json(body)


def _seeds() -> list[bytes]:
    signed = twilio_signature(SECRET, BASE, FORM, BODY).encode()
    other = generic_signature(SECRET, str(AT), SAID).encode()
    return [
        b"\x00".join([b"f", b"", signed, b"", BODY]),
        b"\x00".join([b"g", b"", other, str(AT).encode(), SAID]),
    ]


TARGETS = {"webhook": Target(_webhook, Unreadable, _seeds)}
