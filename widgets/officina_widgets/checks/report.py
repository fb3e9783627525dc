"""What a check found out, as text: for notebooks, terminals and logs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_courses.checked import CheckedCell, CheckedNotebook, CheckedTask, Verdict
from officina_widgets.check_wire import CheckOut

WORDS: Final[dict[Verdict, str]] = {
    "passed": "passed",
    "partly": "partly passed",
    "failed": "not passed",
    "not_reached": "not reached",
    "hidden": "has hidden tests only",
    "unsure": "could not be told",
    "unanswered": "not answered yet",
    "by_hand": "a person marks it",
}
TESTED: Final = frozenset({"passed", "partly", "failed", "not_reached", "unsure"})
SIGNS: Final[dict[Verdict, str]] = {"passed": "+", "failed": "-", "partly": "-", "not_reached": "-"}
HIDDEN: Final = "Hidden tests are only run when you submit."
NOTHING_COUNTS: Final = "Nothing was handed in."


class CheckReport:
    """One check, told as text; ``is_passed`` says whether all tests passed that were run."""

    def __init__(self, check: CheckOut) -> None:
        self.check = check

    @property
    def tasks(self) -> tuple[CheckedTask, ...]:
        """The tasks of all notebooks."""
        result = self.check.result
        return tuple(task for book in result.notebooks for task in book.tasks) if result else ()

    @property
    def is_passed(self) -> bool:
        """Whether something was run and all of it passed."""
        tested = [task for task in self.tasks if task.verdict in TESTED]
        return bool(tested) and all(task.verdict == "passed" for task in tested)

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        check = self.check
        yield f"Check of {check.course_id}/{check.exercise_id}: {self._summary()} {NOTHING_COUNTS}"
        for book in check.result.notebooks if check.result else ():
            yield from _notebook(book)
        if any(task.has_hidden for task in self.tasks):
            yield HIDDEN

    def _summary(self) -> str:
        if self.check.result is None:
            return self.check.message
        tested = [task for task in self.tasks if task.verdict in TESTED]
        passed = sum(task.verdict == "passed" for task in tested)
        told = f"{passed} of {len(tested)} tested tasks passed."
        return f"{self.check.result.message} {told}".strip()


def _notebook(book: CheckedNotebook) -> Iterator[str]:
    yield f"{book.name}.ipynb" + (f": {book.message}" if book.message else "")
    yield from (f"  {note}" for note in book.notes)
    cells = {cell.grade_id: cell for cell in book.cells if cell.grade_id}
    for task in book.tasks:
        yield from _task(task, cells.get(task.grade_id))
    shown = {task.grade_id for task in book.tasks}
    for cell in book.cells:
        if cell.error and cell.grade_id not in shown:
            yield f"  - cell {cell.number}: {cell.error}"
            yield from (f"      {each}" for each in [cell.plain] if each)


def _name(task: CheckedTask) -> str:
    """The heading above the task's answer, and its id for whom a learner asks about it."""
    if task.task is None:
        return task.grade_id
    part = f", part {task.task.number} of {task.task.count}" if task.task.count > 1 else ""
    return f"{task.task.heading}{part} [{task.grade_id}]"


def _task(task: CheckedTask, cell: CheckedCell | None) -> Iterator[str]:
    sign = SIGNS.get(task.verdict, ".")
    seconds = f" ({cell.seconds:.2f} s)" if cell and cell.seconds is not None else ""
    yield f"  {sign} {_name(task)}: {WORDS[task.verdict]}{seconds}"
    told = [task.note] if task.note else []
    if cell and cell.error:
        told += [cell.error] + ([cell.plain] if cell.plain else [])
    if task.expected is not None and task.got is not None:
        told += [f"Expected: {task.expected}", f"Got:      {task.got}"]
    told += [f"Hint: {hint}" for hint in task.hints]
    for text in told:
        yield from (f"      {line}" for line in text.splitlines())
