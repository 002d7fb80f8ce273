"""How a form is filled: canaries wherever text goes; otherwise what the page offers, with hints to get further."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tests.canary import known
from tests.canary.minting import Mint
from tests.canary.pages import CHOICE_KINDS, TEXT_KINDS, Control, Form

KEPT = {"csrfmiddlewaretoken"}
BEYOND = 9000
"""Characters of an oversize input: more than the longest field takes."""

# What leads on where any answer would do; a tuple is tried in its order, form after form.
HINTS: dict[str, tuple[str, ...]] = {
    "lane": ("help",),
    "age": ("34",),
    "age_word": ("adult",),
    "passphrase": (),
}
SHAPED = {"at": "14:40", "happened_time": "00:00"}
"""Text fields that take one shape only, a time of day: canaries go there where they are refused."""
STOPS = frozenset({"companion", "stop", "send"})
"""Words of buttons that end a conversation or a message before its last page; they are pressed last."""
FIELDS = ("event",)
"""Names of buttons that are fields of the form they send."""
AGAIN = {"again": "new"}
"""Fields that repeat another one."""


def planted(form: Form, mint: Mint, place: str, oversize: bool = False) -> list[tuple[str, str]]:
    """Every control of the form carries a canary, also choices, numbers, days and hidden ones, and so does every field
    that other forms of ours know: all of it is refused."""
    pairs = []
    for control in form.controls.values():
        where = f"{place} {control.name} (refused)"
        if control.name in KEPT:
            pairs.append((control.name, control.value))
        elif oversize and control.kind in TEXT_KINDS:
            pairs.append((control.name, mint.oversize(where, BEYOND)))
        else:
            pairs.append((control.name, mint.text(where)))
    pairs += _pressed(form, mint, place)
    others = sorted(known.field_names() - {name for name, _value in pairs})
    stray = mint.text(f"{place} (fields of other forms)")
    return [*pairs, *((name, stray) for name in others)]


def _pressed(form: Form, mint: Mint, place: str) -> list[tuple[str, str]]:
    """The button that leads to the fields, where one says which form of a page is meant and a field of it cannot be
    taken; else a canary under its name. A button without a name wins: with it the others are not sent."""
    known_here = known.field_names() & {one.name for one in form.controls.values() if one.kind not in TEXT_KINDS}
    if form.has_plain:
        return []
    if known_here and form.buttons and form.buttons[0][0] not in FIELDS:
        return [next((one for one in form.buttons if not STOPS & {*one}), form.buttons[0])]
    return [(name, mint.text(f"{place} button {name} (refused)")) for name in sorted({one for one, _ in form.buttons})]


def answered(form: Form, mint: Mint, place: str, secrets: dict[str, str], turn: int = 0) -> list[tuple[str, str]]:
    """Canaries in the text fields and answers that can be accepted elsewhere; `turn` asks for other answers."""
    pairs: list[tuple[str, str]] = []
    for control in form.controls.values():
        if control.kind in TEXT_KINDS:
            known = dict(pairs)
            value = secrets.get(control.name) or SHAPED.get(control.name) or known.get(AGAIN.get(control.name, ""))
            value = value or mint.text(f"{place} {control.name}", control.limit, control.value)
            pairs.append((control.name, value))
        elif control.kind in CHOICE_KINDS:
            pairs += [(control.name, value) for value in _choice(control, turn)]
        elif control.kind == "file":
            continue
        else:
            pairs.append((control.name, _plain(control)))
    return pairs


def _choice(control: Control, turn: int) -> Sequence[str]:
    offered = [option for option in control.options if option]
    for hint in HINTS.get(control.name, ()):
        if hint in offered:
            return [hint]
    if not offered:
        return []
    if control.many:
        return offered if turn == 0 or len(offered) < 3 else offered[:turn]
    chosen = [option for option in control.chosen if option]
    if chosen and turn == 0:
        return chosen[:1]
    return [offered[turn % len(offered)]]


def _plain(control: Control) -> str:
    if control.kind == "hidden" or control.value:
        return control.value
    if control.kind == "date":
        return (dt.date.today() + dt.timedelta(days=7)).isoformat()
    if control.kind == "number":
        return HINTS.get(control.name, (control.least or "3",))[0]
    return ""
