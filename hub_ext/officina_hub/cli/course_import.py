"""``officina course import``: courses from elsewhere, as nbgrader's folder or as a package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.connection import TOKEN_FILE, URL
from officina_hub.cli.course_import_package import import_offer, import_package
from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.importer import ImportReport


OFFER = re.compile(r"([a-z][a-z0-9-]{0,39})/([a-z][a-z0-9-]{0,39})")


@click.command(
    name="import",
    epilog=examples(
        "officina course import ~/nbgrader-course ./my-course",
        "officina course import ~/course101 ./my-course --id course101 --title 'Course 101'",
        "officina course import lumi/first-steps --id first-steps-from-lumi",
        "officina course import their-course-1.0.0.course.zip",
        "officina course import their-course-1.0.0.course.zip --id their-course-at-ours",
    ),
)
@click.argument("source")
@click.argument("dest", required=False, type=click.Path(path_type=Path))
@click.option(
    "--id",
    "course_id",
    help="Id of the course; else made from the folder's name, or the one in the package.",
)
@click.option("--title", help="Title of the course; else made from the id.")
@click.option("--licence", help="SPDX identifier of the material's licence, such as CC-BY-4.0.")
@click.option("--author", "authors", multiple=True, help="An author; may be given several times.")
@URL
@TOKEN_FILE
@click.option(
    "--wait",
    "wait_seconds",
    type=click.IntRange(0, 24 * 3600),
    default=3600,
    show_default=True,
    help="How many seconds to wait until a package was run there.",
)
@answers
def import_(
    *,
    source: str,
    dest: Path | None,
    course_id: str | None,
    title: str | None,
    licence: str | None,
    authors: tuple[str, ...],
    url: str | None,
    token_file: str | None,
    wait_seconds: int,
    teller: Teller,
) -> None:
    """Take over a course SOURCE.

    Of an nbgrader course folder, which is only read, a course folder DEST is made here.

    A course package of another factory is uploaded to the portal, or fetched by the portal itself
    where SOURCE is PEER/COURSE. It is run there, in the sandbox, before anybody sees it, and
    published when a trainer says so.
    """
    place = Path(source)
    if place.is_dir():
        if dest is None:
            raise click.UsageError("Say where the course folder made of it shall be: DEST.")
        _of_folder(place, dest, course_id, title, licence, authors, teller)
        return
    for given, name in ((dest, "DEST"), (title, "--title"), (licence, "--licence")):
        if given is not None:
            raise click.UsageError(f"{name} is for folders; a package says so itself.")
    if authors:
        raise click.UsageError("--author is for folders; a package says so itself.")
    offered = None if place.exists() else OFFER.fullmatch(source)
    if offered:
        import_offer(
            *offered.groups(),
            course_id=course_id,
            url=url,
            token_file=token_file,
            wait_seconds=wait_seconds,
            teller=teller,
        )
        return
    if not place.exists():
        raise click.UsageError(
            f"{source!r} is no folder, no file and not PEER/COURSE. Look for a typing error."
        )
    import_package(
        place,
        course_id=course_id,
        url=url,
        token_file=token_file,
        wait_seconds=wait_seconds,
        teller=teller,
    )


def _of_folder(
    source: Path,
    dest: Path,
    course_id: str | None,
    title: str | None,
    licence: str | None,
    authors: tuple[str, ...],
    teller: Teller,
) -> None:
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
