"""What all tables share: names of constraints, aware UTC times, lengths."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

CourseKey = String(40)
ExerciseKey = String(64)
UserName = String(255)
Hash = String(64)
Uuid = String(36)
Word = String(32)
Tag = String(64)
FilePath = String(1024)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC on both sides; SQLite, which keeps no zone, stores it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without its zone: which clock it means could only be guessed."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone ({value}) cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored time its zone back."""
        if value is None:
            return None
        known = value if value.tzinfo else value.replace(tzinfo=UTC)
        return known.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables of the portal."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way to say it
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


class FileColumns:
    """What every table of files has: where the file lies below its folder, and which blob it is."""

    path: Mapped[str] = mapped_column(FilePath, primary_key=True)
    sha256: Mapped[str] = mapped_column(Hash)
    size: Mapped[int]
