"""Checks that notebooks are what their sources say, where a course has sources."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.errors import NotebookError
from officina_courses.model import Finding
from officina_courses.sources.errors import JupytextMissing, SourceError
from officina_courses.sources.folder import difference, sources


def check_built(subject: Subject) -> Iterator[Finding]:
    """What is wrong with each source, and where its notebook is another."""
    if subject.course is None:
        return
    for path in sources(subject.folder):
        try:
            differs = difference(subject.folder, path, subject.course)
        except SourceError as error:
            for problem in error.problems:
                yield found("OFF071", f"{problem.what}.", path=problem.path, line=problem.line)
        except JupytextMissing as error:
            yield found("OFF072", error.what)
            return
        except NotebookError:
            continue  # told as a notebook that cannot be read
        else:
            if differs is not None:
                what = f"The source {differs.what}."
                place = {"path": differs.path, "cell": differs.cell, "line": differs.line}
                yield found("OFF070", what, **place)  # type: ignore[arg-type]
