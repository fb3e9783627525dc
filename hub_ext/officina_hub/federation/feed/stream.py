"""The feed brought up to date: what is offered, beside what the feed has said before.

Its own pages are all the memory it has. So a feed that was copied, or restored from a backup, goes
on where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from officina_hub.catalogue.writers.tree import Tree
from officina_hub.federation.feed.events import (
    MOMENT,
    Deed,
    digest_of,
    entity_of,
    is_member,
    member_of,
)
from officina_hub.federation.feed.index import INDEX, STREAM, PageRef, index_text
from officina_hub.federation.feed.offers import Offer
from officina_hub.federation.feed.pages import (
    FOLDER,
    MEMBERS_OF_A_PAGE,
    members_in,
    page_name,
    page_text,
)
from officina_hub.federation.feed.staging import Staging

FEED: Final = "feed"


class Counts(NamedTuple):
    """What the feed was told anew."""

    created: int = 0
    updated: int = 0
    deleted: int = 0


class _Latest(NamedTuple):
    """The last that was said of a thing: nothing of its content where it is deleted."""

    digest: str | None
    page: int


class Stream:
    """The feed of one factory; offer everything in the order of its changes, then ``close``."""

    def __init__(self, staging: Staging, factory: str, address: str) -> None:
        self._staging = staging
        self._root = f"{factory}/{FEED}/"
        self._address = f"{address}{self._root}"
        self._latest: dict[str, _Latest] = {}
        self._pages: dict[int, PageRef] = {}
        self._open: list[Tree] = []
        self._number = 1
        self._last: datetime | None = None
        self._seen: set[str] = set()
        self._counts = dict.fromkeys(("Create", "Update", "Delete"), 0)
        self._read()

    def offer(self, one: Offer) -> None:
        """Something that is there; told where it is new or has changed."""
        iri = one.filed.record.iri
        entity = entity_of(one.filed, one.permalink)
        before = self._latest.get(iri)
        self._seen.add(iri)
        digest = digest_of(entity)
        if before and before.digest == digest:
            return
        deed: Deed = "Update" if before and before.digest else "Create"
        self._tell(deed, iri, one.filed.updated_at, entity, digest)

    def close(self, now: datetime) -> Counts:
        """Whatever was not offered is gone, since now; then pages and index are written."""
        gone = [iri for iri, one in self._latest.items() if one.digest and iri not in self._seen]
        for iri in sorted(gone):
            self._tell("Delete", iri, now, None, None)
        if self._open:
            self._write_page()
        self._forget()
        pages = [self._pages[number] for number in sorted(self._pages)]
        self._staging.put(f"{self._root}{INDEX}", index_text(f"{self._address}{INDEX}", pages))
        return Counts(*self._counts.values())

    def _tell(
        self, deed: Deed, iri: str, at: datetime, entity: list[Tree] | None, digest: str | None
    ) -> None:
        # Readers know by the moment how far they have read, so it never goes back.
        published = max(at, self._last or at)
        self._last = published
        name = f"{self._page_address(self._number)}#{len(self._open) + 1}"
        self._open.append(member_of(name, deed, iri, published, entity))
        self._latest[iri] = _Latest(digest, self._number)
        self._counts[deed] += 1
        if len(self._open) == MEMBERS_OF_A_PAGE:
            self._write_page()
            self._open = []
            self._number += 1

    def _write_page(self) -> None:
        address = self._page_address(self._number)
        stream = f"{self._address}{INDEX}{STREAM}"
        self._staging.put(self._path(self._number), page_text(stream, address, self._open))
        self._pages[self._number] = _reference(address, self._open)

    def _read(self) -> None:
        """What was told before."""
        for number in self._numbers():
            members = self._members(number)
            if not members:
                continue
            for member in members:
                is_delete = member["@type"] == "as:Delete"
                digest = None if is_delete else digest_of(member.get("@graph"))
                self._latest[member["as:object"]["@id"]] = _Latest(digest, number)
            reference = _reference(self._page_address(number), members)
            self._pages[number] = reference
            self._last = MOMENT.validate_python(members[-1]["as:published"]["@value"])
            self._number = number + 1
            self._open = []
            if len(members) < MEMBERS_OF_A_PAGE:
                self._number, self._open = number, members

    def _members(self, number: int) -> list[dict[str, Any]]:
        held = self._staging.held(self._path(number)) or b"{}"
        return [one for one in members_in(held) if is_member(one)]

    def _numbers(self) -> Iterable[int]:
        names = self._staging.names(f"{self._root}{FOLDER}")
        return sorted(int(name.partition(".")[0]) for name in names)

    def _forget(self) -> None:
        """Keep the pages that still say something: those where the last of a thing stands."""
        said = {one.page for one in self._latest.values()}
        for number in list(self._pages):
            if number in said:
                self._staging.keep(self._path(number))
            else:
                del self._pages[number]

    def _path(self, number: int) -> str:
        return f"{self._root}{FOLDER}/{page_name(number)}"

    def _page_address(self, number: int) -> str:
        return f"{self._address}{FOLDER}/{page_name(number)}"


def _reference(address: str, members: list[Tree]) -> PageRef:
    moments = [MOMENT.validate_python(one["as:published"]["@value"]) for one in members]
    is_full = len(members) == MEMBERS_OF_A_PAGE
    return PageRef(address, moments[0], moments[-1] if is_full else None)
