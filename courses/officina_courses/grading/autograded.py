"""The notebook that formgrader and feedback show: the learner's cells with what they showed.

It is built anew from checked pieces, never copied from the submission: no metadata, no widget
state, no cell id of a learner's own gets in. Hidden tests are not in it; the mark scheme of a task
is, for the trainer who marks it, and ``feedback`` cuts it from what the learner gets.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from officina_courses.grading.cleaning import OutputCleaner, clean_attachments, clean_markdown
from officina_courses.grading.engine import CellRan
from officina_courses.grading.matching import Matched, Placed
from officina_courses.grading.seen import seen
from officina_courses.grading.spec import NotebookSpec, SpecCell

STREAM_LINES = 1000  # nbgrader's own limit
CUT = "... Output truncated ..."


def cell_key(index: int, cell: Placed) -> str:
    """How a cell is called while it runs: by its grade_id, or by its number."""
    return cell.spec.grade_id if cell.spec is not None else f"#{index + 1}"


def build(spec: NotebookSpec, matched: Matched, ran: Mapping[str, CellRan]) -> dict[str, Any]:
    """The autograded notebook as JSON."""
    trusted = {row["source"] for row in spec.layout if row["cell_type"] == "markdown"}
    clean = OutputCleaner()
    count = 0
    cells: list[dict[str, Any]] = []
    for index, cell in enumerate(matched.cells):
        key = cell_key(index, cell)
        if cell.cell_type == "code":
            count += 1
            cells.append(_code(index, cell, ran.get(key), count, clean))
        else:
            cells.append(_text(index, cell, is_trusted=cell.source in trusted))
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": spec.kernelspec
            or {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python", "pygments_lexer": "ipython3"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def nbgrader_metadata(spec: SpecCell) -> dict[str, Any]:
    """Nbgrader's metadata, schema 3, as the gradebook has it."""
    metadata: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": spec.grade_id,
        "grade": spec.is_grade,
        "solution": spec.is_solution,
        "locked": spec.locked,
        "task": spec.is_task,
        "cell_type": spec.cell_type,
    }
    if spec.checksum is not None:
        metadata["checksum"] = spec.checksum
    if spec.is_marked:
        metadata["points"] = spec.points
    return metadata


def _frame(index: int, cell: Placed, source: str) -> dict[str, Any]:
    name = f"{index}/{cell.spec.grade_id if cell.spec is not None else ''}"
    return {
        "cell_type": cell.cell_type,
        "id": hashlib.sha256(name.encode(errors="replace")).hexdigest()[:16],
        "metadata": {} if cell.spec is None else {"nbgrader": nbgrader_metadata(cell.spec)},
        "source": source,
    }


def _code(
    index: int, cell: Placed, ran: CellRan | None, count: int, clean: OutputCleaner
) -> dict[str, Any]:
    outputs = [] if ran is None else [_limited(clean(output)) for output in ran.outputs]
    for output in outputs:
        if output["output_type"] == "execute_result":
            output["execution_count"] = count
    frame = _frame(index, cell, cell.source)
    if ran is not None:
        frame["metadata"]["officina"] = seen(cell.spec, ran)
    return {
        **frame,
        "execution_count": None if ran is None else count,
        "outputs": outputs,
    }


def _text(index: int, cell: Placed, *, is_trusted: bool) -> dict[str, Any]:
    attachments = clean_attachments(cell.attachments)
    source = _trainers_text(cell.spec)
    if source is None:
        source = cell.source if is_trusted else clean_markdown(cell.source, attachments)
    frame = _frame(index, cell._replace(cell_type="markdown"), source)
    return {**frame, "attachments": attachments} if attachments else frame


def _trainers_text(spec: SpecCell | None) -> str | None:
    """What a text cell says that learners cannot write in; None where the words are theirs.

    nbgrader puts the gradebook's text back into locked cells, so its formgrader shows mark schemes.
    """
    return spec.source if spec is not None and spec.locked else None


def _limited(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] != "stream":
        return output
    lines = output["text"].split("\n")
    if len(lines) <= STREAM_LINES:
        return output
    return {**output, "text": "\n".join([*lines[: STREAM_LINES - 1], CUT])}
