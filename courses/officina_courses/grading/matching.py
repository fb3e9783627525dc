"""Finds the exercise's cells in what a learner handed in, and puts right what may not differ.

The learner's order stays. A cell is known by its grade_id; where that is gone, by its cell id, its
text, or its place between neighbours. Locked cells get the trainer's text back, doubled ones are
told apart, missing ones that decide marks are put in again. Every repair leaves a note in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from officina_courses.grading.spec import NotebookSpec, SpecCell, grade_id_of


class Placed(NamedTuple):
    """One cell as it will be graded; ``spec`` is None for a cell of the learner's own."""

    cell_type: str
    source: str
    spec: SpecCell | None = None
    attachments: Mapping[str, Any] | None = None
    is_inserted: bool = False

    @property
    def is_unchanged(self) -> bool:
        """Whether an answer still is what the release had: nothing was answered."""
        return self.spec is not None and (
            self.is_inserted or self.source == self.spec.visible_source
        )


class Matched(NamedTuple):
    """A submitted notebook, ready to be run."""

    cells: tuple[Placed, ...]
    notes: tuple[str, ...]
    cell_notes: Mapping[str, str]


def match(spec: NotebookSpec, submitted: Sequence[Mapping[str, Any]]) -> Matched:
    """Bring ``submitted`` cells, each with its source as text, together with the exercise's."""
    notes: list[str] = []
    cell_notes: dict[str, str] = {}
    owners = _by_grade_id(spec, submitted, notes, cell_notes)
    _find_lost(spec, submitted, owners, cell_notes)
    known = spec.by_id()
    by_index = {index: known[grade_id] for grade_id, index in owners.items()}
    placed = [
        _restored(cell, by_index.get(index), cell_notes) for index, cell in enumerate(submitted)
    ]
    _tell_order(spec, owners, notes)
    return Matched(tuple(_with_missing(spec, placed, owners, cell_notes)), tuple(notes), cell_notes)


def _by_grade_id(
    spec: NotebookSpec,
    submitted: Sequence[Mapping[str, Any]],
    notes: list[str],
    cell_notes: dict[str, str],
) -> dict[str, int]:
    """Which submitted cell is which; of doubled ones the last that was worked on, as nbgrader."""
    known = spec.by_id()
    places: dict[str, list[int]] = {}
    for index, cell in enumerate(submitted):
        grade_id = grade_id_of(dict(cell))
        if grade_id in known:
            places.setdefault(str(grade_id), []).append(index)
        elif grade_id is not None:
            notes.append(f"Cell {index + 1} names a graded cell that the exercise does not have.")
    owners: dict[str, int] = {}
    for grade_id, found in places.items():
        answered = [
            index
            for index in found
            if known[grade_id].is_solution
            and submitted[index]["source"] != known[grade_id].visible_source
        ]
        owners[grade_id] = (answered or found)[-1]
        if len(found) > 1:
            cell_notes[grade_id] = (
                f"This cell was there {len(found)} times, as after copying it; "
                f"cell {owners[grade_id] + 1} counts."
            )
    return owners


def _find_lost(
    spec: NotebookSpec,
    submitted: Sequence[Mapping[str, Any]],
    owners: dict[str, int],
    cell_notes: dict[str, str],
) -> None:
    """Cells without their grade_id: by cell id, by text, by their place between two others."""
    free = [index for index in range(len(submitted)) if index not in set(owners.values())]
    ids = {grade_id_of(cell): cell.get("id") for cell in spec.layout}
    for cell in spec.cells:
        if cell.grade_id in owners:
            continue
        wanted = ids.get(cell.grade_id)
        found = [i for i in free if wanted is not None and submitted[i].get("id") == wanted]
        found = found or [
            i for i in free if submitted[i]["source"].strip() == cell.visible_source.strip() != ""
        ]
        if len(found) == 1 or (found and cell.locked):
            _claim(cell, found[0], owners, free, cell_notes)
    for cell in spec.cells:
        if cell.grade_id not in owners and not cell.locked:
            gap = _gap(spec, submitted, cell, owners, free)
            if gap is not None:
                _claim(cell, gap, owners, free, cell_notes)


def _claim(
    cell: SpecCell,
    index: int,
    owners: dict[str, int],
    free: list[int],
    cell_notes: dict[str, str],
) -> None:
    owners[cell.grade_id] = index
    free.remove(index)
    cell_notes[cell.grade_id] = (
        "This cell had lost the metadata that nbgrader knows it by; it was found again."
    )


def _gap(
    spec: NotebookSpec,
    submitted: Sequence[Mapping[str, Any]],
    cell: SpecCell,
    owners: Mapping[str, int],
    free: Sequence[int],
) -> int | None:
    """The one free cell of that type between the nearest cells that are known."""
    position = spec.cells.index(cell)
    before = [owners[c.grade_id] for c in spec.cells[:position] if c.grade_id in owners]
    after = [owners[c.grade_id] for c in spec.cells[position + 1 :] if c.grade_id in owners]
    if not before and not after:
        return None
    start, end = max(before, default=-1), min(after, default=len(submitted))
    given = {row["source"].strip() for row in spec.layout}
    fits = [
        index
        for index in free
        if start < index < end
        and submitted[index]["cell_type"] == cell.cell_type
        and submitted[index]["source"].strip() not in given
    ]
    return fits[0] if len(fits) == 1 else None


def _restored(cell: Mapping[str, Any], spec: SpecCell | None, cell_notes: dict[str, str]) -> Placed:
    attachments = cell.get("attachments")
    kept = attachments if isinstance(attachments, dict) else None
    if spec is None:
        return Placed(cell["cell_type"], cell["source"], None, kept)
    said = [cell_notes[spec.grade_id]] if spec.grade_id in cell_notes else []
    if cell["cell_type"] != spec.cell_type:
        said.append(f"Its type was changed to {cell['cell_type']}; it is {spec.cell_type} again.")
    source = cell["source"]
    if spec.locked and source != spec.visible_source:
        said.append(
            "Its text differed from the exercise's; it was graded with the exercise's text."
        )
        source = spec.visible_source
    if said:
        cell_notes[spec.grade_id] = " ".join(said)
    return Placed(spec.cell_type, source, spec, kept)


def _tell_order(spec: NotebookSpec, owners: Mapping[str, int], notes: list[str]) -> None:
    order = [owners[cell.grade_id] for cell in spec.cells if cell.grade_id in owners]
    if order != sorted(order):
        notes.append("Some cells were moved; they were run in the order of your notebook.")


def _with_missing(
    spec: NotebookSpec,
    placed: list[Placed],
    owners: Mapping[str, int],
    cell_notes: dict[str, str],
) -> list[Placed]:
    """``placed`` with what is missing put in after the cell it followed in the release."""
    after: dict[str | None, list[Placed]] = {}
    last: str | None = None
    for cell in spec.cells:
        if cell.grade_id in owners:
            last = cell.grade_id
            continue
        cell_notes[cell.grade_id] = _missing_note(cell)
        if cell.locked or cell.is_marked:
            after.setdefault(last, []).append(
                Placed(cell.cell_type, cell.visible_source, cell, None, is_inserted=True)
            )
    result = list(after.get(None, []))
    for item in placed:
        result.append(item)
        if item.spec is not None:
            result += after.get(item.spec.grade_id, [])
    return result


def _missing_note(cell: SpecCell) -> str:
    if cell.locked:
        return "This cell was missing; it was put in again where it belongs."
    return "This cell was missing, so there was nothing here to mark."
