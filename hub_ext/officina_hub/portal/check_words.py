"""The sentences of a check in the words of whoever reads it."""

from __future__ import annotations

from collections.abc import Callable

from officina_courses.checked import CheckedCell, CheckedNotebook, CheckedTask
from officina_courses.grading.remarks import in_words
from officina_widgets.check_wire import CheckOut

Translate = Callable[[str], str]


def in_language(check: CheckOut, translate: Translate) -> CheckOut:
    """The same with all sentences that catalogues know in other words."""
    told = {"message": in_words(check.message, translate)}
    if check.result is None:
        return check.model_copy(update=told)
    notebooks = tuple(_notebook(each, translate) for each in check.result.notebooks)
    update = {"message": in_words(check.result.message, translate), "notebooks": notebooks}
    result = check.result.model_copy(update=update)
    return check.model_copy(update={**told, "result": result})


def _notebook(notebook: CheckedNotebook, translate: Translate) -> CheckedNotebook:
    return notebook.model_copy(
        update={
            "message": in_words(notebook.message, translate),
            "notes": tuple(in_words(each, translate) for each in notebook.notes),
            "tasks": tuple(_task(each, translate) for each in notebook.tasks),
            "cells": tuple(_cell(each, translate) for each in notebook.cells),
        }
    )


def _task(task: CheckedTask, translate: Translate) -> CheckedTask:
    return task.model_copy(update={"note": in_words(task.note, translate)})


def _cell(cell: CheckedCell, translate: Translate) -> CheckedCell:
    return cell.model_copy(update={"plain": translate(cell.plain)}) if cell.plain else cell
