"""What comes of a count, computed once for each state of its totals, by one thread of this process at a time.

Forty agencies take some twenty seconds of CPU. A page that is opened again and again must not cost them again, nor
hold the threads that answer other pages: few wait for a result, the others are told to come back.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore, Lock

from waystation.core.linkage import AgencyTotals, Sample, Unduplicated, unduplicated

REPLICATES = 2000
WAIT = 10.0
"""Seconds a page waits before it says that the count is being computed."""
MOST_WAITING, MOST_QUEUED, MOST_KEPT = 2, 8, 64

Key = tuple[tuple[AgencyTotals, ...], Sample | None]
_worker = ThreadPoolExecutor(1, thread_name_prefix="counts")
_kept: OrderedDict[Key, Future[Unduplicated]] = OrderedDict()
_one_at_a_time, _seats = Lock(), BoundedSemaphore(MOST_WAITING)


def found(totals: Sequence[AgencyTotals], sample: Sample | None) -> Unduplicated | None:
    """What comes of these totals; None while it is being computed. Raises TotalsError."""
    future = _asked((tuple(totals), sample))
    if future is None:
        return None
    if not future.done() and _seats.acquire(blocking=False):
        try:
            return future.result(WAIT)
        except TimeoutError:
            return None
        finally:
            _seats.release()
    return future.result() if future.done() else None


def _asked(key: Key) -> Future[Unduplicated] | None:
    """The computation of these totals, begun when nobody has; None when too many wait for the thread."""
    with _one_at_a_time:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
        if sum(not each.done() for each in _kept.values()) >= MOST_QUEUED:
            return None
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(old for old, each in _kept.items() if each.done()))
        _kept[key] = _worker.submit(unduplicated, key[0], sample=key[1], replicates=REPLICATES)
        return _kept[key]
