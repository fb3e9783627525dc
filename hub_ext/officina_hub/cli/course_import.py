"""``officina course import``: any nbgrader course folder becomes a publishable course."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.importer import ImportReport


@click.command(
    name="import",
    epilog=examples(
        "officina course import ~/nbgrader-course ./my-course",
        "officina course import ~/course101 ./my-course --id course101 --title 'Course 101'",
    ),
)
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("dest", type=click.Path(path_type=Path))
@click.option("--id", "course_id", help="Id of the course; else made from the folder's name.")
@click.option("--title", help="Title of the course; else made from the id.")
@click.option("--licence", help="SPDX identifier of the material's licence, such as CC-BY-4.0.")
@click.option("--author", "authors", multiple=True, help="An author; may be given several times.")
@answers
def import_(
    *,
    source: Path,
    dest: Path,
    course_id: str | None,
    title: str | None,
    licence: str | None,
    authors: tuple[str, ...],
    teller: Teller,
) -> None:
    """Make a course folder DEST from the nbgrader course SOURCE, which is only read."""
    from officina_courses.importer import import_course

    report = import_course(
        source, dest, course_id=course_id, title=title, licence=licence, authors=authors
    )
    teller.result(report, _lines(report))


def _lines(report: ImportReport) -> Iterator[str]:
    exercises = ", ".join(exercise.id for exercise in report.course.exercises)
    yield f"{report.course.id} was made in {report.folder} with: {exercises}"
    for changed in report.changed:
        yield f"  changed {changed.path}: {changed.what}"
    for left in report.left_out:
        yield f"  left out {left.path}: {left.reason}"
    for gap in report.to_fill_in:
        yield f"  to fill in: {gap}"
    yield f"Next: officina course check {report.folder}"
