"""From what versions of a notebook came to, to findings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.gates.cell_place import place_of
from officina_courses.gates.grading import LEARNER, Version
from officina_courses.grading.hidden import hidden_lines
from officina_courses.grading.hints import hints_of
from officina_courses.grading.spec import grade_id_of
from officina_courses.model import Finding
from officina_courses.notebooks import Notebook
from officina_courses.sources.wrong import WrongAnswer

TELLING_CHARACTERS: Final = 16  # shorter lines stand in every notebook
HINT: Final = re.compile(r"^#\s*HINT\b", re.IGNORECASE)
TAG: Final = re.compile(r"<[^>]*>")


def of_solution(path: str, profile: str | None, version: Version) -> Iterator[Finding]:
    """The trainer's version has to get all points of all tests."""
    mark = version.examined.marked.mark
    with_profile = f" with the profile {profile}" if profile else ""
    if mark.state != "graded":
        what = f"The grader says of the solution{with_profile}: {mark.state}. {mark.message}"
        yield found("OFF101", what, path=path)
    errors = {cell.grade_id: cell.error for cell in version.failed()}
    for grade_id in sorted(version.lost):
        scores = version.scores
        most = version.spec.by_id()[grade_id].points
        score = scores[grade_id]
        got = (
            "points that a trainer must give" if score is None else f"{score:g} of {most:g} points"
        )
        said = " ".join(filter(None, [version.notes(grade_id), errors.get(grade_id)]))
        what = f"The solution gets {got} of the test {grade_id}{with_profile}. {said}"
        yield found("OFF100", what.strip(), path=path, cell=grade_id)


def of_untouched(path: str, version: Version, release: Notebook) -> Iterator[Finding]:
    """The learners' version has to fail at its tests, and nowhere but there and in answers."""
    cells = version.spec.by_id()
    tests = {name for name, cell in cells.items() if cell.is_test and cell.points > 0}
    for grade_id in sorted(tests - version.lost):
        what = f"The test {grade_id} passes in the untouched version."
        yield found("OFF102", what, path=path, cell=grade_id)
    for cell in version.failed():
        known = cells.get(cell.grade_id or "")
        if known is not None and (known.is_test or known.is_solution):
            continue
        place = place_of(release, cell.place)
        yield found("OFF103", f"{place.words} ends with {cell.error}.", path=path, cell=place.name)


def of_wrong(answer: WrongAnswer, version: Version) -> Iterator[Finding]:
    """A wrong answer has to lose its tests and no others."""
    if version.lost == answer.loses:
        return
    lost = ", ".join(sorted(version.lost)) or "no test"
    wanted = ", ".join(sorted(answer.loses))
    what = f'The answer "{answer.what}" loses {lost}, and should lose {wanted}.'
    yield found("OFF121", what, path=answer.path, line=answer.line)


def of_repeated(path: str, first: Version, second: Version) -> Iterator[Finding]:
    """The same notebook has to get the same marks."""
    for grade_id, score in first.scores.items():
        if second.scores[grade_id] != score:
            what = f"The test {grade_id} gave {score} points, then {second.scores[grade_id]}."
            yield found("OFF111", what, path=path, cell=grade_id)


def of_feedback(path: str, version: Version, released: str) -> Iterator[Finding]:
    """What learners read afterwards must not show a line of a hidden test.

    A line that also stands in the ``released`` text, or in an answer, they have anyway.
    """
    text = _feedback_text(version)
    known = "\n".join([released, *_answers(version)])
    for cell in version.spec.cells:
        lines = cell.source.split("\n")
        hidden = [line.strip() for a, b in hidden_lines(cell.source) for line in lines[a : b - 1]]
        for line in hidden:
            is_telling = len(line) >= TELLING_CHARACTERS and line not in known
            if is_telling and not HINT.match(line) and line in text:
                what = f"Feedback shows a hidden line of the test {cell.grade_id}."
                yield found("OFF210", what, path=path, cell=cell.grade_id)
                break


def _answers(version: Version) -> Iterator[str]:
    cells = version.spec.by_id()
    for row in version.examined.notebook["cells"] if version.examined.notebook else []:
        known = cells.get(grade_id_of(row) or "")
        if known is not None and known.is_solution:
            yield str(row["source"])


def _feedback_text(version: Version) -> str:
    from officina_courses.grading.feedback import Page, render

    examined = version.examined
    comments: Mapping[str, str] = {
        name: text for name, text in examined.marked.comments.items() if text
    }
    page = Page(
        exercise_id=version.spec.name,
        student_id=LEARNER,
        received_at=None,
        is_late=False,
        mark=examined.marked.mark,
        comments=comments,
        notebook=examined.notebook,
        hints=hints_of({cell.grade_id: cell.source for cell in version.spec.cells}),
    )
    return html.unescape(TAG.sub("", render(page)))
