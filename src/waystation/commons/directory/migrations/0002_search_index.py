"""The full-text index: FTS5 on SQLite, a weighted tsvector with GIN on PostgreSQL. No triggers: actions write it."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = """
CREATE VIRTUAL TABLE directory_fts USING fts5(
  names, owner, labels, body, marks,
  content='directory_document', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2"
)
"""
POSTGRES = [
    "ALTER TABLE directory_document ADD COLUMN vector tsvector",
    "CREATE INDEX directory_document_vector ON directory_document USING gin (vector)",
]


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in [SQLITE] if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE directory_fts")
    else:
        editor.execute("ALTER TABLE directory_document DROP COLUMN vector")


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
