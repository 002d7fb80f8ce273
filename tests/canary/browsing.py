"""A small client: cookies kept as a browser keeps them on localhost, redirects followed, every request with canaries
in its headers."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urljoin, urlsplit

from tests.canary.minting import Mint
from tests.canary.pages import Page

Pairs = Sequence[tuple[str, str]]
HEADERS = ("User-Agent", "Accept-Language", "X-Forwarded-For", "X-Request-Id", "HX-Prompt")


@dataclass
class Browser:
    """One person's browser, from an address of its own of this computer."""

    port: int
    mint: Mint
    who: str
    source: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.headers = {name: self.mint.text(f"{self.who}: header {name}") for name in HEADERS}
        self.headers["Cookie"] = f"other={self.mint.text(f'{self.who}: a cookie')}"
        self.trail = self.mint.text(f"{self.who}: header Referer")

    def get(self, path: str) -> Page:
        return self._follow("GET", path, None, {})

    def post(self, path: str, pairs: Pairs, referer: str = "/", headers: dict[str, str] | None = None) -> Page:
        """Send a form; redirects are followed."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{self.port}"}
        body = urlencode(list(pairs)).encode()
        return self._follow("POST", path, body, sent | {"Referer": self._referer(referer)} | (headers or {}))

    def upload(self, path: str, pairs: Pairs, name: str, content: bytes) -> Page:
        """Send a form as multipart with one file beside its fields."""
        edge = "edge-of-the-parts"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in pairs
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts += [f"{head}Content-Type: text/plain\r\n\r\n".encode(), content, f"\r\n--{edge}--\r\n".encode()]
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Origin": f"http://localhost:{self.port}"}
        return self._follow("POST", path, b"".join(parts), headers)

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        """One request of any kind, not followed."""
        return self._once(method, path, body, headers)[0]

    def raw(self, data: bytes) -> bytes:
        """Bytes that are no proper request; returns what the server says."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            try:
                return line.recv(65536)
            except OSError:
                return b""

    def _referer(self, path: str) -> str:
        return f"http://localhost:{self.port}{urlsplit(path).path}?{self.trail}"

    def _follow(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        page, where = self._once(method, path, body, headers)
        page.was_sent = method == "POST"
        for _ in range(6):
            if not where:
                break
            target = urlsplit(urljoin(path, where))
            if target.netloc and target.netloc != f"localhost:{self.port}":
                break
            path = target.path + (f"?{target.query}" if target.query else "")
            page, where = self._once("GET", path, None, {})
        return page

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[Page, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.source, 0))
        jar = "; ".join([self.headers["Cookie"], *(f"{name}={value}" for name, value in self.cookies.items())])
        sent = {**self.headers, "Cookie": jar, "Host": f"localhost:{self.port}", **headers}
        try:
            line.putrequest(method, quote(path, safe="/?&=%:+,;@!*~$'()#"), skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                line.putheader(name, value.encode("utf-8"))
            line.putheader("Content-Length", str(len(body or b"")))
            line.endheaders(body)
            answer = line.getresponse()
            content = answer.read()
        except (ConnectionResetError, BrokenPipeError):
            return Page(path, 0, ""), ""
        finally:
            line.close()
        for said in answer.headers.get_all("Set-Cookie") or []:
            self._keep(said)
        self.answers.append((method, path, answer.status))
        is_text = (answer.headers.get("Content-Type") or "").startswith("text/html")
        page = Page(path, answer.status, content.decode("utf-8", "replace") if is_text else "")
        return page, answer.headers.get("Location") or ""

    def _keep(self, said: str) -> None:
        for name, morsel in SimpleCookie(said).items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
                continue
            self.cookies[name] = morsel.value
            if name == "__Host-k":  # the session's id is the row's own key; this one must be nowhere
                self.mint.keep(morsel.value, f"{self.who}: cookie {name}")
