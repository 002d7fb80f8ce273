"""Having the certificates in order: made ready by start, renewed by the tick, looked at by check."""

from __future__ import annotations

import stat
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from waystation.foundation import clock
from waystation.web.listening import Listener
from waystation.web.tls import authority, certificates


def make_ready(home: Path) -> None:
    """Authority and server certificate for the addresses and names of the options. Raises AuthorityError."""
    certificates.ensure(home, settings.WAYSTATION_NAMES, clock.now())


def announcement(home: Path, listener: Listener) -> str:
    """What the person at the server needs to tell the others: where the authority's file is, and its fingerprint."""
    root = authority.load(home)
    if root is None:
        return ""
    digits, words = authority.fingerprint(root)
    return (
        f"Each other computer trusts this server once: {listener.address}{reverse('web:trust')} hands out the file "
        f"{authority.certificate_path(home)}.\n"
        f"  Its fingerprint in words: {words}\n"
        f"  Its fingerprint, SHA-256: {digits}"
    )


def renew() -> None:
    """For the tick: sign the server's certificate anew when it ends within 30 days."""
    certificates.renew(Path(settings.WAYSTATION_TLS_HOME), clock.now())


def problems(home: Path) -> list[str]:
    """Sentences about certificates that end soon or have ended."""
    now, found = clock.now(), []
    for name, certificate in (("server's certificate", certificates.load(home)), ("authority", authority.load(home))):
        if certificate is None:
            continue
        days = certificates.days_left(certificate, now)
        if days < 0:
            found.append(f"The {name} of the local network ended on {certificate.not_valid_after_utc:%Y-%m-%d}.")
        elif days < certificates.RENEW_DAYS:
            found.append(f"The {name} of the local network ends in {days} day(s); start renews the server's own.")
    return found


def open_to_others(home: Path) -> list[Path]:
    """Private keys of the authority and the server that somebody else than their owner may read or write."""
    private = (authority.key_path(home), certificates.path(home))
    return [path for path in private if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
