"""Checking a receipt against the portal's key and records, without the portal running."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from officina_courses.archive import bundle_sha256
from officina_hub.data_folder import DataFolder
from officina_hub.errors import OfficinaError
from officina_hub.secret_files import read_secret
from officina_widgets.wire import Receipt

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

LARGEST_RECEIPT_BYTES = 64 * 1024


def read_receipt(path: Path) -> Receipt:
    """The receipt in that file.

    Raises
    ------
    OfficinaError
        Where it holds something else.

    """
    try:
        with path.open("rb") as file:
            return Receipt.model_validate_json(file.read(LARGEST_RECEIPT_BYTES))
    except (ValidationError, OSError):
        raise OfficinaError(
            f"{path} is not a receipt.",
            "A receipt is the JSON file that the portal gave for a submission.",
            "Take it from My progress or from ~/.officina/receipts, unchanged.",
        ) from None


def check_receipt(data: DataFolder, receipt: Receipt) -> list[str]:
    """What is wrong with a receipt, in sentences; empty where all is well.

    Raises
    ------
    OfficinaError
        Where the folder has no key or no database.

    """
    from officina_hub.portal.db import Database, check_revision
    from officina_hub.portal.store.receipts import Signer
    from officina_hub.up.portal_database import portal_database_url

    data.check_is_one()
    signer = Signer(read_secret(data.secrets, "receipt-key").encode())
    if not signer.is_genuine(receipt):
        return ["it does not bear the signature of this portal, or was changed since"]
    url = portal_database_url(data)
    if url.startswith("sqlite") and not Path(url.removeprefix("sqlite:///")).exists():
        raise OfficinaError(
            f"{data.root} holds no database of a portal.",
            "Whether the submission is here cannot be told without it.",
            "Name the right folder with --data-dir, or restore the backup.",
        )
    revision = check_revision(url)
    if not revision.is_current:
        raise OfficinaError(
            f"The portal's database stands at revision {revision.found}, not {revision.expected}.",
            "Another version of Officina wrote it.",
            "Make a backup and run: officina db upgrade",
        )
    database = Database(url)
    try:
        with database.reading() as session:
            return _missing(session, data, receipt)
    finally:
        database.close()


def folder_hash(folder: Path) -> str:
    """The hash of all files below a folder, as receipts have it.

    Raises
    ------
    OfficinaError
        Where a file cannot be read.

    """
    try:
        return bundle_sha256(_hashes(folder))
    except OSError as error:
        raise OfficinaError(
            f"{error.filename} cannot be read ({error.strerror}).",
            "The hash is over all files.",
            "Look at its owner and permissions.",
        ) from None


def _missing(session: Session, data: DataFolder, receipt: Receipt) -> list[str]:
    from officina_hub.portal.blobs import BlobDamaged, BlobStore
    from officina_hub.portal.db import tables as t
    from officina_hub.portal.store.receipts import receipt_of
    from officina_hub.portal.store.submissions import submission_files

    submission = session.get(t.Submission, receipt.sequence)
    if submission is None or receipt_of(submission) != receipt:
        return [f"submission {receipt.sequence} does not stand in the database as it says"]
    found = []
    files = submission_files(session, submission.id)
    if bundle_sha256((file.path, file.sha256) for file in files) != receipt.sha256:
        found.append("the list of files in the database does not have its hash")
    blobs = BlobStore(data.portal / "blobs")
    for file in files:
        try:
            blobs.open(file.sha256).close()
        except BlobDamaged as error:
            found.append(f"{file.path}: {error}")
    return found


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    for root, _, names in os.walk(folder, onerror=_raise):
        for name in names:
            path = Path(root, name)
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                yield path.relative_to(folder).as_posix(), digest


def _raise(error: OSError) -> None:
    raise error
