"""What the program asks of a gateway: https with a certificate that is checked, and no redirect is followed."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from waystation.care.intake.texting import sending

HEARD: list[str] = []


class Elsewhere(BaseHTTPRequestHandler):
    """Answers each question with the way to another address."""

    def do_POST(self) -> None:
        HEARD.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(307)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    HEARD.clear()
    made = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def own_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(7).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    )
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / "gateway.pem"
    path.write_bytes(secret + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return path


def test_no_redirect_is_followed(server: ThreadingHTTPServer) -> None:
    with pytest.raises(sending.Refused):
        sending._ask(f"http://127.0.0.1:{server.server_port}", "POST", "/say", b"to=1", {})
    assert HEARD == ["/say"]


def test_a_gateway_whose_certificate_nobody_vouches_for_hears_nothing(
    server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with pytest.raises(sending.Unreachable):
        sending._ask(f"https://127.0.0.1:{server.server_port}", "POST", "/say", b"to=1", {})
    assert HEARD == []


@pytest.mark.parametrize(
    "base", ["http://gateway.example", "ftp://127.0.0.1", "https://u:s@gateway.example", "https://"]
)
def test_nothing_is_said_in_clear_to_another_computer(base: str) -> None:
    assert not sending.may_reach(base)
    with pytest.raises(sending.Refused):
        sending._ask(base, "POST", "/say", b"to=1", {})
