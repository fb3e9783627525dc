"""The search index of the catalogue: made from the database, and never ahead of it.

::

    portal/catalogue/
      index/           the engine's own
      indexed.json     which revision of the database it shows
      vectors/         of what records mean, where the extra "semantic" is installed
      lock             held by the one process that brings it up to date

Portal and commands may both want to bring it up to date; whoever comes second has nothing to do,
because the first, or the portal's next look, sees what the second wrote. Searches go on meanwhile.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from officina_hub.errors import OfficinaError
from officina_hub.portal.db import Database
from officina_hub.portal.store.catalogue_read import (
    Changes,
    Place,
    changes_after,
    count_after,
    count_published,
    current_revision,
    published_records,
)
from officina_widgets.catalogue.asking import Answer, Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.search import EngineMissingError, engine
from officina_widgets.catalogue.search.answering import answer
from officina_widgets.catalogue.search.backend import Document, SearchBackend
from officina_widgets.catalogue.search.documents import document_of
from officina_widgets.catalogue.search.meaning.encoding import Encoder, installed

if TYPE_CHECKING:
    from officina_hub.portal.catalogue_vectors import CatalogueVectors

log = logging.getLogger("officina.portal")

BATCH: Final = 1000
AFTER_ALL_IDS: Final = "~"
FIRST_ASKED: Final = ("", "data", "weahter forcast")  # everything, a word, what has to be mended
Told = Callable[[int], None]


class IndexBusy(OfficinaError):  # noqa: N818 - the name is the answer
    """Another process is at the index."""


@cache
def _model_now() -> str:
    """Changes with what this Officina takes for a record."""
    schema = json.dumps(CatalogRecord.model_json_schema(), sort_keys=True)
    return hashlib.sha256(f"{version('officina')} {schema}".encode()).hexdigest()


class CatalogueIndex:
    """The index of one portal; any process may make one over the same folder."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        *,
        find_encoder: Callable[[], Encoder | None] = installed,
    ) -> None:
        self._folder = folder
        self._database = database
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._engine, self._indexed = _engine_in(folder)
        self.vectors = _vectors_in(folder / "vectors", database, find_encoder())

    def answer(self, ask: Ask) -> Answer:
        """What is found; from any thread, at any time."""
        if self.vectors is None:
            return answer(self._engine, ask)
        return answer(self._engine, ask, near=self.vectors.near)

    def warm_up(self) -> None:
        """Open the index and read all tables once, so that nobody waits for it who asks first."""
        for typed in FIRST_ASKED:
            self.answer(Ask(q=typed))

    def is_behind(self) -> bool:
        """Whether the database knows more than the index."""
        with self._database.reading() as session:
            return self._shown() != current_revision(session)

    def waiting(self) -> int:
        """How many records were changed since; all of them where there is no index."""
        with self._database.reading() as session:
            return count_after(session, self._shown() or 0)

    def bring_up_to_date(self, told: Told) -> int:
        """Take in what was changed since; ``told`` hears how many records were looked at.

        Raises
        ------
        IndexBusy
            When another process is at it.

        """
        with self._keeping():
            shown = self._shown()
            with self._database.reading() as session:
                newest = current_revision(session)
                waiting = count_after(session, shown or 0)
                most = count_published(session)
            # An index that is ahead belongs to a database that was put back to a backup.
            if shown is None or shown > newest or waiting * 2 > most:
                return self._rebuild(told)
            count = self._take_changes(shown, told)
            self._show(newest)
            return count

    def rebuild(self, told: Told) -> int:
        """Make it anew from the database; raises as ``bring_up_to_date`` does."""
        with self._keeping():
            return self._rebuild(told)

    def _rebuild(self, told: Told) -> int:
        with self._database.reading() as session:
            newest = current_revision(session)
            documents = _told_of(map(document_of, published_records(session)), told)
            count = self._engine.rebuild(documents, as_of=datetime.now(UTC))
        self._show(newest)
        return count

    def _take_changes(self, shown: int, told: Told) -> int:
        changes, count = self._changes_after((shown, AFTER_ALL_IDS)), 0
        while changes.place is not None:
            self._engine.replace(map(document_of, changes.public), removed=changes.removed)
            count += len(changes.public) + len(changes.removed)
            told(count)
            changes = self._changes_after(changes.place)
        return count

    def _changes_after(self, place: Place) -> Changes:
        with self._database.reading() as session:
            return changes_after(session, place, BATCH)

    def _shown(self) -> int | None:
        """The revision that the index shows; nothing where there is none that can be trusted.

        One that another Officina wrote may hold records that this one does not take. They would be
        left out of what is shown and yet be counted, so it is made anew.
        """
        try:
            told = json.loads(self._indexed.read_bytes())
            is_ours = told["model"] == _model_now() and self._engine.as_of() is not None
            return int(told["revision"]) if is_ours else None
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def _show(self, revision: int) -> None:
        arriving = self._indexed.with_suffix(".new")
        arriving.write_text(json.dumps({"revision": revision, "model": _model_now()}))
        arriving.replace(self._indexed)

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        handle = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise IndexBusy(
                f"Another process brings the search index in {self._folder} up to date.",
                "Two at a time would spoil it, so this one did nothing.",
                "What is in the database is found as soon as the other is done; look again then.",
            ) from None
        finally:
            os.close(handle)


def _engine_in(folder: Path) -> tuple[SearchBackend, Path]:
    """The engine, and the file that notes how far it is; no missing package stops the portal."""
    try:
        return engine(folder / "index"), folder / "indexed.json"
    except EngineMissingError as error:
        log.warning("%s; SQLite searches meanwhile", error)
        return engine(folder / "index-sqlite", kind="sqlite"), folder / "indexed-sqlite.json"


def _vectors_in(
    folder: Path, database: Database, encoder: Encoder | None
) -> CatalogueVectors | None:
    """What needs the extra "semantic" is imported only where that is installed."""
    if encoder is None:
        return None
    from officina_hub.portal.catalogue_vectors import CatalogueVectors

    return CatalogueVectors(folder, database, encoder)


def _told_of(documents: Iterable[Document], told: Told) -> Iterator[Document]:
    for count, document in enumerate(documents, 1):
        yield document
        if count % BATCH == 0:
            told(count)
