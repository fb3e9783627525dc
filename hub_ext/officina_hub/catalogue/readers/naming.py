"""Which IRIs a file names at all, whatever it says of them.

A record that a file still names is not gone from its source: it may only have arrived broken.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from officina_hub.catalogue.readers import eosc, rdf, web_page
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.named_json import named_in_json
from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.catalogue.readers.source import Source, read_source
from officina_hub.catalogue.readers.yaml_text import load_yaml

SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What an IRI may hold (RFC 3987), and after which of it a text may go on instead.
WRITTEN: Final = re.compile(r"[^\s\"<>\\^`{|}]{1,2100}")
ENDS: Final = re.compile(r"[^\w/#=%~-]")
MOST_ENDS: Final = 200
FOLDED: Final = re.compile(r"\r?\n[ \t]")


def named_in_file(path: Path, iris: Collection[str]) -> set[str]:
    """Those of these IRIs that stand in the file; all of them where it cannot be read."""
    try:
        source = read_source(path, Limits())
        text = FOLDED.sub("", source.text) if source.suffix == ".ics" else source.text
        found = named_in_text(text, iris) | rdf.named(source, iris)
        for document in _documents(source):
            found |= named_in_json(document, iris)
        return found
    except Unreadable:
        return set(iris)


def _documents(source: Source) -> Iterator[object]:
    """What stands in it as JSON or YAML."""
    if source.suffix in eosc.SUFFIXES:
        yield load_yaml(source.text, source.limits)
    elif web_page.is_mine(source):
        yield from web_page.documents(source)
    elif source.is_json:
        yield source.json


def named_in_text(text: str, iris: Collection[str]) -> set[str]:
    """Those that stand in a text as they are, or as JSON and HTML write them."""
    wanted = set(iris)
    found: set[str] = set()
    text = text.replace("\\/", "/")
    for scheme in SCHEME.finditer(text):
        if written := WRITTEN.match(text, scheme.start()):
            found.update(each for each in _readings(written[0]) if each in wanted)
    return found


def _readings(written: str) -> Iterator[str]:
    """The IRI, and what it is if a text goes on behind it."""
    for whole in {written, html.unescape(written)}:
        yield whole
        for end in islice(ENDS.finditer(whole), MOST_ENDS):
            yield from (whole[: end.start()], whole[: end.end()])
