"""``officina grade --compare-nbgrader``: the same through nbgrader, and what differs."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from officina_courses.model import Frozen
from officina_hub.cli.shown_names import short
from officina_hub.cli.teller import Teller

if TYPE_CHECKING:
    from officina_courses.folder_grading import FolderOrder
    from officina_courses.folder_grading.compare import Difference


class Comparison(Frozen):
    """What differs, and what each of the two cost, its own start included."""

    differences: tuple[object, ...]
    officina_cpu_seconds: float
    nbgrader_cpu_seconds: float
    nbgrader_wall_seconds: float
    nbgrader_exit_code: int
    nbgrader_last_words: str


class Comparing:
    """A copy of the course from before Officina graded it, waiting for nbgrader."""

    def __init__(self) -> None:
        self.made: Comparison | None = None
        self._is_wanted = True

    def leave_out(self) -> None:
        """Whoever asked has gone: nbgrader is not run any more."""
        self._is_wanted = False

    @contextmanager
    def around(self, order: FolderOrder, teller: Teller) -> Iterator[None]:
        """Grade within; afterwards nbgrader grades the copy."""
        from officina_courses.folder_grading.compare import differences
        from officina_courses.folder_grading.nbgrader_run import autograde, copied

        with copied(order) as home:
            yield
            if not self._is_wanted:
                return
            ours = _cpu_seconds()
            teller.progress("Running nbgrader autograde on a copy of the course, in a sandbox")
            ran = autograde(home, order)
            self.made = Comparison(
                differences=differences(order, home),
                officina_cpu_seconds=round(ours, 2),
                nbgrader_cpu_seconds=round(ran.cpu_seconds, 2),
                nbgrader_wall_seconds=round(ran.wall_seconds, 2),
                nbgrader_exit_code=ran.exit_code,
                nbgrader_last_words=ran.last_words,
            )


def comparison_lines(made: Comparison) -> Iterator[str]:
    """For people: each cell that differs, and what both cost."""
    from officina_courses.folder_grading.compare import Difference

    yield ""
    if made.nbgrader_exit_code:
        yield f"nbgrader autograde ended with {made.nbgrader_exit_code}: {made.nbgrader_last_words}"
    if not made.differences:
        yield "All marks are nbgrader's."
    for one in made.differences:
        if isinstance(one, Difference):
            yield _difference_line(one)
    yield (
        f"Processor time: Officina {made.officina_cpu_seconds:.1f} s, nbgrader "
        f"{made.nbgrader_cpu_seconds:.1f} s, both with their own start."
    )


def _difference_line(one: Difference) -> str:
    place = ", ".join(short(each) for each in (one.student, one.notebook, one.cell) if each)
    return f"{place}: {_mark(one.ours)} here, {_mark(one.theirs)} by nbgrader: {one.reason}"


def _mark(value: float | None) -> str:
    return "no mark" if value is None else f"{value:g}"


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
