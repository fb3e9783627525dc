"""The cells of a report: green or red, and what each took and showed when it ran."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from officina_courses.brought_outputs import Outputs, cell_ids
from officina_courses.checks.subject import Subject
from officina_courses.gates.cells_run import RanCell, fingerprint
from officina_courses.gates.report import SeenCell
from officina_courses.model import Finding
from officina_courses.notebooks import Cell


def seen_cells(
    subject: Subject,
    findings: Iterable[Finding],
    ran: Mapping[str, tuple[RanCell, ...]],
    brought: Outputs,
) -> Iterator[SeenCell]:
    """All of all notebooks; ``brought`` are outputs that the course came with, beside its own."""
    told: dict[str, set[str]] = {}
    for finding in findings:
        stem = os.path.splitext(finding.path)[0]  # noqa: PTH122 - of a text, not of a file
        if finding.cell is not None:
            told.setdefault(stem, set()).add(finding.cell)
    for path, notebook in subject.notebooks():
        bad = told.get(path.removesuffix(".ipynb"), set())
        did = ran.get(path, ())
        is_known = len(did) == len(notebook.cells)
        known = brought.of(path, notebook)
        raws = notebook.content["cells"]
        for cell, raw, name in zip(notebook.cells, raws, cell_ids(notebook), strict=True):
            names = {name, cell.name, f"cell {cell.index}"}
            seen = SeenCell(path=path, name=name, kind=_kind(cell), is_fine=not names & bad)
            own = fingerprint(raw.get("outputs", [])) or known.get(name)
            yield _with_run(seen, raw, did[cell.index - 1], own) if is_known else seen


def _with_run(seen: SeenCell, raw: Mapping[str, Any], did: RanCell, own: str | None) -> SeenCell:
    if did.seconds is None or raw.get("cell_type") != "code":
        return seen
    as_brought = None if own is None else own == did.shown
    told = {"seconds": did.seconds, "shown": did.shown, "as_brought": as_brought}
    return seen.model_copy(update=told)


def _kind(cell: Cell) -> str:
    graded = cell.grading
    if graded is None:
        return cell.kind
    if graded.is_test:
        return "test"
    return "answer" if graded.is_answer else "graded" if graded.is_graded else "given"
