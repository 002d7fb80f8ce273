"""The reader of order numbers: whatever is typed is a number, or a typing error."""

from __future__ import annotations

from tests.fuzz.target import Target
from waystation.care.intake.tips import receipts

NUMBERS = (0, 1, 96, 97, 2**13, 2**77 + 5, 2**78 - 1)


def _read(data: bytes) -> int:
    number = receipts.read(data.decode("utf-8", "replace"))
    assert receipts.read(receipts.in_digits(number)) == number
    return number


def _seeds() -> list[bytes]:
    written = [receipts.in_words(number, language) for number in NUMBERS for language in receipts.LANGUAGES]
    return [text.encode() for text in [*written, *map(receipts.in_digits, NUMBERS)]]


TARGETS = {"receipt": Target(_read, receipts.MistypedNumber, _seeds)}
