"""Search in the catalogue: one protocol, and the engines behind it."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Final, Literal

from officina_widgets.catalogue.search.backend import SearchBackend
from officina_widgets.catalogue.search.generations import Generations
from officina_widgets.catalogue.search.sqlite_engine import SqliteEngine

__all__ = ["EngineMissingError", "SearchBackend", "engine"]

Kind = Literal["tantivy", "sqlite"]


class EngineMissingError(RuntimeError):
    """An index is there that nothing here can read."""


def engine(folder: Path, *, kind: Kind | None = None) -> SearchBackend:
    """The index in a folder, which the first ``replace`` or ``rebuild`` makes.

    Without ``kind`` it is what the index there is made by; of none, tantivy's where that is
    installed, else SQLite's.

    Raises:
        EngineMissingError: it is made by tantivy, which is not installed here

    """
    if (kind or _kind_of(folder)) == "sqlite":
        return SqliteEngine(folder)
    if not _has_tantivy():
        raise EngineMissingError(MISSING.format(folder=folder))
    made: SearchBackend = importlib.import_module(f"{__name__}.tantivy_engine").TantivyEngine(
        folder
    )
    return made


def _kind_of(folder: Path) -> str:
    read = Generations(folder).read()
    if read is not None:
        return read.kind
    return "tantivy" if _has_tantivy() else "sqlite"


def _has_tantivy() -> bool:
    return importlib.util.find_spec("tantivy") is not None


MISSING: Final = (
    "the search index in {folder} needs tantivy, which is not installed in this environment, so it "
    "cannot be searched from here; install tantivy, or ask for another index by kind='sqlite'"
)
