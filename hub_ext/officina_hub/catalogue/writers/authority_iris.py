"""Codes of the EU's vocabularies, languages, licences and media types as the IRIs they stand for.

What ``readers.authority`` and ``readers.licences`` make codes of, the other way round.
"""

from __future__ import annotations

import re
from typing import Final

from officina_hub.catalogue.readers.authority import (
    COUNTRIES,
    FILE_TYPES,
    LANGUAGES,
    media_type_of,
)
from officina_hub.catalogue.readers.licences import SPDX_IDS

AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
IANA: Final = "https://www.iana.org/assignments/media-types/"
CODE: Final = re.compile(r"[A-Za-z0-9_]+")
CREATIVE_COMMONS: Final = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)")

# Of several codes for one language or country the first is the EU's own.
_LANGUAGES: Final = {short: code.upper() for code, short in reversed(tuple(LANGUAGES.items()))}
_COUNTRIES: Final = {short: code for code, short in reversed(tuple(COUNTRIES.items()))}
_MEDIA_TYPES: Final = {code: name for name, code in reversed(tuple(FILE_TYPES.items()))}


def concept_iri(vocabulary: str, code: str | None) -> str | None:
    """The IRI of a code in that vocabulary; nothing where it can be no code of the EU's."""
    return f"{AUTHORITY}{vocabulary}/{code}" if code and CODE.fullmatch(code) else None


def language_iri(language: str) -> str | None:
    """ISO 639-1 or -3 in the EU's vocabulary, which goes by three letters."""
    code = _LANGUAGES.get(language, language.upper() if len(language) == 3 else None)
    return concept_iri("language", code)


def country_iri(country: str | None) -> str | None:
    """ISO 3166-1's two letters in the EU's vocabulary, which goes by three."""
    return concept_iri("country", _COUNTRIES.get(country or ""))


def media_type_iri(media_type: str | None) -> str | None:
    """IANA's page of a media type."""
    name = media_type_of(media_type or "")
    return IANA + name if name else None


def media_type_for(file_type: str | None) -> str | None:
    """The media type of one of the EU's file types, where it has one."""
    return _MEDIA_TYPES.get(file_type or "")


def licence_iri(licence: str | None) -> str | None:
    """Where a licence stands that is known by its SPDX id; nothing of any other text."""
    if licence == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if found := CREATIVE_COMMONS.fullmatch(licence or ""):
        kind, version = found.groups()
        return f"https://creativecommons.org/licenses/{kind.lower()}/{version}/"
    return f"https://spdx.org/licenses/{licence}" if licence in SPDX_IDS else None
