"""Sixty generated submissions through ``nbgrader autograde`` and through Officina."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from grading_corpus import CORPUS, EXERCISE, make_corpus
from nbgrader.api import Gradebook

from officina_courses.folder_grading import grade_folder, open_order
from officina_courses.importing.nbgrader_config import CONFIG_FILE

pytestmark = pytest.mark.sandbox

Marks = dict[str, dict[str, Any]]
# nbgrader grades one after the other, so it gets two copies of the course, half of it each.
HALVES = 2


def marks(home: Path) -> Marks:
    """What nbgrader's own API tells of every submission."""
    with Gradebook(f"sqlite:///{home}/gradebook.db") as book:
        return {
            submission.student_id: {
                "score": submission.score,
                "max": submission.max_score,
                "penalty": submission.late_submission_penalty,
                "late": submission.total_seconds_late,
                "waits": submission.needs_manual_grade,
                "cells": {
                    grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                },
                "comments": {
                    comment.name: comment.auto_comment
                    for notebook in submission.notebooks
                    for comment in notebook.comments
                },
            }
            for submission in book.assignment_submissions(EXERCISE)
        }


def nbgrader(home: Path) -> subprocess.Popen[str]:
    """``nbgrader autograde`` on its way; ending kernels at once changes no mark."""
    program = Path(sys.executable).with_name("nbgrader")
    late = "--LateSubmissionPlugin.penalty_method=zero"
    quick = "--ExecutePreprocessor.shutdown_kernel=immediate"
    return subprocess.Popen(
        [program, "autograde", EXERCISE, late, quick],
        cwd=home,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Marks, Marks]:
    """Everybody's marks by nbgrader and by Officina."""
    top = tmp_path_factory.mktemp("corpus")
    ours = top / "ours"
    make_corpus(ours)
    halves = [shutil.copytree(ours, top / f"half-{half}") for half in range(HALVES)]
    for number, kind in enumerate(CORPUS):
        shutil.rmtree(halves[number % HALVES] / "submitted" / kind.student)
    running = [nbgrader(home) for home in halves]
    (ours / CONFIG_FILE).write_text("c.LateSubmissionPlugin.penalty_method = 'zero'")
    told = {one.student: one for one in grade_folder(open_order(ours / EXERCISE), workers=2)}
    assert len(told) == len(CORPUS) == 60
    for process in running:
        _, said = process.communicate()
        assert process.returncode == 0, said[-2000:]
    theirs: Marks = {}
    for number, kind in enumerate(CORPUS):
        theirs[kind.student] = marks(halves[1 - number % HALVES])[kind.student]
    return theirs, marks(ours)


def test_all_marks_are_nbgraders(both: tuple[Marks, Marks]) -> None:
    theirs, ours = both
    assert len(theirs) == 60
    for student, expected in theirs.items():
        assert ours[student] == expected, student


def test_the_corpus_has_every_kind_of_mark(both: tuple[Marks, Marks]) -> None:
    theirs, _ = both
    scores = {found["score"] for found in theirs.values()}
    assert len(scores) > 8
    assert sum(found["penalty"] > 0 for found in theirs.values()) >= 10
    assert sum(found["waits"] for found in theirs.values()) >= 30
    assert any(by_hand for found in theirs.values() for _, by_hand, _ in found["cells"].values())
