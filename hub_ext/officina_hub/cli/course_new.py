"""``officina course new``: a small course that works, to be written over."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import JSON


@click.command(
    epilog=examples(
        "officina course new gpu-basics --title 'GPU basics'",
        "officina course new ~/courses/intro --id intro-2026 --author 'Ada Lovelace'",
    )
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--id", "course_id", help="Id of the course; else the folder's name.")
@click.option("--title", help="Title of the course; else the id.")
@click.option("--licence", default="CC-BY-4.0", show_default=True, help="SPDX identifier.")
@click.option("--author", "authors", multiple=True, help="An author; may be given several times.")
@JSON
def new(
    *,
    folder: Path,
    course_id: str | None,
    title: str | None,
    licence: str,
    authors: tuple[str, ...],
    as_json: bool,
) -> None:
    """Make a course FOLDER with one notebook that has an answer, tests, and a written answer."""
    from officina_courses.scaffold import new_course

    name = course_id or folder.resolve().name
    made = new_course(folder, course_id=name, title=title or name, licence=licence, authors=authors)
    if as_json:
        click.echo(made.model_dump_json())
    else:
        click.echo(f"{made.id} was made in {folder}")
        click.echo(f"Next: officina course check {folder}")
