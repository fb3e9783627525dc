"""``officina grade``: all collected submissions of an nbgrader course folder, without a portal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.shown_names import columns, padded, plain, short
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.folder_grading import FolderOrder, Graded

MOST_WORKERS = 64


@click.command(
    epilog=examples(
        "officina grade python-course/ps1",
        "officina grade python-course/ps1 --workers 4",
        "officina grade python-course/ps1 --user bitdiddle --user hacker",
        "officina grade python-course/ps1 --compare-nbgrader",
        "officina grade python-course/ps1 --json > marks.json",
    )
)
@click.argument("assignment", metavar="COURSE/ASSIGNMENT", type=click.Path(path_type=Path))
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=lambda: min(os.cpu_count() or 1, MOST_WORKERS),
    show_default="the number of processors",
    help="How many submissions are graded side by side.",
)
@click.option(
    "--compare-nbgrader",
    "compares",
    is_flag=True,
    help="Then run nbgrader autograde on a copy, in a sandbox, and tell whose marks differ.",
)
@click.option("--user", "users", multiple=True, help="Only this student's; may be repeated.")
@answers
def grade(
    *, assignment: Path, workers: int, compares: bool, users: tuple[str, ...], teller: Teller
) -> None:
    """Grade what was collected in an nbgrader course folder, in Officina's sandbox.

    COURSE is the folder with source/, submitted/ and gradebook.db; no portal and no hub are needed.
    Marks go into the gradebook, notebooks and feedback into autograded/ and feedback/, where
    nbgrader and formgrader find them. nbgrader_config.py is read, never run.

    The exit code is 1 where a submission could not be graded; the others are graded all the same.
    Ctrl-C ends it after the submission that is being written; the rest stays as it was.
    """
    from officina_courses.folder_grading import open_order, prepare
    from officina_hub.cli.grade_compare import Comparing, comparison_lines

    order = open_order(assignment, students=users)
    prepare(order)
    comparing = Comparing()
    with comparing.around(order, teller) if compares else nullcontext():
        graded, is_whole = _grade(order, workers, teller)
        if not is_whole:
            comparing.leave_out()
    lines = [*_lines(order, graded), *(comparison_lines(comparing.made) if comparing.made else ())]
    answer = {"graded": graded, "notices": order.notices, "comparison": comparing.made}
    teller.result(answer, lines)
    if not is_whole:
        left = len(order.submissions) - len(graded)
        teller.progress(
            f"Interrupted: {left} of {len(order.submissions)} submissions were not graded."
        )
    if not is_whole or any(one.state == "ungradable" for one in graded):
        sys.exit(1)


def _grade(order: FolderOrder, workers: int, teller: Teller) -> tuple[list[Graded], bool]:
    """What was graded, and whether nobody interrupted it."""
    from officina_courses.folder_grading import grade_folder

    graded: list[Graded] = []
    try:
        with (
            teller.bar(f"Grading {order.exercise_id}", len(order.submissions)) as done,
            closing(grade_folder(order, workers=workers)) as going,
        ):
            for one in going:
                graded.append(one)
                done(len(graded))
    except KeyboardInterrupt:
        return _by_name(graded), False
    return _by_name(graded), True


def _by_name(graded: list[Graded]) -> list[Graded]:
    return sorted(graded, key=lambda one: one.student)


def _lines(order: FolderOrder, graded: Sequence[Graded]) -> Iterator[str]:
    """A table, and a sentence on what is left to do."""
    width = max(columns(short(one.student)) for one in graded) if graded else 0
    width = max(width, len("student"))
    yield f"{'student':{width}}  {'score':>7}  {'max':>7}  {'state':12}  note"
    for one in graded:
        score, most = _points(one.score), _points(one.max_score)
        student, note = padded(short(one.student), width), plain(" ".join(one.note.split()))
        yield f"{student}  {score:>7}  {most:>7}  {one.state:12}  {note}".rstrip()
    yield from order.notices
    failed = [short(one.student) for one in graded if one.state == "ungradable"]
    waiting = sum(one.state == "needs_manual" for one in graded)
    if waiting:
        yield f"{waiting} of them wait for marks by hand: open formgrader, or nbgrader's gradebook."
    if failed:
        yield f"Not graded: {', '.join(failed)}. The note beside each says what to do."


def _points(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
