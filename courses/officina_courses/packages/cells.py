"""Which cells of two notebooks are the same one, and what is otherwise in them.

A cell is found again by its grade_id, else by its id, else by its text, else by its place between
cells that were found.
"""

from __future__ import annotations

import bisect
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import Any, Final

from officina_courses.notebooks import Cell, Notebook
from officina_courses.packages.difference import CellChange, FieldChange, TextChange
from officina_courses.packages.lines import Differ

ALIKE: Final = 0.3  # the share of lines that two cells without ids must have in common

Pair = tuple[int, int]


def compare_cells(old: Notebook, new: Notebook, differ: Differ) -> tuple[CellChange, ...]:
    """The cells that were added, removed, changed or moved, in the order of the new notebook."""
    pairs = _pairs(old, new)
    stayed = _longest_rising([before for before, _ in sorted(pairs.items(), key=_after)])
    # Removed cells are told below the cell that they stood below.
    above, changes = -1.0, []
    for before, cell in enumerate(old.cells):
        if before not in pairs:
            changes.append((above + 0.5, _removed(old, before, differ)))
            continue
        above = after = pairs[before]
        change = _changed((cell, new.cells[after]), _name(new, after), differ)
        if change.change == "changed" or before not in stayed:
            changes.append((after, change))
    taken = set(pairs.values())
    added = (after for after in range(len(new.cells)) if after not in taken)
    changes += [(after, _added(new, after, differ)) for after in added]
    return tuple(change for _, change in sorted(changes, key=lambda each: each[0]))


def _after(pair: Pair) -> int:
    return pair[1]


def _changed(cells: tuple[Cell, Cell], name: str, differ: Differ) -> CellChange:
    old, new = cells
    fields = tuple(_fields(old, new))
    is_same_text = old.source == new.source
    return CellChange(
        change="moved" if is_same_text and not fields else "changed",
        cell=name,
        kind=new.kind,
        old_index=old.index,
        new_index=new.index,
        fields=fields,
        text=TextChange() if is_same_text else differ.compare(old.source, new.source),
    )


def _added(new: Notebook, place: int, differ: Differ) -> CellChange:
    cell = new.cells[place]
    return CellChange(
        change="added",
        cell=_name(new, place),
        kind=cell.kind,
        new_index=cell.index,
        text=differ.compare("", cell.source),
    )


def _removed(old: Notebook, place: int, differ: Differ) -> CellChange:
    cell = old.cells[place]
    return CellChange(
        change="removed",
        cell=_name(old, place),
        kind=cell.kind,
        old_index=cell.index,
        text=differ.compare(cell.source, ""),
    )


def _pairs(old: Notebook, new: Notebook) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def pair(before: int, after: int) -> None:
        pairs[before] = after
        taken.add(after)

    there = _by_key(new)
    for key, before in _by_key(old).items():
        if key in there:
            pair(before, there[key])
    same: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for after, cell in enumerate(new.cells):
        if after not in taken:
            same[cell.kind, cell.source].append(after)
    for before, cell in enumerate(old.cells):
        if before not in pairs and same[cell.kind, cell.source]:
            pair(before, same[cell.kind, cell.source].popleft())
    for before, after in _by_place(old, new, pairs, taken):
        pair(before, after)
    return pairs


def _by_key(notebook: Notebook) -> dict[str, int]:
    """The cells whose grade_id or id no other cell of the notebook has."""
    places: dict[str, list[int]] = defaultdict(list)
    for place in range(len(notebook.cells)):
        if key := _key(notebook, place):
            places[key].append(place)
    return {key: found[0] for key, found in places.items() if len(found) == 1}


def _by_place(
    old: Notebook, new: Notebook, pairs: dict[int, int], taken: set[int]
) -> Iterator[Pair]:
    """Cells without partners that stand between the same partners, and are alike."""
    after = 0
    for before, cell in enumerate(old.cells):
        if before in pairs:
            after = pairs[before] + 1
        elif after < len(new.cells) and after not in taken:
            other = new.cells[after]
            if cell.kind == other.kind and _are_alike(cell.source, other.source):
                yield before, after
            after += 1


def _are_alike(old: str, new: str) -> bool:
    before, after = set(old.splitlines()), set(new.splitlines())
    return len(before & after) >= ALIKE * max(len(before | after), 1)


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The most places that stand in their old order; the others were moved."""
    ends: list[int] = []
    chain: list[tuple[int, int | None]] = []
    last: list[int] = []
    for number, place in enumerate(places):
        length = bisect.bisect_left(ends, place)
        chain.append((place, last[length - 1] if length else None))
        if length == len(ends):
            ends.append(place)
            last.append(number)
        else:
            ends[length] = place
            last[length] = number
    kept, link = set(), last[-1] if last else None
    while link is not None:
        place, link = chain[link]
        kept.add(place)
    return kept


def _fields(old: Cell, new: Cell) -> Iterator[FieldChange]:
    before, after = _facts(old), _facts(new)
    for key in before:
        if before[key] != after[key]:
            yield FieldChange(key=key, old=before[key], new=after[key])


def _facts(cell: Cell) -> dict[str, Any]:
    """What learners and graders notice beside the text."""
    grading = cell.grading
    kinds = ("grade", "solution", "locked", "task")
    return {
        "type": cell.kind,
        "grading": " and ".join(kind for kind in kinds if grading and getattr(grading, kind)),
        "grade_id": grading.grade_id if grading else "",
        "points": grading.points if grading else 0.0,
        "tags": list(cell.tags),
        "outputs": cell.output_count,
        "attachments": list(cell.attachments),
    }


def _key(notebook: Notebook, place: int) -> str:
    cell = notebook.cells[place]
    if cell.grading is not None and cell.grading.grade_id:
        return f"grade_id {cell.grading.grade_id}"
    name = notebook.content["cells"][place].get("id")
    return f"id {name}" if isinstance(name, str) and name else ""


def _name(notebook: Notebook, place: int) -> str:
    return _key(notebook, place).partition(" ")[2] or f"cell {place + 1}"
