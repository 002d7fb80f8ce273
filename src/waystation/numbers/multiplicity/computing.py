"""What comes of a count, computed once for each state of its totals, by one thread of this process at a time.

Forty agencies take some twenty seconds of CPU. A page that is opened again and again must not cost them again, nor
hold the threads that answer other pages: few wait for a result, the others are told to come back.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore, RLock
from uuid import UUID

from waystation.core.linkage import AgencyTotals, Sample, Unduplicated, unduplicated

REPLICATES = 2000
WAIT = 10.0
"""Seconds a page waits before it says that the count is being computed."""
MOST_WAITING, MOST_QUEUED, MOST_KEPT = 2, 8, 64

State = tuple[tuple[AgencyTotals, ...], Sample | None]
Kept = tuple[State, Future[Unduplicated]]
_worker = ThreadPoolExecutor(1, thread_name_prefix="counts")
_kept: OrderedDict[UUID, Kept] = OrderedDict()
_one_at_a_time, _seats = RLock(), BoundedSemaphore(MOST_WAITING)
# What still waits when the server stops is not begun. `atexit` is too late: Python waits for all of it before that.
threading._register_atexit(  # type: ignore[attr-defined]  # as concurrent.futures does for its own threads
    partial(_worker.shutdown, wait=False, cancel_futures=True)
)


def found(count: UUID, totals: Sequence[AgencyTotals], sample: Sample | None) -> Unduplicated | None:
    """What comes of these totals of a count; None while it is being computed. Raises TotalsError."""
    future = _asked(count, (tuple(totals), sample))
    if future is None:
        return None
    try:
        if not future.done() and _seats.acquire(blocking=False):
            try:
                return future.result(WAIT)
            finally:
                _seats.release()
        return future.result() if future.done() else None
    except (TimeoutError, CancelledError):  # cancelled: somebody has changed the totals since
        return None


def _asked(count: UUID, state: State) -> Future[Unduplicated] | None:
    """The computation of a count in this state, begun when nobody has; None when too many wait for the thread.

    What was begun for an earlier state of it is dropped: nobody will look at that again.
    """
    with _one_at_a_time:
        before = _kept.get(count)
        if before and before[0] == state:
            _kept.move_to_end(count)
            return before[1]
        if before:
            del _kept[count]
            before[1].cancel()
        if sum(not future.done() for _state, future in _kept.values()) >= MOST_QUEUED:
            return None
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(old for old, (_state, future) in _kept.items() if future.done()))
        future = _worker.submit(unduplicated, state[0], sample=state[1], replicates=REPLICATES)
        _kept[count] = state, future
        future.add_done_callback(partial(_forget_failed, count))
        return future


def _forget_failed(count: UUID, future: Future[Unduplicated]) -> None:
    """A failure is told to who waits for it, and tried anew by who comes after."""
    if not future.cancelled() and future.exception() is None:
        return
    with _one_at_a_time:
        if count in _kept and _kept[count][1] is future:
            del _kept[count]
