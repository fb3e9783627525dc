"""What *Use it in a notebook* needs done in the learner's own server: a notebook that loads it."""

from __future__ import annotations

import json
import logging
import re
import secrets
from pathlib import Path
from typing import IO, Final

from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Dataset
from officina_widgets.client import PortalClient
from officina_widgets.errors import FolderInTheWay, NotFound, PortalError
from officina_widgets.finding.loading_notebook import loading_notebook, notebook_name
from officina_widgets.server.home import home_of
from officina_widgets.server.opening import NotOpened, Opened

log = logging.getLogger(__name__)

FOLDER: Final = "datasets"
RECORD_ID: Final = re.compile(r"[a-z2-7]{20}")
MOST_OF_A_NAME: Final = 1000

NO_RECORD: Final = (
    "{record_id!a} cannot be the id of a record, so there is nothing to load. Go back to the "
    "dataset's page and try again."
)
NOTHING_TO_LOAD: Final = (
    "The catalogue knows no file of “{title}” that a notebook could fetch, so none was made. Look "
    "at the dataset's page where its owner offers it."
)
IN_THE_WAY: Final = (
    "{path} is no folder, so the notebook cannot be put there. Nothing was changed. Rename it and "
    "try again."
)
TOO_MANY: Final = (
    "There are {count} notebooks of that name in {path} already, so no other was made. Remove some "
    "of them and try again."
)
UNEXPECTED: Final = (
    "The notebook could not be made, for a reason that this program does not know. Your files are "
    "untouched. Try again; if it stays so, tell your support the reference below."
)


def open_dataset(root: str, record_id: str) -> Opened | NotOpened:
    """Put a notebook that loads the dataset into the home. It may block."""
    try:
        return _open(Path(root).expanduser().resolve(), record_id)
    except PortalError as error:
        reference = error.correlation_id or secrets.token_hex(8)
        log.warning("opening record %a failed [%s]: %s", record_id, reference, error)
        return NotOpened(error.status or 502, error.message, reference)
    except Exception:
        reference = secrets.token_hex(8)
        log.exception("opening record %a failed [%s]", record_id, reference)
        return NotOpened(500, UNEXPECTED, reference)


def _open(root: Path, record_id: str) -> Opened:
    if not RECORD_ID.fullmatch(record_id):
        message = NO_RECORD.format(record_id=record_id[:80])
        raise NotFound(message, code="not-found", status=404)
    with PortalClient.from_environment() as client:
        record = client.read(CatalogRecord, "catalogue", "records", record_id).record
    title = next(iter(record.title.values()))
    nothing = NotFound(
        NOTHING_TO_LOAD.format(title=title[:200]), code="nothing-to-load", status=404
    )
    if not isinstance(record, Dataset):
        raise nothing
    notebook = loading_notebook(record, record_id=record_id)
    if notebook is None:
        raise nothing
    content = f"{json.dumps(notebook, ensure_ascii=False, indent=1)}\n".encode()
    path = staged(home_of(root) / FOLDER, notebook_name(record), content)
    log.info("opened record %s as %s", record_id, path.name)
    return Opened(path.relative_to(root).as_posix(), title, ())


def staged(folder: Path, name: str, content: bytes) -> Path:
    """The notebook under the first free name; one that is still as it was made is used again.

    Raises
    ------
    FolderInTheWay
        When the folder is a link or no folder, or is full of notebooks of that name.

    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise FolderInTheWay(IN_THE_WAY.format(path=folder), code="in-the-way")
    folder.mkdir(exist_ok=True)
    for number in range(1, MOST_OF_A_NAME + 1):
        path = folder / (f"{name}.ipynb" if number == 1 else f"{name}-{number}.ipynb")
        try:
            file = path.open("xb")  # also a link that leads nowhere is in its way
        except FileExistsError:
            if _holds(path, content):
                return path
            continue
        with file:
            _write_whole(file, path, content)
        return path
    raise FolderInTheWay(TOO_MANY.format(count=MOST_OF_A_NAME, path=folder), code="too-many")


def _write_whole(file: IO[bytes], path: Path, content: bytes) -> None:
    try:
        file.write(content)
        file.flush()
    except OSError:
        path.unlink()  # half a notebook is none
        raise


def _holds(path: Path, content: bytes) -> bool:
    is_file = path.is_file() and not path.is_symlink()
    return is_file and path.stat().st_size == len(content) and path.read_bytes() == content
