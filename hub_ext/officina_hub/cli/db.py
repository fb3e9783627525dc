"""``officina db …``: the databases of a data folder."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.group(epilog=examples("officina db upgrade"))
def db() -> None:
    """Look after the databases."""


@db.command(epilog=examples("officina db upgrade", "officina db upgrade --data-dir /srv/officina"))
@DATA_DIR
@answers
def upgrade(*, data_dir: Path, teller: Teller) -> None:
    """Bring the portal's database to this version. `officina up` does it at each start.

    Make a backup before: there is no way back. The Hub's database is upgraded by the Hub itself.
    """
    from officina_hub.data_folder import DataFolder
    from officina_hub.up.portal_database import upgrade_portal_database

    data = DataFolder(data_dir)
    data.check_is_one()
    before, after = upgrade_portal_database(data)
    line = f"The portal's database was upgraded: {before or 'none'} -> {after}."
    if before == after:
        line = f"The portal's database is up to date (revision {after})."
    teller.result({"before": before, "after": after}, (line,))
