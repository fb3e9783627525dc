"""Taking a member's signed part into a folder that several factories share.

A member signs where its key is and hands over its published folder. Nothing of it is put in place
before the signature and every file that it names were looked at.
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from stat import S_ISREG
from typing import Final

from tuf.api.exceptions import LengthOrHashMismatchError
from tuf.api.metadata import TargetFile

from officina_courses.model import Frozen
from officina_hub.errors import OfficinaError
from officina_hub.federation.feed.staging import Staging
from officina_hub.federation.place import FederationPlace
from officina_hub.federation.publishing import alone
from officina_hub.federation.trust import Keyring, Repository, factory_role
from officina_hub.federation.trust.repository import METADATA

MOST_METADATA_BYTES: Final = 20_000_000
MOST_FILE_BYTES: Final = 300 << 20


class TakenIn(Frozen):
    """What was done; ``is_new`` where that version was not here already."""

    factory: str
    files: int
    changed: int
    is_new: bool


def take_part(
    place: FederationPlace, factory: str, folder: Path, keyring: Keyring, now: datetime
) -> TakenIn:
    """Put in place what a member signed; raises ``OfficinaError`` and changes nothing."""
    with alone(place):
        repository = Repository(place.published, place.drafts, keyring, now)
        data = _bytes_of(folder, _newest(folder, factory), MOST_METADATA_BYTES)
        files = repository.signed_by(factory, data)
        if files is None:
            return TakenIn(factory=factory, files=0, changed=0, is_new=False)
        staging = Staging(place.published, place.aside, factory)
        for file in files:
            staging.put(file.path, _checked(folder, file))
        staging.commit()
        repository.take(factory, data)
        repository.stamp()
        staging.remove_unwanted()
    return TakenIn(factory=factory, files=len(files), changed=len(staging.changed), is_new=True)


def _newest(folder: Path, factory: str) -> str:
    name = re.compile(rf"([1-9]\d{{0,9}})\.{re.escape(factory_role(factory))}\.json")
    metadata = folder / METADATA
    names = [path.name for path in metadata.iterdir()] if metadata.is_dir() else []
    found = {int(one[1]): one[0] for one in map(name.fullmatch, names) if one}
    if not found:
        raise OfficinaError(
            f"{folder} has nothing that {factory} has signed.",
            f"What it signs stands in metadata/N.{factory_role(factory)}.json there.",
            "Name the folder federation/published of that factory, or a copy of it.",
        )
    return f"{METADATA}/{found[max(found)]}"


def _checked(folder: Path, file: TargetFile) -> bytes:
    data = _bytes_of(folder, file.path, min(file.length, MOST_FILE_BYTES))
    try:
        file.verify_length_and_hashes(data)
    except LengthOrHashMismatchError as error:
        raise OfficinaError(
            f"{file.path} is not the file that was signed.",
            "Peers would refuse it, so nothing was taken.",
            "Copy the folder anew, when that factory is not publishing.",
        ) from error
    return data


def _bytes_of(folder: Path, path: str, most: int) -> bytes:
    """A plain file below the folder, not by a link that leads out of it; one byte more tells."""
    place = folder / path
    try:
        if not place.resolve().is_relative_to(folder.resolve()):
            raise _not_there(path)
        number = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(number, "rb") as opened:
            if not S_ISREG(os.fstat(number).st_mode):
                raise _not_there(path)
            return opened.read(most + 1)
    except OSError as error:
        raise _not_there(path) from error


def _not_there(path: str) -> OfficinaError:
    return OfficinaError(
        f"{path} is no file of that folder that can be read.",
        "What was signed is to be taken whole, so nothing was taken.",
        "Copy the folder anew, with all that stands in it.",
    )
