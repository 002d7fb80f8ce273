"""The server's certificate: for its addresses and names, 397 days, made anew when 30 days are left."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from waystation.web.listening import LOCAL_NETWORKS
from waystation.web.tls import authority

DAYS = 397
RENEW_DAYS = 30


def path(home: Path) -> Path:
    """Certificate and key of the server in one PEM file, mode 0600."""
    return authority.folder(home) / "server.pem"


def load(home: Path) -> x509.Certificate | None:
    """The server's certificate, or None when there is none that can be read."""
    try:
        return x509.load_pem_x509_certificate(path(home).read_bytes())
    except (OSError, ValueError):
        return None


def ensure(home: Path, names: Sequence[str], now: dt.datetime) -> x509.Certificate:
    """A certificate for these addresses and names that has 30 days or more to run; signs a new one when there is none.

    Names the authority may not speak for are left out. Raises AuthorityError.
    """
    root = authority.ensure(home, now)
    wanted = _names(root, names)
    found = load(home)
    if found is not None and _signed_by(found, root) and set(_said(found)) >= set(wanted):
        return found if days_left(found, now) >= RENEW_DAYS else _issue(home, root, wanted, now)
    return _issue(home, root, wanted, now)


def renew(home: Path, now: dt.datetime) -> bool:
    """Sign the same names anew when fewer than 30 days are left; whether it did. Raises AuthorityError."""
    root, found = authority.load(home), load(home)
    if root is None or found is None or days_left(found, now) >= RENEW_DAYS:
        return False
    _issue(home, root, _said(found), now)
    return True


def days_left(certificate: x509.Certificate, now: dt.datetime) -> int:
    """Whole days until a certificate ends; negative when it has ended."""
    return (certificate.not_valid_after_utc - now).days


def _issue(home: Path, root: x509.Certificate, names: Sequence[x509.GeneralName], now: dt.datetime) -> x509.Certificate:
    if root.not_valid_after_utc <= now:
        raise authority.AuthorityError(
            f"the certificate authority ended on {root.not_valid_after_utc:%Y-%m-%d}: remove {authority.folder(home)}, "
            "start again, and trust the new one on each computer."
        )
    signer, key = authority.load_key(home), ec.generate_private_key(ec.SECP256R1())
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Waystation")]))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - authority.EARLY)
        .not_valid_after(min(now + dt.timedelta(days=DAYS) - authority.EARLY, root.not_valid_after_utc))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(authority.usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    authority.write(path(home), made.public_bytes(serialization.Encoding.PEM) + authority.pem_of(key), 0o600)
    return made


def _names(root: x509.Certificate, names: Sequence[str]) -> list[x509.GeneralName]:
    """Addresses of local networks and names under the endings that the authority speaks for."""
    permitted = root.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    endings = [item.value for item in permitted if isinstance(item, x509.DNSName)]
    found: dict[x509.GeneralName, None] = {}
    for name in names:
        bare = name.strip("[]")
        try:
            address = ipaddress.ip_address(bare)
        except ValueError:
            if any(bare == ending or bare.endswith(f".{ending}") for ending in endings):
                found[x509.DNSName(bare)] = None
        else:
            if any(address in network for network in LOCAL_NETWORKS):
                found[x509.IPAddress(address)] = None
    return list(found)


def _said(certificate: x509.Certificate) -> list[x509.GeneralName]:
    return list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)


def _signed_by(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError, TypeError):  # another key, name or kind of key: in each case not ours
        return False
    return True


class Contexts:
    """The TLS context of the server, read anew when the certificate on disk is another: renewal needs no stop."""

    def __init__(self, home: Path) -> None:
        self._file = path(home)
        self._made = 0
        self._context: ssl.SSLContext | None = None

    def current(self) -> ssl.SSLContext:
        """TLS 1.2 or newer with the certificate that is there now. Raises OSError when there is none."""
        made = self._file.stat().st_mtime_ns
        if self._context is None or made != self._made:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
            context.load_cert_chain(self._file)
            self._context, self._made = context, made
        return self._context
