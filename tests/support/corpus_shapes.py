"""One exercise whose notebook came back in every shape that learners and editors make of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corpus_answers import BOOK, NAME, RIGHT
from corpus_kinds import Differs, Handed, Mark, Notebook, answered, cell_of, rewritten
from grading_classroom import code, text

Edit = Callable[[Notebook], Any]


def _put(cell: str, **changes: Any) -> Edit:
    return lambda content: cell_of(content, cell).update(changes)


def _metadata(cell: str, **changes: Any) -> Edit:
    return lambda content: cell_of(content, cell)["metadata"]["nbgrader"].update(changes)


def _without(*grade_ids: str) -> Edit:
    def edit(content: Notebook) -> None:
        for grade_id in grade_ids:
            content["cells"].remove(cell_of(content, grade_id))

    return edit


def _stripped(*grade_ids: str) -> Edit:
    def edit(content: Notebook) -> None:
        for grade_id in grade_ids:
            cell_of(content, grade_id)["metadata"] = {}

    return edit


def _doubled(grade_id: str) -> Edit:
    def edit(content: Notebook) -> None:
        place = content["cells"].index(cell_of(content, grade_id))
        content["cells"].insert(place, {**content["cells"][place], "id": "copied"})

    return edit


def _moved(grade_id: str, to: int) -> Edit:
    def edit(content: Notebook) -> None:
        cell = cell_of(content, grade_id)
        content["cells"].remove(cell)
        content["cells"].insert(to, cell)

    return edit


def _added(place: int, cell: dict[str, Any]) -> Edit:
    return lambda content: content["cells"].insert(place, {"id": "added", **cell})


def _format(minor: int, *, ids: bool) -> Edit:
    def edit(content: Notebook) -> None:
        content["nbformat_minor"] = minor
        if not ids:
            for cell in content["cells"]:
                cell.pop("id", None)

    return edit


def _lines(content: Notebook) -> None:
    for cell in content["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)


def _same_ids(content: Notebook) -> None:
    for cell in content["cells"]:
        cell["id"] = "same"


def _windows(content: Notebook) -> None:
    for cell in content["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


def _forged_outputs(content: Notebook) -> None:
    shown = {"output_type": "execute_result", "data": {"text/plain": "4"}, "metadata": {}}
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{**shown, "execution_count": 7}]
            cell["execution_count"] = 7


SHAPES: dict[str, Edit] = {
    "right": lambda content: None,
    "no-essay": _put("essay", source="YOUR ANSWER HERE"),
    "emptied-essay": _put("essay", source=""),
    "emptied-by-hand": _put("by_hand", source=""),
    "emptied-test": _put("test_partly", source=""),
    "weakened-test": _put("test_double", source="pass"),
    "changed-setup": _put("setup", source="offset = 1 / 0"),
    "changed-note": _put("note", source="print('mine')"),
    "changed-task": _put("drawing", source="I drew it."),
    "emptied-setup": _put("setup", source=""),
    "test-first": _moved("test_double", 0),
    "answer-last": _moved("double", 12),
    "setup-last": _moved("setup", 12),
    "essay-first": _moved("essay", 0),
    "more-code": _added(4, code("double(5) / 0")),
    "more-text": _added(1, text("My notes: *ß*")),
    "more-raw": _added(1, {"cell_type": "raw", "metadata": {}, "source": "raw <b>text</b>"}),
    "redefined-below": _added(8, code("def double(x):\n    return 0")),
    "deleted-below": _added(5, code("del double")),
    "answer-as-text": _put("double", cell_type="markdown"),
    "test-as-text": _put("test_double", cell_type="markdown"),
    "test-as-raw": _put("test_double", cell_type="raw"),
    "essay-as-code": _put("essay", cell_type="code", outputs=[], execution_count=None),
    "essay-as-raw": _put("essay", cell_type="raw"),
    "setup-as-text": _put("setup", cell_type="markdown"),
    "no-answer-cell": _without("double"),
    "no-test-cell": _without("test_double"),
    "no-essay-cell": _without("essay"),
    "no-task-cell": _without("drawing"),
    "no-setup-cell": _without("setup"),
    "no-note-cell": _without("note"),
    "no-plain-cells": lambda content: content["cells"].__setitem__(
        slice(None), [cell for cell in content["cells"] if "nbgrader" in cell["metadata"]]
    ),
    "doubled-test": _doubled("test_double"),
    "doubled-answer": _doubled("double"),
    "doubled-essay": _doubled("essay"),
    "doubled-setup": _doubled("setup"),
    "stripped-answer": _stripped("double"),
    "stripped-test": _stripped("test_double"),
    "stripped-essay": _stripped("essay"),
    "stripped-note": _stripped("note"),
    "other-points": _metadata("test_double", points=200),
    "unlocked": _metadata("test_double", locked=False),
    "other-checksum": _metadata("test_double", checksum="0" * 32),
    "checksum-of-an-answer": _metadata("by_hand", checksum="0" * 32),
    "ungraded-test": _metadata("test_double", grade=False, points=0),
    "test-as-answer": _metadata("test_double", solution=True, locked=False),
    "unknown-id": _metadata("double", grade_id="nobody"),
    "old-schema": _metadata("double", schema_version=2),
    "new-schema": _metadata("double", schema_version=4),
    "more-keys": _metadata("double", comment="mine", score=99),
    "forged-outputs": _forged_outputs,
    "windows-lines": _windows,
    "lists-of-lines": _lines,
    "same-cell-ids": _same_ids,
    "format-4.0": _format(0, ids=False),
    "format-4.1": _format(1, ids=False),
    "format-4.2": _format(2, ids=False),
    "format-4.3": _format(3, ids=False),
    "format-4.4": _format(4, ids=False),
    "format-4.5-without-ids": _format(5, ids=False),
    "format-4.0-with-ids": _format(0, ids=True),
    "no-kernelspec": lambda content: content["metadata"].clear(),
    "other-kernelspec": lambda content: content["metadata"].update(
        kernelspec={"name": "conda-env-mine-py", "display_name": "Mine", "language": "python"}
    ),
    "r-kernelspec": lambda content: content["metadata"].update(
        kernelspec={"name": "ir", "display_name": "R", "language": "R"}
    ),
}


MISSING = "an answer is missing"
PUT_BACK = "a locked cell or a test cell is missing"
TWICE = "a cell is there twice"
STRIPPED = "a cell lost nbgrader's metadata"
ALTERED = "a cell's nbgrader metadata were changed, or are of another schema than today's"
FULL, NONE, WAITS = Mark(2.0), Mark(0.0), Mark(None, waits=True)
ALL_RIGHT = {
    "tasks.test_double": FULL,
    "tasks.test_partly": Mark(4.0),
    "tasks.test_triple": Mark(1.0),
    "tasks.by_hand": WAITS,
    "tasks.essay": WAITS,
    "tasks.drawing": WAITS,
}
NOT_MARKED = Mark(None)
DIFFERS: dict[str, dict[str, Differs]] = {
    "no-answer-cell": {"tasks.double": Differs(MISSING, NOT_MARKED, NOT_MARKED)},
    "no-essay-cell": {"tasks.essay": Differs(MISSING, NONE, WAITS)},
    "no-test-cell": {"tasks.test_double": Differs(PUT_BACK, FULL, WAITS)},
    "stripped-test": {"tasks.test_double": Differs(STRIPPED, FULL, WAITS)},
}
REFUSED = {
    **dict.fromkeys(("doubled-test", "doubled-answer", "doubled-essay", "doubled-setup"), TWICE),
    **dict.fromkeys(("ungraded-test", "test-as-answer", "unknown-id", "more-keys"), ALTERED),
    **dict.fromkeys(("old-schema", "new-schema"), ALTERED),
}


def shapes() -> tuple[Handed, ...]:
    """The right answers in each of these shapes, and the notebook as it was released."""
    solve = answered(RIGHT)

    def shaped(edit: Edit) -> Callable[[Notebook], None]:
        def both(content: Notebook) -> None:
            solve(content)
            edit(content)

        return both

    untouched = Handed(NAME, "shape-untouched", lambda folder: None)
    return (
        untouched,
        *(
            Handed(
                NAME,
                f"shape-{name}",
                rewritten(BOOK, shaped(edit)),
                differs=DIFFERS.get(name, {}),
                refused=REFUSED.get(name, ""),
                ours=ALL_RIGHT if name in REFUSED else {},
            )
            for name, edit in SHAPES.items()
        ),
    )
