"""Record sets as Croissant told them, with what curators changed of them since.

What only Croissant has words for is kept as JSON-LD text, and whoever may write a record may write
that. So whatever is no JSON, or leads to a file or column that is not there, is as good as untold,
and a table of which not every column can be found is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from officina_hub.catalogue.croissant_terms import OF_COLUMN, OF_TABLE
from officina_hub.catalogue.readers.node import local
from officina_hub.catalogue.writers.tree import Tree, pruned
from officina_widgets.catalogue.records import RecordField, RecordSet

DEEPEST: Final = 64
FILES: Final = frozenset({"fileObject", "fileSet"})
COLUMNS: Final = frozenset({"field"})
INNER: Final = frozenset({"subField"})
# What data types are called, by their small names, as those of schema.org that Croissant takes.
TYPES: Final = {
    "boolean": "Boolean", "bool": "Boolean", "date": "Date", "datetime": "DateTime",
    "timestamp": "DateTime", "float": "Float", "double": "Float", "float32": "Float",
    "float64": "Float", "number": "Float", "integer": "Integer", "int": "Integer",
    "int32": "Integer", "int64": "Integer", "text": "Text", "string": "Text", "str": "Text",
    "url": "URL",
}  # fmt: skip


class Table(NamedTuple):
    """A record set, and what of it is written."""

    of: RecordSet
    tree: Tree


def kept(said: str | None, terms: Iterable[str]) -> Tree:
    """What was kept of these terms."""
    try:
        told = json.loads(said) if said else {}
        # No form could hold half a character, or a number without end.
        json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict) or not _is_flat(told):
        return {}
    return {term: told[term] for term in terms if term in told}


def tables_of(record_sets: Iterable[RecordSet], files: frozenset[str]) -> list[Table]:
    """Those whose columns can all be found in these files, or stand in the description itself."""
    found = [table for each in record_sets if (table := _table(each, files))]
    while True:
        columns = {name for table in found for name in _columns(table.tree)}
        left = [table for table in found if columns.issuperset(_ids(_sources(table), COLUMNS))]
        if len(left) == len(found):
            return found
        found = left


def type_of(field: RecordField) -> str | None:
    """The type by its name in schema.org."""
    name = TYPES.get((field.data_type or "").lower())
    return f"sc:{name}" if name else None


def _table(one: RecordSet, files: frozenset[str]) -> Table | None:
    rest = kept(one.as_croissant, OF_TABLE)
    columns = [_column(field, one, has_rows=bool(rest.get("data"))) for field in one.fields]
    tree: Tree = {"@type": "cr:RecordSet", "@id": one.id, "name": one.name}
    table = Table(one, pruned(tree | {"description": one.description} | rest | {"field": columns}))
    if not columns or None in columns or not files.issuperset(_ids(_sources(table), FILES)):
        return None
    return table


def _column(field: RecordField, table: RecordSet, *, has_rows: bool) -> Tree | None:
    """A column; nothing where nobody told where it stands, or its type has no name here."""
    rest = kept(field.as_croissant, OF_COLUMN)
    stands = _ids(rest.get("source"), FILES | COLUMNS) or rest.get("subField")
    if not (has_rows or stands):
        return None
    types = rest.pop("dataType", None)
    if _told(types) != field.data_type:
        types = type_of(field)
        if field.data_type and not types:
            return None
    if not isinstance(rest.get("@id"), str):
        rest["@id"] = f"{table.id}/{field.name}"
    own: Tree = {"@type": "cr:Field"} | rest
    return pruned(own | {"name": field.name, "description": field.description, "dataType": types})


def _told(types: Any) -> str | None:
    """As readers put these types into words."""
    names = types if isinstance(types, list) else [types]
    return ", ".join(dict.fromkeys(local(one) for one in names if isinstance(one, str))) or None


def _sources(table: Table) -> list[Any]:
    """What leads from the columns to elsewhere."""
    terms = ("source", "references", "parentField", "subField")
    return [column[term] for column in table.tree["field"] for term in terms if term in column]


def _columns(tree: Tree) -> Iterator[str]:
    for column in tree["field"]:
        yield column["@id"]
        yield from _ids(column, INNER)


def _ids(tree: Any, terms: frozenset[str]) -> set[str]:
    """The ids to which these terms lead, however deep they stand."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()
            for term in terms & each.keys():
                ends = each[term] if isinstance(each[term], list) else [each[term]]
                named = (end.get("@id") for end in ends if isinstance(end, dict))
                found.update(name for name in named if isinstance(name, str))
    return found


def _is_flat(tree: Any) -> bool:
    """Whether it is no deeper than readers read; encoders end at some depth, too."""
    level = [tree]
    for _ in range(DEEPEST):
        level = [
            inner
            for each in level
            for inner in (
                each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()
            )
        ]
        if not level:
            return True
    return False
