"""What the published records mean, kept beside the index: made once, when a record is published.

::

    portal/catalogue/vectors/
      <model>.npy      the vectors of all records
      <model>.json     how far in the database's changes they are
      lock             held by the one process that makes them

A vector takes a record some 0.15 seconds, so they follow the index and never hold it up. What the
file holds of records that are not public any more is shown to nobody: the index has the last word.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from officina_hub.portal.db import Database
from officina_hub.portal.store.catalogue_read import (
    Place,
    changes_after,
    count_after,
    current_revision,
    published_ids,
    published_records,
)
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.search.documents import document_of
from officina_widgets.catalogue.search.meaning.encoding import Encoder, EncoderUnusableError
from officina_widgets.catalogue.search.meaning.nearness import Nearness, text_of
from officina_widgets.catalogue.search.meaning.vectors import (
    ID,
    KEY,
    VECTOR,
    Made,
    VectorFile,
    key_of,
)

log = logging.getLogger("officina.portal")

AT_ONCE: Final = 50
BEFORE_ALL: Final[Place] = (0, "~")
Told = Callable[[int], None]


class CatalogueVectors:
    """The vectors of one portal; any process may make one over the same folder."""

    def __init__(self, folder: Path, database: Database, encoder: Encoder) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder, self._database, self._encoder = folder, database, encoder
        self._file = VectorFile(folder / f"{encoder.name}.npy", encoder.dimensions)
        self._known = folder / f"{encoder.name}.json"
        self.near = Nearness(encoder, self._file)

    def waiting(self) -> int:
        """How many records were changed since."""
        with self._database.reading() as session:
            return count_after(session, self._place()[0])

    def take_some(self, told: Told) -> bool:
        """Take in the next few changes; whether there may be more.

        Nothing where another process is at it, or the model cannot be loaded.
        """
        with self._keeping() as is_ours:
            if not is_ours:
                return False
            try:
                return self._take_some(told)
            except EncoderUnusableError as error:
                log.warning("the catalogue's records get no vectors: %s", error)
                return False

    def rebuild(self, told: Told) -> int | None:
        """Make all anew; what was there is used until that is done.

        Returns how many there are, or nothing where another process is at it.

        Raises
        ------
        EncoderUnusableError
            When the model cannot be loaded.

        """
        with self._keeping() as is_ours:
            if not is_ours:
                return None
            with self._database.reading() as session:
                place = (current_revision(session), "~")
                made = dict(self._made(published_records(session), {}, told))
            self._file.replace(made)
            self._note(place)
            return len(made)

    def _take_some(self, told: Told) -> bool:
        place = self._place()
        with self._database.reading() as session:
            is_ahead = place[0] > current_revision(session)  # of a database put back to a backup
            if is_ahead or place == BEFORE_ALL:
                self._drop_all_but(published_ids(session))
                place = BEFORE_ALL
            changes = changes_after(session, place, AT_ONCE)
        if changes.place is None:
            return False
        kept = {row[ID].decode(): row for row in self._of(one.id for one in changes.public)}
        self._file.change(dict(self._made(changes.public, kept, told)), removed=changes.removed)
        self._note(changes.place)
        return True

    def _of(self, ids: Iterable[str]) -> Iterator[Mapping[str, Any]]:
        wanted = {one.encode() for one in ids}
        rows = self._file.rows()
        return (rows[place] for place, id_ in enumerate(rows[ID]) if id_ in wanted)

    def _made(
        self,
        records: Iterable[CatalogRecord],
        kept: Mapping[str, Mapping[str, Any]],
        told: Told,
    ) -> Iterator[tuple[str, Made]]:
        for count, one in enumerate(records, 1):
            told(count)
            text = text_of(document_of(one))
            key, row = key_of(text), kept.get(one.id)
            if row is not None and row[KEY] == key:
                yield one.id, Made(key, row[VECTOR])
            else:
                yield one.id, Made(key, self._encoder.passage(text))

    def _drop_all_but(self, ids: Iterable[str]) -> None:
        there = {id_.decode() for id_ in self._file.rows()[ID]}
        self._file.change({}, removed=there.difference(ids))

    def _place(self) -> Place:
        """How far they are; before all changes where nobody knows, or the file is not there."""
        try:
            told = json.loads(self._known.read_bytes())
            place = (int(told["revision"]), str(told["id"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return BEFORE_ALL
        return place if self._file.is_there() else BEFORE_ALL

    def _note(self, place: Place) -> None:
        arriving = self._known.with_suffix(".new")
        arriving.write_text(json.dumps({"revision": place[0], "id": place[1]}))
        arriving.replace(self._known)
        self._take_other_models_away()

    def _take_other_models_away(self) -> None:
        for file in self._folder.iterdir():
            if file.suffix in {".npy", ".json"} and file.stem != self._encoder.name:
                file.unlink(missing_ok=True)

    @contextmanager
    def _keeping(self) -> Iterator[bool]:
        handle = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(handle)
