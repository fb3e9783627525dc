"""The cells of a proof for its page: how each went, how long it took, and what it showed."""

from __future__ import annotations

from typing import NamedTuple

from babel.support import NullTranslations

from officina_courses.gates.report import GateReport, SeenCell


class ShownCell(NamedTuple):
    """One cell; ``notes`` are what there is to say of its output."""

    cell: SeenCell
    notes: tuple[str, ...]


def by_notebook(
    t: NullTranslations, report: GateReport, earlier: GateReport | None
) -> dict[str, list[ShownCell]]:
    """The cells of each notebook, in its order; ``earlier`` is the proof of what learners have."""
    before = {(cell.path, cell.name): cell.shown for cell in earlier.cells} if earlier else {}
    found: dict[str, list[ShownCell]] = {}
    for cell in report.cells:
        shown = ShownCell(cell, tuple(_notes(t, cell, before.get((cell.path, cell.name)))))
        found.setdefault(cell.path.removeprefix("source/"), []).append(shown)
    return found


def _notes(t: NullTranslations, cell: SeenCell, before: str | None) -> list[str]:
    notes = []
    if cell.as_brought is False:
        notes.append(t.gettext("shows something else than the package brought"))
    if cell.shown is not None and before is not None and cell.shown != before:
        notes.append(t.gettext("shows something else than in the version that learners have"))
    return notes
