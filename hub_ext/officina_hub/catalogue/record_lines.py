"""Officina's own format: one record a line as JSON, for exchange and for very many records.

It is read line by line, so that its size does not matter; a line that is no record is refused
alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from pydantic import TypeAdapter, ValidationError

from officina_hub.catalogue.arriving import Arriving, Refusal
from officina_hub.catalogue.refused_values import reason_of
from officina_widgets.catalogue.records import LARGEST_RECORD, Record

SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
LONGEST_LINE: Final = LARGEST_RECORD
TOO_LONG: Final = (
    f"the line is longer than {LONGEST_LINE // 1024} KiB, more than any record needs, so it was "
    "not read; shorten its texts"
)
_RECORD: TypeAdapter[Record] = TypeAdapter(Record)


def read_record_lines(file: BinaryIO) -> Iterator[Arriving | Refusal]:
    """Each line that is not empty."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            _skip_rest(file, line)
            yield Refusal(f"line {number}", TOO_LONG)
        elif line.strip():
            yield _record(line, f"line {number}")


def _skip_rest(file: BinaryIO, part: bytes) -> None:
    while part and not part.endswith(b"\n"):
        part = file.readline(LONGEST_LINE)


def _record(line: bytes, where: str) -> Arriving | Refusal:
    try:
        return Arriving(_RECORD.validate_json(line), where)
    except ValidationError as error:
        return Refusal(where, reason_of(error))
