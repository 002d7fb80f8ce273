"""A passkey as second factor, with a security key made of software."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from html import unescape
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tests.signing import with_authenticator
from waystation.foundation.agencies.signin import factors

ORIGIN = "http://localhost"


class Key:
    """An ES256 security key of one credential."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = b"credential-of-a-test"
        self.count = 0

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return bytes(CollectedClientData.create(kind, challenge, ORIGIN))

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        asked = options["publicKey"]
        data = self._client_data("webauthn.create", asked["challenge"])
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
        own = AttestedCredentialData.create(bytes(16), self.id, ES256.from_cryptography_key(self.private.public_key()))
        auth = AuthenticatorData.create(sha256(asked["rp"]["id"].encode()).digest(), flags, 0, own)
        made = AttestationObject.create("none", auth, {})
        return self._answer({"clientDataJSON": data, "attestationObject": bytes(made)})

    def get(self, options: dict[str, Any], origin_id: str = "localhost", *, checked: bool = False) -> dict[str, Any]:
        self.count += 1
        data = self._client_data("webauthn.get", options["publicKey"]["challenge"])
        flags = AuthenticatorData.FLAG.UP | (AuthenticatorData.FLAG.UV if checked else AuthenticatorData.FLAG(0))
        auth = AuthenticatorData.create(sha256(origin_id.encode()).digest(), flags, self.count)
        signature = self.private.sign(bytes(auth) + sha256(data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer({"clientDataJSON": data, "authenticatorData": bytes(auth), "signature": signature})

    def _answer(self, response: dict[str, bytes]) -> dict[str, Any]:
        own = websafe_encode(self.id)
        return {
            "type": "public-key", "id": own, "rawId": own, "clientExtensionResults": {},
            "response": {name: websafe_encode(value) for name, value in response.items()},
        }  # fmt: skip


def options_in(page: str) -> dict[str, Any]:
    found = re.search(r'data-options="([^"]+)"', page)
    assert found is not None
    options: dict[str, Any] = json.loads(unescape(found[1]))
    return options


def local(browser: Client) -> Client:
    browser.defaults["SERVER_NAME"] = "localhost"
    return browser


def add(cast: Any, key: Key) -> None:
    browser = local(cast.client("ben"))
    options = options_in(browser.get("/account/passkey/").content.decode())["creation_options"]
    answer = browser.post("/account/passkey/", {"name": "Blue key", "credential": json.dumps(key.create(options))})
    assert answer.status_code == 302, answer.content
    assert "Blue key" in browser.get("/account/").content.decode()


def second_step(cast: Any) -> tuple[Client, dict[str, Any]]:
    browser = local(Client())
    browser.post("/sign-in/", {"name": "ben", "passphrase": cast.passphrase, "next": "/account/"})
    return browser, options_in(browser.get("/sign-in/code/").content.decode())["request_options"]


def test_a_member_can_sign_in_with_a_passkey(cast: Any) -> None:
    with_authenticator(cast.member("ben"))
    key = Key()
    add(cast, key)
    browser, options = second_step(cast)
    answer = browser.post("/sign-in/code/", {"credential": json.dumps(key.get(options))})
    assert answer["Location"] == "/account/"
    assert browser.get("/account/").status_code == 200


def test_another_key_an_old_challenge_and_another_site_cannot_sign_in(cast: Any) -> None:
    with_authenticator(cast.member("ben"))
    key, other = Key(), Key()
    add(cast, key)
    browser, options = second_step(cast)
    old = key.get(options)
    for credential in (other.get(options), key.get(options, "evil.example")):
        assert browser.post("/sign-in/code/", {"credential": json.dumps(credential)}).status_code == 422
    browser, _options = second_step(cast)
    assert browser.post("/sign-in/code/", {"credential": json.dumps(old)}).status_code == 422
    assert browser.get("/account/")["Location"].startswith("/sign-in/")


def test_a_member_can_remove_only_their_own_passkey(cast: Any) -> None:
    with_authenticator(cast.member("ben"))
    add(cast, Key())
    pk = factors.passkeys(cast.member("ben"))[0].pk
    assert cast.client("chloe").post(f"/account/passkey/{pk}/remove/").status_code == 404
    assert cast.client("ben").post(f"/account/passkey/{pk}/remove/").status_code == 302
    assert factors.passkeys(cast.member("ben")) == []
