"""``officina course fork``: a package becomes the folder of a course of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.package_options import PACKAGE_FILE, TRUST, about
from officina_hub.cli.teller import Teller, answers


@click.command(
    epilog=examples(
        "officina course fork demo-1.0.0.course.zip ./our-demo --id our-demo",
        "officina course fork demo-1.0.0.course.zip ./our-demo --id our-demo --trust lumi.pub",
    )
)
@PACKAGE_FILE
@click.argument("dest", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--id", "course_id", required=True, help="The id of the new course.")
@TRUST
@answers
def fork(
    *, package: Path, dest: Path, course_id: str, trusted: tuple[str, ...], teller: Teller
) -> None:
    """Make a course of your own of the package FILE, in a new FOLDER, that names its origin."""
    from pydantic import TypeAdapter, ValidationError

    from officina_courses.forking import fork_course
    from officina_courses.model import CourseId
    from officina_courses.packages import trusted_keys, unpack_package

    try:
        TypeAdapter(CourseId).validate_python(course_id)
    except ValidationError as error:
        raise click.UsageError(
            f"--id cannot be {course_id!r:.60}: lower-case letters, digits and hyphens, a letter "
            "first, at most 40 characters."
        ) from error
    keys = trusted_keys(trusted)
    facts = unpack_package(package, dest, trusted=keys or None)
    course = fork_course(dest, course_id, facts.as_origin())
    teller.result(
        course,
        (
            *about(facts),
            f"Written to {dest} as {course.id}; course.toml names under [forked_from] where it "
            "came from, and so will its packages.",
            f"Next: change it, set version and title, and then officina course check {dest}",
        ),
    )
