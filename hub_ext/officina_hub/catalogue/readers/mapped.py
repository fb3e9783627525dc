"""The last step of every reader: a draft becomes a record that is taken, or a refusal."""

from __future__ import annotations

from typing import TypeVar

from officina_hub.catalogue.readers.draft import Draft
from officina_hub.catalogue.readers.outcome import Read, Refused, Taken
from officina_hub.catalogue.readers.salvage import Unusable, finished
from officina_widgets.catalogue.records import Described

Kind = TypeVar("Kind", bound=Described)


def outcome(
    model: type[Kind], draft: Draft, where: str, *, mandatory: tuple[str, ...] = ()
) -> Read:
    """What becomes of the draft; ``mandatory`` is what its standard wants beyond the model."""
    missing = [field for field in mandatory if field not in draft.values]
    try:
        if missing:
            raise Unusable(
                f"it has no {' and no '.join(missing)}, which its standard makes mandatory"
            )
        record = finished(model, draft)
    except Unusable as error:
        return Refused(where, f"{error}; add what is missing, or leave the record out")
    return Taken(record, where, tuple(draft.notes))  # type: ignore[arg-type]  # of one of the kinds
