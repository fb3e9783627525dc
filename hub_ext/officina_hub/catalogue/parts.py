"""Pages of a larger answer: whether those that arrived together are all of it.

What stands on a page that nobody fetched is not gone from its source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

FEWER: Final = "it says that there are {total:,} records, and {held:,} of them are here"
MORE: Final = "{more} says that there is more, and no page that is here shows that this is all"
GOES_ON: Final = "it goes on at {next}, which is not here"
WAY_OUT: Final = (
    "the others may still be at the source, so nothing is withdrawn. Fetch the other pages too, "
    "and load all of them together, under one --source"
)


class Part(NamedTuple):
    """What a file says of itself as a page: ``start`` counts the records on the pages before.

    ``name`` is the page's own address, or else anything by which the same page is known again.
    ``more`` is where it says that there is more without an address by which that could be known.
    """

    where: str
    name: str
    held: int
    total: int | None = None
    start: int | None = None
    next: tuple[str, ...] = ()
    more: str | None = None


def lacking(parts: Sequence[Part]) -> str | None:
    """Why these are not the whole answer, and what to do; None where they are, or no pages."""
    return next((f"{why}; {WAY_OUT}" for why in _reasons(parts)), None)


def _reasons(parts: Sequence[Part]) -> Iterable[str]:
    by_total: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        if part.total is not None:
            by_total[part.total].append(part)
    for total, pages in by_total.items():
        held = _held(pages)
        if held < total:
            yield f"{pages[0].where}: {FEWER.format(total=total, held=held)}"
    for part in parts:
        # A total beyond the page is counted above; any other is of the page alone.
        if part.more and (part.total is None or part.total <= part.held):
            yield f"{part.where}: {MORE.format(more=part.more)}"
    here = {part.name for part in parts}
    for part in parts:
        for address in part.next:
            if address not in here:
                yield f"{part.where}: {GOES_ON.format(next=address[:200])}"


def _held(pages: Iterable[Part]) -> int:
    """How many records of one answer are here, each counted once."""
    held, reached = 0, 0
    placed = sorted({(page.start, page.held) for page in pages if page.start is not None})
    for start, count in placed:
        held += max(0, start + count - max(start, reached))
        reached = max(reached, start + count)
    return held + sum({page.name: page.held for page in pages if page.start is None}.values())
