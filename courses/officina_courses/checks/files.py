"""Checks of the files: whether the folder can be published as it is."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.archive import COURSE_LIMITS, ArchiveError, safe_path
from officina_courses.archive.limits import MIB
from officina_courses.archive.paths import PathLedger
from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.course_files import SOURCE, CourseFile
from officina_courses.model import Finding


def check_files(subject: Subject) -> Iterator[Finding]:
    """Exercises without files, files without exercise, links, sizes, names."""
    yield from _exercises(subject)
    yield from _strangers(subject)
    ledger = PathLedger()
    for file in subject.files:
        yield from _one(subject, file)
        try:
            ledger.add_file(safe_path(file.path, COURSE_LIMITS))
        except ArchiveError as error:
            yield found("OFF017", error.what, path=file.path.encode("utf-8", "replace").decode())
    yield from _all(subject)


def _exercises(subject: Subject) -> Iterator[Finding]:
    for exercise in subject.exercises:
        path = f"{SOURCE}/{exercise.id}"
        if not exercise.exists:
            what = f'There is no folder {path} for the exercise "{exercise.id}".'
            yield found("OFF010", what, path=path)
        elif not exercise.notebooks:
            yield found("OFF011", f"The folder {path} has no notebook (*.ipynb).", path=path)


def _strangers(subject: Subject) -> Iterator[Finding]:
    known = {exercise.id for exercise in subject.exercises}
    told: set[str] = set()
    for file in subject.files:
        top, _, rest = file.path.partition("/")
        name = rest.partition("/")[0]
        if top == SOURCE and name not in known | told:
            told.add(name)
            what = f"{SOURCE}/{name} belongs to no exercise of course.toml."
            yield found("OFF012", what, path=f"{SOURCE}/{name}")


def _one(subject: Subject, file: CourseFile) -> Iterator[Finding]:
    path = file.path.encode("utf-8", "replace").decode()
    if file.kind == "link":
        target = (subject.folder / file.path).readlink()
        yield found("OFF013", f"{path} is a link to {str(target)!a}.", path=path)
    elif file.kind == "other":
        yield found("OFF014", f"{path} is neither a file nor a folder.", path=path)
    if file.size > COURSE_LIMITS.max_file_bytes:
        what = (
            f"{path} has {_mib(file.size)}; a file may have {_mib(COURSE_LIMITS.max_file_bytes)}."
        )
        yield found("OFF015", what, path=path)
    if " " in file.path:
        yield found("OFF018", f'The name "{path}" has a blank.', path=path)


def _all(subject: Subject) -> Iterator[Finding]:
    total = sum(file.size for file in subject.files)
    if total > COURSE_LIMITS.max_total_bytes:
        limit = _mib(COURSE_LIMITS.max_total_bytes)
        yield found("OFF016", f"The course has {_mib(total)}; {limit} are allowed.")
    if len(subject.files) > COURSE_LIMITS.max_files:
        what = f"The course has more than {COURSE_LIMITS.max_files} files."
        yield found("OFF016", what)


def _mib(size: int) -> str:
    return f"{size / MIB:.1f} MiB"
