"""By what two sources are seen to describe one thing: its DOI, its address, its title.

A *key* is such a sign, made comparable. Titles are weak signs: short ones (*Storage*) name many
things, so they give no key. Organisations give none at all, since nobody offers them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from officina_hub.catalogue.readers.identity import page_of_its_own
from officina_widgets.catalogue.also_offered import Because
from officina_widgets.catalogue.records import Record
from officina_widgets.catalogue.search.folding import fold, words_in

FEWEST_LETTERS: Final = 12
FEWEST_WORDS: Final = 2
DOI: Final = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE
)
USUAL_PORTS: Final = frozenset({None, 80, 443})
OF_CAMPAIGNS: Final = "utm_"


def keys_of(record: Record) -> frozenset[str]:
    """All signs of that record, each as ``because:digest``."""
    if record.kind == "organisation":
        return frozenset()
    return frozenset(
        f"{because}:{hashlib.sha256(f'{record.kind} {sign}'.encode()).hexdigest()[:32]}"
        for because, sign in _signs(record)
    )


def because_of(key: str) -> Because:
    """Which sign a key is made of."""
    sign = key.partition(":")[0]
    return "doi" if sign == "doi" else "address" if sign == "address" else "title"


def _signs(record: Record) -> Iterator[tuple[Because, str]]:
    for text in (record.iri, record.landing_page, *record.identifiers):
        if found := DOI.fullmatch((text or "").strip()):
            yield "doi", unquote(found[1]).casefold().rstrip(".,;/")
    for text in (record.iri, record.landing_page):
        if address := _address(text):
            yield "address", address
    for title in record.title.values():
        words = list(filter(None, map(fold, words_in(title))))
        if len(words) >= FEWEST_WORDS and sum(map(len, words)) >= FEWEST_LETTERS:
            yield "title", " ".join(words)


def _address(text: str | None) -> str | None:
    """Where it leads, however it is written; nothing of a site's front door or a DOI."""
    page = page_of_its_own(text)
    if page is None or DOI.fullmatch(page):
        return None
    parts = urlsplit(page.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = "" if parts.port in USUAL_PORTS else f":{parts.port}"
    asked = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.startswith(OF_CAMPAIGNS)
    )
    # What stands behind # is a place within a page, except where it is the whole way (#/data/1).
    place = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{host}{port}{unquote(parts.path).rstrip('/')}?{urlencode(asked)}{place}"
