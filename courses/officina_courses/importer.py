"""``officina course import``: any nbgrader course folder becomes a publishable course.

The old folder is only read. Nothing of it is run, but for solutions whose tests nbgrader has to
generate, and these in a sandbox. The course is written beside ``dest`` and takes that name at the
end.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Container, Sequence
from pathlib import Path

from officina_courses.course_files import SOURCE
from officina_courses.errors import ImportRefused, NotebookError
from officina_courses.importing.autotests import AUTOTEST_FILE, write_out_tests
from officina_courses.importing.describing import UNKNOWN_LICENCE, Wishes, describe
from officina_courses.importing.layout import (
    Layout,
    LeftOut,
    find_layout,
    natural_order,
    slug,
)
from officina_courses.importing.mending import Changed, Surroundings, mend
from officina_courses.loader import COURSE_FILE
from officina_courses.manifest import course_toml
from officina_courses.model import Course, Frozen
from officina_courses.new_folder import check_course_id, told
from officina_courses.notebooks import Notebook, load_notebook
from officina_courses.sources.reading import is_source

TEXT_LEFT_OUT = "text of a notebook left out; officina course build --from-notebooks writes it anew"


class ImportReport(Frozen):
    """What an import did, for the trainer to read."""

    course: Course
    folder: Path
    taken: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    changed: tuple[Changed, ...]
    to_fill_in: tuple[str, ...]


def import_course(
    source: Path,
    dest: Path,
    *,
    course_id: str | None = None,
    title: str | None = None,
    licence: str | None = None,
    authors: Sequence[str] = (),
) -> ImportReport:
    """Make a course folder at ``dest`` of the nbgrader course or folder of notebooks ``source``.

    Raises
    ------
    ImportRefused
        Where ``source`` has no notebooks or is a course of Officina, ``dest`` exists, cannot be
        made or lies inside of ``source``, or a text cannot stand in ``course.toml``.

    """
    with told(ImportRefused, dest):
        _check_destination(source, dest)
        layout = find_layout(source)
        wishes = Wishes(_course_id(layout, course_id), title, licence, tuple(authors))
        staging = dest.with_name(f".{dest.name}.{secrets.token_hex(8)}")
        try:
            notebooks, changed = _copy(layout, staging)
            course = describe(wishes, notebooks)
            (staging / COURSE_FILE).write_text(course_toml(course), encoding="utf-8")
            taken = tuple(
                sorted(
                    str(path.relative_to(staging)) for path in staging.rglob("*") if path.is_file()
                )
            )
            staging.rename(dest)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
    return ImportReport(
        course=course,
        folder=dest,
        taken=taken,
        left_out=layout.left_out,
        changed=tuple(changed),
        to_fill_in=tuple(_gaps(course)),
    )


def _check_destination(source: Path, dest: Path) -> None:
    if dest.exists() or dest.is_symlink():
        raise ImportRefused(
            f"{dest} exists already.",
            why="An import never overwrites anything.",
            todo="Choose a name that is free, or move the old folder away.",
        )
    if (source / COURSE_FILE).is_file():
        raise ImportRefused(
            f"{source} is a course of Officina already: it has a {COURSE_FILE}.",
            why="An import would write its title, licence and authors anew.",
            todo=f"Publish it as it is: officina course publish {source}",
        )
    if dest.resolve().is_relative_to(source.resolve()):
        raise ImportRefused(
            f"{dest} lies inside of {source}.",
            why="An import never changes the folder that it reads.",
            todo="Choose a place outside of it.",
        )


def _course_id(layout: Layout, wanted: str | None) -> str:
    if wanted is None:
        name = layout.config.course_id or layout.root.resolve().name
        return slug(name, otherwise="imported-course")
    check_course_id(wanted, ImportRefused)
    return wanted


def _is_text_of_a_notebook(file: Path, files: Container[str]) -> bool:
    """Whether it is the source of a notebook, which is mended and so the newer one."""
    return f"{file.stem}.ipynb" in files and file.suffix == ".py" and is_source(file)


def _copy(layout: Layout, staging: Path) -> tuple[dict[str, list[Notebook]], list[Changed]]:
    around = _surroundings(layout)
    notebooks: dict[str, list[Notebook]] = {}
    changed: list[Changed] = []
    for exercise in layout.exercises:
        notebooks[exercise.id] = []
        for file in sorted(exercise.files, key=natural_order):
            path = f"{SOURCE}/{exercise.id}/{file}"
            if _is_text_of_a_notebook(exercise.folder / file, exercise.files):
                changed.append(Changed(path=path, what=TEXT_LEFT_OUT))
                continue
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if "/" in file or not file.endswith(".ipynb"):
                shutil.copyfile(exercise.folder / file, target, follow_symlinks=False)
                continue
            mended = mend((exercise.folder / file).read_bytes(), path, around)
            target.write_bytes(mended.data)
            changed += [Changed(path=path, what=what) for what in mended.changes]
            notebooks[exercise.id] += [mended.notebook] if mended.notebook else []
        folder = staging / SOURCE / exercise.id
        changed += write_out_tests(folder, notebooks[exercise.id], template=_template(layout))
    return notebooks, changed


def _surroundings(layout: Layout) -> Surroundings:
    """The header and footer that nbgrader would put into each learner's version."""
    cells = []
    for name in (layout.config.header, layout.config.footer):
        path = layout.root / name
        try:
            inside = name and path.resolve().is_relative_to(layout.root.resolve())
            cells.append(tuple(load_notebook(path).content["cells"]) if inside else ())
        except NotebookError:
            cells.append(())
    return Surroundings(*cells)


def _template(layout: Layout) -> Path:
    return layout.root / AUTOTEST_FILE


def _gaps(course: Course) -> list[str]:
    gaps = ["objectives: what learners can do afterwards"]
    if course.licence == UNKNOWN_LICENCE:
        gaps.append("licence: without one nobody may reuse the course")
    if not course.authors:
        gaps.append("authors: who wrote it")
    return [*gaps, "summary, title and minutes: they were guessed from the notebooks"]
