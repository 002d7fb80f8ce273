"""Order numbers: enough bits, a typing error told without a look-up, and one answer for all that find nothing."""

from __future__ import annotations

import datetime as dt
import re
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.care.intake.tips.ground import line_of_riverbend, sent
from tests.care.intake.tips.walking import Walker
from tests.cast import Cast
from waystation.care.intake.tips import receipts
from waystation.care.intake.tips.actions.expiring import erase
from waystation.care.intake.tips.models import Tip
from waystation.care.intake.tips.selectors import sender
from waystation.foundation import clock

NUMBERS = st.integers(min_value=0, max_value=2**receipts.BITS - 1)


def test_a_number_has_at_least_77_bits_in_both_languages_and_both_forms() -> None:
    for language in receipts.LANGUAGES:
        words = receipts.words_of(language)
        assert len(words) == len(set(words)) == 2**receipts.WORD_BITS
        assert all(re.fullmatch("[a-z]{4,9}", word) for word in words)
    assert receipts.WORDS * receipts.WORD_BITS == receipts.BITS >= 77
    assert 10**receipts.DIGITS > 2**receipts.BITS


FIRST_LISTS = {"en": "f6dea43e088cd7c1", "es": "90418a1a4c8b9cfb"}
"""Of the lists as they were when the first numbers were written on paper."""
HARD = re.compile(
    r"(homicid|suicid|asesin|rape|viol(ar|ad|enc)|kill|murder|slave|esclav|gun(fire|man|point|shot)|pistol|escopet|navaj"
    r"|machet|sex(?!t|en)|porn|put[ao]s?$|pendej|hostia|folla(d[ao])?$|maric|faggot|nazi|racial|trata$|proxenet|prison|carcel|victim"
    r"|grillet|captiv|coj[oa]$|regordet|subasta|detenid|custod(y|ia)$|opi[ou]m?$|pregnan|embaraz|imbecil)"
)


def test_a_word_on_paper_is_read_for_ever_also_when_it_was_taken_out() -> None:
    for lang, first in FIRST_LISTS.items():
        olds = {new: old for old, new in receipts.retired(lang).items()}
        listed = [olds.get(word, word) for word in receipts.words_of(lang)]
        assert sha256("\n".join(listed).encode()).hexdigest()[:16] == first
        assert not set(olds.values()) & set(receipts.words_of(lang))
        for old in list(olds.values())[:40]:
            number = listed.index(old) << receipts.WORD_BITS | 5
            written = " ".join([*[listed[0]] * 4, old, listed[5], f"{number % 97:02d}"])
            assert receipts.read(written) == number


def test_no_word_is_one_that_nobody_wants_on_their_paper() -> None:
    """Violence, slurs, sex, arrest: nothing that frightens whoever holds it, or tells a reader what it is about."""
    for language in receipts.LANGUAGES:
        assert [word for word in receipts.words_of(language) if HARD.match(word)] == []


@given(NUMBERS)
@settings(max_examples=300, deadline=None)
def test_a_number_is_read_back_from_each_of_its_forms(number: int) -> None:
    for written in (receipts.in_words(number, "en"), receipts.in_words(number, "es"), receipts.in_digits(number)):
        assert receipts.read(written) == number
        assert receipts.read(f"  {written.upper().replace(' ', ' - ')}\n") == number


@given(NUMBERS, st.integers(0, 25), st.integers(1, 9))
@settings(max_examples=300, deadline=None)
def test_a_wrong_digit_is_told(number: int, place: int, change: int) -> None:
    digits = receipts.in_digits(number).replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    with pytest.raises(receipts.MistypedNumber):
        receipts.read(wrong)


def test_a_mistyped_word_is_no_other_word() -> None:
    """No two words of a list differ in one letter only, so a slip of the pen never makes another number."""
    for language in receipts.LANGUAGES:
        seen: set[str] = set()
        for word in receipts.words_of(language):
            gaps = {f"{word[:place]}_{word[place + 1 :]}" for place in range(len(word))}
            assert not gaps & seen, word
            seen |= gaps


def test_a_typing_error_is_told_without_a_look_up(cast: Cast) -> None:
    walker = Walker()
    walker.go("/order/")
    with CaptureQueriesContext(connection) as queries:
        walker.send(number="amber amber amber amber amber amber 98")
    assert "typing error" in walker.page.words
    assert not [one for one in queries if "tips_tip" in one["sql"]]


def test_never_there_expired_erased_and_nearly_right_are_answered_alike_and_with_the_same_work(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = line_of_riverbend(cast)
    _live, live = sent(line)
    gone, erased = sent(line)
    erase(gone)
    late, expired = sent(line)
    Tip.objects.filter(pk=late.pk).update(retention_on=clock.today() - dt.timedelta(days=1))
    opened: list[int] = []
    real = sender.open_sealed

    def count(*given: bytes) -> bytes:
        opened.append(1)
        return real(*given)

    monkeypatch.setattr(sender, "open_sealed", count)
    seen = set()
    for number in (receipts.new_number(), erased, expired, live ^ 1 << 40):
        walker, before = Walker(), len(opened)
        walker.go("/order/")
        with CaptureQueriesContext(connection) as queries:
            answer = walker.client.generic(
                "POST", "/order/", f"number={receipts.in_digits(number)}",
                content_type="application/x-www-form-urlencoded",
            )  # fmt: skip
        texts = [re.sub(r"X'[0-9A-F]+'|'[^']*'|<[^>]*>|%s", "?", one["sql"]) for one in queries]
        page = walker.client.get(answer["Location"]).content
        seen.add((answer.status_code, answer["Location"], tuple(texts), len(opened) - before, page))
    assert len(seen) == 1


def test_the_row_does_not_give_the_number_away(cast: Cast) -> None:
    tip, number = sent(line_of_riverbend(cast))
    secret = number.to_bytes(10, "big")
    assert secret not in bytes(tip.lookup) + bytes(tip.door)
    keys = receipts.keys_of(number)
    assert keys.lookup != keys.exchange
    assert bytes(tip.lookup) == keys.lookup
    assert keys.exchange not in bytes(tip.door)
