"""What a notebook is refused for, in words for the person who has to mend it."""

from __future__ import annotations

from typing import Final

from officina_courses.errors import NotebookError
from officina_courses.model import Frozen

REFUSALS: Final = {
    "notebook-missing": "there is no such file, or it is not a plain file",
    "notebook-empty": "the file has no content",
    "notebook-too-large": "the file has more bytes than may be read",
    "notebook-not-utf8": "the file is not text in UTF-8",
    "notebook-not-json": "the text is not JSON",
    "notebook-too-deep": "the JSON is nested deeper than any notebook needs",
    "notebook-not-a-notebook": "the JSON is not what a notebook consists of",
    "notebook-too-old": "the notebook has format 1, 2 or 3",
    "notebook-too-new": "the notebook has a format after 4",
    "notebook-too-many-cells": "the notebook has more cells than may be read",
}
WHY_UNREADABLE: Final = "Neither JupyterLab nor the grader can open it."
SAVE_AGAIN: Final = "Open it in JupyterLab and save it again, or take a copy that still opens."


class NotebookLimits(Frozen):
    """The bounds of one notebook."""

    max_bytes: int = 20 * 1024 * 1024
    max_cells: int = 2000
    max_depth: int = 100


def refused(name: str, code: str, what: str, todo: str, line: int | None = None) -> NotebookError:
    """The error of that code about that notebook."""
    return NotebookError(
        f"The notebook {name!a} cannot be read: {what}.",
        why=WHY_UNREADABLE,
        todo=todo,
        code=code,
        name=name,
        line=line,
    )


def no_notebook(name: str, what: str) -> NotebookError:
    """It is JSON, but not what a notebook consists of."""
    return refused(name, "notebook-not-a-notebook", what, SAVE_AGAIN)


def too_large(name: str, size: int, limits: NotebookLimits) -> NotebookError:
    """It has more bytes than allowed."""
    mib = 1024 * 1024
    return refused(
        name,
        "notebook-too-large",
        f"it has {size / mib:.1f} MiB; {limits.max_bytes / mib:.1f} MiB are allowed",
        "Clear its outputs (in JupyterLab: Edit, Clear Outputs of All Cells), print less, save it.",
    )


def too_deep(name: str) -> NotebookError:
    """It is nested too deep."""
    return refused(
        name,
        "notebook-too-deep",
        "its JSON is nested deeper than any notebook needs",
        "Clear its outputs and save it again.",
    )


def too_old(name: str, version: int) -> NotebookError:
    """It has a format before 4."""
    return refused(
        name,
        "notebook-too-old",
        f"it has nbformat {version}, which was replaced by 4 in 2014",
        "Convert it: jupyter nbconvert --to notebook --nbformat 4 --inplace NOTEBOOK.ipynb",
    )


def too_new(name: str, version: int) -> NotebookError:
    """It has a format after 4."""
    return refused(
        name,
        "notebook-too-new",
        f"it has nbformat {version}; this program knows 4",
        "Save it as nbformat 4, or update Officina.",
    )
