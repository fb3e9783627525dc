"""Records of the catalogue that nobody finds, told to whoever can mend them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from officina_hub.portal.store.catalogue_read import Unreadable

SHOWN: Final = 20


def left_out_lines(left_out: Sequence[Unreadable]) -> Iterator[str]:
    """Which they are, why, and what to do."""
    if not left_out:
        return
    yield (
        f"{len(left_out)} published records are left out, because this Officina cannot read them "
        "as they were kept. Load them again from their sources, or mend the field with: officina "
        "catalogue set ID FIELD VALUE"
    )
    for each in left_out[:SHOWN]:
        yield f"  {each.id} {each.iri} ({each.source}): {each.reason}"
    if len(left_out) > SHOWN:
        yield f"  and {len(left_out) - SHOWN} more: see --json"
