"""``officina course new``: a course folder to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.teller import Teller, answers


def _place(_context: click.Context, _parameter: click.Parameter, given: str) -> Path:
    """An empty text would be this folder, as a path; most often a variable had no value."""
    if not given.strip():
        raise click.BadParameter(
            "the name of the new folder is empty. The course is made in it, and called by it. "
            "Name one that does not exist yet, such as gpu-basics."
        )
    return Path(given)


@click.command(
    epilog=examples(
        "officina course new gpu-basics",
        "officina course new gpu-basics --title 'GPU basics' --author 'Ada Lovelace'",
    )
)
@click.argument("dest", callback=_place)
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

    course_id = dest.resolve().name if course_id is None else course_id
    course = new_course(
        dest,
        course_id=course_id,
        title=course_id.replace("-", " ").capitalize() if title is None else title,
        licence=licence,
        authors=authors,
        language=language,
    )
    made = f"{course.id} was made in {dest}. Its notebooks lie in {dest / 'source'}."
    again = f"After each edit of a source (*.py): officina course build {dest}"
    teller.result(course, (made, again, f"Next: officina course check {dest}"))
