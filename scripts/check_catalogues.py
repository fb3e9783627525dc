"""See that every gettext catalogue is up to date, complete, and keeps the placeholders.

Usage: scripts/check_catalogues.py      writes nothing
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from officina_hub.portal.i18n.catalog import FOLDER, LANGUAGES
from officina_hub.portal.i18n.update import TEMPLATE, extract

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
AGAIN = "run: python -m officina_hub.portal.i18n.update, and translate what is new"


def faults(folder: Path = FOLDER) -> Iterator[str]:
    """One line for each thing that is wrong, the template first."""
    wanted = extract()
    yield from _differences(TEMPLATE, _read(folder / TEMPLATE, None), wanted)
    for language in LANGUAGES:
        if language == "en":
            continue
        name = f"{language}.po"
        catalogue = _read(folder / name, language)
        yield from _differences(name, catalogue, wanted)
        for message in catalogue:
            if message.id:
                yield from _objections(name, message)


def _read(path: Path, language: str | None) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=language)


def _differences(name: str, found: Catalog, wanted: Catalog) -> Iterator[str]:
    """Texts that only one of the two has."""
    here, there = _texts(found), _texts(wanted)
    for text in sorted(there - here):
        yield f"{name}: {text!r} is missing; {AGAIN}"
    for text in sorted(here - there):
        yield f"{name}: {text!r} is not used any more; {AGAIN}"


def _texts(catalogue: Catalog) -> set[str]:
    return {_forms(message.id)[0] for message in catalogue if message.id}


def _objections(name: str, message: Message) -> Iterator[str]:
    originals, translations = _forms(message.id), _forms(message.string)
    if message.fuzzy or not all(translations):
        yield f"{name}: {originals[0]!r} is not translated; fill in its msgstr"
        return
    allowed = set().union(*map(_placeholders, originals))
    for text in translations:
        if not _placeholders(originals[0]) <= _placeholders(text) <= allowed:
            yield (
                f"{name}: {text!r} has other placeholders than {originals[0]!r}; "
                "keep each as it is, the order is free"
            )


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text or ""),)


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def main() -> int:
    """Tell every fault; returns the exit status."""
    found = list(faults())
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
