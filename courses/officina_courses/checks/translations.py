"""Checks of overlays: whether they can be read, how far they are, and what they broke or invented.

What does not fit is never shown to learners, so only a file that cannot be read stops publishing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.course_files import TRANSLATIONS
from officina_courses.errors import NotebookError, TranslationRefused
from officina_courses.model import Course, Finding, TranslationState
from officina_courses.translations.applying import Overlay, translated_course
from officina_courses.translations.faithful import unfaithful
from officina_courses.translations.folder import Translatable, translatable
from officina_courses.translations.overlay import Entry, read_entries
from officina_courses.translations.places import course_po, languages_in

MOST_LANGUAGES: Final = 40
MOST_BYTES: Final = 16 << 20  # of all overlays together


def check_translations(subject: Subject) -> Iterator[Finding]:
    """Overlays that cannot be read, and how far the others are."""
    if too_much := _too_much(subject):
        yield found("OFF090", too_much, path=TRANSLATIONS)
        return
    for path in _strangers(subject):
        what = f"{path} belongs to no language or no notebook of the course."
        yield found("OFF092", what, path=path)
    for language, files in _overlays(subject):
        for file in files:
            try:
                read_entries(subject.folder / file.path, file.path)
            except TranslationRefused as error:
                yield found("OFF090", error.what, path=file.path)
        yield from _told(subject, language)
        state = _state(subject, language, files)
        if state.translated < state.texts:
            yield found(
                "OFF091", f"{format_translation(state)}.", path=f"{TRANSLATIONS}/{language}"
            )


def check_overlays(subject: Subject) -> Iterator[Finding]:
    """Entries for what the course does not have, and translations that broke something."""
    for _, files in _overlays(subject):
        for file in files:
            yield from _file(subject, file)


def translation_states(subject: Subject) -> Iterator[TranslationState]:
    """How far each overlay of the course is."""
    for language, files in _overlays(subject):
        yield _state(subject, language, files)


def format_translation(state: TranslationState) -> str:
    """One line for a language."""
    line = f"{state.language}: {state.translated} of {state.texts} texts are translated"
    line += f", {state.outdated} are out of date" if state.outdated else ""
    return line + (f", {state.broken} broke something" if state.broken else "")


def _told(subject: Subject, language: str) -> Iterator[Finding]:
    path = course_po(language)
    try:
        entries = read_entries(subject.folder / path, path)
    except TranslationRefused:
        return  # told by its own finding
    try:
        if subject.course is not None:
            translated_course(subject.course, Overlay(entries), language)
    except TranslationRefused as error:
        yield found("OFF090", error.what, path=path)


def _file(subject: Subject, file: Translatable) -> Iterator[Finding]:
    sources = {text.key: text.text for text in file.texts}
    entries = [entry for entry in _read(subject, file) if not entry.is_obsolete]
    counts = Counter(entry.key for entry in entries)
    for entry in entries:
        place = {"path": file.path, "cell": entry.key, "line": entry.line or None}
        if entry.key not in sources:
            what = f'The course has no text called "{entry.key}".'
            yield found("OFF220", what, **place)  # type: ignore[arg-type]
        elif counts[entry.key] > 1:
            what = f'There are {counts[entry.key]} translations of "{entry.key}".'
            yield found("OFF220", what, **place)  # type: ignore[arg-type]
        elif entry.text and entry.fits(sources[entry.key]):
            for said in unfaithful(entry.key, sources[entry.key], entry.text):
                what = f'In "{entry.key}" {said}.'
                yield found("OFF221", what, **place)  # type: ignore[arg-type]


def _too_much(subject: Subject) -> str:
    """Why the overlays are not looked at: each is compared with all notebooks, which takes time."""
    files = [
        each.path for each in subject.files if PurePosixPath(each.path).parts[0] == TRANSLATIONS
    ]
    languages = len(languages_in(files))
    if languages > MOST_LANGUAGES:
        return f"The course has {languages} further languages; {MOST_LANGUAGES} are allowed."
    size = sum((subject.folder / path).lstat().st_size for path in files)
    if size > MOST_BYTES:
        return f"The translations have {size} bytes; {MOST_BYTES} are allowed."
    return ""


def _overlays(subject: Subject) -> Iterator[tuple[str, list[Translatable]]]:
    if subject.course is None or _too_much(subject):
        return
    for language in languages_in(file.path for file in subject.files):
        yield language, _translatable(subject, subject.course, language)


def _translatable(subject: Subject, course: Course, language: str) -> list[Translatable]:
    try:
        return list(translatable(subject.folder, course, language))
    except NotebookError:
        return []  # told as a notebook that cannot be read


def _state(subject: Subject, language: str, files: list[Translatable]) -> TranslationState:
    states: Counter[str] = Counter()
    for file in files:
        overlay = Overlay(_read(subject, file))
        states.update(overlay.of(text).state for text in file.texts)
    return TranslationState(
        language=language,
        texts=states.total(),
        translated=states["translated"],
        outdated=states["outdated"],
        broken=states["broken"],
    )


def _read(subject: Subject, file: Translatable) -> tuple[Entry, ...]:
    try:
        return read_entries(subject.folder / file.path, file.path)
    except TranslationRefused:
        return ()  # told by its own finding


def _strangers(subject: Subject) -> Iterator[str]:
    known = {file.path for _, files in _overlays(subject) for file in files}
    for file in subject.files:
        if PurePosixPath(file.path).parts[0] == TRANSLATIONS and file.path not in known:
            yield file.path
