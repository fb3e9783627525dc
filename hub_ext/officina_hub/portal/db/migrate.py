"""Migrations, run in this process: from any older revision to the one this code knows."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from officina_hub.portal.db.engine import make_engine
from officina_hub.portal.db.integrity import check_integrity
from officina_hub.portal.errors import DatabaseRefused

FOLDER = Path(__file__).parent.parent / "migrations"


class Revision(NamedTuple):
    """Where a database stands, and where this code wants it to stand."""

    found: str | None
    expected: str

    @property
    def is_current(self) -> bool:
        """Whether nothing has to be done."""
        return self.found == self.expected


def check_revision(url: str) -> Revision:
    """Tell where the database stands, without changing it.

    Raises
    ------
    DatabaseRefused
        When a newer Officina wrote it, or when its file is damaged.

    """
    check_integrity(url)
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return _revision(connection)
    finally:
        engine.dispose()


def upgrade(url: str) -> Revision:
    """Bring the database to this code's revision in one transaction, and tell where it stood.

    Raises
    ------
    DatabaseRefused
        When a newer Officina wrote it, or when its file is damaged.

    """
    check_integrity(url)
    engine = make_engine(url)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            before = _revision(connection)
            if not before.is_current:
                config = _config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            return before
    finally:
        engine.dispose()


def _config() -> Config:
    config = Config()
    # Percent signs are interpolation marks there, and a folder's name may have one.
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: Connection) -> Revision:
    script = ScriptDirectory.from_config(_config())
    expected = script.get_current_head()
    if expected is None:
        raise RuntimeError(f"no migration in {FOLDER}")
    found = MigrationContext.configure(connection).get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseRefused(
            f"The portal's database stands at revision {found}, which this Officina does not know "
            f"(it knows up to {expected}).",
            "A newer Officina wrote it, and an older one could damage it.",
            "Install the newer Officina again, or restore the backup from before the upgrade.",
        )
    return Revision(found, expected)
