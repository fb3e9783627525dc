"""Kinds of GPUs side by side: a row for each fact, and what nobody knows is said in its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode

from officina_hub.portal.pages.compare_rows import Row
from officina_hub.portal.pages.find_facts import Told
from officina_hub.portal.pages.gpu_kinds import GpuKind
from officina_hub.portal.pages.launch_fields import gives, longest_of
from officina_hub.portal.pages.launch_free import free_words, was_free_at
from officina_hub.portal.pages.session_words import expected_words, formats_of
from officina_hub.portal.pages.site import Reader
from officina_hub.session_api.answers import ProfileOffer

Cell = Callable[[GpuKind], Iterator[str | Told]]


class GpuRows:
    """Tells the facts to one reader; ``launch`` is the address of the launch page."""

    def __init__(self, reader: Reader, launch: str) -> None:
        self._reader = reader
        self._t = reader.translations
        self._formats = formats_of(reader)
        self._launch = launch

    def of(self, kinds: Sequence[GpuKind]) -> tuple[Row, ...]:
        """All rows, each with a cell for each kind."""
        t = self._t
        cells: dict[str, Cell] = {
            t.gettext("Memory of one GPU"): self._memory,
            t.gettext("Partition"): self._partition,
            t.gettext("How many there are"): self._total,
            t.gettext("Free now"): self._free,
            t.gettext("In one session, on one node"): self._range,
            t.gettext("Longest session"): self._longest,
            t.gettext("Longest time of the partition"): self._limit,
            t.gettext("Expected start"): self._expected,
            t.gettext("Waits lately, as measured"): self._waited,
            t.gettext("Sessions with it"): self._sessions,
            t.gettext("Remarks"): self._remarks,
        }
        rows = [
            Row(label, tuple(self._told(cell, kind) for kind in kinds))
            for label, cell in cells.items()
        ]
        return tuple(row for row in rows if row.cells and any(row.cells))

    def _told(self, cell: Cell, kind: GpuKind) -> tuple[Told, ...]:
        return tuple(one if isinstance(one, Told) else Told(one) for one in cell(kind))

    @property
    def _unknown(self) -> str:
        return self._t.gettext("not known")

    def _memory(self, kind: GpuKind) -> Iterator[str]:
        known = {one.gpu_memory_gib for one in kind.offers if one.gpu_memory_gib}
        if len(known) != 1:  # two profiles that contradict each other are no knowledge
            yield self._unknown
            return
        words = self._t.gettext("%(n)s GiB, which its parts share")
        if not kind.is_in_parts:
            words = self._t.gettext("%(n)s GiB")
        yield words % {"n": self._formats.number(known.pop())}

    def _partition(self, kind: GpuKind) -> Iterator[str]:
        yield kind.first.partition or self._unknown
        if kind.first.cluster:
            yield self._t.gettext("on %(cluster)s") % {"cluster": kind.first.cluster}

    def _total(self, kind: GpuKind) -> Iterator[str]:
        stock = kind.first.gpus
        if stock is None:
            yield self._unknown
            return
        t = self._t
        text = t.ngettext("%(n)s GPU", "%(n)s GPUs", stock.total)
        if kind.is_in_parts:
            text = t.ngettext("%(n)s part of a GPU", "%(n)s parts of a GPU", stock.total)
        yield text % {"n": self._formats.number(stock.total)}

    def _free(self, kind: GpuKind) -> Iterator[str]:
        if kind.first.gpus is None:
            yield self._unknown
            return
        yield free_words(self._reader, kind.first)
        if then := was_free_at(kind.first):
            words = self._t.gettext("It was so at %(moment)s; how it is now, nobody knows.")
            yield words % {"moment": self._formats.moment(then)}

    def _range(self, kind: GpuKind) -> Iterator[str]:
        low, high = self._formats.number(kind.fewest), self._formats.number(kind.most)
        both = self._t.gettext("%(low)s to %(high)s") % {"low": low, "high": high}
        yield high if low == high else both

    def _longest(self, kind: GpuKind) -> Iterator[str]:
        yield self._formats.minutes(max(map(longest_of, kind.offers)))

    def _limit(self, kind: GpuKind) -> Iterator[str]:
        limit = kind.first.longest_minutes
        yield self._formats.minutes(limit) if limit else self._unknown

    def _expected(self, kind: GpuKind) -> Iterator[str]:
        for one in kind.offers:
            words = expected_words(self._reader, one.expected) or self._unknown
            yield f"{one.title}: {words}" if len(kind.offers) > 1 else words

    def _waited(self, kind: GpuKind) -> Iterator[str]:
        found = kind.first.waited
        if found is None:
            yield self._unknown
            return
        words = self._t.gettext(
            "Half of %(jobs)s jobs with GPUs there waited %(half)s at most, nine of ten %(most)s"
        )
        yield words % {
            "jobs": self._formats.number(found.jobs),
            "half": self._formats.span(found.median_seconds),
            "most": self._formats.span(found.most_seconds),
        }

    def _sessions(self, kind: GpuKind) -> Iterator[Told]:
        for one in kind.offers:
            address = f"{self._launch}?{urlencode({'profile': one.name})}"
            yield Told(f"{one.title}: {gives(self._reader, one)}", address)

    def _remarks(self, kind: GpuKind) -> Iterator[str]:
        told = [each for one in kind.offers for each in self._of_offer(one)]
        yield from dict.fromkeys(told)

    def _of_offer(self, one: ProfileOffer) -> tuple[str, ...]:
        return (one.closed, *one.troubles) if one.closed else one.troubles
