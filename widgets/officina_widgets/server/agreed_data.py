"""Brings data of a data space into the home, with the agreement that they came under.

Agreeing is a person's deed on the portal's pages; what was agreed and fetched there is only copied
here, under the name and the sum that the portal knows.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from officina_widgets.client import PortalClient
from officina_widgets.data_wire import DataAgreementOut, data_file_name
from officina_widgets.environment import TOKEN_VARIABLE, URL_VARIABLE
from officina_widgets.errors import (
    FolderInTheWay,
    NotConfigured,
    NotFound,
    PortalBroken,
    TooLarge,
)
from officina_widgets.server.portal_pass import NO_PORTAL

FOLDER: Final = "data"
SUFFIX: Final = ".agreement.jsonld"
LEFT_FREE: Final = 100_000_000
NO_SPACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
CHUNK: Final = 1024 * 1024
NOT_AGREED: Final = (
    "You have no data of {name!a} on the portal, so nothing was brought. Open its page in Find, "
    "choose “Terms and data”, and get the data there; then run this again."
)
SEVERAL: Final = (
    "Several providers have a dataset {name!a}, and you agreed with each, so nothing was brought. "
    "Give the id of the record that you mean: {records}."
)
NOT_HERE_YET: Final = (
    "The data of {name!a} are not on the portal yet (its agreement is {state}), so nothing was "
    "brought. Look under “My data” on the portal, and run this again when they are here."
)
IN_THE_WAY: Final = (
    "{path} is no folder, so the data cannot be put there. Nothing was changed. Rename it and try "
    "again."
)
NO_ROOM: Final = (
    "The data have {size} bytes, and there is room for {free} in {path}, so nothing was brought. "
    "Make room, or read the data where they are: download them from “My data”."
)
FULL: Final = (
    "There is no room left for the data in {path}: your disk or your quota is full. Nothing was "
    "kept. Remove what you do not need any more, and run this again."
)
OTHER_BYTES: Final = (
    "What came has the sha256 {found}, and the agreement says {stated}, so it was thrown away. Try "
    "again; if it stays so, tell your support."
)


class Brought(NamedTuple):
    """Where the data lie, and the agreement beside them."""

    path: Path
    agreement: Path
    sha256: str
    bytes: int


class AgreedData:
    """Brings them with what the spawner put into the server's environment."""

    def __init__(self, home: Path, environment: Mapping[str, str] = os.environ) -> None:
        self._home = home
        self._url = environment.get(URL_VARIABLE, "")
        self._token = environment.get(TOKEN_VARIABLE, "")

    def bring(self, name: str) -> Brought:
        """The data of a record, by its id in the catalogue or the dataset's own; it may block.

        Raises
        ------
        PortalError
            With a sentence that says what to do, where there are none.

        """
        if not self._url or not self._token:
            raise NotConfigured(NO_PORTAL, code="not-configured")
        with PortalClient(self._url, self._token) as client:
            return _brought(client, self._home, name)


def _brought(client: PortalClient, home: Path, name: str) -> Brought:
    one = _found(client.data_agreements(), name)
    folder = _folder(home, one)
    path = folder / folder.name.rpartition("-")[0]
    agreement = folder / f"{path.name}{SUFFIX}"
    try:
        if not _holds(path, one):
            _check_room(folder, one.bytes or 0)
            _fetch(client, one, path)
        _write(agreement, json.dumps(client.data_agreement(one.id), indent=1, ensure_ascii=False))
    except OSError as error:
        if error.errno in NO_SPACE:
            raise TooLarge(FULL.format(path=folder), code="no-room", status=507) from error
        raise
    return Brought(path, agreement, one.sha256 or "", one.bytes or 0)


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + LEFT_FREE:
        told = NO_ROOM.format(size=size, free=free, path=folder)
        raise TooLarge(told, code="no-room", status=507)


def _found(agreements: tuple[DataAgreementOut, ...], name: str) -> DataAgreementOut:
    """The newest whose data are there."""
    named = [one for one in agreements if name in {one.id, one.record_id}]
    mine = named or [one for one in agreements if name == one.dataset]
    here = [one for one in mine if one.state == "here"]
    records = {one.record_id: one.provider for one in here}
    if len(records) > 1:
        told = ", ".join(f"{record} ({provider[:100]})" for record, provider in records.items())
        raise NotFound(SEVERAL.format(name=name[:200], records=told), code="several", status=409)
    if here:
        return here[0]
    if mine:
        told = NOT_HERE_YET.format(name=name[:200], state=mine[0].state)
        raise NotFound(told, code="not-here-yet", status=409)
    raise NotFound(NOT_AGREED.format(name=name[:200]), code="not-agreed", status=404)


def _folder(home: Path, one: DataAgreementOut) -> Path:
    """One for each agreement, below ``data``; raises ``FolderInTheWay``."""
    outer = home / FOLDER
    inner = outer / f"{data_file_name(one.title)}-{one.id[:8]}"
    for folder in (outer, inner):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise FolderInTheWay(IN_THE_WAY.format(path=folder), code="in-the-way", status=409)
        folder.mkdir(exist_ok=True)
    return inner


def _holds(path: Path, one: DataAgreementOut) -> bool:
    """Whether it is there already, as it came."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != one.bytes:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == one.sha256


def _fetch(client: PortalClient, one: DataAgreementOut, path: Path) -> None:
    digest = hashlib.sha256()
    number, arriving = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(number, "wb") as file:
            for chunk in client.agreed_data(one.id, at_most=one.bytes or 0):
                digest.update(chunk)
                file.write(chunk)
        if digest.hexdigest() != one.sha256:
            told = OTHER_BYTES.format(found=digest.hexdigest(), stated=one.sha256)
            raise PortalBroken(told, code="other-bytes", status=502)
        Path(arriving).replace(path)
    finally:
        Path(arriving).unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    number, arriving = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
        Path(arriving).replace(path)
    finally:
        Path(arriving).unlink(missing_ok=True)
