"""Several acts, one commit: writers that wait for the same disk share a transaction, and so one forced write.

Each caller goes on only after the commit that its act is part of. What one act does wrong is its own trouble: nothing
of a shared transaction that fails stays, and then each act is carried out by itself.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.db import connection, transaction

from waystation.foundation import store

T = TypeVar("T")
MOST = 16
"""Acts of one transaction at most, so that other writers wait for no long one."""
_Keep = Callable[[list[Any]], None]
_local = threading.local()


class _Turn:
    """An act that waits, and what became of it."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.act = act
        self.said: Any = None
        self.failure: BaseException | None = None
        self.is_over = False

    def answer(self) -> Any:
        if self.failure is not None:
            raise self.failure
        return self.said


_waiting: deque[_Turn] = deque()


def written(act: Callable[[], T]) -> T:
    """The answer of `act`, which ran in a write transaction that acts of other threads may share (SQLite).

    It may run twice and in another thread: it does nothing but write to the database, from values made before, and
    says by its answer, not by raising, what is to be expected. Raises what it raises.
    """
    if connection.vendor != "sqlite" or store.is_writing():
        with store.writing():
            return act()
    mine = _Turn(act)
    _waiting.append(mine)
    with store.in_line():
        while not mine.is_over:
            _carry_out([_waiting.popleft() for _ in range(min(len(_waiting), MOST))])
    said: T = mine.answer()
    return said


def after_commit(keep: _Keep, item: Any) -> None:
    """Once the transaction stands, `keep` is called with this item and those of the acts that share it.

    That is before any of them is answered. Of an act that came to nothing, nothing is kept.
    """
    gathered: dict[_Keep, list[Any]] | None = getattr(_local, "gathered", None)
    if gathered is None:
        transaction.on_commit(partial(keep, [item]))
    else:
        transaction.on_commit(lambda: gathered.setdefault(keep, []).append(item))


def _carry_out(turns: list[_Turn]) -> None:
    """In one transaction; when that fails, each in its own. Every turn is over then, whatever happens."""
    try:
        if len(turns) == 1 or not _stand_together(turns):
            for turn in turns:
                _stand_alone(turn)
    except BaseException as stop:
        for turn in turns:
            if not turn.is_over:
                turn.failure, turn.is_over = stop, True
        raise


def _stand_together(turns: list[_Turn]) -> bool:
    """False when nothing of it stays. What goes wrong once it is committed is no reason to write it again."""
    gathered: dict[_Keep, list[Any]] = {}
    stands: list[bool] = []
    _local.gathered = gathered
    try:
        with store.writing():
            transaction.on_commit(partial(stands.append, True))
            for turn in turns:
                turn.said = turn.act()
    except Exception:
        if not stands:
            return False
        raise
    finally:
        _local.gathered = None
    for keep, items in gathered.items():
        keep(items)
    for turn in turns:
        turn.is_over = True
    return True


def _stand_alone(turn: _Turn) -> None:
    try:
        with store.writing():
            turn.said = turn.act()
    except Exception as failure:
        turn.failure = failure
    turn.is_over = True
