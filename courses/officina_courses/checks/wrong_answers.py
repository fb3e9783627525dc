"""Checks that a course has wrong answers, and that they can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.python_code import no_python
from officina_courses.checks.subject import Subject
from officina_courses.checks.syntax import ON_PURPOSE
from officina_courses.counted import counted
from officina_courses.course_files import WRONG
from officina_courses.model import HUB_KERNEL, Finding
from officina_courses.notebook_language import is_in_python
from officina_courses.notebooks import Notebook
from officina_courses.sources.errors import JupytextMissing, SourceError
from officina_courses.sources.wrong import WrongAnswer, read_wrong, wrong_files

FEWEST: Final = 3


def check_wrong_answers(subject: Subject) -> Iterator[Finding]:
    """Too few of them, and those that cannot be read."""
    files = wrong_files(subject.folder)
    if len(files) < FEWEST:
        yield found("OFF120", f"The course has {counted(len(files), 'wrong answer')}.", path=WRONG)
    for answer in read_all(subject):
        if isinstance(answer, Finding):
            yield answer


def read_all(subject: Subject) -> Iterator[WrongAnswer | Finding]:
    """Each wrong answer, or what is wrong with its file."""
    notebooks = dict(subject.notebooks())
    for path in wrong_files(subject.folder):
        try:
            answer = read_wrong(subject.folder, path, notebooks)
            faults = tuple(_no_python(subject, answer, notebooks[answer.notebook]))
            yield from faults or (answer,)
        except SourceError as error:
            for problem in error.problems:
                yield found("OFF122", f"{problem.what}.", path=problem.path, line=problem.line)
        except JupytextMissing as error:
            yield found("OFF072", error.what)
            return


def _no_python(subject: Subject, answer: WrongAnswer, notebook: Notebook) -> Iterator[Finding]:
    """A slip of the pen loses every test, and so finds out about none of them."""
    asked = subject.course.environment.kernel if subject.course else HUB_KERNEL
    if not is_in_python(notebook, asked):
        return
    for cell in answer.cells:
        if cell.kind != "code" or ON_PURPOSE in cell.header.get("tags", ()):
            continue
        if wrong := no_python(cell.text):
            what = f"The answer {cell.header['answer']} is no Python: {wrong.what}."
            yield found("OFF122", what, path=answer.path, line=cell.line + wrong.line)
