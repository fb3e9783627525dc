"""The portal's database: tables, sessions, migrations. Nobody else opens it."""

from officina_hub.portal.db.engine import Database
from officina_hub.portal.db.integrity import check_integrity
from officina_hub.portal.db.migrate import Revision, check_revision, upgrade

__all__ = ["Database", "Revision", "check_integrity", "check_revision", "upgrade"]
