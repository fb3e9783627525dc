"""Pages with JSON-LD in them, as Bioschemas asks: each block by itself, found without a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from officina_hub.catalogue.readers.json_text import load_json
from officina_hub.catalogue.readers.limits import MIB
from officina_hub.catalogue.readers.linked import read_things
from officina_hub.catalogue.readers.outcome import Read, Refused, Unreadable
from officina_hub.catalogue.readers.rdfa import things_in
from officina_hub.catalogue.readers.source import Source

SUFFIXES: Final = frozenset({".htm", ".html", ".xhtml"})
# Bounded inside, so that a page of "<script<script" costs no more than its length.
BLOCK: Final = re.compile(
    r"<script\b[^<>]{0,500}?\btype\s*=\s*[\"']?application/ld\+json[^<>]{0,500}>", re.IGNORECASE
)
# What was meant as such a block: its type has ld and json in it, and is not quite the type.
ALMOST: Final = re.compile(
    r"<script\b[^<>]{0,500}?\btype\s*=\s*(?:\"([^\"<>]{0,80})\"|'([^'<>]{0,80})'|([^\s\"'<>]{1,80}))",
    re.IGNORECASE,
)
MEANT: Final = re.compile(r"ld\W{0,3}json|json\W{0,3}ld|jsonld", re.IGNORECASE)
MISTYPED: Final = (
    "the script that begins here is of the type {written!r}, by which nobody knows it as JSON-LD, "
    'so it was not read; write type="application/ld+json"'
)
NOTHING: Final = (
    "the page has no JSON-LD (a script of type application/ld+json) or RDFa of a training or a "
    "Croissant dataset, so programs cannot tell what it offers; add it as https://bioschemas.org "
    "tells"
)
END: Final = re.compile(r"</script", re.IGNORECASE)
CANONICAL: Final = re.compile(
    r"<link\b(?=[^<>]{0,1000}\brel\s*=\s*[\"']?canonical\b)[^<>]{0,1000}?"
    r"\bhref\s*=\s*[\"']?([^\"'\s<>]{1,2000})",
    re.IGNORECASE,
)
# Comments and CDATA marks, by which old pages hid scripts from older browsers.
WRAPPED: Final = re.compile(
    r"\A[\s\ufeff]*(?:<!--|(?://\s*)?<!\[CDATA\[)?|(?:-->|(?://\s*)?\]\]>)\s*\Z"
)


def is_mine(source: Source) -> bool:
    """Whether it is a page."""
    return source.suffix in SUFFIXES or source.start.startswith(("<!doctype html", "<html"))


def read(source: Source) -> Iterator[Read]:
    """Each training and each Croissant dataset of the page; a broken block does not stop others."""
    if len(source.text) > source.limits.page_bytes:
        raise Unreadable(
            "the file",
            f"it is a page of more than {source.limits.page_bytes // MIB} MiB, which nobody reads; "
            "give the JSON-LD by itself",
        )
    page = _canonical(source.text) or source.address
    found = [
        read
        for line, text in _blocks(source.text)
        for read in _read_block(source, line, text, page=page)
    ]
    found += _mistyped(source.text)
    if not found:
        marked_up = things_in(source.text, page)
        found = list(read_things(marked_up, source.limits, place=lambda at: f"RDFa{at}", page=page))
    if not found:
        raise Unreadable("the file", NOTHING)
    yield from found


def _mistyped(page: str) -> Iterator[Refused]:
    """Scripts that were meant as JSON-LD and do not say so."""
    for script in ALMOST.finditer(page):
        written = next(filter(None, script.groups()), "")
        if MEANT.search(written) and not written.lower().strip().startswith("application/ld+json"):
            line = page.count("\n", 0, script.start()) + 1
            yield Refused(f"line {line}", MISTYPED.format(written=written))


def _canonical(page: str) -> str | None:
    """What the page calls its own address; looked for once, as a page may have many blocks."""
    found = CANONICAL.search(page)
    return html.unescape(found.group(1)) if found else None


def _blocks(page: str) -> Iterator[tuple[int, str]]:
    """Each block with its line. One goes on to its end, so every letter is looked at once."""
    position, line = 0, 1
    while start := BLOCK.search(page, position):
        end = END.search(page, start.end())
        last = end.start() if end else len(page)
        line += page.count("\n", position, start.end())
        yield line, page[start.end() : last]
        line += page.count("\n", start.end(), last)
        position = last


def documents(source: Source) -> Iterator[object]:
    """The JSON-LD of the page, block by block; a broken one was refused when it was read."""
    for line, text in _blocks(source.text):
        with suppress(Unreadable):
            yield _document(source, line, text)


def _document(source: Source, line: int, text: str) -> object:
    text = WRAPPED.sub(lambda found: "\n" * found[0].count("\n"), text)
    return load_json(text, source.limits, first_line=line)


def _read_block(source: Source, line: int, text: str, *, page: str | None) -> Iterator[Read]:
    try:
        document = _document(source, line, text)
    except Unreadable as error:
        yield error.refused
        return
    yield from read_things(
        document,
        source.limits,
        place=lambda pointer: f"line {line}{f', {pointer}' if pointer else ''}",
        page=page,
    )
