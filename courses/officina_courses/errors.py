"""The family of errors of this room. Each message says what happened, why it matters, what to do.

::

    CourseError
    ├── CourseFileError     course.toml is missing, or says something it may not
    ├── NotebookError       a notebook cannot be read, or is not one
    ├── ArchiveError        a package is broken, or would write where it must not
    │   ├── ArchiveTooLarge   it has more files or bytes than allowed
    │   └── PackageRefused    a course package (*.course.zip) is not what it should be
    ├── KeyRefused          a file holds no key for signing packages, or others can read it
    ├── ImportRefused       there is nothing to import, or no place to put it
    ├── ScaffoldRefused     a new course cannot be made there
    ├── ParametersError     a notebook declares parameters wrongly, or is given wrong values
    │   └── DeclaredWrongly   its parameters cell cannot be read
    ├── TranslationRefused  a translation of a course cannot be read, or not be made there
    ├── RunImpossible       the notebooks cannot be run here, apart from the rest of the machine
    └── EnvironmentRefused  a course's own Python cannot be locked, built or removed
        └── EnvironmentMissing  it is not built here

``code`` is stable: pages, the API and scripts may rely on it; the sentences may be reworded.
"""

from __future__ import annotations

from typing import NamedTuple


class CourseError(Exception):
    """The head of the family: what happened, why it matters, what to do now."""

    code = "course-error"

    def __init__(self, what: str, *, why: str, todo: str, code: str | None = None) -> None:
        super().__init__(f"{what} {why} {todo}")
        self.what = what
        self.why = why
        self.todo = todo
        if code is not None:
            self.code = code


class Problem(NamedTuple):
    """One wrong place of a ``course.toml``."""

    key: str
    line: int | None
    found: str
    allowed: str

    def __str__(self) -> str:
        place = f"line {self.line}, key {self.key}" if self.line else f"key {self.key}"
        return f"{place}: found {self.found}; allowed is {self.allowed}"


class CourseFileError(CourseError):
    """``course.toml`` is missing, is not TOML, or says something it may not."""

    code = "course-file"

    def __init__(
        self, what: str, *, why: str, todo: str, file: str, problems: tuple[Problem, ...] = ()
    ) -> None:
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(what + lines + ("\n" if lines else ""), why=why, todo=todo)
        self.file = file
        self.problems = problems


class NotebookError(CourseError):
    """A notebook cannot be read. ``code`` is one of the keys of ``notebooks.REFUSALS``."""

    code = "notebook-broken"

    def __init__(
        self, what: str, *, why: str, todo: str, code: str, name: str, line: int | None = None
    ) -> None:
        super().__init__(what, why=why, todo=todo, code=code)
        self.name = name
        self.line = line


class ArchiveError(CourseError):
    """A package is broken, or holds something that may not be unpacked."""

    code = "archive-broken"


class ArchiveTooLarge(ArchiveError):  # noqa: N818 - reads as the sentence it is
    """A package has more files or more bytes than allowed."""

    code = "archive-too-large"


class PackageRefused(ArchiveError):  # noqa: N818
    """A course package cannot be believed; ``code`` is one of the keys of ``packages.REFUSALS``."""

    code = "package-form"


class KeyRefused(CourseError):  # noqa: N818
    """A file or text holds no key for signing packages, or not in a safe way."""

    code = "key-refused"


class ImportRefused(CourseError):  # noqa: N818
    """A folder cannot be imported as a course."""

    code = "import-refused"


class ScaffoldRefused(CourseError):  # noqa: N818
    """A new course cannot be made there."""

    code = "scaffold-refused"


class ParametersError(CourseError):
    """A notebook declares its parameters wrongly, or a run is given wrong values for them."""

    code = "parameters"


class DeclaredWrongly(ParametersError):  # noqa: N818 - reads as the sentence it is
    """A notebook's parameters cell cannot be read; ``reason`` says why without naming the place."""

    def __init__(
        self, reason: str, *, why: str, todo: str, path: str, cell: str, line: int
    ) -> None:
        super().__init__(f"{path}, {cell}, line {line} {reason}.", why=why, todo=todo)
        self.reason = reason
        self.path = path
        self.cell = cell
        self.line = line


class RunImpossible(CourseError):  # noqa: N818
    """A course's notebooks cannot be run here, apart from the rest of the machine."""

    code = "run-impossible"


class TranslationRefused(CourseError):  # noqa: N818
    """A translation of a course cannot be read, or not be made there."""

    code = "translation-refused"


class EnvironmentRefused(CourseError):  # noqa: N818
    """A course's own Python cannot be locked, built or removed."""

    code = "environment-refused"


class EnvironmentMissing(EnvironmentRefused):
    """A course needs a Python of its own, and this machine has none for it."""

    code = "environment-missing"
