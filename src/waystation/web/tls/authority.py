"""The certificate authority of one server: made once, kept ten years, good for local networks only."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from waystation.core.vault.certificate import fingerprint_words
from waystation.web.listening import LOCAL_NETWORKS, own_names

YEARS = 10
LOCAL_NAMES = ("localhost", "local", "lan", "internal", "home.arpa", "test")
"""Endings of names that no public name server answers for (RFC 6762, RFC 8375, RFC 6761)."""
EARLY = dt.timedelta(hours=24)
"""How long before now a certificate begins, for computers whose clock is behind."""


class AuthorityError(Exception):
    """The files under HOME/tls cannot be used. The text is one clear sentence."""


def folder(home: Path) -> Path:
    return home / "tls"


def certificate_path(home: Path) -> Path:
    """The public certificate of the authority, PEM: the file other computers are told to trust."""
    return folder(home) / "ca.pem"


def key_path(home: Path) -> Path:
    return folder(home) / "ca.key"


def load(home: Path) -> x509.Certificate | None:
    """The authority's certificate, or None when there is none. Raises AuthorityError when it cannot be read."""
    try:
        return x509.load_pem_x509_certificate(certificate_path(home).read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, OSError):
        raise AuthorityError(
            f"{certificate_path(home)} cannot be read: restore it, or remove {folder(home)}."
        ) from None


def load_key(home: Path) -> ec.EllipticCurvePrivateKey:
    """The authority's key. Raises AuthorityError when it is missing or not its own."""
    try:
        key = serialization.load_pem_private_key(key_path(home).read_bytes(), password=None)
    except (ValueError, OSError):
        raise AuthorityError(f"{key_path(home)} cannot be read: restore it, or remove {folder(home)}.") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise AuthorityError(f"{key_path(home)} is not a key that Waystation made.")
    return key


def ensure(home: Path, now: dt.datetime) -> x509.Certificate:
    """The authority's certificate; makes key and certificate when there are none. Raises AuthorityError."""
    found = load(home)
    if found is not None:
        return found
    key = ec.generate_private_key(ec.SECP256R1())
    made = _sign_itself(key, now)
    write(key_path(home), pem_of(key), 0o600)
    write(certificate_path(home), made.public_bytes(serialization.Encoding.PEM), 0o644)
    return made


def _sign_itself(key: ec.EllipticCurvePrivateKey, now: dt.datetime) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Waystation"),
            # The random part tells the authorities of two servers apart in a list of trusted ones.
            x509.NameAttribute(NameOID.COMMON_NAME, f"Waystation local network {secrets.token_hex(4)}"),
        ]
    )
    allowed = [*(x509.DNSName(ending) for ending in (*LOCAL_NAMES, *own_names()[:1]))]
    networks = [x509.IPAddress(network) for network in LOCAL_NETWORKS]
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLY)
        .not_valid_after(now + dt.timedelta(days=YEARS * 365))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=[*allowed, *networks], excluded_subtrees=None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def usage(*, signs: bool) -> x509.KeyUsage:
    """Key usage of the authority (it signs certificates) or of the server (it signs handshakes)."""
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def fingerprint(certificate: x509.Certificate) -> tuple[str, str]:
    """SHA-256 of a certificate as pairs of hex digits, as browsers show it, and as eight words to say aloud."""
    digest = certificate.fingerprint(hashes.SHA256())
    return ":".join(f"{byte:02X}" for byte in digest), " ".join(fingerprint_words(digest))


def pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def write(path: Path, data: bytes, mode: int) -> None:
    """Replace a file at once, with its mode from the first byte. Raises AuthorityError."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        os.replace(temporary, path)
    except OSError as problem:
        temporary.unlink(missing_ok=True)
        raise AuthorityError(f"{path} cannot be written: {problem.strerror}.") from None
