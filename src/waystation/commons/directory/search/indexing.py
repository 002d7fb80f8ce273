"""Writing the index. Called by actions inside their transaction; there are no triggers."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.db.models import F

from ..models import Document, IndexState, OpenInterval, Service, Word
from .gathering import document, gather
from .words import tokens

_waiting: ContextVar[dict[uuid.UUID, None] | None] = ContextVar("services to index", default=None)
COLUMNS = "names, owner, labels, body, marks"
ONE_MORE = """
INSERT INTO directory_word (text, documents) VALUES (%s, %s)
ON CONFLICT (text) DO UPDATE SET documents = directory_word.documents + excluded.documents
"""
VECTOR = """
UPDATE directory_document SET vector =
  setweight(to_tsvector('english', names), 'A') || setweight(to_tsvector('english', owner || ' ' || labels), 'B')
  || setweight(to_tsvector('english', body), 'D') || to_tsvector('simple', marks)
"""


def rebuild() -> int:
    """Index every active service anew. Returns how many there are."""
    OpenInterval.objects.all().delete()
    Document.objects.all().delete()
    services = list(Service.objects.filter(status=Service.Status.ACTIVE).select_related("organization"))
    documents = _store(services, everything=True)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO directory_fts(directory_fts) VALUES ('rebuild')")
        else:
            cursor.execute(VECTOR)
    _recount(documents)
    return len(documents)


@contextmanager
def together() -> Iterator[None]:
    """Index everything that is saved inside once, at the end: for many services in one transaction."""
    waiting: dict[uuid.UUID, None] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    index_services(waiting)


def index_services(ids: Iterable[uuid.UUID]) -> None:
    """Bring the documents of some services up to date: gone, changed or new."""
    wanted = list(ids)
    if (waiting := _waiting.get()) is not None:
        waiting |= dict.fromkeys(wanted)
        return
    _forget(wanted)
    services = Service.objects.filter(pk__in=wanted, status=Service.Status.ACTIVE).select_related("organization")
    documents = _store(list(services), everything=False)
    with connection.cursor() as cursor:
        for found in documents:
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"INSERT INTO directory_fts(rowid, {COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608
                    [found.pk, found.names, found.owner, found.labels, found.body, found.marks],
                )
            else:
                cursor.execute(VECTOR + " WHERE id = %s", [found.pk])
    with connection.cursor() as cursor:
        cursor.executemany(ONE_MORE, list(_counted(documents).items()))
    _turn()


def _forget(ids: Sequence[uuid.UUID]) -> None:
    old = list(Document.objects.filter(service_id__in=ids))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for found in old:
                cursor.execute(
                    f"INSERT INTO directory_fts(directory_fts, rowid, {COLUMNS}) "  # noqa: S608
                    "VALUES ('delete', %s, %s, %s, %s, %s, %s)",
                    [found.pk, found.names, found.owner, found.labels, found.body, found.marks],
                )
    OpenInterval.objects.filter(document__in=old).delete()
    Document.objects.filter(pk__in=[d.pk for d in old]).delete()


def _store(services: Sequence[Service], *, everything: bool) -> list[Document]:
    around = gather(services, everything)
    made = [document(service, around) for service in services]
    documents = Document.objects.bulk_create([d for d, _ in made], batch_size=2000)
    OpenInterval.objects.bulk_create([i for _, week in made for i in week], batch_size=5000)
    return documents


def _counted(documents: Iterable[Document]) -> Counter[str]:
    """{word: documents it stands in}; words of 3 to 40 letters, no figures."""
    counts: Counter[str] = Counter()
    for found in documents:
        words = set(tokens(" ".join((found.names, found.owner, found.labels, found.body))))
        counts.update(w for w in words if 3 <= len(w) <= 40 and w.isalpha())
    return counts


def _recount(documents: Iterable[Document]) -> None:
    Word.objects.all().delete()
    Word.objects.bulk_create([Word(text=t, documents=n) for t, n in _counted(documents).items()], batch_size=5000)
    _turn()


def _turn() -> None:
    if not IndexState.objects.filter(pk=1).update(version=F("version") + 1):
        IndexState.objects.create(pk=1, version=1)
