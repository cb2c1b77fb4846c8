"""Looking for a person in everything the site keeps."""

from pathlib import Path

from django.conf import settings
from django.db import connection


def found_anywhere(*words: str) -> list[str]:
    """Where any of these stands: in any column of any table, as text, or in the name or content of any file."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  the name of a table
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(columns, row, strict=True):
                    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    found += [f"{table}.{name}" for word in words if word.lower() in text.lower()]
    for folder in (settings.MEDIA_ROOT, settings.DOCUMENT_ROOT):
        for path in Path(folder).rglob("*"):
            content = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
            found += [str(path) for word in words if word.encode() in content]
    return found
