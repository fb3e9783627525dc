"""``officina course parameters``: what the notebooks of a course may be run with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import COURSE_FOLDER
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.parameters import Parameter


@click.command(
    epilog=examples(
        "officina course parameters gpu-basics",
        "officina course parameters gpu-basics --json > schemas.json",
    )
)
@COURSE_FOLDER
@answers
def parameters(*, folder: Path, teller: Teller) -> None:
    """List what each notebook of a course FOLDER declares in its cell tagged "parameters".

    With --json the answer holds a JSON Schema for each notebook.
    """
    from officina_courses.parameters import json_schema
    from officina_courses.runs import parameters_of

    declared = parameters_of(folder)
    schemas = {path: json_schema(Path(path).stem, found) for path, found in declared.items()}
    teller.result(schemas, _lines(declared))


def _lines(declared: Mapping[str, tuple[Parameter, ...]]) -> Iterator[str]:
    for path, found in declared.items():
        yield path.removeprefix("source/")
        for each in found:
            yield f"  {each.name}: {each.says} = {each.default!r}  {each.help}".rstrip()
        if not found:
            yield '  none: tag a cell "parameters" and write in it epochs: int = 3'
