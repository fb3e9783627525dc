"""Records in an index that today's model does not take: left out, and told once each.

An index outlives the Officina that wrote it until it is made anew, and a rule may have become
stricter meanwhile. One such record is no reason to find nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from pydantic import ValidationError

from officina_widgets.catalogue.filed import CatalogRecord

log = logging.getLogger("officina.catalogue")

MOST_REMEMBERED: Final = 10_000


def readable(stored: Iterable[bytes]) -> Iterator[CatalogRecord]:
    """Those of these records that are some."""
    for each in stored:
        try:
            yield CatalogRecord.model_validate_json(each)
        except ValidationError as error:
            leave_out(each, error)


def leave_out(stored: bytes, error: ValidationError) -> None:
    """Tell of a record, the first time it is met, that it is left out and why."""
    tell_once(_iri_in(stored), reason_of(error))


def reason_of(error: ValidationError) -> str:
    """The first field that cannot be, and why."""
    finding = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, finding['loc']))}: {finding['msg']}"


@lru_cache(maxsize=MOST_REMEMBERED)
def tell_once(iri: str, reason: str) -> None:
    """Into the log; a record that is met in each search is told at the first."""
    log.warning("the record %s is left out, because this Officina cannot read it: %s", iri, reason)


def _iri_in(stored: bytes) -> str:
    try:
        return str(json.loads(stored)["record"]["iri"])[:2000]
    except (ValueError, LookupError, TypeError):
        return "without an IRI"
