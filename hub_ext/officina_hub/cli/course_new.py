"""``officina course new``: a course folder to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers


@click.command(
    epilog=examples(
        "officina course new gpu-basics",
        "officina course new gpu-basics --title 'GPU basics' --author 'Ada Lovelace'",
    )
)
@click.argument("dest", type=click.Path(path_type=Path))
@click.option("--id", "course_id", help="Id of the course; else the folder's name.")
@click.option("--title", help="Title of the course; else made from the id.")
@click.option("--licence", default="CC-BY-4.0", show_default=True, help="SPDX identifier.")
@click.option("--author", "authors", multiple=True, help="An author; may be given several times.")
@click.option("--language", default="en", show_default=True, help="Language tag of the material.")
@answers
def new(
    *,
    dest: Path,
    course_id: str | None,
    title: str | None,
    licence: str,
    authors: tuple[str, ...],
    language: str,
    teller: Teller,
) -> None:
    """Make a course folder DEST with one exercise that works, to be written over."""
    from officina_courses.scaffold import new_course

    course_id = course_id or dest.resolve().name
    course = new_course(
        dest,
        course_id=course_id,
        title=title or course_id.replace("-", " ").capitalize(),
        licence=licence,
        authors=authors,
        language=language,
    )
    made = f"{course.id} was made in {dest}. Its notebooks lie in {dest / 'source'}."
    again = f"After each edit of a source (*.py): officina course build {dest}"
    teller.result(course, (made, again, f"Next: officina course check {dest}"))
