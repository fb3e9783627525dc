"""A course whose notebook has one of everything that a lesson shows, and what it must not show."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

from portal_house import course

from officina_courses.marks import ExerciseBuilt
from officina_hub.portal.context import Portal
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.publishing import publish
from officina_hub.portal.store.releases import Package, put_student_files, receive
from officina_widgets.wire import FileEntry, PrepareResult

READ = "courses/tea/exercises/leaf/read/leaf"
DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SECRET = "forty-two is what the hidden test wants"


def _cell(kind: str, source: str, nbgrader: dict[str, Any]) -> dict[str, Any]:
    known = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    metadata = {"nbgrader": known | nbgrader} if nbgrader else {}
    return {"cell_type": kind, "metadata": metadata, "source": source}


def text(source: str, **nbgrader: Any) -> dict[str, Any]:
    """A text cell."""
    return _cell("markdown", source, nbgrader)


def code(source: str, **nbgrader: Any) -> dict[str, Any]:
    """A code cell."""
    return _cell("code", source, nbgrader) | {"outputs": [], "execution_count": None}


def notebook(*cells: dict[str, Any]) -> bytes:
    """A notebook of these cells."""
    metadata = {"language_info": {"name": "python"}}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    return json.dumps(content).encode()


LEAF = notebook(
    text("# The *leaf*\n\nFrom green to black.\n\n![A green dot](images/dot.png)"),
    text("### Rates\n\nA share is $\\frac{a}{b}$ of all.\n\n| | cups |\n|---|---|\n| green | 2 |"),
    text("## Task 1: count (2 points)\n\n<details><summary>Hint 1</summary>Add them.</details>"),
    code("def count(cups):\n    # YOUR CODE HERE\n    ...", solution=True, grade_id="count"),
    code("assert count([1, 2]) == 3", grade=True, points=2, locked=True, grade_id="count-test"),
    text("YOUR ANSWER HERE", grade=True, solution=True, points=3, grade_id="why"),
    text("## Where next\n\n[The cup](../cup/cup.ipynb), [data](tea.csv), [rates](#Rates)."),
)
GERMAN = notebook(text("# Das *Blatt*\n\nVon Grün zu Schwarz."))
CUP = notebook(text("# The cup\n\nPour."), text("![A drawing](drawing.svg)"))


def publish_lessons(portal: Portal) -> None:
    """Publish ``tea`` with its notebooks; the package has what learners must never get."""
    act = Act(user="tina", at=portal.clock())
    what = course()

    def stored(path: str, content: bytes) -> FileEntry:
        blob = portal.blobs.put_bytes(content)
        return FileEntry(path=path, sha256=blob.sha256, size=blob.size)

    told = what.model_copy(update={"language": "de", "title": "Der Tee"})
    leaf = what.exercises[0].model_copy(update={"title": "Das Blatt"})
    told = told.model_copy(update={"exercises": (leaf, *what.exercises[1:])})
    student = (
        stored("@de/course.json", told.model_dump_json().encode()),
        stored("leaf/leaf.ipynb", LEAF),
        stored("leaf/images/dot.png", DOT),
        stored("leaf/tea.csv", b"tea,cups\n"),
        stored("@de/leaf/leaf.ipynb", GERMAN),
        stored("cup/cup.ipynb", CUP),
        stored("cup/drawing.svg", DRAWING),
    )
    package = (stored("source/leaf/leaf.ipynb", notebook(code(f"# {SECRET}"))),)
    built = tuple(
        ExerciseBuilt(id=each.id, max_score=10, has_manual=False, notebooks=(each.id,))
        for each in what.exercises
    )
    with portal.database.writing() as session:
        release = receive(session, Package(course=what, sha256="0" * 64, files=package), act)
        put_student_files(session, release.id, student)
        publish(session, release.id, PrepareResult(exercises=built), act)
