"""Where the commands of the catalogue work: the portal's database and index in a data folder."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from officina_hub.cli.teller import Teller
from officina_hub.errors import OfficinaError

if TYPE_CHECKING:
    from officina_hub.data_folder import DataFolder
    from officina_hub.portal.catalogue_index import CatalogueIndex
    from officina_hub.portal.db import Database
    from officina_hub.portal.store.act import Act


T = TypeVar("T")


class Place(NamedTuple):
    """What a command works with."""

    database: Database
    catalogue: CatalogueIndex
    act: Act


@contextmanager
def opened(data_dir: Path) -> Iterator[Place]:
    """The catalogue of that data folder.

    Raises
    ------
    OfficinaError
        When it is none, is another account's, or is of another version.

    """
    from officina_hub.data_folder import DataFolder
    from officina_hub.portal.catalogue_index import CatalogueIndex
    from officina_hub.portal.db import Database
    from officina_hub.portal.store.act import Act
    from officina_hub.up.portal_database import portal_database_url

    data = DataFolder(data_dir)
    data.check_is_one()
    _check_owner(data)
    url = portal_database_url(data)
    _check_version(url)
    os.umask(0o077)
    database = Database(url)
    try:
        catalogue = CatalogueIndex(data.portal / "catalogue", database)
        act = Act(user=_account(os.geteuid()), at=datetime.now(UTC))
        yield Place(database, catalogue, act)
    finally:
        database.close()


def bring_up_to_date(place: Place, teller: Teller) -> None:
    """Have what was written found; where the portal is at it already, it is left to the portal."""
    from officina_hub.portal.catalogue_index import IndexBusy

    try:
        with teller.bar("Bringing the search index up to date", place.catalogue.waiting()) as done:
            place.catalogue.bring_up_to_date(done)
    except IndexBusy as busy:
        teller.progress(str(busy))


def write(data_dir: Path, teller: Teller, deed: Callable[..., T], *what: Any) -> T:
    """Call a function of ``store`` in one transaction, and have what it wrote found."""
    with opened(data_dir) as place:
        with place.database.writing() as session:
            result = deed(session, *what, place.act)
        bring_up_to_date(place, teller)
    return result


def _check_owner(data: DataFolder) -> None:
    owner = data.portal.stat().st_uid if data.portal.exists() else os.geteuid()
    if owner != os.geteuid():
        raise OfficinaError(
            f"{data.portal} belongs to the account {_account(owner)}, and this is "
            f"{_account(os.geteuid())}.",
            "What another account writes there could not be read or changed by the portal.",
            f"Run it as that account: sudo -u {_account(owner)} officina catalogue …",
        )


def _check_version(url: str) -> None:
    from officina_hub.portal.db import check_revision

    revision = check_revision(url)
    if not revision.is_current:
        raise OfficinaError(
            f"The portal's database stands at revision {revision.found or 'none'}, and this "
            f"Officina needs {revision.expected}.",
            "The catalogue has no place in it yet.",
            "Make a backup and run: officina db upgrade",
        )


def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
