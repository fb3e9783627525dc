"""``officina course translate``: an overlay for a further language, made or brought up to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.options import COURSE_FOLDER
from officina_hub.cli.teller import Teller, answers

if TYPE_CHECKING:
    from officina_courses.translations.folder import TranslatedFile


@click.command(
    epilog=examples(
        "officina course translate my-course de",
        "officina course translate my-course pt-BR --json",
    )
)
@COURSE_FOLDER
@click.argument("language")
@answers
def translate(*, folder: Path, language: str, teller: Teller) -> None:
    """Make the overlay of a course FOLDER for a LANGUAGE, or bring it up to date.

    The files in translations/LANGUAGE are gettext's, for any program for translations. A text that
    changed keeps its translation, marked as fuzzy, with the source that it was made from; learners
    get the course's own text there until somebody has looked at it.
    """
    from officina_courses.translations.folder import translate_course

    files = translate_course(folder, language)
    teller.result({"files": files}, _lines(files, language))


def _lines(files: Sequence[TranslatedFile], language: str) -> Iterator[str]:
    for file in files:
        outdated = f", {file.outdated} out of date" if file.outdated else ""
        written = "written" if file.state == "written" else "unchanged"
        yield f"{file.path}: {file.translated} of {file.texts} translated{outdated} ({written})"
    texts, done = sum(each.texts for each in files), sum(each.translated for each in files)
    yield f"{language}: {done} of {texts} texts are translated"
