"""Catalogues of translations, read from .po files into memory, and the choice among them."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER: Final = Path(__file__).parent

LANGUAGE_COOKIE: Final = "officina-language"

# Each language by its own name, as a reader looks for it in the menu.
LANGUAGES: Final[dict[str, str]] = {"en": "English", "de": "Deutsch", "fi": "Suomi"}


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: str) -> NullTranslations:
    """The catalogue of ``language``; English is the one without translations."""
    if language == "en":
        return NullTranslations()
    with (FOLDER / f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def negotiate(chosen: str | None, accept_language: str) -> str:
    """The language to answer in: the reader's choice, then the browser's wishes, then English."""
    if chosen in LANGUAGES:
        return chosen
    wishes = _wishes(accept_language)
    return negotiate_locale(wishes, list(LANGUAGES), sep="-") or "en"


def _wishes(accept_language: str) -> list[str]:
    """The tags of an ``Accept-Language`` header, best first (RFC 9110, 12.5.4)."""
    weighted: list[tuple[float, str]] = []
    for part in accept_language.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((float(weight or 1), tag.strip()))
        except ValueError:
            continue
    weighted.sort(key=lambda wish: -wish[0])
    return [tag for weight, tag in weighted if tag and tag != "*" and weight > 0]
