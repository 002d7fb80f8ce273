"""The certificate authority of the local network: what it may speak for, who reads its key, when it signs anew."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.test import Client
from django.urls import reverse

from waystation.core.vault.certificate import fingerprint_words
from waystation.web import listening
from waystation.web.tls import authority, certificates, keeping

NOW = dt.datetime.now(dt.UTC)
NAMES = ["127.0.0.1", "192.168.7.20", "desk.local", "[fd00::20]", "help.example.org", "203.0.113.5"]


def test_the_authority_speaks_for_local_networks_only_and_signs_no_other_authority(tmp_path: Path) -> None:
    root = authority.ensure(tmp_path, NOW)
    basic = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    named = root.extensions.get_extension_for_class(x509.NameConstraints)
    assert named.critical
    networks = [item.value for item in named.value.permitted_subtrees or [] if isinstance(item, x509.IPAddress)]
    assert networks == list(listening.LOCAL_NETWORKS)
    assert (root.not_valid_after_utc - NOW).days in (3649, 3650)
    assert authority.ensure(tmp_path, NOW) == root


def test_keys_are_for_their_owner_only_and_check_says_when_they_are_not(tmp_path: Path, settings: Any) -> None:
    certificates.ensure(tmp_path, NAMES, NOW)
    private = [authority.key_path(tmp_path), certificates.path(tmp_path)]
    assert [stat.S_IMODE(path.stat().st_mode) for path in private] == [0o600, 0o600]
    assert stat.S_IMODE(authority.folder(tmp_path).stat().st_mode) == 0o700
    assert keeping.open_to_others(tmp_path) == []
    private[0].chmod(0o644)
    assert keeping.open_to_others(tmp_path) == private[:1]


def test_the_server_certificate_names_what_the_authority_may_name(tmp_path: Path) -> None:
    made = certificates.ensure(tmp_path, NAMES, NOW)
    said = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert said.get_values_for_type(x509.DNSName) == ["desk.local"]
    addresses = ["127.0.0.1", "192.168.7.20", "fd00::20"]
    assert said.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address(address) for address in addresses]
    assert (made.not_valid_after_utc - made.not_valid_before_utc).days == 397
    assert certificates.ensure(tmp_path, NAMES, NOW) == made
    assert certificates.ensure(tmp_path, [*NAMES, "10.0.0.9"], NOW) != made


def test_it_is_renewed_when_less_than_thirty_days_are_left(tmp_path: Path, settings: Any) -> None:
    settings.WAYSTATION_TLS_HOME = tmp_path
    made = certificates.ensure(tmp_path, NAMES, NOW - dt.timedelta(days=360))
    assert certificates.days_left(made, NOW) >= 30
    assert not certificates.renew(tmp_path, NOW)
    late = NOW + dt.timedelta(days=8)
    assert certificates.renew(tmp_path, late)
    again = certificates.load(tmp_path)
    assert again is not None
    assert again.extensions.get_extension_for_class(x509.SubjectAlternativeName).value == (
        made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    )
    assert not certificates.renew(tmp_path, late)
    keeping.renew()
    assert certificates.load(tmp_path) == again


def test_check_says_when_a_certificate_ends(tmp_path: Path) -> None:
    certificates.ensure(tmp_path, NAMES, NOW - dt.timedelta(days=380))
    assert "ends in" in keeping.problems(tmp_path)[0]
    (tmp_path / "tls" / "server.pem").unlink()
    certificates.ensure(tmp_path, NAMES, NOW - dt.timedelta(days=500))
    assert "ended on" in keeping.problems(tmp_path)[0]


def test_an_authority_that_ended_signs_nothing(tmp_path: Path) -> None:
    authority.ensure(tmp_path, NOW - dt.timedelta(days=3700))
    with pytest.raises(authority.AuthorityError, match="ended on"):
        certificates.ensure(tmp_path, NAMES, NOW)


@pytest.mark.parametrize("name", ["ca.pem", "ca.key"])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, name: str) -> None:
    authority.ensure(tmp_path, NOW)
    (tmp_path / "tls" / name).write_text("nothing")
    with pytest.raises(authority.AuthorityError) as told:
        certificates.ensure(tmp_path, NAMES, NOW)
    assert str(told.value).count("\n") == 0


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "tls").write_text("in the way")
    with pytest.raises(authority.AuthorityError, match="cannot be"):
        authority.ensure(tmp_path, NOW)


def shaken(home: Path, name: str, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> str:
    """The version of a handshake between the server's context and a browser that trusts the authority alone."""
    ours, theirs = socket.socketpair()
    context = ssl.create_default_context(cafile=str(authority.certificate_path(home)))
    context.minimum_version, context.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, newest
    server = certificates.Contexts(home).current()

    def answer() -> None:
        try:
            with server.wrap_socket(ours, server_side=True) as open_end:
                open_end.recv(1)
        except OSError:
            ours.close()

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with context.wrap_socket(theirs, server_hostname=name) as shake:
            return str(shake.version())
    finally:
        theirs.close()
        thread.join(5)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_a_browser_that_trusts_the_authority_trusts_the_server_and_no_old_tls(tmp_path: Path) -> None:
    certificates.ensure(tmp_path, NAMES, NOW)
    assert shaken(tmp_path, "192.168.7.20") == "TLSv1.3"
    assert shaken(tmp_path, "desk.local", ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    with pytest.raises(ssl.SSLError):
        shaken(tmp_path, "192.168.7.21")
    with pytest.raises(ssl.SSLError):
        shaken(tmp_path, "desk.local", ssl.TLSVersion.TLSv1_1)


def test_a_stolen_authority_key_cannot_speak_for_a_public_name(tmp_path: Path, monkeypatch: Any) -> None:
    authority.ensure(tmp_path, NOW)
    monkeypatch.setattr(certificates, "_names", lambda root, names: [x509.DNSName("bank.example.org")])
    certificates.ensure(tmp_path, [], NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shaken(tmp_path, "bank.example.org")


def test_a_renewed_certificate_is_served_without_a_stop(tmp_path: Path) -> None:
    certificates.ensure(tmp_path, NAMES, NOW)
    contexts = certificates.Contexts(tmp_path)
    first = contexts.current()
    assert contexts.current() is first
    certificates.ensure(tmp_path, [*NAMES, "10.1.1.1"], NOW)
    assert contexts.current() is not first


def test_anyone_can_take_the_certificate_and_compare_its_words(db: None, tmp_path: Path, settings: Any) -> None:
    settings.WAYSTATION_TLS_HOME = tmp_path
    assert "nothing to trust" in Client().get(reverse("web:trust")).content.decode()
    assert Client().get(reverse("web:certificate")).status_code == 404
    root = authority.ensure(tmp_path, NOW)
    digits, words = authority.fingerprint(root)
    page = Client().get(reverse("web:trust")).content.decode().replace("<wbr>", "")
    assert words in page
    assert digits in page
    assert words.split() == fingerprint_words(bytes.fromhex(digits.replace(":", "")))
    answer = Client().get(reverse("web:certificate"))
    assert answer["Content-Type"] == "application/x-x509-ca-cert"
    assert x509.load_pem_x509_certificate(answer.content) == root
    assert b"PRIVATE" not in answer.content
    told = keeping.announcement(tmp_path, listening.Listener("192.168.7.20", 8443))
    assert words in told
    assert "https://192.168.7.20:8443/trust/" in told
