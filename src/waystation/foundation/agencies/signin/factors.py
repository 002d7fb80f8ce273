"""The second factor: a code from an authenticator app always, printed backup codes, and a passkey where possible."""

from __future__ import annotations

import time
from typing import Any, Literal

import qrcode
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.cache import cache
from django.core.exceptions import ValidationError
from fido2.webauthn import UserVerificationRequirement

from waystation.foundation import store
from waystation.foundation.agencies.models import Member

Kind = Authenticator.Type
PERIOD = 30
_REMEMBERED = PERIOD * 4
"""Seconds a used code is remembered: with one step of tolerance it stays good for three."""


class OneUse(totp.TOTP):  # type: ignore[misc]  # allauth ships no types
    """TOTP (RFC 6238) whose codes count once. allauth's own mark ends while a tolerated code is still good."""

    def _mark_code_used(self, code: str) -> bool:
        with store.writing():
            return bool(cache.add(_use(self.instance.user_id, code), "y", timeout=_REMEMBERED))


def has_authenticator(member: Member) -> bool:
    """Whether an authenticator app is set up: without one, sign-in leads to the set-up page."""
    return _find(member, Kind.TOTP) is not None


def passkeys(member: Member) -> list[Authenticator]:
    """The member's passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=member, type=Kind.WEBAUTHN).order_by("pk"))


def verify(member: Member, code: str) -> Literal["totp", "backup"] | None:
    """What a typed code is: one of the authenticator app, a backup code (now used up), or nothing."""
    app = _find(member, Kind.TOTP)
    if app is not None and OneUse(app).validate_code(code):
        return "totp"
    with store.writing():  # before the codes are read: two posts of one code are judged one after the other
        Member.objects.select_for_update().get(pk=member.pk)
        printed = _find(member, Kind.RECOVERY_CODES)
        if printed is not None and RecoveryCodes(printed).validate_code(code):
            return "backup"
    return None


def was_used(member: Member, code: str) -> bool:
    """Whether a code of the app signed this member in a moment ago, so that it no longer counts."""
    return cache.get(_use(member.pk, code)) is not None


def forget_use(member: Member, code: str) -> None:
    """Let a used code count once more. Only for invented people, whose secrets are known to everyone."""
    with store.writing():
        cache.delete(_use(member.pk, code))


def new_secret() -> str:
    """A fresh TOTP secret, base 32, 160 bits."""
    return str(totp.generate_totp_secret())


def current_code(secret: str, at: float | None = None) -> str:
    """The six digits an authenticator app shows for a secret at a time (epoch seconds, now when not given)."""
    counter = int((time.time() if at is None else at) // PERIOD)
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def fits(secret: str, code: str) -> bool:
    """Whether the code shows that the app has this new secret."""
    return bool(totp.validate_totp_code(secret, code))


def activate(member: Member, secret: str) -> None:
    """Set up the authenticator app and ten backup codes, in place of earlier ones."""
    with store.writing():
        reset(member)
        totp.TOTP.activate(member, secret)
        RecoveryCodes.activate(member)


def reset(member: Member) -> None:
    """Remove every second factor: the next sign-in leads to the set-up page."""
    with store.writing():
        Authenticator.objects.filter(user=member).delete()


def backup_codes_once(member: Member) -> list[str]:
    """The unused backup codes on the first call after they were made, afterwards nothing."""
    printed = _find(member, Kind.RECOVERY_CODES)
    if printed is None:
        return []
    codes = RecoveryCodes(printed)
    if codes.did_view:
        return []
    with store.writing():
        codes.mark_as_viewed()
    return list(codes.get_unused_codes())


def backup_codes_left(member: Member) -> int:
    """How many printed backup codes are still good."""
    printed = _find(member, Kind.RECOVERY_CODES)
    return len(RecoveryCodes(printed).get_unused_codes()) if printed else 0


def renew_backup_codes(member: Member) -> None:
    """Ten new backup codes; the old ones stop working."""
    with store.writing():
        Authenticator.objects.filter(user=member, type=Kind.RECOVERY_CODES).delete()
        RecoveryCodes.activate(member)


def setup_url(member: Member, secret: str) -> str:
    """The otpauth address an authenticator app reads from the square."""
    return str(get_adapter().build_totp_url(member, secret))


def square(text: str) -> tuple[int, str]:
    """A QR code as its side in modules, quiet zone included, and the `d` of one SVG path."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    cells = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(cells)


def passkey_options(member: Member, *, alone: bool = False) -> dict[str, Any]:
    """What the browser needs to ask for one of the member's passkeys; the challenge lies in the session.

    `alone`: nothing else shows who sits there, so the key itself asks for its PIN or a finger.
    """
    if not alone:
        return dict(webauthn.begin_authentication(member))
    options, waits = webauthn.get_server().authenticate_begin(
        credentials=webauthn.get_credentials(member), user_verification=UserVerificationRequirement.REQUIRED
    )
    webauthn.set_state(waits)
    return dict(options)


def verify_passkey(member: Member, credential: Any, *, alone: bool = False) -> bool:
    """Whether the browser's answer fits the challenge and a passkey of this member.

    `alone`: and whether the key says that it checked its owner, whatever the challenge had asked for.
    """
    try:
        answer = webauthn.parse_authentication_response(credential)
        if alone and not answer.response.authenticator_data.is_user_verified():
            return False
        webauthn.complete_authentication(member, credential).record_usage()
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


def passkey_creation(member: Member) -> dict[str, Any]:
    """What the browser needs to make a passkey for this member."""
    return dict(webauthn.begin_registration(member, False))


def add_passkey(member: Member, name: str, credential: Any) -> bool:
    """Keep a passkey the browser made; False when its answer does not fit the challenge."""
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    with store.writing():
        webauthn.WebAuthn.add(member, name, credential)
    return True


def remove_passkey(member: Member, pk: int) -> bool:
    """Remove a passkey of this member; False when there is none."""
    with store.writing():
        return bool(Authenticator.objects.filter(user=member, type=Kind.WEBAUTHN, pk=pk).delete()[0])


def _use(member: Any, code: str) -> str:
    return f"totp:{member}:{normalize_user_code(code)}"


def _find(member: Member, kind: str) -> Authenticator | None:
    return Authenticator.objects.filter(user=member, type=kind).first()
