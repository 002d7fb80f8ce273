"""Passphrases: which are refused, that all others are taken whole and hidden while they are typed, and never expire."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from django import forms

import waystation
from tests.cast import PASSPHRASE, Cast
from waystation.foundation import clock
from waystation.foundation.agencies.models import Member
from waystation.foundation.agencies.signin.forms import NewPassphraseForm
from waystation.foundation.agencies.signin.passphrases import is_guessable, words
from waystation.foundation.keyring.actions.members import change_passphrase
from waystation.foundation.keyring.errors import WeakPassphrase
from waystation.foundation.keyring.selectors.unlocking import unlock

SOURCE = Path(waystation.__file__).parent
SECRET = {"passphrase", "new", "again"}
ASKED_BY_SOME = re.compile(r"(secret_)?question|hint$|maiden|birth_?(city|place)|first_?pet", re.I)


@pytest.mark.parametrize(
    "text",
    [
        "qwerty123456", "1qaz2wsx3edc", "Waystation2026!", "waystation waystation", "passphrase passphrase",
        "Hotline-Shelter-1", "Riverbend county".replace("Riverbend", "Admin"), "aaaaaaaaaaaa", "123456789012",
        "contraseña 12345", "welcome survivor", "ababababababab",
    ],
)  # fmt: skip
def test_a_passphrase_that_others_would_try_is_refused(text: str) -> None:
    assert is_guessable(text)
    form = NewPassphraseForm({"new": text, "again": text})
    assert not form.is_valid()
    assert "easy to guess" in str(form.errors["new"])


@pytest.mark.parametrize(
    "text", [PASSPHRASE, "alder county demo", "a lamp left on in the hall", "cuatro gatos y un tejado"]
)
def test_a_few_plain_words_are_taken(text: str) -> None:
    assert not is_guessable(text)
    assert NewPassphraseForm({"new": text, "again": text}).is_valid()


def test_the_action_refuses_what_the_form_refuses(cast: Cast) -> None:
    with pytest.raises(WeakPassphrase, match="easy to guess"):
        change_passphrase(cast.member("ben"), old=PASSPHRASE, new="qwerty123456")


def test_the_list_of_words_is_small_letters_and_each_once() -> None:
    assert len(words()) == len(set(words()))
    assert all(word == word.casefold() for word in words())


def test_a_passphrase_of_a_thousand_signs_counts_to_the_last_one(cast: Cast) -> None:
    ben = cast.member("ben")
    long = "blue river, tall grass; " * 40 + "x"
    change_passphrase(ben, old=PASSPHRASE, new=long)
    assert unlock(Member.objects.get(pk=ben.pk), long[:-1] + "y") is None
    assert unlock(Member.objects.get(pk=ben.pk), long.upper()) is None
    assert unlock(Member.objects.get(pk=ben.pk), long) is not None


def test_a_passphrase_stays_good_for_years(cast: Cast) -> None:
    clock.set_offset(5 * 365 * 86_400)
    try:
        assert unlock(cast.member("ben"), PASSPHRASE) is not None
    finally:
        clock.set_offset(0)


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of the program."""
    for path in sorted(SOURCE.rglob("forms*.py")):
        import_module("waystation." + ".".join(path.relative_to(SOURCE).with_suffix("").parts))
    found, todo = [], [forms.BaseForm]
    while todo:
        for kind in todo.pop().__subclasses__():
            todo.append(kind)
            if kind.__module__.startswith("waystation."):
                found.append(kind)
    return found


def test_every_passphrase_is_typed_hidden() -> None:
    open_fields = [
        f"{kind.__name__}.{name}"
        for kind in form_classes()
        for name, field in getattr(kind, "base_fields", {}).items()
        if name in SECRET and not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)
    ]
    assert open_fields == []
    inputs = [
        found for path in SOURCE.rglob("*.html") for found in re.findall(r"<input[^>]*>", path.read_text("utf-8"))
    ]
    typed = [found for found in inputs if re.search(r'name="(passphrase|new|again)"', found)]
    assert [found for found in typed if 'type="password"' not in found and 'type="hidden"' not in found] == []


def test_nobody_is_asked_a_secret_question() -> None:
    names = [name for kind in form_classes() for name in getattr(kind, "base_fields", {})]
    assert names
    assert [name for name in names if ASKED_BY_SOME.search(name)] == []
