"""Requests no page of ours sends: wrong methods, wrong tokens, files, broken bodies, canaries in addresses."""

from __future__ import annotations

from tests.canary import known
from tests.canary.browsing import Browser

TOO_LARGE = 3_000_000
"""Bytes; above the limit for uploads, and above what Django keeps in memory."""
AT_ONCE = 40
"""Questions in one address; the server takes no line of more than 4 kB."""
FORM = "application/x-www-form-urlencoded"


def send_all(browser: Browser, addresses: list[str]) -> None:
    """All of them, from a signed-in browser or from nobody's."""
    mint, who = browser.mint, f"{browser.who}: strange"
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"):
        browser.send(method, "/cases/", mint.text(f"{who} {method}").encode(), {"Content-Type": "text/plain"})
    for address in ("/cases/{}/", "/{}/", "/contacts/?q={}", "/directory/services/{}/", "/static/{}.css", "/?next={}"):
        browser.get(address.format(mint.text(f"{who} address {address}")))
    browser.post("/contacts/new/", [("note", mint.text(f"{who} without a token"))])
    for address in addresses:
        said = [("csrfmiddlewaretoken", mint.text(f"{who} token {address}")), ("q", mint.text(f"{who} {address}"))]
        browser.post(address, said)
    broken = {
        "application/json": b'{"name": "%s", ',
        "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\nhalf',
        "multipart/form-data": b"%s",
        f"{FORM}; charset=klingon": b"name=%s",
    }
    for kind, body in broken.items():
        text = mint.text(f"{who} body {kind}").encode("ascii", "ignore")
        browser.send("POST", "/sign-in/", body % text, {"Content-Type": kind})
        browser.send("POST", "/directory/", body % text, {"Content-Type": kind})
    name = mint.text(f"{who} field name")
    browser.post("/directory/", [(f"{name}{n}", "x") for n in range(1200)])
    browser.post("/directory/", [("words", mint.oversize(f"{who} body too large", TOO_LARGE))])


def send_blindly(browser: Browser, addresses: list[str], token: str) -> None:
    """To every address, canaries under every name that a form of ours knows: what no page offers is refused as well."""
    names = sorted(known.field_names())
    for address in addresses:
        text = browser.mint.text(f"{browser.who}: blind {address}")
        browser.post(address, [("csrfmiddlewaretoken", token), *((name, text) for name in names)])


def send_beside(browser: Browser, address: str) -> None:
    """Every known name to one address, as a form and as a question in the address."""
    token = browser.get("/account/").forms[0].controls["csrfmiddlewaretoken"].value
    send_blindly(browser, [address], token)
    names, text = sorted(known.field_names()), browser.mint.text(f"{browser.who}: asked {address}")
    for first in range(0, len(names), AT_ONCE):
        browser.get(f"{address}?" + "&".join(f"{name}={text}" for name in names[first : first + AT_ONCE]))


def send_files(browser: Browser, addresses: list[str], pairs: list[tuple[str, str]]) -> None:
    """A small file and one beyond the limit to every address that takes a form."""
    mint, who = browser.mint, f"{browser.who}: file"
    for number, address in enumerate(addresses):
        name, content = mint.text(f"{who} name {address}"), mint.oversize(f"{who} content {address}", 5000)
        browser.upload(address, pairs, f"{name}.txt", content.encode())
        if number < 4:
            large = mint.oversize(f"{who} large {address}", TOO_LARGE)
            browser.upload(address, pairs, f"{mint.text(f'{who} large name {address}')}.pdf", large.encode())


def send_noise(browser: Browser) -> None:
    """What is not even HTTP."""
    mint, who = browser.mint, f"{browser.who}: noise"
    host = f"Host: localhost:{browser.port}"
    for line in (
        "{} / HTTP/1.1\r\n" + host + "\r\n\r\n",
        "GET /{} HTTP/9.9\r\n" + host + "\r\n\r\n",
        "GET /?{} HTTP/1.1\r\nHost: {}\r\n\r\n",
        "POST / HTTP/1.1\r\n" + host + "\r\nContent-Length: {}\r\n\r\n",
        "POST / HTTP/1.1\r\n" + host + "\r\nTransfer-Encoding: {}\r\n\r\n",
        "GET / HTTP/1.1\r\n" + host + "\r\n{} {}: x\r\n\r\n",
        "{}",
    ):
        text = mint.text(f"{who} {line[:12]!r}").encode("ascii", "ignore").decode()
        browser.raw(line.replace("{}", text).encode())
    browser.raw(("GET /" + mint.oversize(f"{who} long line", 6000) + " HTTP/1.1\r\n" + host + "\r\n\r\n").encode())
    browser.raw(f"GET / HTTP/1.1\r\n{host}\r\nX: {mint.oversize(f'{who} long header', 70_000)}\r\n\r\n".encode())
