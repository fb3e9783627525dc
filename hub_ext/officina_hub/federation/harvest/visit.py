"""One harvest of one peer while it goes on: fetching, reading, counting, remembering."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from officina_hub.catalogue.arriving import Arriving, Cancelled, Refusal
from officina_hub.catalogue.parts import Part
from officina_hub.catalogue.readers import Limits, Read, Refused, Taken, read_file
from officina_hub.catalogue.readers.limits import MIB
from officina_hub.catalogue.readers.rdf_graph import NOWHERE
from officina_hub.errors import OfficinaError
from officina_hub.factory.peers import Peer
from officina_hub.federation.fetching import Fetched, Fetcher, FetchError
from officina_hub.federation.harvest.kept import Kept, KeptPage
from officina_widgets.catalogue.records import Record, Training

log = logging.getLogger("officina.federation")

Arrival = Arriving | Refusal | Part | Cancelled
By = Callable[[Path, str], Iterator[Read]]

# Of one page, in at most 700 MiB of memory: the smallest triples take 1.7 KB each. A peer who has
# more publishes in pages.
LIMITS: Final = Limits(file_bytes=20 * MIB, triples=400_000, values=2_000_000, records=50_000)
SUFFIXES: Final = {
    "application/calendar+json": ".json",
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "application/n-quads": ".nq",
    "application/n-triples": ".nt",
    "application/rdf+xml": ".rdf",
    "application/trig": ".trig",
    "application/xhtml+xml": ".html",
    "text/calendar": ".ics",
    "text/html": ".html",
    "text/n3": ".n3",
    "text/turtle": ".ttl",
}
FROM_ADDRESS: Final = frozenset(SUFFIXES.values()) | {".htm", ".xml", ".jsonl", ".ndjson"}
STUMBLED: Final = (
    "its reader met something that it did not expect ({kind}), so nothing of it was taken; send "
    "the address to whoever looks after this Officina"
)
TOO_MUCH: Final = (
    "reading it takes more memory than a harvest may have, so nothing more of it was taken; have "
    "the peer publish in smaller pages"
)


class Visit:
    """What a source works with."""

    def __init__(
        self,
        peer: Peer,
        fetcher: Fetcher,
        kept: Kept,
        scratch: Path,
        *,
        trust_folder: Path | None = None,
        at: datetime | None = None,
    ) -> None:
        self.peer = peer
        self.fetcher = fetcher
        self.kept = kept
        self.scratch = scratch
        self.trust_folder = trust_folder or scratch / "trust"
        self.at = at or datetime.now(UTC)
        self.fetched = self.unchanged = self.bytes = 0
        self.without_records: list[str] = []
        self.not_fetched: set[str] = set()
        self.failure: OfficinaError | None = None
        # Not all that there is arrives this time, so what does not is not gone.
        self.keeps_all = False
        self._stays: set[str] = set()

    def still_there(self, iris: Iterable[str]) -> Iterable[str]:
        """Which of these are not gone, though they did not arrive."""
        return iris if self.keeps_all else (iri for iri in iris if iri in self._stays)

    def fetch(self, address: str, *, accept: str = "*/*") -> tuple[Path, Fetched] | None:
        """What stands there, as a file; None where it is what it was. Raises ``FetchError``."""
        before = self.kept.page(address)
        path = self.scratch / "page"
        with path.open("wb") as file:
            fetched = (
                self.fetcher.fetch(address, file, before.known, accept=accept)
                if before
                else self.fetcher.fetch(address, file, accept=accept)
            )
        if fetched.is_unchanged:
            self.unchanged += 1
            return None
        self.fetched += 1
        self.bytes += fetched.bytes
        return path.replace(path.with_suffix(_suffix(fetched))), fetched

    def read(
        self,
        address: str,
        *,
        accept: str = "*/*",
        mark: str | None = None,
        by: By | None = None,
        is_page: bool = False,
    ) -> Iterator[Arrival]:
        """What stands at an address, or nothing where that is as it was; raises ``FetchError``.

        ``mark`` is what the peer says of the page, by which it need not even be asked. ``is_page``:
        each record's address is the page's own, and not the peer's.
        """
        before = self.kept.page(address)
        if before and mark and before.mark == mark:
            self.unchanged += 1
            yield from self._as_before(address, before)
            return
        found = self.fetch(address, accept=accept)
        if found is None:
            if before:
                yield from self._as_before(address, before.model_copy(update={"mark": mark}))
            return
        path, fetched = found
        yield from self._taken(address, path, fetched, mark, by or _read, is_page=is_page)

    def failed(self, address: str, error: FetchError) -> Refusal:
        """One page could not be fetched; what it held before stays."""
        if before := self.kept.page(address):
            self.stays(address, before)
        self.not_fetched.add(address)
        return Refusal(address, str(error), address)

    def stays(self, address: str, page: KeptPage) -> None:
        """A page that holds what it held."""
        self.kept.remember(address, page)
        self._stays.update(page.iris)

    def _as_before(self, address: str, page: KeptPage) -> Iterator[Arrival]:
        self.stays(address, page)
        yield page.part(address)

    def _taken(
        self,
        address: str,
        path: Path,
        fetched: Fetched,
        mark: str | None,
        by: By,
        *,
        is_page: bool,
    ) -> Iterator[Arrival]:
        before = self.kept.page(address)
        iris: list[str] = []
        parts: list[Part] = []
        is_broken = False
        for read in _surely(by(path, fetched.address)):
            where = f"{address}, {read.where}"
            if isinstance(read, Part):
                parts.append(read)
            elif isinstance(read, Taken):
                iris.append(read.record.iri)
                yield Arriving(
                    without_ours(read.record),
                    where,
                    address=fetched.address if is_page else None,
                    formerly=read.formerly,
                )
            elif isinstance(read, Cancelled):
                yield read._replace(where=where)
            else:
                named = read.iri or _iri_in(read.where)
                is_broken |= named is None
                yield Refusal(where, read.reason, named or address)
        path.unlink(missing_ok=True)
        page = _page(address, fetched, mark, iris, parts)
        if is_broken and before:
            # What cannot be told apart may be any of those that the page had.
            page = page.model_copy(update={"iris": tuple({*before.iris, *iris})})
            self._stays.update(before.iris)
        self.kept.remember(address, page)
        yield page.part(address)


def _page(
    address: str, fetched: Fetched, mark: str | None, iris: list[str], parts: list[Part]
) -> KeptPage:
    told = [to for part in parts for to in part.next]
    told += [fetched.following] if fetched.following else []
    following = tuple(dict.fromkeys(_resolved(address, to) for to in told))
    return KeptPage(
        etag=fetched.known.etag,
        last_modified=fetched.known.last_modified,
        mark=mark,
        iris=tuple(iris),
        following=tuple(to for to in following if to != address),
        held=max([part.held for part in parts], default=len(iris)),
        total=max([part.total for part in parts if part.total is not None], default=None),
        start=next((part.start for part in parts if part.start is not None), None),
    )


def _resolved(address: str, further: str) -> str:
    """Where a page goes on; within a graph relative addresses have a base that is nowhere."""
    try:
        return urljoin(address, further.removeprefix(NOWHERE)).partition("#")[0]
    except ValueError:
        return further


def without_ours(record: Record) -> Record:
    """The record without the course of this hub that it would else claim to be."""
    is_claimed = isinstance(record, Training) and record.course_id is not None
    return record.model_copy(update={"course_id": None}) if is_claimed else record


def _read(path: Path, address: str) -> Iterator[Read]:
    return read_file(path, limits=LIMITS, address=address)


def _surely(reads: Iterator[Read]) -> Iterator[Read]:
    """Whatever a reader stumbles over is a refusal of that page and of no other."""
    why = ""
    try:
        yield from reads
    except MemoryError:
        why = TOO_MUCH
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        log.exception("a reader stumbled over a page")
        why = STUMBLED.format(kind=type(error).__name__)
    if why:
        # By now the error holds nothing any more of what was read.
        gc.collect()
        yield Refused("the file", why)


def _suffix(fetched: Fetched) -> str:
    """By the media type where it says something, else by the address, else by what stands in it."""
    by_type = SUFFIXES.get(fetched.media_type)
    by_address = Path(urlsplit(fetched.address).path).suffix.lower()
    return by_type or (by_address if by_address in FROM_ADDRESS else "")


def _iri_in(where: str) -> str | None:
    return where if where.startswith(("http://", "https://", "urn:")) else None
