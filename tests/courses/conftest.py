"""Courses made on the spot: a good one, which each test spoils in one place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COURSE_TOML = """\
id = "demo"
title = "A demo"
version = "1.0.0"
summary = "Shows a course."
minutes = 30
objectives = ["See a course"]
licence = "CC-BY-4.0"

[[authors]]
name = "Ada"

[[exercises]]
id = "ps1"
title = "First"
minutes = 20
"""


def cell(kind: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    """A notebook cell; keywords become nbgrader's metadata."""
    made: dict[str, Any] = {"cell_type": kind, "source": source, "metadata": {}}
    if nbgrader:
        flags = {"grade": False, "solution": False, "locked": False, "task": False}
        made["metadata"]["nbgrader"] = {**flags, "schema_version": 3, **nbgrader}
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    return made


def good_cells() -> list[dict[str, Any]]:
    return [
        cell("markdown", "# Squares\n\n![A square with its side a](a.png)"),
        cell(
            "code",
            "def square(a):\n    ### BEGIN SOLUTION\n    return a * a\n    ### END SOLUTION",
            grade_id="square", solution=True,
        ),
        cell(
            "code",
            "assert square(2) == 4\n### BEGIN HIDDEN TESTS\nassert square(3) == 9\n"
            "### END HIDDEN TESTS",
            grade_id="square-test", grade=True, locked=True, points=2,
        ),
    ]  # fmt: skip


def notebook_text(cells: list[dict[str, Any]], **top: Any) -> str:
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "nbformat": 4, "nbformat_minor": 4, "metadata": {"kernelspec": spec}, "cells": cells,
    }  # fmt: skip
    return json.dumps(notebook | top)


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    """A course without any finding."""
    folder = tmp_path / "demo"
    (folder / "source/ps1").mkdir(parents=True)
    (folder / "course.toml").write_text(COURSE_TOML)
    (folder / "source/ps1/squares.ipynb").write_text(notebook_text(good_cells()))
    (folder / "source/ps1/a.png").write_bytes(b"png")
    return folder


@pytest.fixture
def set_cells(course_folder: Path) -> Callable[..., None]:
    """Replaces the cells of the good course's notebook."""

    def write(*cells: dict[str, Any], **top: Any) -> None:
        path = course_folder / "source/ps1/squares.ipynb"
        path.write_text(notebook_text(list(cells), **top))

    return write
