"""Builds all notebooks of a course folder from their sources, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from officina_courses.course_files import SOURCE
from officina_courses.loader import load_course
from officina_courses.model import Course, Frozen
from officina_courses.notebooks import load_notebook, parse_notebook
from officina_courses.sources.building import as_text, built, ids_of
from officina_courses.sources.errors import SourceError, SourceProblem
from officina_courses.sources.reading import Source, is_source, parse_source, read_source
from officina_courses.sources.writing import as_source


class BuiltFile(Frozen):
    """What became of one file; paths are below the course folder."""

    path: str
    made_from: str
    state: Literal["written", "unchanged", "differs"]


class Difference(Frozen):
    """The first place in which a notebook is not what its source says."""

    path: str
    line: int
    cell: str | None
    what: str


def sources(folder: Path) -> Iterator[Path]:
    """The sources of a course folder, which stand right in the exercises' folders."""
    return (path for path in sorted(folder.glob(f"{SOURCE}/*/*.py")) if is_source(path))


def build_course(folder: Path, *, writes: bool = True) -> tuple[BuiltFile, ...]:
    """Build each notebook that has a source; without ``writes`` only tell what would be written.

    Raises
    ------
    CourseError
        Where ``course.toml`` or a source is wrong. Nothing is written then.

    """
    course = load_course(folder)
    problems: list[SourceProblem] = []
    texts: dict[Path, str] = {}
    for path in sources(folder):
        try:
            texts[path] = as_text(built(read_source(path, _name(folder, path)), course))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    return tuple(
        _put(folder, path, path.with_suffix(".ipynb"), text, writes) for path, text in texts.items()
    )


def write_sources(folder: Path, *, writes: bool = True) -> tuple[BuiltFile, ...]:
    """Write each notebook of the course as its source; raises as ``build_course`` does."""
    course = load_course(folder)
    problems: list[SourceProblem] = []
    texts: dict[Path, str] = {}
    for exercise in course.exercises:
        for path in sorted((folder / SOURCE / exercise.id).glob("*.ipynb")):
            name = _name(folder, path)
            try:
                text = as_source(load_notebook(path, name=name))
                _refuse_losses(path, text, name, course)
                texts[path] = text
            except SourceError as error:
                problems += error.problems
    if problems:
        raise SourceError(problems)
    return tuple(
        _put(folder, path, path.with_suffix(".py"), text, writes) for path, text in texts.items()
    )


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


def _put(folder: Path, path: Path, to: Path, text: str, writes: bool) -> BuiltFile:  # noqa: FBT001
    before = to.read_text(encoding="utf-8", errors="replace") if to.is_file() else None
    state: Literal["written", "unchanged", "differs"] = "unchanged"
    if before != text:
        state = "written" if writes else "differs"
        if writes:
            to.write_text(text, encoding="utf-8")
    return BuiltFile(path=_name(folder, to), made_from=_name(folder, path), state=state)


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
