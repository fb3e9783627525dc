"""Tables of comma-separated values: one record a row, by a mapping of columns to fields."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final, get_origin

from officina_hub.catalogue.readers.authority import (
    access_of,
    country_of,
    file_type_of,
    frequency_of,
    language_of,
    theme_of,
)
from officina_hub.catalogue.readers.column_mapping import ColumnMapping, is_field, part_of
from officina_hub.catalogue.readers.draft import Draft, Tagged
from officina_hub.catalogue.readers.licences import licence_of
from officina_hub.catalogue.readers.mapped import outcome
from officina_hub.catalogue.readers.outcome import Read, Refused, Unreadable
from officina_hub.catalogue.readers.source import Source
from officina_hub.catalogue.stored_form import MODELS
from officina_widgets.catalogue.words import Words

SUFFIXES: Final = frozenset({".csv", ".tsv"})
DELIMITERS: Final = ",;\t|"
CODES: Final = {
    "themes": theme_of, "languages": language_of, "access_rights": access_of,
    "country": country_of, "frequency": frequency_of, "format": file_type_of,
    "licence": licence_of, "partner_countries": country_of,
}  # fmt: skip
NEEDED: Final = frozenset({"kind", "iri", "title"})
MARKS: Final = {",": "comma", ";": "semicolon", "\t": "tabulator", "|": "bar"}
WRONG_COUNT: Final = (
    "the row has {cells} cells and the header {columns} columns, so nobody knows which cell is "
    "which field; put a text with a {mark} in it between double quotes, and leave no cell out"
)
OPEN_QUOTE: Final = (
    "a double quote opens in the row that begins here and is not closed where its cell ends, so it "
    "swallows what follows and nothing from here on was read; close it, or write two where one "
    "belongs to the text"
)
DAYS: Final = frozenset({"issued", "modified", "temporal_start", "temporal_end"})


def is_mine(source: Source) -> bool:
    """By its name: anything may look like a table."""
    return source.suffix in SUFFIXES


def read(source: Source, mapping: ColumnMapping | None) -> Iterator[Read]:
    """Each row; ``where`` is the line that it begins in."""
    delimiter = (mapping.delimiter if mapping else None) or _delimiter(source.text)
    csv.field_size_limit(min(sys.maxsize, source.limits.file_bytes))
    lines = _numbered(list(io.StringIO(source.text, newline="")), delimiter)
    header = [name.strip() for name in next(lines, (1, []))[1]]
    if mapping is None and not {name.partition(".")[0] for name in header} >= NEEDED:
        raise Unreadable(
            "line 1",
            "no mapping of columns was given, and without one a table needs the columns kind, iri "
            "and title; name the mapping's file with --mapping",
        )
    for line, row in lines:
        if not any(cell.strip() for cell in row):
            continue
        while len(row) > len(header) and not row[-1].strip():
            row.pop()  # marks after the last cell, as spreadsheets write them
        if len(row) == len(header):
            yield _row(source, dict(zip(header, row, strict=True)), mapping, line)
        else:
            reason = WRONG_COUNT.format(
                cells=len(row), columns=len(header), mark=MARKS.get(delimiter, delimiter)
            )
            yield Refused(f"line {line}", reason)


def _numbered(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it begins in."""
    # Strictly: a quote that is left open would else swallow the rows after it in silence.
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            if "expected after" not in str(error) or rows.line_num > line:
                raise _no_table(line, error) from error
            # The quote closes on its own line, as in `"Alpha" and "Beta"`: it swallowed nothing.
            row = next(csv.reader([lines[line - 1]], delimiter=delimiter))
        if row is None:
            return
        yield line, row


def _no_table(line: int, error: csv.Error) -> Unreadable:
    said = str(error)
    if "unexpected end" in said or "expected after" in said:
        return Unreadable(f"line {line}", OPEN_QUOTE)
    return Unreadable(f"line {line}", f"it is no table that can be read; mend it there ({said})")


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(DELIMITERS, key=header.count)


def _row(
    source: Source, row: Mapping[str, str], mapping: ColumnMapping | None, number: int
) -> Read:
    where = f"line {number}"
    mapping = mapping or _by_names(row)
    if mapping is None:
        return Refused(
            where,
            f"its kind {row.get('kind', '').strip()[:60]!r} is none of {', '.join(MODELS)}, so "
            "nobody knows its fields; correct it",
        )
    draft = Draft(source.limits)
    return outcome(mapping.model, draft, where, by=lambda: _cells(draft, row, mapping))


def _cells(draft: Draft, row: Mapping[str, str], mapping: ColumnMapping) -> None:
    cells = [(mapping.columns[name], row[name]) for name in row if name in mapping.columns]
    for field, value in [*cells, *mapping.constants.items()]:
        if value.strip():
            _into(draft, field, value.strip(), mapping)


def _by_names(row: Mapping[str, str]) -> ColumnMapping | None:
    kind = row.get("kind", "").strip()
    if kind not in MODELS:
        return None
    model = MODELS[kind]
    return ColumnMapping(kind=kind, columns={name: name for name in row if is_field(model, name)})


def _into(draft: Draft, field: str, value: str, mapping: ColumnMapping) -> None:
    name, _, inner = field.partition(".")
    model = mapping.model
    part = part_of(model, name)
    if part is None:
        _set(draft, name, value, (model.model_fields[name].annotation, inner, mapping))
        return
    is_list = get_origin(model.model_fields[name].annotation) is tuple
    held = draft.values.get(name, [{}] if is_list else {})
    draft.values[name] = held
    inside = draft.inside(name)
    inside.values = held[0] if is_list else held
    _set(inside, inner, value, (part.model_fields[inner].annotation, "", mapping))


def _set(draft: Draft, name: str, value: str, told: tuple[Any, str, ColumnMapping]) -> None:
    annotation, language, mapping = told
    if annotation == Words:
        before = draft.values.pop(name, {})
        draft.words(name, [Tagged(value, language or mapping.language)])
        draft.values[name] = {**draft.values.get(name, {}), **before}
    elif get_origin(annotation) is tuple:
        values = [part for part in value.split(mapping.separator) if part.strip()]
        code_of = CODES.get(name)
        if code_of:
            draft.codes(name, values, code_of)
        else:
            draft.shorts(name, values)
    elif name in CODES:
        draft.code(name, [value], CODES[name])
    elif name in DAYS:
        draft.day(name, value, is_end=name == "temporal_end")
    elif name.endswith(("url", "_page", "policy", "homepage")):
        draft.address(name, value)
    else:
        draft.text(name, value)
