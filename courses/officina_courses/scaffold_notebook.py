"""The first notebook of a new course: one cell of each kind that nbgrader knows."""

from __future__ import annotations

from typing import Any, Final

WELCOME: Final = """\
# {title}

Replace this text by what learners are going to do, and why.

The cells below show how exercises are made: in JupyterLab, the panel *Create Assignment* in the
right sidebar tells and sets what each cell is for.
"""
TASK: Final = """\
## A task that is marked by tests

Write a function `mean` that returns the mean of a list of numbers.
"""
SOLUTION: Final = '''\
def mean(numbers):
    """Return the mean of a list of numbers."""
    ### BEGIN SOLUTION
    return sum(numbers) / len(numbers)
    ### END SOLUTION'''
TESTS: Final = """\
assert mean([1, 2, 3]) == 2, "The mean of 1, 2 and 3 is 2"
### BEGIN HIDDEN TESTS
assert mean([4]) == 4, "The mean of one number is that number"
assert mean([-1, 1]) == 0, "Negative numbers count too"
### END HIDDEN TESTS"""
QUESTION: Final = """\
## A question that a trainer marks

When would you rather use the median than the mean? One or two sentences.
"""
ANSWER: Final = "When single values are far off, because the median does not follow them."


def first_notebook(title: str) -> dict[str, Any]:
    """The notebook as JSON."""
    return {
        "cells": [
            _markdown("welcome", WELCOME.format(title=title)),
            _markdown("task-mean", TASK),
            _code("mean", SOLUTION, solution=True),
            _code("mean-tests", TESTS, grade=True, locked=True, points=2),
            _markdown("question-median", QUESTION),
            _graded(_markdown("median", ANSWER), "median", grade=True, solution=True, points=1),
        ],
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text.rstrip("\n")}


def _code(name: str, source: str, **grading: bool | int) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": source,
    }
    return _graded(cell, name, **grading)


def _graded(cell: dict[str, Any], name: str, **grading: bool | int) -> dict[str, Any]:
    metadata = {"grade": False, "grade_id": name, "locked": False, "schema_version": 3}
    return cell | {
        "metadata": {"nbgrader": {**metadata, "solution": False, "task": False, **grading}}
    }
