"""Our check of signatures agrees with Twilio's own package over generated requests, and neither takes a forgery."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from waystation.care.intake.texting.signatures import (
    FORM,
    JSON,
    WINDOW,
    generic_fits,
    generic_signature,
    read_form,
    twilio_fits,
    twilio_signature,
)

SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)
LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
FIELDS = st.dictionaries(LETTERS.filter(bool), st.lists(LETTERS, min_size=1, max_size=3), max_size=8)
HOSTS = st.sampled_from(["help.example.org", "example.org:443", "example.org:8443", "a.example:80", "x.example"])
PATHS = st.sampled_from(["/hooks/twilio/alder/", "/hooks/twilio/alder/?a=b", "/hooks/twilio/x/?q=%C3%B1&q=2"])
URLS = st.builds("{}://{}{}".format, st.sampled_from(["https", "http"]), HOSTS, PATHS)


class Many(dict[str, list[str]]):
    """Fields as web frameworks hold them, so that Twilio's package sees each value."""

    def getall(self, name: str) -> list[str]:
        return self[name]


@given(SECRETS, URLS, FIELDS, st.sampled_from(["HMAC_SHA1", "HMAC_SHA256"]))
def test_a_form_that_twilio_signs_fits_in_both_or_in_neither(
    secret: str, url: str, fields: dict[str, list[str]], algorithm: str
) -> None:
    body = urlencode(fields, doseq=True).encode()
    said = RequestValidator(secret)
    settings = f"key=one,algorithm={algorithm}"
    for signed_at in (url, url.replace("example.org/", "example.org:443/"), url.replace(":8443", "")):
        signature = said.compute_signature(signed_at, Many(fields), algorithm)
        theirs = said.validate(url, Many(fields), signature, algorithm)
        assert twilio_fits(secret, url, signature, FORM, body, settings) is theirs
    assert said.validate(url, Many(fields), twilio_signature(secret, url, FORM, body))


@given(SECRETS, HOSTS, st.dictionaries(LETTERS, LETTERS, max_size=5), st.booleans())
def test_json_fits_in_both_or_in_neither(secret: str, host: str, data: dict[str, str], whole: bool) -> None:
    body = json.dumps(data).encode()
    hashed = sha256(body).hexdigest() if whole else sha256(body + b" ").hexdigest()
    url = f"https://{host}/hooks/twilio/alder/?bodySHA256={hashed}"
    signature = RequestValidator(secret).compute_signature(url, {})
    theirs = RequestValidator(secret).validate(url, body.decode(), signature)
    assert twilio_fits(secret, url, signature, JSON, body) is theirs is whole


def test_json_without_a_hash_of_its_body_never_fits() -> None:
    url = "https://help.example.org/hooks/twilio/alder/"
    signature = RequestValidator("secret").compute_signature(url, {})
    assert not twilio_fits("secret", url, signature, JSON, b'{"Body": "anything"}')


@given(SECRETS, URLS, FIELDS, st.data())
def test_a_changed_request_never_fits(secret: str, url: str, fields: dict[str, list[str]], data: Any) -> None:
    body = urlencode(fields, doseq=True).encode()
    signature = twilio_signature(secret, url, FORM, body)
    more = urlencode({**fields, "Body2": ["x"]}, doseq=True).encode()
    place = data.draw(st.integers(0, len(signature) - 2))
    changed = signature[:place] + ("A" if signature[place] != "A" else "B") + signature[place + 1 :]
    assert not twilio_fits(secret, url, changed, FORM, body)
    assert not twilio_fits(secret + "x", url, signature, FORM, body)
    assert not twilio_fits(secret, url.replace("/hooks", "/hook"), signature, FORM, body)
    assert not twilio_fits(secret, url, signature, FORM, more)
    assert not twilio_fits("", url, twilio_signature("", url, FORM, body), FORM, body)


@given(SECRETS, st.binary(max_size=300), st.integers(1_600_000_000, 2_000_000_000), st.integers(-900, 900))
def test_the_other_scheme_fits_within_its_window_and_no_other_body(
    secret: str, body: bytes, at: int, later: int
) -> None:
    signature = generic_signature(secret, str(at), body)
    assert generic_fits(secret, str(at), signature, body, at + later) is (abs(later) <= WINDOW)
    assert not generic_fits(secret, str(at), signature, body + b" ", at)
    assert not generic_fits(secret, str(at + 1), signature, body, at)
    assert not generic_fits(secret + "x", str(at), signature, body, at)
    assert not generic_fits(secret, str(at), signature.upper(), body, at)


def test_a_field_given_twice_counts_both() -> None:
    assert read_form(b"a=1&a=2&b=") == {"a": ["1", "2"], "b": [""]}
