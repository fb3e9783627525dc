"""Makes the words of a notebook from its overlay, as pages of feedback and checks look them up."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.grading.feedback_text import text_html
from officina_courses.grading.task_names import headings
from officina_courses.notebooks import Cell, Notebook
from officina_courses.translations.applying import Overlay
from officina_courses.translations.texts import Text, cell_texts, is_text, key_of, source_hash
from officina_courses.translations.told import HINT
from officina_courses.translations.words import Words


def words_of(notebook: Notebook, overlay: Overlay, language: str) -> Words:
    """Of a trainer's notebook; only what learners have, and what is translated and up to date."""
    made: dict[str, dict[str, str]] = {"cells": {}, "headings": {}, "hints": {}, "messages": {}}
    for cell, raw in zip(notebook.cells, notebook.content["cells"], strict=True):
        for text, translated in _translated(cell, key_of(cell, raw), overlay):
            if not is_text(cell):
                is_hint = HINT in text.key
                made["hints" if is_hint else "messages"][text.text] = translated
                continue
            if not raw.get("attachments"):
                made["cells"][source_hash(text.text)] = str(text_html(translated, {}))
            made["headings"].update(_headings(text.text, translated))
    return Words.model_validate({"language": language, **made})


def told_by_tests(words: Words) -> tuple[str, ...]:
    """The translations that stand in no notebook."""
    return (*words.hints.values(), *words.messages.values())


def _translated(cell: Cell, key: str, overlay: Overlay) -> Iterator[tuple[Text, str]]:
    for text in cell_texts(cell, key) if key else ():
        applied = overlay.of(text)
        if applied.state == "translated":
            yield text, applied.text


def _headings(source: str, translated: str) -> Iterator[tuple[str, str]]:
    before, after = [*headings(source)], [*headings(translated)]
    if len(before) == len(after):
        for own, other in zip(before, after, strict=True):
            yield own.text, other.text
