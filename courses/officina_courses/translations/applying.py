"""The course in another language: each text that fits, and the course's own with a note else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from officina_courses.errors import TranslationRefused
from officina_courses.model import Course
from officina_courses.notebooks import Notebook
from officina_courses.sources.building import title_in
from officina_courses.translations.faithful import unfaithful
from officina_courses.translations.overlay import Entry
from officina_courses.translations.places import course_po
from officina_courses.translations.texts import NOTE, NOTE_KEY, Text, is_text, key_of

State = Literal["translated", "missing", "outdated", "broken"]


class Applied(NamedTuple):
    """What is shown of one text, and why."""

    text: str
    state: State


class Overlay:
    """The entries of one file by their keys."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {each.key: each for each in reversed([*entries]) if not each.is_obsolete}

    @property
    def entries(self) -> Mapping[str, Entry]:
        """What it has, by key."""
        return self._entries

    def of(self, text: Text) -> Applied:
        """What to show; never a translation of something else than the text says now."""
        entry = self._entries.get(text.key)
        if entry is None or not entry.text:
            return Applied(text.text, "missing")
        if not entry.fits(text.text):
            return Applied(text.text, "outdated")
        if next(unfaithful(text.key, text.text, entry.text), None) is not None:
            return Applied(text.text, "broken")
        return Applied(entry.text, "translated")

    def note(self) -> str:
        """What stands above a text that is not translated, in the overlay's language if it can."""
        return self.of(Text(NOTE_KEY, NOTE)).text


def translated_course(course: Course, overlay: Overlay, language: str) -> Course:
    """What learners read of ``course.toml`` in that language; all else is the course's own.

    Raises
    ------
    TranslationRefused
        Where the overlay says what ``course.toml`` may not.

    """

    def said(key: str, text: str) -> str:
        return overlay.of(Text(key, text)).text

    def listed(name: str) -> tuple[str, ...]:
        texts = enumerate(getattr(course, name), 1)
        return tuple(said(f"{name}/{number}", text) for number, text in texts)

    exercises = [
        each.model_copy(
            update={
                "title": said(f"exercises/{each.id}/title", each.title),
                "summary": said(f"exercises/{each.id}/summary", each.summary),
            }
        )
        for each in course.exercises
    ]
    profiles = {
        name: each.model_copy(update={"summary": said(f"profiles/{name}/summary", each.summary)})
        for name, each in course.profiles.items()
    }
    changed = course.model_copy(
        update={
            "language": language,
            **{name: said(name, getattr(course, name)) for name in SINGLE},
            **{name: listed(name) for name in LISTS},
            "exercises": tuple(exercises),
            "profiles": profiles,
        }
    )
    try:
        return Course.model_validate(changed.model_dump())
    except ValidationError as error:
        wrong = error.errors()[0]
        place = "/".join(map(str, wrong["loc"]))
        raise TranslationRefused(
            f"{course_po(language)} says something for {place} that may not stand there: "
            f"{wrong['msg']}.",
            why="The course's page shows it, as it shows what course.toml says.",
            todo="Mend that entry; for most it is one line of at most 300 characters.",
        ) from error


SINGLE = ("title", "summary", "description")
LISTS = ("objectives", "prerequisites", "keywords")


def translated_notebook(
    notebook: Notebook, overlay: Overlay, language: str, note: str
) -> dict[str, Any]:
    """The notebook as JSON; code, ids, grading and everything but text cells are as they were."""
    pairs = zip(notebook.cells, notebook.content["cells"], strict=True)
    cells: list[dict[str, Any]] = []
    titles: list[str] = []
    for cell, raw in pairs:
        made = raw
        if is_text(cell) and (key := key_of(cell, raw)) and cell.source.strip():
            text, state = overlay.of(Text(key, cell.source))
            whole = text if state == "translated" else f"> *{note}*\n\n{text}"
            made = {**raw, "source": whole.splitlines(keepends=True)}
            if title := title_in(text):
                titles.append(title)
        cells.append(made)
    metadata = {**notebook.content.get("metadata", {}), "lang": language}
    if "title" in metadata and titles:
        metadata["title"] = titles[0]
    return {**notebook.content, "cells": cells, "metadata": metadata}
