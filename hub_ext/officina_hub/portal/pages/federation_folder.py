"""``federation/…``: the published folder, to everybody, as any web server would give it."""

from __future__ import annotations

import os
import re
from email.utils import formatdate
from pathlib import Path
from typing import IO, Final, NamedTuple

from officina_hub.data_folder import DataFolder
from officina_hub.federation.place import FederationPlace
from officina_hub.portal.errors import NotFound
from officina_hub.portal.web import PortalHandler

CHUNK: Final = 256 * 1024
# A name that begins with a dot is none of ours; what has other signs was never published.
PART: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,199}")
MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".ttl": "text/turtle; charset=utf-8",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
ASKED_AGAIN: Final = "no-cache"
FOR_A_DAY: Final = "public, max-age=86400"
NOTHING_HERE: Final = (
    "Nothing is published at this address. Begin at the folder's own page, or look for a typing "
    "error."
)


class Held(NamedTuple):
    """An open file and what is said of it beside its content."""

    file: IO[bytes]
    size: int
    changed: float
    etag: str


class FederationFolder(PortalHandler):
    """One file; folders are not listed, and a name that ends with / is that of its page."""

    async def get(self, path: str) -> None:
        """The file, or that it is the one that is known."""
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        media_type = MEDIA_TYPES.get(Path(name).suffix)
        if media_type is None or not all(PART.fullmatch(part) for part in name.split("/")):
            raise nothing_here()
        held = await self.portal.work(_opened, self.portal.settings.data_dir, name)
        with held.file:
            self.set_header("Content-Type", media_type)
            self.set_header("Content-Length", held.size)
            self.set_header("ETag", held.etag)
            self.set_header("Last-Modified", formatdate(held.changed, usegmt=True))
            self.set_header("Cache-Control", FOR_A_DAY if name.endswith(".zip") else ASKED_AGAIN)
            # All of it is public, so pages of others may read it, too.
            self.set_header("Access-Control-Allow-Origin", "*")
            if self.check_etag_header():
                self.clear_header("Content-Length")
                self.set_status(304)
                return
            if self.request.method == "GET":
                await self._send(held.file)

    head = get

    async def _send(self, file: IO[bytes]) -> None:
        while chunk := await self.portal.work(file.read, CHUNK):
            self.write(chunk)
            await self.flush()

    def compute_etag(self) -> str | None:
        """The one that was set; tornado's would be of the piece that is sent last."""
        return None

    def write_error(self, status_code: int, **known: object) -> None:
        """For programs, in a line."""
        told = known.get("exc_info")
        error = self.understood(told[1] if isinstance(told, tuple) else None)
        self.set_status_of(error)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{error}\n")


def nothing_here() -> NotFound:
    """The answer for all that is not published, whyever."""
    return NotFound("nothing-published", NOTHING_HERE)


def _opened(data_dir: Path, name: str) -> Held:
    folder = FederationPlace(DataFolder(data_dir).federation).published
    try:
        number = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        file = os.fdopen(number, "rb")
    except OSError as error:
        raise nothing_here() from error
    facts = os.fstat(number)
    etag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    return Held(file, facts.st_size, facts.st_mtime, etag)
