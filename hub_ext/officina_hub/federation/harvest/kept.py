"""What is remembered of a peer from one harvest to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from officina_courses.model import Frozen
from officina_hub.catalogue.parts import Part
from officina_hub.federation.fetching import Known


class KeptPage(Frozen):
    """One address: by what its content is known again, and what it held.

    ``mark`` is what the peer itself says by which a change is seen: a sitemap's day, a checksum;
    ``last`` is the last of its members, where it only grows.
    """

    etag: str | None = None
    last_modified: str | None = None
    mark: str | None = None
    last: str | None = None
    iris: tuple[str, ...] = ()
    following: tuple[str, ...] = ()
    held: int = 0
    total: int | None = None
    start: int | None = None

    @property
    def known(self) -> Known:
        """For the question whether there is anything newer."""
        return Known(self.etag, self.last_modified)

    def part(self, address: str) -> Part:
        """What it says of itself as a page of several."""
        return Part(address, address, self.held, self.total, self.start, self.following)


class Kept:
    """Of one peer. ``position`` is its kind's own: how far it was read, a token, a moment.

    Pages that are not met again are forgotten with ``settle``.
    """

    def __init__(
        self, position: Mapping[str, Any] | None = None, pages: Mapping[str, KeptPage] | None = None
    ) -> None:
        self.position: dict[str, Any] = dict(position or {})
        self._before = dict(pages or {})
        self._now: dict[str, KeptPage] = {}

    def page(self, address: str) -> KeptPage | None:
        """As it was at the last harvest, or earlier in this one."""
        return self._now.get(address) or self._before.get(address)

    def remember(self, address: str, page: KeptPage) -> None:
        """As it is now."""
        self._now[address] = page

    def keep_all(self) -> None:
        """Forget nothing of before, because not all that there is was seen."""
        self._now = self._before | self._now

    def changed(self) -> Iterator[tuple[str, KeptPage]]:
        """What is to be written."""
        return ((to, page) for to, page in self._now.items() if self._before.get(to) != page)

    def gone(self) -> Iterator[str]:
        """What is to be forgotten."""
        return (address for address in self._before if address not in self._now)
