"""Importing a package: read whole, written in one transaction or not at all, indexed, journaled."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from waystation.foundation.gate.actor import Actor

from ..imports.ledger import Fate, Ledger
from ..imports.package import Parsed, parse
from ..models import Record, Service
from ..schema import HSDS
from ..search.indexing import rebuild
from .recording import recorded

BATCH = 1000
SAYS_NOTHING = {"csv", "data", "export", "examples", "hsds", "package", "directory"}


@dataclass
class ImportSummary:
    """What an import did. `rules` counts rows by repair or reason, `columns_not_used` has no place in HSDS."""

    rows_read: int
    loaded: int
    repaired: int
    quarantined: int
    services: int
    seconds: float
    source: str = ""
    rules: dict[str, int] = field(default_factory=dict)
    columns_not_used: dict[str, list[str]] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger, repr=False)

    def as_json(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k != "ledger"}


def import_package(
    actor: Actor | None, *, path: Path, source: str = "", tell: Callable[[str], None] = lambda _: None
) -> ImportSummary:
    """Import an HSDS package (folder or zip, 1.x to 3.x). Raises BadPackage; then nothing is changed.

    A second import of the same source updates its records and makes services that have left it inactive.
    """
    began = time.monotonic()
    name = source or _name_of(path)
    with _no_collector():
        parsed = parse(path, name, tell)
        with recorded(actor, "directory.imported", detail={"source": name, "rows": len(parsed.ledger.rows)}):
            _write(parsed, name, tell)
            tell("writing the search index")
            rebuild()
    ledger = parsed.ledger
    return ImportSummary(
        rows_read=len(ledger.rows),
        loaded=ledger.count(Fate.LOADED),
        repaired=ledger.count(Fate.REPAIRED),
        quarantined=ledger.count(Fate.QUARANTINED),
        services=len(parsed.assembly.made.get(Service, {})),
        seconds=round(time.monotonic() - began, 2),
        source=name,
        rules=ledger.by_rule(),
        columns_not_used=parsed.not_used,
        ledger=ledger,
    )


def _name_of(path: Path) -> str:
    """A source's name from its folder or zip; folders with a name that says nothing take their parent's along."""
    whole = path.resolve()
    name = whole.name.removesuffix(".zip")
    if name.lower() in SAYS_NOTHING:
        name = f"{_name_of(whole.parent)}-{name}" if whole.parent.name else name
    return re.sub(r"[^a-z0-9_.-]+", "-", name.lower())[:80]


@contextmanager
def _no_collector() -> Iterator[None]:
    """A package is many small objects and no cycles: walking them again and again costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write(parsed: Parsed, source: str, tell: Callable[[str], None]) -> None:
    again = Service.objects.filter(source=source).exists()
    if again:
        gone = set(Service.objects.filter(source=source).values_list("pk", flat=True)) - set(
            parsed.assembly.made.get(Service, {})
        )
        Service.objects.filter(pk__in=gone).update(status=Service.Status.INACTIVE)
    for model in HSDS:
        records = list(parsed.assembly.made.get(model, {}).values())
        if records:
            tell(f"writing {len(records):,} x {model.hsds_name}")
            _store(model, records, again)


def _store(model: type[Record], records: list[Record], again: bool) -> None:
    manager = model._default_manager
    taken = again or manager.filter(pk__in=[r.pk for r in records[:1]]).exists()
    if not taken:
        manager.bulk_create(records, batch_size=BATCH)
        return
    ours = model.beyond | {"id"}
    names = [f.name for f in model._meta.concrete_fields if f.name not in ours or f.is_relation]
    manager.bulk_create(
        records,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[n for n in names if n != "id"],
    )
