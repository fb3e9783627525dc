"""nbgrader's panel speaks our sentences, and begins with the course that is worked upon."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

from officina_widgets.server.assignment_list import NOT_LISTED, PlainAssignmentList


def manager(home: Path, **answer: object) -> PlainAssignmentList:
    """Ours, around one that gives this answer."""
    inner = SimpleNamespace(root_dir=str(home), list_courses=lambda: answer)
    return PlainAssignmentList(inner)


def test_the_course_whose_notebook_was_saved_last_comes_first(tmp_path: Path) -> None:
    for course, seconds in (("algae", 100), ("barley", 300), ("clover", 200)):
        notebook = tmp_path / course / "leaf" / "leaf.ipynb"
        notebook.parent.mkdir(parents=True)
        notebook.write_text("{}")
        os.utime(notebook, (seconds, seconds))
    listed = ["algae", "barley", "clover", "dill", "elder"]
    answer = manager(tmp_path, success=True, value=listed).list_courses()
    assert answer["value"] == ["barley", "clover", "algae", "dill", "elder"]


def test_a_list_that_could_not_be_had_is_told_without_a_traceback(tmp_path: Path) -> None:
    answer = manager(tmp_path, success=False, value="Traceback (most recent…").list_courses()
    assert answer["value"] == NOT_LISTED
