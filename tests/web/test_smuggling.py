"""Two programs that read one request differently let a second one slip in: ours refuses what can be read two ways."""

from __future__ import annotations

import pytest
from gunicorn import http
from gunicorn.config import Config

ADDRESS = ("127.0.0.1", 40000)
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
TWO_WAYS = {
    "a length and chunks": HEAD
    + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    "a signed length": HEAD + b"Content-Length: +3\r\n\r\nabc",
    "an unknown coding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\nabc",
    "a coding after chunks": HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a folded line": HEAD + b"Content-Length: 3\r\n more: x\r\n\r\nabc",
    "a byte that is no letter": HEAD + b"X-A\x00: c\r\n\r\n",
    "chunks in an old version": b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("request_bytes", TWO_WAYS.values(), ids=TWO_WAYS)
def test_stranger_cannot_send_what_can_be_read_two_ways(request_bytes: bytes) -> None:
    parser = http.get_parser(Config(), iter([request_bytes]), ADDRESS)
    with pytest.raises(http.errors.ParseException):
        next(parser)


def test_a_plain_request_is_read() -> None:
    parser = http.get_parser(Config(), iter([HEAD + b"Content-Length: 3\r\n\r\nabc"]), ADDRESS)
    assert next(parser).body.read() == b"abc"
