"""A text as a gateway hands it in, read and answered at the desk; and what the desk says while nobody can answer."""

from __future__ import annotations

import re
import urllib.request
from urllib.parse import urlencode
from uuid import uuid4

from playwright.sync_api import Page, expect
from twilio.request_validator import RequestValidator

from tests.e2e.conftest import OpenContext
from tests.e2e.county import County
from tests.e2e.hands import Pointer
from tests.e2e.pressing import lead_on
from tests.e2e.serving import Site
from tests.e2e.test_lines import Look
from tests.e2e.words import Words

SECRET = "signs-what-the-gateway-hands-in-here"
FIRST = "We are four in the house. Can you come?"
NOWHERE = "http://127.0.0.1:9"
"""The discard port of this computer: what waits to be sent is not taken there."""


def hand_in(url: str, text: str) -> str:
    """What Twilio sends, signed by its own package; returns what is answered by itself."""
    said = {"MessageSid": f"SM{uuid4().hex}", "From": "+15550142077", "To": "+15550142000", "Body": text}
    signed = {"X-Twilio-Signature": RequestValidator(SECRET).compute_signature(url, said)}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    asked = urllib.request.Request(url, urlencode(said).encode(), signed | kind)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return str(answer.read().decode())


def set_gateway(page: Page, **values: str) -> str:
    """Fill the form of the gateway, and return where the provider sends."""
    page.goto("/lines/")
    lead_on(page.get_by_role("link", name="Alder").first)
    lead_on(page.get_by_role("link", name="Text messages"))
    page.get_by_label("Texts come in now").set_checked(True)
    for label, words in values.items():
        page.get_by_label(label.replace("_", " ")).fill(words)
    lead_on(page.get_by_role("button", name="Save"))
    return page.locator("dd", has_text="/hooks/twilio/").inner_text()


def test_a_text_is_read_while_nobody_can_answer_and_answered_when_somebody_can(
    new_context: OpenContext, site: Site
) -> None:
    county = County(new_context, lambda page: Pointer(page, Words("en")), reduced_motion="reduce")
    chloe, ana = county["Chloe"].page, county["Ana"].page
    look, over = Look(ana), Look(chloe)
    hook = set_gateway(chloe, Its_secret=SECRET)
    over("gateway-one-way")
    expect(chloe.get_by_role("heading", name="Nobody can answer texts yet")).to_be_visible()
    assert "nobody can answer by text" in hand_in(hook, FIRST)
    ana.goto("/texts/")
    look("texts-one-way")
    expect(ana.get_by_role("heading", name=re.compile("^Nobody can answer texts to"))).to_be_visible()
    lead_on(ana.get_by_role("link", name=re.compile("^Text ")).first)
    expect(ana.get_by_text(FIRST)).to_be_visible()
    look("text-waits")
    lead_on(ana.get_by_role("button", name="Take it"))
    look("text-one-way")
    expect(ana.get_by_label("Your answer")).to_have_count(0)
    set_gateway(
        chloe, Our_account_there="AC1", The_number_texts_are_sent_from="+15550142000", Address_to_send_to=NOWHERE
    )
    over("gateway")
    ana.reload()
    look("text-taken")
    ana.get_by_label("Your answer").fill("Yes. Where is safe to meet?")
    lead_on(ana.get_by_role("button", name="Send", exact=True))
    expect(ana.get_by_text("Yes. Where is safe to meet?")).to_be_visible()
    look("text-answered")
    ana.get_by_label("How does it end?").select_option("information_given")
    lead_on(ana.get_by_role("button", name="End it"))
    look("texts")
    assert site.address in hook
