"""The code a card types always counts, however often somebody comes in."""

from __future__ import annotations

from tests.cast import Cast
from waystation.demo.cards import secret_of, unused_code
from waystation.foundation.agencies.signin import factors


def test_anyone_can_sign_in_by_card_five_times_in_a_row(cast: Cast) -> None:
    ben = cast.member("ben")
    factors.activate(ben, secret_of("ben"))
    assert [factors.verify(ben, unused_code(ben)) for _ in range(5)] == ["totp"] * 5


def test_a_used_code_counts_once_until_the_card_asks_for_another(cast: Cast) -> None:
    ben = cast.member("ben")
    factors.activate(ben, secret_of("ben"))
    code = unused_code(ben)
    assert factors.verify(ben, code) == "totp"
    assert factors.verify(ben, code) is None
