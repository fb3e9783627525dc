"""Ids for cells whose header gives none, which stay when cells elsewhere change.

A heading gives its cell an id, and a cell without heading is counted from the id before it:
``goals``, ``goals-2``, ``goals-3``. Learners' work is found again by these ids.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

HEADING: Final = re.compile(r"^#{1,6}\s+(.+)$", re.MULTILINE)
FENCED: Final = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
MOST: Final = 56  # leaves room for a number
FIRST: Final = "start"


def cell_ids(cells: Sequence[tuple[str | None, str]]) -> list[str]:
    """An id for each cell, given as its id or None, and its text if it is Markdown."""
    taken = {given for given, _ in cells if given is not None}
    made: list[str] = []
    nearest = FIRST
    for given, text in cells:
        if given is not None:
            nearest = given
            made.append(given)
            continue
        heading = HEADING.search(FENCED.sub("", text))
        slug = _slug(heading.group(1).rstrip("#")) if heading else ""
        if slug:
            name = _free(slug, taken)
            nearest = name
        else:
            name = _free(nearest[:MOST], taken)
        taken.add(name)
        made.append(name)
    return made


def needed_ids(cells: Sequence[tuple[str, str, bool]]) -> list[bool]:
    """Which cells need their id written down: those that ``cell_ids`` would call otherwise.

    A cell is its id, its text if it is Markdown, and whether its id stands there anyway.
    """
    written = [is_fixed for _, _, is_fixed in cells]
    while True:
        pairs = [
            (name if is_written else None, text)
            for (name, text, _), is_written in zip(cells, written, strict=True)
        ]
        wrong = [
            made != name and not is_written
            for made, (name, _, _), is_written in zip(cell_ids(pairs), cells, written, strict=True)
        ]
        if not any(wrong):
            return [
                is_written and not is_fixed
                for is_written, (_, _, is_fixed) in zip(written, cells, strict=True)
            ]
        first = wrong.index(True)
        written[first] = True


def _free(name: str, taken: set[str]) -> str:
    numbered = (f"{name}-{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([name], numbered) if each not in taken)


def _slug(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    slug = ""
    for word in words:
        if len(slug) + len(word) > MOST - 1:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug
