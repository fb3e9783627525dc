"""Checks that a course has wrong answers, and that they can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.counted import counted
from officina_courses.course_files import WRONG
from officina_courses.model import Finding
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
            yield read_wrong(subject.folder, path, notebooks)
        except SourceError as error:
            for problem in error.problems:
                yield found("OFF122", f"{problem.what}.", path=problem.path, line=problem.line)
        except JupytextMissing as error:
            yield found("OFF072", error.what)
            return
