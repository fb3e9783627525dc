"""What an engine has to do, so that one can stand in for another (tests hold all to one suite)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple, Protocol

from officina_widgets.catalogue.asking import Ask, FacetCount
from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.search.names import Names

Near = Callable[[str], Iterable[str]]
"""The ids of the records that are near a query in meaning, the nearest first."""


class IndexBusyError(RuntimeError):
    """Another process writes the index."""


class Document(NamedTuple):
    """What an engine keeps of one catalogue record; made by ``search.documents.document_of``."""

    id: str
    title: dict[str, str]  # by language
    keywords: str
    body: dict[str, str]  # by language
    facets: dict[str, tuple[str, ...]]
    modified: int  # days since 1970, 0 where nobody knows
    quality: int  # 0 to 100
    stored: bytes  # the catalogue record, as JSON
    names: Names = Names((), ())  # labels of vocabularies in all languages, and synonyms


class Found(NamedTuple):
    """What an engine found: stored catalogue records in order, and all facets' counts."""

    total: int
    stored: tuple[bytes, ...]
    facets: dict[str, tuple[FacetCount, ...]]
    shown_for: str | None  # the query that is answered, where the one asked for finds nothing
    without: tuple[str, ...] = ()  # words of the one asked for that this lacks


NOTHING: Final = Found(0, (), dict.fromkeys(FACET_NAMES, ()), None)
"""What an index answers that was never written."""


class SearchBackend(Protocol):
    """One index: written by one process at a time, read by many while it is written.

    Text is matched as typed: all words, the last one as a prefix, a word that the index does not
    know by the nearest ones that it does, or left out where none is near. A query without words
    gives everything, newest first.
    """

    def search(self, ask: Ask) -> Found:
        """Answer from the newest state that was committed; from any thread."""

    def among(self, ids: Sequence[str], ask: Ask) -> tuple[bytes, ...]:
        """Those of these records that are in the index and that the facets let through.

        Whatever they say, and in no order.
        """

    def replace(self, documents: Iterable[Document], *, removed: Iterable[str] = ()) -> int:
        """Put these in place of those with the same ids, take others away, in one commit.

        Returns how many were written.

        Raises:
            IndexBusyError: another process writes

        """

    def rebuild(self, documents: Iterable[Document], *, as_of: datetime) -> int:
        """Make the whole index anew beside the old one, which answers until that is done."""

    def as_of(self) -> datetime | None:
        """Of which moment of the catalogue the committed state is; None of an empty index."""
