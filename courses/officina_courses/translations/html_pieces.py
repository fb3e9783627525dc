"""The HTML that stands in Markdown, taken apart into tags, comments and text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from officina_courses.entities import without_entities

# A comment goes to its end or to the text's, a tag up to the next angle, whatever is in quotation
# marks: cut short, it differs from the source's.
PIECE: Final = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))|(?P<other><[!?][^>]*+>?)|<(?P<tag>/?[a-zA-Z][^<>]*+)(?P<end>>?)",
    re.DOTALL,
)
ATTRIBUTE: Final = re.compile(r"([^\s=]++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"']++))?")
TRANSLATED_ATTRIBUTES: Final = frozenset({"alt", "title", "aria-label"})


class Piece(NamedTuple):
    """One piece; of a tag also its name, with a stroke where it closes, and where it leads to."""

    kind: Literal["tag", "comment", "text"]
    text: str
    name: str = ""
    target: str = ""


def pieces_of(html: str) -> Iterator[Piece]:
    """All of it, in order."""
    after = 0
    for found in PIECE.finditer(html):
        yield Piece("text", without_entities(html[after : found.start()]))
        after = found.end()
        if found["tag"] is None:
            yield Piece("comment", " ".join(found.group().split()))
        else:
            yield _tag(found["tag"], is_whole=bool(found["end"]))
    yield Piece("text", without_entities(html[after:]))


def _tag(said: str, *, is_whole: bool) -> Piece:
    """The tag with its attributes in order; of those in words only that they are there."""
    name, *rest = said.split(None, 1)
    name = name.lower().rstrip("/")
    if not is_whole:
        return Piece("tag", f"{name} without its end", name)
    found = [
        (each.lower(), value.strip("\"'"))
        for each, value in ATTRIBUTE.findall(rest[0] if rest else "")
        if each != "/"
    ]
    target = next((without_entities(value) for each, value in found if each == "href"), "")
    return Piece("tag", " ".join([name, *sorted(map(_attribute, found))]), name, target)


def _attribute(attribute: tuple[str, str]) -> str:
    name, value = attribute
    is_in_words = name in TRANSLATED_ATTRIBUTES or (name == "href" and value.startswith("#"))
    return f"{name}=" if is_in_words else f"{name}={value}" if value else name
