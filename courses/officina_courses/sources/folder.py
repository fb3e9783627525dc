"""Builds all notebooks of a course folder from their sources, and the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from officina_courses.course_files import SOURCE
from officina_courses.loader import load_course
from officina_courses.model import Course, Frozen
from officina_courses.notebooks import load_notebook, parse_notebook
from officina_courses.sources.building import as_text, built, ids_of
from officina_courses.sources.errors import SourceError, SourceProblem
from officina_courses.sources.made_files import BuiltFile, MadeFile, written
from officina_courses.sources.reading import Source, is_source, parse_source, read_source
from officina_courses.sources.writing import as_source


class Difference(Frozen):
    """The first place in which a notebook is not what its source says."""

    path: str
    line: int
    cell: str | None
    what: str


def sources(folder: Path) -> Iterator[Path]:
    """The sources of a course folder, which stand right in the exercises' folders.

    Raises
    ------
    PermissionError
        Where a folder may not be read; ``glob`` would pass it over, as if nothing were in it.

    """
    top = folder / SOURCE
    for exercise in sorted(top.iterdir()) if top.is_dir() else ():
        if exercise.is_dir():
            found = sorted(path for path in exercise.iterdir() if path.suffix == ".py")
            yield from filter(is_source, found)


def build_course(folder: Path) -> tuple[BuiltFile, ...]:
    """Write each notebook that has a source; raises as ``notebooks_made`` and ``written`` do."""
    return written(notebooks_made(folder))


def write_sources(folder: Path) -> tuple[BuiltFile, ...]:
    """Write each notebook of the course as its source; raises as ``build_course`` does."""
    return written(sources_made(folder))


def notebooks_made(folder: Path) -> tuple[MadeFile, ...]:
    """The notebook that each source of the course makes.

    Raises
    ------
    CourseError
        Where ``course.toml`` or a source is wrong.

    """
    course = load_course(folder)

    def notebook(path: Path, name: str) -> str:
        return as_text(built(read_source(path, name), course))

    return _made(folder, sources(folder), ".ipynb", notebook)


def sources_made(folder: Path) -> tuple[MadeFile, ...]:
    """The source that each notebook of the course makes; raises as ``notebooks_made`` does."""
    course = load_course(folder)

    def source(path: Path, name: str) -> str:
        text = as_source(load_notebook(path, name=name))
        _refuse_losses(path, text, name, course)
        return text

    notebooks = (
        path
        for exercise in course.exercises
        for path in sorted((folder / SOURCE / exercise.id).glob("*.ipynb"))
    )
    return _made(folder, notebooks, ".py", source)


def _made(
    folder: Path, paths: Iterable[Path], suffix: str, make: Callable[[Path, str], str]
) -> tuple[MadeFile, ...]:
    """What ``make`` makes of each of these, or all that is wrong in all of them at once."""
    problems: list[SourceProblem] = []
    made: list[MadeFile] = []
    for path in paths:
        name = _name(folder, path)
        try:
            text = make(path, name)
        except SourceError as error:
            problems += error.problems
        else:
            made.append(MadeFile(folder, _name(folder, path.with_suffix(suffix)), name, text))
    if problems:
        raise SourceError(problems)
    return tuple(made)


def difference(folder: Path, path: Path, course: Course) -> Difference | None:
    """Where the notebook beside a source is not what the build would write; None for nowhere."""
    name = _name(folder, path)
    source = read_source(path, name)
    notebook = path.with_suffix(".ipynb")
    wanted = built(source, course)
    if not notebook.is_file():
        return Difference(path=name, line=1, cell=None, what="has not been built")
    text = notebook.read_text(encoding="utf-8", errors="replace")
    if text == as_text(wanted):
        return None
    found = parse_notebook(text.encode("utf-8"), name=_name(folder, notebook)).content
    return _first(source, wanted, found)


def _first(source: Source, wanted: dict[str, Any], found: dict[str, Any]) -> Difference:
    ids = ids_of(source)
    have = found["cells"]
    for number, cell in enumerate(wanted["cells"]):
        if number >= len(have) or _plain(have[number]) != _plain(cell):
            line = source.cells[number].line
            what = "differs from the notebook in this cell"
            return Difference(path=source.path, line=line, cell=ids[number], what=what)
    what = "differs from the notebook in its metadata or layout"
    if len(have) > len(ids):
        what = f"has {len(ids)} cells, and the notebook has {len(have)}"
    return Difference(path=source.path, line=1, cell=None, what=what)


def _plain(cell: dict[str, Any]) -> dict[str, Any]:
    text = cell.get("source", "")
    return {**cell, "source": text if isinstance(text, str) else "".join(text)}


def _refuse_losses(path: Path, text: str, name: str, course: Course) -> None:
    """What the text cannot say would be lost at the next build; better to hear of it now."""
    again = built(parse_source(text, name), course)["cells"]
    before = load_notebook(path, name=name)
    for cell, made in zip(before.cells, again, strict=False):
        if cell.source != "".join(made["source"]):
            what = (
                f"cell {cell.index} would not come back from text as it is, most often for blank "
                "lines or a line that begins with # %%; change that place in JupyterLab"
            )
            raise SourceError([SourceProblem(name, 1, what)])
    if len(again) != len(before.cells):
        what = f"{len(before.cells)} cells would come back from text as {len(again)}"
        raise SourceError([SourceProblem(name, 1, what)])


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
