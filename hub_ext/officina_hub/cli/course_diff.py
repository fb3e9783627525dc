"""``officina course diff``: what is otherwise in a later version, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_courses.counted import counted
from officina_hub.cli.examples import examples
from officina_hub.cli.shown_names import plain
from officina_hub.cli.teller import Teller, answers
from officina_hub.cli.terminal import wants_color

if TYPE_CHECKING:
    from pydantic import JsonValue

    from officina_courses.packages import PackageDifference
    from officina_courses.packages.difference import CellChange, FieldChange, FileChange, TextChange

COLOURS = {"added": "green", "removed": "red", "changed": "yellow", "moved": "cyan"}
LINE_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
EITHER = click.Path(exists=True, path_type=Path)
MOST_SHOWN = 200


@click.command(
    epilog=examples(
        "officina course diff demo-1.0.0.course.zip demo-1.1.0.course.zip",
        "officina course diff demo-1.0.0.course.zip ./my-fork",
        "officina course diff demo-1.0.0.course.zip demo-1.1.0.course.zip --json",
    )
)
@click.argument("old", type=EITHER)
@click.argument("new", type=EITHER)
@answers
def diff(*, old: Path, new: Path, teller: Teller) -> None:
    """Show what is otherwise in NEW than in OLD; each is a package or the folder of a course."""
    from officina_courses.packages import compare

    click.get_current_context().color = wants_color(no_color=False)
    difference = compare(old, new)
    teller.result(difference, lines(difference))


def lines(difference: PackageDifference) -> Iterator[str]:
    """The difference to read; colours say again what the words say."""
    old, new = difference.old, difference.new
    names = [f"{side.course_id} {plain(side.version)}" for side in (old, new)]
    yield click.style(f"{names[0]} -> {names[1]}", bold=True)
    if difference.is_empty:
        yield "Both hold the same course."
    if difference.fields:
        yield click.style("course.toml", bold=True)
        yield from (f"  {_field(field)}" for field in difference.fields)
    pins = difference.environment
    if pins.added or pins.removed or pins.changed:
        yield click.style("environment", bold=True)
        for change, told in (
            ("added", pins.added),
            ("removed", pins.removed),
            ("changed", pins.changed),
        ):
            yield from (f"  {_changed(change)} {plain(each)}" for each in told)
    for file in difference.files:
        yield from _file(file)


def _file(file: FileChange) -> Iterator[str]:
    sizes = [counted(size, "byte") for size in (file.old_bytes, file.new_bytes) if size is not None]
    name = click.style(plain(file.path), bold=True)
    yield f"{name}: {_changed(file.change)}, {' -> '.join(sizes)}"
    for cell in file.cells:
        yield from _cell(cell)
    yield from _text(file.text, "  ")


def _cell(cell: CellChange) -> Iterator[str]:
    places = [str(place) for place in (cell.old_index, cell.new_index) if place is not None]
    place = " -> ".join(dict.fromkeys(places))
    yield f"  cell {place} ({plain(cell.cell)}, {cell.kind}): {_changed(cell.change)}"
    yield from (f"    {_field(field)}" for field in cell.fields)
    yield from _text(cell.text, "    ")


def _text(text: TextChange, indent: str) -> Iterator[str]:
    for line in text.lines:
        colour = LINE_COLOURS.get(line[:1])
        yield indent + click.style(plain(line.replace("\t", "    ")), fg=colour)
    if text.left_out:
        yield f"{indent}… and {counted(text.left_out, 'further line')}"


def _field(field: FieldChange) -> str:
    if field.old is None:
        return f"{_changed('added')} {plain(field.key)}: {_value(field.new)}"
    if field.new is None:
        return f"{_changed('removed')} {plain(field.key)}: {_value(field.old)}"
    return f"{_changed('changed')} {plain(field.key)}: {_value(field.old)} -> {_value(field.new)}"


def _value(value: JsonValue) -> str:
    listed = value if isinstance(value, list) else [value]
    text = plain(", ".join(str(each) for each in listed))
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _changed(change: str) -> str:
    return click.style(change, fg=COLOURS[change])
