"""Where the server listens: plain http on loopback, TLS on any other address of the local network, nothing else."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LOCAL_NETWORKS: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",  # RFC 1918
        "100.64.0.0/10",  # RFC 6598, also used by private overlay networks
        "169.254.0.0/16", "fe80::/10",  # link-local
        "fc00::/7",  # RFC 4193
        "127.0.0.0/8", "::1/128",
    )
)  # fmt: skip
"""Networks that `start` serves by itself, and that its certificate authority may speak for."""


class PlaceError(Exception):
    """The server cannot listen there. The text is one clear sentence."""


@dataclass(frozen=True)
class Listener:
    """One address and port; `public` is the face without staff pages."""

    host: str
    port: int
    public: bool = False

    @property
    def tls(self) -> bool:
        """Whether it speaks https: everywhere but on loopback."""
        return not is_loopback(self.host)

    @property
    def bind(self) -> str:
        """As gunicorn writes it."""
        return f"{bracketed(self.host)}:{self.port}"

    @property
    def address(self) -> str:
        """What a person types."""
        name = "localhost" if is_loopback(self.host) else bracketed(self.host)
        return f"{'https' if self.tls else 'http'}://{name}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether an address never leaves this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bracketed(host: str) -> str:
    """An address as it stands in a URL or a Host header."""
    return f"[{host}]" if ":" in host else host


def from_options(given: Mapping[str, Any]) -> tuple[Listener, ...]:
    """The listeners of the options host, port, public_host and public_port; the first is the staff's own."""
    staff = [Listener(host, given["port"]) for host in given["host"]]
    if not given["public_port"]:
        return tuple(staff)
    public = [given["public_host"]] if given["public_host"] else given["host"]
    return (*staff, *(Listener(host, given["public_port"], public=True) for host in public))


def own_names() -> list[str]:
    """The names this computer goes by on a local network, lower-case; none when its name is no host name."""
    name = socket.gethostname().partition(".")[0].lower()
    fits = name.isascii() and name.replace("-", "").isalnum() and not name.startswith("-") and len(name) < 64
    return [name, f"{name}.local"] if fits and name != "localhost" else []


def check(listeners: tuple[Listener, ...]) -> None:
    """Raises PlaceError for an address or port that cannot or must not be served."""
    for listener in listeners:
        _check_host(listener.host)
        if not 1 <= listener.port <= 65535:
            raise PlaceError("the port is a number from 1 to 65535.")
    faces = {listener.port for listener in listeners if listener.public}
    if faces & {listener.port for listener in listeners if not listener.public}:
        raise PlaceError("public_port must differ from port: the port is what tells the two faces apart.")
    for listener in listeners:
        _check_free(listener)


def _check_host(host: str) -> None:
    if is_loopback(host):
        return
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise PlaceError(f"{host} is not an address of this computer; give its number, such as 192.168.1.20.") from None
    if address.is_unspecified:
        raise PlaceError(
            f"{host} would serve each network this computer ever joins; name the one address that colleagues use."
        )
    if not any(address in network for network in LOCAL_NETWORKS):
        raise PlaceError(
            f"{host} is not an address of a local network; stay on loopback and put a TLS proxy in front of it."
        )


def _check_free(listener: Listener) -> None:
    family = socket.AF_INET6 if ":" in listener.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listener.host, listener.port))
        except OSError as problem:
            where = "" if is_loopback(listener.host) else f" of {listener.host}"
            raise PlaceError(f"port {listener.port}{where} cannot be used: {problem.strerror}.") from None
