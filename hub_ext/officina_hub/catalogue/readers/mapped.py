"""The last step of every reader: a draft is filled and becomes a record, or a refusal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, TypeVar

from officina_hub.catalogue.readers.draft import Draft, TooMuch
from officina_hub.catalogue.readers.limits import MIB
from officina_hub.catalogue.readers.outcome import Read, Refused, Taken
from officina_hub.catalogue.readers.salvage import Unusable, finished
from officina_widgets.catalogue.records import Described

log = logging.getLogger("officina.catalogue")

Kind = TypeVar("Kind", bound=Described)

# What Python says where a value is of another nature than its reader took it for.
STUMBLED: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
TOO_LARGE: Final = (
    "it is larger than {most:g} MiB, which no description of one thing needs and every search "
    "would have to carry; shorten its texts and lists, or leave the record out"
)
ODD: Final = (
    "it holds something that its reader did not expect ({kind}: {said}), so nobody can tell what "
    "it means; leave the record out, and send it to whoever looks after this Officina"
)


def outcome(
    model: type[Kind],
    draft: Draft,
    where: str,
    *,
    by: Callable[[], object],
    mandatory: tuple[str, ...] = (),
) -> Read:
    """What becomes of the draft once it is filled ``by`` that.

    ``mandatory`` is what its standard wants beyond the model. Whatever is odd in one record is
    refused with that record; the others are read.
    """
    most = draft.limits.record_bytes
    try:
        by()
        missing = [field for field in mandatory if field not in draft.values]
        if missing:
            raise Unusable(
                f"it has no {' and no '.join(missing)}, which its standard makes mandatory"
            )
        record = finished(model, draft)
    except Unusable as error:
        return Refused(where, f"{error}; add what is missing, or leave the record out")
    except TooMuch:
        return Refused(where, TOO_LARGE.format(most=most / MIB))
    except STUMBLED as error:
        log.exception("a reader stumbled over %s", where)
        return Refused(where, ODD.format(kind=type(error).__name__, said=str(error)[:200]))
    if len(record.model_dump_json(exclude_defaults=True).encode()) > most:
        return Refused(where, TOO_LARGE.format(most=most / MIB))
    return Taken(record, where, tuple(draft.notes))  # type: ignore[arg-type]  # of one of the kinds
