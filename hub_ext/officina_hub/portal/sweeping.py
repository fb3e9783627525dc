"""At the portal's start: away with what uploads left behind that were cut off by its end.

Nothing in ``incoming`` has a receipt, so it is emptied before anybody can upload. Blobs are swept
while the portal serves already. A blob is stored before the row that refers to it; so the hour is
counted back from before the rows are read, and what an upload of now stores, or finds stored, is
younger than that.
"""

from __future__ import annotations

import logging
import shutil
import time
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.portal.context import Portal
from officina_hub.portal.store.audit import referenced_blobs

log = logging.getLogger("officina.portal")

KEPT_SECONDS = 3600.0


def sweep_uploads(portal: Portal) -> int:
    """Empty the folders where uploads arrive, and tell how much was there; before any comes."""
    return _emptied(portal.settings.incoming) + _emptied(portal.blobs.arriving)


def sweep_blobs(portal: Portal) -> int:
    """Remove blobs that nothing refers to and nobody stored in the last hour; tell how many."""
    older_than = time.time() - KEPT_SECONDS
    with portal.database.reading() as session:
        referenced = referenced_blobs(session)
    return len(portal.blobs.remove_unreferenced(referenced, older_than=older_than))


async def sweep(portal: Portal, uploads: int) -> None:
    """Sweep the blobs and say in one line what went; a failure is no reason not to serve."""
    try:
        blobs = await portal.work(sweep_blobs, portal)
    except (OSError, SQLAlchemyError):
        log.exception("the blobs were not swept; only space is lost, the next start tries again")
        return
    log.info("swept: %d left-over uploads, %d blobs that nothing refers to", uploads, blobs)


def _emptied(folder: Path) -> int:
    found = list(folder.iterdir())
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return len(found)
