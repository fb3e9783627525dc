"""The sentences of a check in the words of whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from officina_courses.checked import CheckedCell, CheckedNotebook, CheckedTask
from officina_courses.grading.feedback_told import ASSERTION
from officina_courses.grading.remarks import in_words
from officina_courses.marks import TaskName
from officina_courses.translations.words import NO_WORDS, Words
from officina_widgets.check_wire import CheckOut

Translate = Callable[[str], str]


def in_language(check: CheckOut, translate: Translate, words: Mapping[str, Words]) -> CheckOut:
    """The same with all sentences that catalogues know in other words.

    ``words`` are what the course says, of its notebooks by their names.
    """
    told = {"message": in_words(check.message, translate)}
    if check.result is None:
        return check.model_copy(update=told)
    notebooks = tuple(
        _notebook(each, translate, words.get(each.name, NO_WORDS))
        for each in check.result.notebooks
    )
    update = {"message": in_words(check.result.message, translate), "notebooks": notebooks}
    result = check.result.model_copy(update=update)
    return check.model_copy(update={**told, "result": result})


def _notebook(notebook: CheckedNotebook, translate: Translate, words: Words) -> CheckedNotebook:
    return notebook.model_copy(
        update={
            "message": in_words(notebook.message, translate),
            "notes": tuple(in_words(each, translate) for each in notebook.notes),
            "tasks": tuple(_task(each, translate, words) for each in notebook.tasks),
            "cells": tuple(_cell(each, translate, words) for each in notebook.cells),
        }
    )


def _task(task: CheckedTask, translate: Translate, words: Words) -> CheckedTask:
    return task.model_copy(
        update={
            "note": in_words(task.note, translate),
            "task": task_in(task.task, words),
            "hints": tuple(map(words.hint, task.hints)),
        }
    )


def _cell(cell: CheckedCell, translate: Translate, words: Words) -> CheckedCell:
    name, _, said = cell.error.partition(": ")
    message = words.message(said) if name == ASSERTION else ""
    error = f"{name}: {message}" if message else cell.error
    plain = translate(cell.plain) if cell.plain else ""
    return cell.model_copy(update={"error": error, "plain": plain})


def task_in(task: TaskName | None, words: Words) -> TaskName | None:
    """The task with its heading as the course says it in that language."""
    return task and task.model_copy(update={"heading": words.heading(task.heading)})
